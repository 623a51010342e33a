/** A document as lines of text, for tables of tests. */
import type { Part, SolutionDocument, Step } from '../../../server/src/core/document/solution.ts';

export function showPart(part: Part): string {
  switch (part.kind) {
    case 'words':
      return JSON.stringify(part.content.text);
    case 'formula': {
      const marks = part.notation === 'plain' ? ['‹', '›'] : part.display ? ['⟦', '⟧'] : ['⟨', '⟩'];
      return `${part.environment ?? ''}${marks[0]}${part.content.text.replaceAll('\n', '⏎')}${marks[1]}`;
    }
    case 'code':
      return `code:${part.language}[${part.content.text.trim()}]`;
  }
}

export function showStep(step: Step, ignored = false): string {
  const kind = step.row === undefined ? step.kind : `row ${step.row.index + 1}/${step.row.count}`;
  const label = step.label === undefined ? '' : ` ‘${step.label}’`;
  const depth = step.depth === 0 ? '' : ` >${step.depth}`;
  return `${kind}${label}${depth}${ignored ? ' ignored' : ''}: ${step.parts.map(showPart).join(' ')}`;
}

export function showDocument(document: SolutionDocument): string {
  const lines: string[] = [];
  for (const { title, problem, steps } of document.solutions) {
    lines.push(`# ${title ?? '-'}`);
    if (problem !== undefined) lines.push(`problem: ${problem.parts.map(showPart).join(' ')}`);
    for (const { step, ignored } of steps) lines.push(showStep(step, ignored));
  }
  if (document.disabledRules.size > 0) lines.push(`disabled: ${[...document.disabledRules].join(' ')}`);
  for (const note of document.notes) lines.push(`note: ${note.message}`);
  return lines.join('\n');
}
