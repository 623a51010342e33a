/**
 * Solutions longer than a model's window: the problem is always shown whole, and of the steps those that the one in question needs most. What is left out
 * is told to the model in its place and to the caller by index; no step is ever shown in part.
 */
import type { ModelFault } from '../model/fault.ts';
import type { PartialSolution, WrittenStep } from '../policy/policy.ts';
import { writeStep } from '../policy/prompts/steps.ts';
import { citedIn, definitionsIn } from './citing.ts';

export interface PackedStep {
  /** In the solution, from 0. */
  readonly index: number;
  readonly step: WrittenStep;
}

/** What is shown at once. */
export interface Window {
  /** Steps before the targets, shown whole, in order. */
  readonly context: readonly PackedStep[];
  /** Steps to be judged, one behind the other. At least one. */
  readonly targets: readonly PackedStep[];
  /** Indexes of the steps before the targets that are left out, in order. */
  readonly left: readonly number[];
  /** Sentences of those that say what a name means. */
  readonly ledger: readonly string[];
}

export interface Packed {
  readonly windows: readonly Window[];
  /** Steps that do not fit even beside the problem alone. */
  readonly unplaced: readonly number[];
}

export interface Room {
  /** For problem and steps together. */
  readonly tokens: number;
  count(text: string): number;
}

export interface PackOptions {
  /** Most targets in a window; all that fit by default. */
  readonly most?: number;
}

/** Tokens that the marks around a step take, at most. */
const AROUND_STEP = 12;
/** Tokens of the sentence that says what is left out. */
const NOTE = 40;
/** Share of the room that is kept for steps in front of the targets, where not all fit. */
const CONTEXT_SHARE = 0.5;
/** Share of the context for what the steps left out define. */
const LEDGER_SHARE = 0.25;
/** Chat templates and estimates of tokens: this share of the window is not planned with. */
const MARGIN = 0.04;
const LEAST_MARGIN = 24;

/** What a window leaves for problem and steps, when `frame` stands around them and `reply` tokens are written. */
export function roomFor(
  model: { countTokens(text: string): number },
  window: number,
  frame: readonly string[],
  reply: number,
): Room {
  const taken = frame.reduce((sum, text) => sum + model.countTokens(text), 0);
  const margin = Math.max(LEAST_MARGIN, Math.ceil(window * MARGIN));
  return { tokens: window - taken - reply - margin, count: text => model.countTokens(text) };
}

/** Windows in which every step from `from` on is a target once, in order; where all fits, and `most` allows it, there is one. */
export function pack(
  { problem, steps }: PartialSolution,
  from: number,
  room: Room,
  { most = Number.POSITIVE_INFINITY }: PackOptions = {},
): Packed {
  const costs = steps.map(step => room.count(writeStep(step)) + AROUND_STEP);
  const free = room.tokens - room.count(problem);
  const at = (index: number): PackedStep => ({ index, step: steps[index] as WrittenStep });
  const windows: Window[] = [];
  const unplaced: number[] = [];
  let next = from;
  while (next < steps.length) {
    if ((costs[next] as number) + (next > 0 ? NOTE : 0) > free) {
      unplaced.push(next);
      next++;
      continue;
    }
    const context = contextOf(next, { steps, costs, free, count: room.count, one: most === 1 });
    const first = next;
    let used = context.cost;
    while (next < steps.length && next - first < most && used + (costs[next] as number) <= free) {
      used += costs[next] as number;
      next++;
    }
    windows.push({
      context: context.shown.map(at),
      targets: Array.from({ length: next - first }, (_, offset) => at(first + offset)),
      left: context.left,
      ledger: context.ledger,
    });
  }
  return { windows, unplaced };
}

interface Packing {
  readonly steps: readonly WrittenStep[];
  readonly costs: readonly number[];
  readonly free: number;
  readonly count: (text: string) => number;
  /** One target only: what it does not need itself is free for the steps before it. */
  readonly one: boolean;
}

interface Context {
  readonly shown: readonly number[];
  readonly left: readonly number[];
  readonly ledger: readonly string[];
  readonly cost: number;
}

/** The steps in front of `target` that are shown: all, or those it follows and cites, then the nearest, and definitions of the rest. */
function contextOf(target: number, { steps, costs, free, count, one }: Packing): Context {
  const before = Array.from({ length: target }, (_, index) => index);
  const own = costs[target] as number;
  const all = before.reduce((sum, index) => sum + (costs[index] as number), 0);
  if (all + own <= free) return { shown: before, left: [], ledger: [], cost: all };
  const whole = Math.max(0, one ? free - own : Math.min(free - own, Math.floor(free * CONTEXT_SHARE)));
  let rest = whole - NOTE - Math.floor(whole * LEDGER_SHARE);
  const shown = new Set<number>();
  for (const index of [target - 1, ...citedIn(steps, target), ...before.toReversed()]) {
    const cost = costs[index] ?? Number.POSITIVE_INFINITY;
    if (shown.has(index) || cost > rest) continue;
    shown.add(index);
    rest -= cost;
  }
  const left = before.filter(index => !shown.has(index));
  const ledger: string[] = [];
  rest += Math.floor(whole * LEDGER_SHARE);
  for (const sentence of left.flatMap(index => definitionsIn((steps[index] as WrittenStep).text))) {
    const cost = count(sentence) + 2;
    if (cost > rest || ledger.includes(sentence)) continue;
    ledger.push(sentence);
    rest -= cost;
  }
  return { shown: before.filter(index => shown.has(index)), left, ledger, cost: whole - rest };
}

/** A step that does not fit has no score; the person is told which. */
export function tooLong(name: string, unplaced: readonly number[]): ModelFault {
  const which = unplaced.map(index => index + 1).join(', ');
  const steps = unplaced.length === 1 ? `step ${which} is` : `steps ${which} are`;
  return {
    kind: 'too-long',
    message: `With the problem, ${steps} longer than what ${name} can read at once. Split the step, or use a model with a longer window.`,
  };
}
