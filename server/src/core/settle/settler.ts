/** Settles with SymPy, when there is time, what instant checks leave open. */
import type { CheckedClaim, CheckedDocument, CheckedStep } from '../check.ts';
import type { RunLimits, RunResult, Sandbox } from '../code/sandbox.ts';
import type { Verdict } from '../verify/verdict.ts';
import { isOpen } from '../verify/verdicts.ts';
import { type Outcome, outcomeOf } from './outcome.ts';
import type { Plan } from './plan.ts';
import type { SettleTask } from './task.ts';

export interface SettleOptions {
  /** For one claim. Its time is short of what a person's own code may have, whatever is given: see `MOST_MS`. */
  readonly limits: RunLimits;
  /** Document spans that the person has in view: their steps go first. */
  readonly inView: readonly { readonly start: number; readonly end: number }[];
  /** Resolves after other work had its turn: writing a check, or confirming what came of it, can take some milliseconds. */
  readonly pause?: () => Promise<void>;
}

/** Milliseconds for one claim, at most: what SymPy does not find by then it rarely finds. */
const MOST_MS = 3000;

/** Outcomes that are kept; the oldest are forgotten. */
const MOST_KEPT = 5000;

/** Tasks that are with the sandbox at a time: more only wait there. */
const AT_A_TIME = 2;

/** An answer that says something of the claim: that none was found in the time there was is one as well. */
type Kept = { readonly verdict: Verdict | undefined };

export class Settler {
  readonly #sandbox: Sandbox;
  readonly #log: (message: string) => void;
  readonly #kept = new Map<string, Kept>();

  /** `log` is told of every claim on which the two engines disagree, with what each found. */
  constructor(sandbox: Sandbox, log: (message: string) => void) {
    this.#sandbox = sandbox;
    this.#log = log;
  }

  /** What SymPy found for the task with this key, where it was asked and settled it. */
  verdictOf(key: string): Verdict | undefined {
    return this.#kept.get(key)?.verdict;
  }

  /**
   * Works through the open claims of a document, those in view first, calling `onChange` after each that was settled. A claim that was asked before is not
   * asked again. Resolves when all were asked or the signal is aborted; what was found until then is kept. Stops early where the sandbox is not to be had.
   * Never rejects.
   */
  async settle(
    document: CheckedDocument,
    options: SettleOptions,
    signal: AbortSignal,
    onChange: () => void,
  ): Promise<void> {
    await this.#work(openTasks(document, options.inView), options, signal, onChange);
  }

  /** The same for some steps alone, in their order: for candidates of a search, which stand in no document. */
  async settleSteps(
    steps: readonly CheckedStep[],
    options: Omit<SettleOptions, 'inView'>,
    signal: AbortSignal,
  ): Promise<void> {
    const tasks = steps.flatMap(({ claims }) => [...tasksOf(claims)]);
    await this.#work(tasks[Symbol.iterator](), options, signal, () => undefined);
  }

  async #work(
    tasks: IterableIterator<SettleTask>,
    options: Omit<SettleOptions, 'inView'>,
    signal: AbortSignal,
    onChange: () => void,
  ): Promise<void> {
    const limits = { ...options.limits, timeMs: Math.min(options.limits.timeMs, MOST_MS) };
    const taken = new Set<string>();
    const pause = options.pause ?? (() => Promise.resolve());
    let available = true;
    const work = async (): Promise<void> => {
      for (const task of tasks) {
        if (signal.aborted || !available) return;
        if (this.#kept.has(task.key) || taken.has(task.key)) continue;
        taken.add(task.key);
        const plan = planOf(task);
        await pause();
        if (plan === undefined || signal.aborted) continue;
        const result = await this.#sandbox.run(
          { cells: [{ code: plan.code, symbols: plan.symbols }], limits, priority: 'idle' },
          signal,
        );
        if (result.status === 'unavailable') available = false;
        if (!isAnswer(result)) continue;
        const outcome = await outcomeOf(plan, result, { pause, signal });
        if (outcome !== undefined && this.#take(task.key, plan, outcome)) onChange();
      }
    };
    await Promise.all(Array.from({ length: AT_A_TIME }, work));
  }

  /** True where the claim is settled. */
  #take(key: string, { claim }: Plan, { verdict, disagreements }: Outcome): boolean {
    for (const disagreement of disagreements) this.#log(`The engines disagree on ${claim.text}: ${disagreement}`);
    this.#keep(key, verdict);
    return verdict !== undefined;
  }

  #keep(key: string, verdict: Verdict | undefined): void {
    this.#kept.delete(key);
    this.#kept.set(key, { verdict });
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= MOST_KEPT) break;
      this.#kept.delete(oldest);
    }
  }
}

/** A run that was stopped from outside says nothing; it may be asked again. */
function isAnswer({ status }: RunResult): boolean {
  return status !== 'cancelled' && status !== 'unavailable';
}

/** The check of an open claim, where a link that is open is asked about. */
function planOf({ plan }: SettleTask): Plan | undefined {
  return plan?.checks.some(({ verdict }) => isOpen(verdict)) ? plan : undefined;
}

/** Steps in view first, else in order of the text. Steps that a person has set aside are left alone. */
function* openTasks(document: CheckedDocument, inView: SettleOptions['inView']): Generator<SettleTask> {
  const steps = document.solutions.flatMap(solution => solution.steps).filter(({ placed }) => !placed.ignored);
  const isInView = ({ placed: { step, offset } }: CheckedStep): boolean =>
    inView.some(({ start, end }) => offset + step.span.start < end && offset + step.span.end > start);
  for (const wanted of [true, false]) {
    for (const step of steps) if (isInView(step) === wanted) yield* tasksOf(step.claims);
  }
}

function* tasksOf(claims: readonly CheckedClaim[]): Generator<SettleTask> {
  for (const { task, verdict } of claims) {
    if (task !== undefined && isOpen(verdict)) yield task;
  }
}
