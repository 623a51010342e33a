/** The words for what came of a block of code: one line behind it, the whole in a hover. */

import { placeOf, printSeconds } from '../core/code/message.ts';
import type { CellOutcome } from '../core/code/runner.ts';
import type { CheckRecord, RunResult } from '../core/code/sandbox.ts';
import { fenced, inlineCode, literal } from './markdown.ts';

/** A line behind the code is cut here (characters). */
const MOST_SHOWN = 80;

/** Output in a hover is cut here (lines, characters). */
const MOST_LINES = 40;
const MOST_CHARACTERS = 4000;

/** What stands behind the code, in one line; `pending`: it runs, or waits for its turn. */
export function inlineOutcome(outcome: CellOutcome | undefined, pending: boolean): string | undefined {
  if (outcome?.kind === 'running') return 'running …';
  if (pending) return 'waiting …';
  if (outcome === undefined) return undefined;
  const { result } = outcome;
  const line = cut(summary(result).replace(/\s+/g, ' ').trim());
  return timeless.has(result.status) ? line : `${line} · ${time(result.ms)}`;
}

/** Where the time says nothing, or is said already. */
const timeless: ReadonlySet<RunResult['status']> = new Set(['unavailable', 'cancelled', 'timeout']);

function summary(result: RunResult): string {
  const { status, error } = result;
  switch (status) {
    case 'ok':
      return passed(result);
    case 'failed':
      return `✗ ${failure(result)}`;
    case 'error':
      return `${error?.type ?? 'Error'}: ${error?.message ?? ''}`;
    case 'timeout':
      return `stopped after ${time(result.ms)}`;
    case 'memory':
      return 'stopped: it needs more memory than the limit';
    case 'cancelled':
      return 'stopped';
    case 'unavailable':
      return `not run: ${firstLine(error?.message ?? 'there is no sandbox')}`;
  }
}

/** What its checks found; without checks, what it gave. */
function passed({ checks, value, stdout }: RunResult): string {
  if (checks.length > 0) {
    const open = checks.filter(({ verdict }) => verdict === 'unknown').length;
    const held = checks.length - open;
    const parts = [
      ...(held > 0 ? [`✓ ${counted(held)} passed`] : []),
      ...(open > 0 ? [`${held > 0 ? open : counted(open)} undecided`] : []),
    ];
    return parts.join(', ');
  }
  const given = value ?? stdout.trimEnd().split('\n').at(-1)?.trim() ?? '';
  return given === '' ? '✓ ran' : `✓ ${given}`;
}

function failure({ error }: RunResult): string {
  const message = error === undefined ? 'check failed' : firstLine(error.message);
  const at = error?.counterexample === undefined ? '' : placeOf(error.counterexample);
  return at === '' || message.includes(at) ? message : `${message}, at ${at}`;
}

/** Everything, in Markdown. */
export function outcomeMarkdown(outcome: CellOutcome | undefined, pending: boolean): string {
  if (outcome?.kind === 'running') return '**Running …**';
  if (outcome === undefined) return pending ? '**Waiting …**' : '**Not run** · Python in a step, checked when it runs';
  const { result } = outcome;
  const { error, value, stdout, checks } = result;
  const parts = [`**${headline(result)}**${result.status === 'unavailable' ? '' : ` · ${time(result.ms)}`}`];
  if (error !== undefined) parts.push(errorMarkdown(result));
  if (checks.length > 0) parts.push(checks.map(checkMarkdown).join('\n'));
  if (value !== undefined) parts.push(`Value:\n\n${fenced(shortened(value), 'python')}`);
  if (stdout.trim() !== '') parts.push(`Output:\n\n${fenced(shortened(stdout.trimEnd()), 'text')}`);
  if (result.cut) parts.push('The output was longer than the limit (`stepwise.code.outputLimit`) and is cut.');
  return parts.join('\n\n');
}

function headline(result: RunResult): string {
  switch (result.status) {
    case 'ok':
      return result.checks.length > 0 ? passed(result) : '✓ ran';
    case 'failed':
      return '✗ refuted by a check';
    case 'error':
      return 'The code failed, the mathematics is not judged';
    case 'timeout':
      return 'Stopped at the time limit';
    case 'memory':
      return 'Stopped at the memory limit';
    case 'cancelled':
      return 'Stopped';
    case 'unavailable':
      return 'Not run';
  }
}

function errorMarkdown({ status, error }: RunResult): string {
  if (error === undefined) return '';
  const where = error.line === undefined ? '' : ` (line ${error.line} of the code)`;
  const type = status === 'error' ? `${inlineCode(error.type)}: ` : '';
  const message = error.message.includes('\n') ? fenced(shortened(error.message), 'text') : literal(error.message);
  const place = error.counterexample === undefined ? '' : placeOf(error.counterexample);
  const at = place === '' || error.message.includes(place) ? '' : `\n\nCounterexample: ${inlineCode(place)}`;
  return error.message.includes('\n') ? `${type}${where.trim()}\n\n${message}${at}` : `${type}${message}${where}${at}`;
}

const verdicts: Readonly<Record<CheckRecord['verdict'], string>> = {
  proved: '✓ proved',
  tested: '✓ tested',
  refuted: '✗ refuted',
  unknown: '· not decided',
};

function checkMarkdown({ line, verdict, method, text, counterexample }: CheckRecord): string {
  const at = counterexample === undefined ? '' : `, at ${inlineCode(placeOf(counterexample))}`;
  const how = method === '' ? '' : ` — ${literal(method)}`;
  return `- line ${line}: ${inlineCode(shortened(text))} **${verdicts[verdict]}**${at}${how}`;
}

function counted(checks: number): string {
  return checks === 1 ? '1 check' : `${checks} checks`;
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0] ?? '';
}

function cut(text: string): string {
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN - 1)}…` : text;
}

function shortened(text: string): string {
  const lines = text.split('\n');
  const kept = lines.slice(0, MOST_LINES).join('\n').slice(0, MOST_CHARACTERS);
  return kept.length < text.length ? `${kept}\n…` : text;
}

/** No less than 1 ms: nothing takes no time. */
function time(ms: number): string {
  return printSeconds(Math.max(1, ms));
}
