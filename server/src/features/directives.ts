/** Comments that speak to Stepwise, in the document's own comment syntax, as edits of the text. */
import type { DocumentFormat, TextEdit } from '../core/document/solution.ts';
import type { Span } from '../core/math/expr.ts';

/** Switches a rule off for the file: a comment of its own at the top, behind front matter or a line that has to stay first. */
export function disableRuleEdit(text: string, format: DocumentFormat, rule: string): TextEdit {
  const at = firstFreeLine(text, format);
  return { span: { start: at, end: at }, text: `${comment(format, `disable ${rule}`)}\n` };
}

/** Leaves a step alone: a comment at the end of its last line, so that it moves with the step. `step` in document offsets. */
export function ignoreStepEdit(text: string, format: DocumentFormat, step: Span): TextEdit {
  const last = text.slice(step.start, step.end).trimEnd();
  const stop = step.start + last.length;
  const lineEnd = text.indexOf('\n', stop);
  const lineStop = text.slice(stop, lineEnd < 0 ? text.length : lineEnd).replace(/\r$/, '').length + stop;
  // An HTML comment is inline and may be followed by more words; the others take the rest of the line.
  const at = format === 'markdown' ? stop : lineStop;
  return { span: { start: at, end: at }, text: ` ${comment(format, 'ignore')}` };
}

function comment(format: DocumentFormat, words: string): string {
  switch (format) {
    case 'markdown':
      return `<!-- stepwise: ${words} -->`;
    case 'latex':
      return `% stepwise: ${words}`;
    case 'steps':
      return `# stepwise: ${words}`;
  }
}

function firstFreeLine(text: string, format: DocumentFormat): number {
  const ahead = format === 'latex' ? /^(?:%[ \t]*!.*\r?\n)+/ : /^---[ \t]*\r?\n[\s\S]*?\r?\n(?:---|\.\.\.)[ \t]*\r?\n/;
  const start = text.startsWith('\uFEFF') ? 1 : 0;
  return start + (ahead.exec(text.slice(start))?.[0].length ?? 0);
}
