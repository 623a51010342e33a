/**
 * A policy that needs no model: true moves of algebra, calculus and arithmetic. SymPy proposes them in the sandbox and holds each against what is asked for, where
 * that can be found by other means; like any candidate, each is checked before it counts. Its log-probabilities say in which order a person would try the moves.
 */
import type { Cell, RunLimits, RunResult, Sandbox } from '../../code/sandbox.ts';
import { type ModelFault, noUsage } from '../../model/fault.ts';
import type { PartialSolution, Policy, Proposal, ProposeOptions } from '../policy.ts';
import { readDoubt, readMoves } from './answer.ts';
import { positionOf, readSheet } from './position.ts';
import { doubtQuestion, movesQuestion } from './python.ts';
import { candidateOf } from './sentence.ts';

export interface SymbolicPolicyOptions {
  readonly sandbox: Sandbox;
  readonly limits: RunLimits;
  /** How formulas stand in the writer's document: LaTeX between dollars, or plain. */
  readonly notation: 'tex' | 'plain';
}

/** Raised when the moves change. */
const MOVES = 6;

/** Aims of which what is known is kept; the oldest are forgotten. */
const MOST_KNOWN = 50;

/** Proposes nothing, without a fault, where it knows no move: for words, geometry, code. Takes no part in repairs. */
export function createSymbolicPolicy(options: SymbolicPolicyOptions): Policy {
  const known = new Map<string, string>();
  return {
    id: `symbolic:${MOVES}:${options.notation}`,
    name: 'Symbolic moves',
    propose: (partial, asked, signal) => propose(partial, asked, options, known, signal),
  };
}

async function propose(
  partial: PartialSolution,
  { n, repair }: ProposeOptions,
  { sandbox, limits, notation }: SymbolicPolicyOptions,
  known: Map<string, string>,
  signal: AbortSignal,
): Promise<Proposal> {
  if (partial.steps.some(({ reaches }) => reaches === true)) return nothing;
  const solution = repair === undefined ? readSheet(partial) : undefined;
  const position = solution === undefined ? undefined : positionOf(solution);
  const first = position === undefined ? undefined : movesQuestion(position, n);
  if (position === undefined || first === undefined) return nothing;
  const { cell } = movesQuestion(position, n, known.get(first.aim)) ?? first;
  const result = await runCell(sandbox, cell, limits, signal);
  if (result.status === 'ok') {
    const answer = readMoves(result.stdout);
    if (answer === undefined) return failed({ kind: 'not-understood', message: 'The sandbox gave no list of moves.' });
    if (answer.known !== null) keep(known, first.aim, answer.known);
    return {
      ...nothing,
      candidates: answer.moves.slice(0, n).map(move => candidateOf(move, notation, position.isMeans)),
    };
  }
  // SymPy finds no move in time, or gives up: that is no fault of anything outside.
  if (result.status === 'unavailable')
    return failed({ kind: 'unreachable', message: result.error?.message ?? 'The sandbox does not start.' });
  return result.status === 'cancelled' ? failed({ kind: 'cancelled', message: 'Stopped.' }) : nothing;
}

/**
 * The index of the first step of a partial solution that does not fit what is asked for: it holds for no solution, or loses some without telling cases apart, or
 * gives an expression another value. `undefined` where all fit, or where it cannot be told; after an abort as well. A doubt, not a verdict: a search goes on from
 * before it, and nothing is flagged. Never rejects.
 */
export async function firstDoubt(
  partial: PartialSolution,
  { sandbox, limits }: Pick<SymbolicPolicyOptions, 'sandbox' | 'limits'>,
  signal: AbortSignal,
): Promise<number | undefined> {
  const solution = partial.steps.length === 0 ? undefined : readSheet(partial);
  const position = solution === undefined ? undefined : positionOf(solution);
  const question = position === undefined ? undefined : doubtQuestion(position);
  // A step of the writer that is read as several here would have another index.
  if (question === undefined || position?.said.length !== partial.steps.length || position.isMeans) return undefined;
  const result = await runCell(sandbox, question.cell, limits, signal);
  return result.status === 'ok' ? (readDoubt(result.stdout) ?? undefined) : undefined;
}

function runCell(sandbox: Sandbox, cell: Cell, limits: RunLimits, signal: AbortSignal): Promise<RunResult> {
  return sandbox.run({ cells: [cell], limits, priority: 'asked' }, signal);
}

function keep(known: Map<string, string>, aim: string, text: string): void {
  known.delete(aim);
  known.set(aim, text);
  for (const oldest of known.keys()) {
    if (known.size <= MOST_KNOWN) break;
    known.delete(oldest);
  }
}

const nothing = { ok: true, candidates: [], unread: [], usage: noUsage } as const;

function failed(fault: ModelFault): Proposal {
  return { ok: false, fault, usage: noUsage };
}
