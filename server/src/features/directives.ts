/** Comments that speak to Stepwise, in the document's own comment syntax, as edits of the text. */
import { readDocument } from '../core/document/read.ts';
import type { DocumentFormat, Step, TextEdit } from '../core/document/solution.ts';
import type { Span } from '../core/math/expr.ts';

/** Switches a rule off for the file: a comment of its own at the top, behind front matter or a line that has to stay first. */
export function disableRuleEdit(text: string, format: DocumentFormat, rule: string): TextEdit {
  const at = firstFreeLine(text, format);
  return { span: { start: at, end: at }, text: `${comment(format, `disable ${rule}`)}\n` };
}

/**
 * Leaves a step alone: a comment at the end of its last line, so that it moves with the step. `span` in document offsets.
 * A row of a display can have none in Markdown and .steps; before the display it speaks of the first row. @returns `undefined` for the other rows
 */
export function ignoreStepEdit(text: string, format: DocumentFormat, step: Step, span: Span): TextEdit | undefined {
  if (step.kind === 'row' && format !== 'latex') return beforeDisplay(text, format, step, span);
  return behind(text, format, span);
}

function behind(text: string, format: DocumentFormat, step: Span): TextEdit {
  const last = text.slice(step.start, step.end).trimEnd();
  const stop = step.start + last.length;
  const lineEnd = text.indexOf('\n', stop);
  const lineStop = text.slice(stop, lineEnd < 0 ? text.length : lineEnd).replace(/\r$/, '').length + stop;
  // An HTML comment is inline and may be followed by more words; the others take the rest of the line.
  const at = format === 'markdown' ? stop : lineStop;
  return { span: { start: at, end: at }, text: ` ${comment(format, 'ignore')}` };
}

/** Tried out: whether the comment may stand there depends on what is around the display. */
function beforeDisplay(text: string, format: DocumentFormat, step: Step, span: Span): TextEdit | undefined {
  const opening = /.*(?:\$\$|\\\[|```|~~~)/s.exec(text.slice(0, span.start))?.[0].length;
  if (step.row?.index !== 0 || opening === undefined) return undefined;
  const at = text.lastIndexOf('\n', opening) + 1;
  const indentation = /^[ \t]*/.exec(text.slice(at))?.[0] ?? '';
  const edit = { span: { start: at, end: at }, text: `${indentation}${comment(format, 'ignore')}\n` };
  const changed = text.slice(0, at) + edit.text + text.slice(at);
  const { solutions } = readDocument(changed, { format, wholeFile: true });
  const ignored = solutions.flatMap(({ steps }) =>
    steps.filter(placed => placed.ignored && placed.step.key === step.key),
  );
  return ignored.length > 0 ? edit : undefined;
}

function comment(format: DocumentFormat, words: string): string {
  switch (format) {
    case 'markdown':
      return `<!-- stepwise: ${words} -->`;
    case 'latex':
      return `% stepwise: ${words}`;
    case 'steps':
      return `// stepwise: ${words}`;
  }
}

function firstFreeLine(text: string, format: DocumentFormat): number {
  const ahead = format === 'latex' ? /^(?:%[ \t]*!.*\r?\n)+/ : /^---[ \t]*\r?\n[\s\S]*?\r?\n(?:---|\.\.\.)[ \t]*\r?\n/;
  const start = text.startsWith('\uFEFF') ? 1 : 0;
  return start + (ahead.exec(text.slice(start))?.[0].length ?? 0);
}
