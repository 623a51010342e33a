/** What came of code, for a person at a terminal. */
import { describeStop, placeOf, printSeconds } from '../core/code/message.ts';
import type { Range } from './positions.ts';
import type { CodeReport, RanFile, RunSummary } from './report-schema.ts';
import { clip, oneLine, type Paint, type Style, wrap } from './terminal.ts';

export interface StyledLine {
  readonly style: Style;
  readonly text: string;
}

const looks: Readonly<
  Record<CodeReport['status'], { readonly mark: string; readonly word: string; readonly style: Style }>
> = {
  ok: { mark: '✓', word: 'ok', style: 'green' },
  failed: { mark: '✗', word: 'failed', style: 'red' },
  error: { mark: '!', word: 'error', style: 'yellow' },
  timeout: { mark: '■', word: 'stopped', style: 'yellow' },
  memory: { mark: '■', word: 'stopped', style: 'yellow' },
  cancelled: { mark: '■', word: 'cancelled', style: 'yellow' },
  unavailable: { mark: '·', word: 'not run', style: 'dim' },
  notRun: { mark: '·', word: 'not run', style: 'dim' },
};

const checkMarks: Readonly<Record<CodeReport['checks'][number]['verdict'], string>> = {
  proved: '✓',
  tested: '✓',
  refuted: '✗',
  unknown: '·',
};

/** For a sandbox that did not start and gave no reason. */
export const NO_PYTHON = 'Python could not be started, and gave no reason.';

/** Lines of printed output that are shown; the rest is counted. */
const MOST_LINES = 20;

/** `✓ ok, 35 ms: 3 checks`, in one line. */
export function codeHead(code: CodeReport): StyledLine {
  const { mark, word, style } = looks[code.status];
  const time = code.ms > 0 ? `, ${printSeconds(code.ms)}` : '';
  return { style, text: `${mark} code ${word}${time}` };
}

/**
 * Its checks, value, output and error, each with its line as `path:line` where a person may want to go there.
 * @param isTold the error stands elsewhere already
 */
export function codeDetails(code: CodeReport, path: string, isTold = false): readonly StyledLine[] {
  const { value, stdout, cut, checks, error } = code;
  // The error tells of the check that ended the code, with its numbers.
  const lines: StyledLine[] = checks
    .filter(check => !isEnd(check, error))
    .map(check => ({
      style: check.verdict === 'refuted' ? 'red' : 'dim',
      text: `${checkMarks[check.verdict]} line ${lineOf(check.range)}: ${oneLine(check.text)}: ${check.verdict}, ${oneLine(check.method)}`,
    }));
  const printed = stdout === '' ? [] : stdout.replace(/\n$/, '').split('\n');
  for (const line of printed.slice(0, MOST_LINES)) lines.push({ style: 'dim', text: `| ${oneLine(line)}` });
  if (printed.length > MOST_LINES) lines.push({ style: 'dim', text: `| … ${printed.length - MOST_LINES} more lines` });
  // A check that holds is worth True, which its own line says already.
  if (value !== undefined && !(value === 'True' && checks.length > 0))
    lines.push({ style: 'dim', text: `= ${oneLine(value)}` });
  if (cut) lines.push({ style: 'dim', text: '  the rest of the output was cut off at the limit' });
  const last = stopLine(code) ?? (error === undefined ? undefined : errorLine(code, error, path));
  if (last !== undefined && !isTold) lines.push({ style: looks[code.status].style, text: last });
  return lines;
}

/** Why code came to no end of its own; a reason that the sandbox could not put into words is told by what was seen of it. */
function stopLine({ status, ms, error }: CodeReport): string | undefined {
  switch (status) {
    case 'timeout':
    case 'memory':
      return describeStop({ status, ms });
    case 'cancelled':
      return 'Stopped before it was done.';
    case 'unavailable':
      return oneLine(error?.message ?? '') || NO_PYTHON;
    case 'notRun':
      return 'Stopped before its turn came.';
    case 'ok':
    case 'failed':
    case 'error':
      return undefined;
  }
}

function isEnd({ verdict, range }: CodeReport['checks'][number], error: CodeReport['error']): boolean {
  return verdict === 'refuted' && error?.range?.start.offset === range.start.offset;
}

function errorLine({ status }: CodeReport, error: NonNullable<CodeReport['error']>, path: string): string {
  const at = error.range === undefined ? '' : `${path}:${lineOf(error.range)}: `;
  const message = oneLine(error.message);
  const where = error.counterexample === undefined ? '' : placeOf(error.counterexample);
  const values = where === '' || message.includes(where) ? '' : ` (${where})`;
  const type = status === 'error' || message === '' ? `${error.type}${message === '' ? '' : ': '}` : '';
  return `${at}${type}${message}${values}`;
}

/** Lines count from 1 here, as editors show them. */
function lineOf(range: Range): number {
  return range.start.line + 1;
}

/** Column where the label of a step starts: behind its place, its outcome and its time. */
const INDENT = 29;

/** One file of `stepwise run`, with a blank line after it. */
export function textOfRun(file: RanFile, { paint, columns }: { paint: Paint; columns: number }): string {
  if ('error' in file) return '';
  const lines = file.notes.flatMap(note =>
    wrap(`note ${oneLine(note.message)}`, columns - 2).map(line => `  ${paint('yellow', line)}`),
  );
  for (const { title, steps } of file.solutions) {
    if (title !== undefined && file.solutions.length > 1)
      lines.push(`  ${paint('bold', clip(oneLine(title), columns - 2))}`);
    for (const step of steps) {
      for (const code of step.code) {
        const { mark, word, style } = looks[code.status];
        const at = `${lineOf(code.range)}:${code.range.start.character + 1}`.padStart(7);
        const time = (code.ms > 0 ? printSeconds(code.ms) : '').padStart(7);
        const label = clip(step.title, columns - INDENT);
        lines.push(`${at}  ${paint(style, `${mark} ${word.padEnd(9)}`)} ${time}  ${label}`);
        for (const detail of codeDetails(code, file.path)) {
          for (const [index, text] of wrap(detail.text, columns - INDENT - 2).entries())
            lines.push(`${' '.repeat(index === 0 ? INDENT : INDENT + 2)}${paint(detail.style, text)}`);
        }
      }
    }
  }
  if (file.solutions.length === 0) lines.push('  no code in a solution');
  return `${paint('bold', file.path)}\n${lines.join('\n')}\n\n`;
}

/** The last line: what was run and what came of it. */
export function textOfRunSummary(summary: RunSummary, interrupted: boolean, paint: Paint): string {
  const found = [
    `${summary.ok} ok`,
    summary.failed > 0 ? paint('red', `${summary.failed} failed`) : '',
    summary.error > 0 ? paint('yellow', `${summary.error} with an error`) : '',
    summary.stopped > 0 ? paint('yellow', `${summary.stopped} stopped`) : '',
    summary.notRun > 0 ? paint('red', `${summary.notRun} not run`) : '',
    summary.unreadable > 0 ? paint('red', `${count(summary.unreadable, 'input')} could not be read`) : '',
    interrupted ? paint('red', 'interrupted') : '',
  ].filter(part => part !== '');
  return `${count(summary.files - summary.unreadable, 'file')}, ${count(summary.code, 'piece')} of code: ${found.join(', ')}\n`;
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}
