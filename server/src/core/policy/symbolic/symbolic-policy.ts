/**
 * A policy that needs no model: true moves of algebra and calculus. SymPy proposes them in the sandbox; like any candidate, each is checked before it counts.
 * Its log-probabilities say in which order a person would try the moves.
 */
import * as z from 'zod/mini';
import type { RunLimits, Sandbox } from '../../code/sandbox.ts';
import { parseFormula } from '../../math/parse.ts';
import { printPlain, printTex } from '../../math/print.ts';
import { type ModelFault, noUsage } from '../../model/fault.ts';
import type { Candidate, PartialSolution, Policy, Proposal, ProposeOptions } from '../policy.ts';
import { positionOf, readSheet } from './position.ts';
import { cellFor } from './python.ts';

const movesSchema = z.array(
  z.object({
    say: z.string(),
    relations: z.array(z.tuple([z.string(), z.enum(['=', '<', '≤', '>', '≥']), z.string()])),
    join: z.enum(['and', 'or']),
    final: z.boolean(),
    rank: z.number(),
    why: z._default(z.string(), ''),
  }),
);

type SymbolicMove = z.output<typeof movesSchema>[number];

export interface SymbolicPolicyOptions {
  readonly sandbox: Sandbox;
  readonly limits: RunLimits;
  /** How formulas stand in the writer's document: LaTeX between dollars, or plain. */
  readonly notation: 'tex' | 'plain';
}

/** Raised when the moves change. */
const MOVES = 1;

/** Proposes nothing, without a fault, where it knows no move: for words, geometry, code. Takes no part in repairs. */
export function createSymbolicPolicy(options: SymbolicPolicyOptions): Policy {
  return {
    id: `symbolic:${MOVES}:${options.notation}`,
    name: 'Symbolic moves',
    propose: (partial, asked, signal) => propose(partial, asked, options, signal),
  };
}

async function propose(
  partial: PartialSolution,
  { n, repair }: ProposeOptions,
  { sandbox, limits, notation }: SymbolicPolicyOptions,
  signal: AbortSignal,
): Promise<Proposal> {
  const solution = repair === undefined ? readSheet(partial) : undefined;
  const position = solution === undefined ? undefined : positionOf(solution);
  const cell = position === undefined ? undefined : cellFor(position, n);
  if (cell === undefined) return nothing;
  const result = await sandbox.run({ cells: [cell], limits, priority: 'asked' }, signal);
  if (result.status === 'ok') {
    const moves = movesSchema.safeParse(json(result.stdout));
    if (!moves.success) return failed({ kind: 'not-understood', message: 'The sandbox gave no list of moves.' });
    return { ...nothing, candidates: moves.data.slice(0, n).map(move => candidateOf(move, notation)) };
  }
  // SymPy finds no move in time, or gives up: that is no fault of anything outside.
  if (result.status === 'unavailable')
    return failed({ kind: 'unreachable', message: result.error?.message ?? 'The sandbox does not start.' });
  return result.status === 'cancelled' ? failed({ kind: 'cancelled', message: 'Stopped.' }) : nothing;
}

const nothing = { ok: true, candidates: [], unread: [], usage: noUsage } as const;

function failed(fault: ModelFault): Proposal {
  return { ok: false, fault, usage: noUsage };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function candidateOf({ say, relations, join, final, rank, why }: SymbolicMove, notation: 'tex' | 'plain'): Candidate {
  const formulas = relations.map(([left, op, right]) => written(`${left} ${SIGNS[op]} ${right}`, notation));
  const inNotation = (text: string): string =>
    text.replace(/\$([^$]+)\$/g, (_, inner: string) => written(inner, notation));
  const words = inNotation(say);
  const last = formulas.join(` ${join} `);
  return {
    text: `${sentence(words, last, relations.length, inNotation(why))}.`,
    final,
    ...(final && last !== ''
      ? { answer: relations.map(([left, op, right]) => `${left} ${SIGNS[op]} ${right}`).join(', ') }
      : {}),
    logProbability: -rank,
    tokens: 0,
  };
}

const SIGNS = { '=': '=', '<': '<', '≤': '\\le', '>': '>', '≥': '\\ge' } as const;

/**
 * "So the solutions are x = 2 or x = 3", "Divide both sides by 2: x = 3", "So x = 2 or x = -2 (take square roots)": several relations stand right behind "so", where
 * they are read as what follows.
 */
function sentence(words: string, relations: string, count: number, why: string): string {
  if (relations === '') return words;
  const remark = why === '' ? '' : ` (${why})`;
  if (/[,:]$|^So\b|\b(?:is|are|so|get|gives)$/.test(words)) return `${words} ${relations}${remark}`;
  return count > 1
    ? `So ${relations} (${words.charAt(0).toLowerCase()}${words.slice(1)})`
    : `${words}: ${relations}${remark}`;
}

/** TeX of SymPy in the writer's notation, and as people write it; as it is where it is not read. */
function written(tex: string, notation: 'tex' | 'plain'): string {
  const read = parseFormula(tex, { notation: 'tex' });
  const [only, ...more] = read.ok ? read.formula.statements : [];
  if (only === undefined || more.length > 0) return `$${tex}$`;
  return notation === 'tex' ? `$${printTex(only.body)}$` : printPlain(only.body);
}
