/** The report for a person at a terminal: every step with its verdict, its claims and their evidence. */
import { percent } from '../core/reward/findings.ts';
import { codeDetails, codeHead } from './codeText.ts';
import { noSolution } from './noSolution.ts';
import type { ClaimReport, CodeReport, FileReport, FindingReport, StepReport, SummaryReport } from './report-schema.ts';
import { clip, columnsOf, oneLine, type Paint, type Style, wrap } from './terminal.ts';

export interface TextOptions {
  readonly paint: Paint;
  /** Width of the terminal. */
  readonly columns: number;
  /** Only the steps with a finding that is more than a hint. */
  readonly quiet: boolean;
}

const looks: Readonly<Record<StepReport['verdict'], { readonly mark: string; readonly style: Style }>> = {
  proved: { mark: '✓', style: 'green' },
  tested: { mark: '✓', style: 'cyan' },
  refuted: { mark: '✗', style: 'red' },
  unknown: { mark: '·', style: 'dim' },
};

const severityStyles: Readonly<Record<FindingReport['severity'], Style>> = {
  error: 'red',
  warning: 'yellow',
  information: 'cyan',
  hint: 'dim',
};

/** One file, with a blank line after it. A quiet report of a file without findings and notes is empty. */
export function textOfFile(file: FileReport, options: TextOptions): string {
  if ('error' in file) return '';
  const lines: string[] = [];
  for (const note of file.notes) {
    const at = note.range === undefined ? '' : `${place(note.range)} `;
    lines.push(
      ...wrap(`note ${at}${oneLine(note.message)}`, options.columns - 2).map(
        line => `  ${options.paint('yellow', line)}`,
      ),
    );
  }
  for (const solution of file.solutions) {
    const steps = options.quiet ? solution.steps.filter(isFlagged) : solution.steps;
    if (steps.length === 0) continue;
    if (solution.title !== undefined && file.solutions.length > 1) {
      lines.push(`  ${options.paint('bold', clip(oneLine(solution.title), options.columns - 2))}`);
    }
    for (const step of steps) lines.push(...linesOfStep(step, file.path, options));
  }
  if (lines.length === 0 && options.quiet) return '';
  if (!file.solutions.some(solution => solution.steps.length > 0)) lines.push(`  ${noSolution(file.language)}`);
  return `${options.paint('bold', file.path)}\n${lines.join('\n')}\n\n`;
}

/** A hint alone is no reason to show a step. */
function isFlagged(step: StepReport): boolean {
  return step.findings.some(finding => finding.severity !== 'hint');
}

/** Column where the text of a step starts: behind its place and its verdict. */
const INDENT = 19;

function linesOfStep(step: StepReport, path: string, { paint, columns, quiet }: TextOptions): readonly string[] {
  const { mark, style } = looks[step.verdict];
  const width = columns - INDENT;
  const head = `${place(step.range).padStart(7)}  ${paint(style, `${mark} ${step.verdict.padEnd(7)}`)}`;
  const lines = [`${head} ${clip(step.title, width)}`];
  const add = (style: Style, text: string, by = 0): void => {
    // What does not fit on a line goes on a little further in.
    const [first = '', ...rest] = wrap(text, width - 2 - by);
    lines.push(`${' '.repeat(INDENT + by)}${paint(style, first)}`);
    for (const line of rest) lines.push(`${' '.repeat(INDENT + 2 + by)}${paint(style, line)}`);
  };
  if (step.ignored) add('dim', 'left alone, as a comment or the workspace asks');
  for (const finding of step.findings) {
    const { severity, related, fix } = finding;
    add(severityStyles[severity], `${severity}: ${oneLine(finding.message)}`);
    const see = related === undefined ? '' : `, see ${place(related.range)}`;
    add('dim', `${finding.rule} at ${place(finding.range)}${see}`, 2);
    if (fix !== undefined) add('dim', `fix: ${oneLine(fix.title)}`, 2);
  }
  if (quiet) return lines;
  const scoreTold = step.findings.some(({ rule }) => rule === 'step.low-score');
  if (step.score !== undefined && !scoreTold) add('dim', scoreLine(step.score));
  const told = step.findings.map(finding => step.claims.find(claim => tells(finding, claim)));
  for (const claim of step.claims) if (!told.includes(claim)) add('dim', claimLine(claim, width - 2));
  for (const code of step.code ?? []) {
    const head = codeHead(code);
    add(head.style, head.text);
    const isTold = step.findings.some(finding => tellsOf(finding, code));
    for (const { style, text } of codeDetails(code, path, isTold)) add(style, text, 2);
  }
  for (const { reason } of step.unread) add('dim', `· not read: ${oneLine(reason)}`);
  if (step.claims.length + step.unread.length + (step.code?.length ?? 0) === 0) add('dim', '· no relation to check');
  return lines;
}

/** What a finding of code is about stands in it, or is the whole of it. */
function tellsOf({ rule, range }: FindingReport, code: CodeReport): boolean {
  return (
    rule.startsWith('code.') &&
    range.start.offset >= code.range.start.offset &&
    range.end.offset <= code.range.end.offset
  );
}

function tells(finding: FindingReport, claim: ClaimReport): boolean {
  const { start, end } = finding.range;
  return (
    finding.rule === claim.rule && start.offset >= claim.range.start.offset && end.offset <= claim.range.end.offset
  );
}

/** `93 % by NAME, not calibrated: its reason` */
function scoreLine({ value, calibrated, model, reason, omitted = [] }: NonNullable<StepReport['score']>): string {
  const measure = calibrated ? '' : ', not calibrated';
  const left = omitted.length === 0 ? '' : `, which was not shown ${count(omitted.length, 'earlier step')}`;
  return `${percent(value)} by ${oneLine(model)}${measure}${left}${reason === undefined ? '' : `: ${oneLine(reason)}`}`;
}

/** `✓ 48/2 = 24: Checked: exact arithmetic.`, on one line where cutting the formula makes that possible. */
function claimLine(claim: ClaimReport, width: number): string {
  const message = oneLine(claim.message);
  const room = Math.max(Math.floor(width / 2), width - columnsOf(message) - 4);
  return `${looks[claim.verdict].mark} ${clip(oneLine(claim.text), room)}: ${message}`;
}

/** Lines and columns count from 1 here, as editors show them. */
function place(range: StepReport['range']): string {
  return `${range.start.line + 1}:${range.start.character + 1}`;
}

/** The last line: what was looked at and what was found. */
export function textOfSummary(summary: SummaryReport, interrupted: boolean, paint: Paint): string {
  const { verdicts, findings, scores } = summary;
  const checked = `${count(summary.files - summary.unreadable, 'file')}, ${count(summary.steps, 'step')}: ${verdicts.proved} proved, ${verdicts.tested} tested, ${verdicts.refuted} refuted, ${verdicts.unknown} unknown${scores === undefined ? '' : `, ${scores.scored} scored`}`;
  const found = [
    findings.error > 0 ? paint('red', count(findings.error, 'error')) : '',
    findings.warning > 0 ? paint('yellow', count(findings.warning, 'warning')) : '',
    findings.information > 0 ? count(findings.information, 'remark') : '',
    summary.unreadable > 0 ? paint('red', `${count(summary.unreadable, 'input')} could not be read`) : '',
    interrupted ? paint('red', 'interrupted') : '',
  ].filter(part => part !== '');
  return `${checked}; ${found.length === 0 ? paint('green', 'nothing found') : found.join(', ')}\n`;
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}
