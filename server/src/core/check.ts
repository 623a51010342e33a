/**
 * The one path from a text to its findings: the editor, the command line and the benchmarks all go through `DocumentChecker`.
 * text → solutions → claims (with the ledger) → verdicts → findings.
 */
import { asAnswer } from './claims/answer.ts';
import type { Claim, LedgerEffect, Unread } from './claims/claim.ts';
import { Disturbance } from './claims/disturbance.ts';
import { Ledger, type Reads } from './claims/ledger.ts';
import { readProblem, readStep } from './claims/read.ts';
import { StepView, viewAt } from './claims/view.ts';
import { cellsOf, isPython, type StepCell } from './code/cells.ts';
import { DocumentReader } from './document/incremental.ts';
import type { PlacedStep, ReadOptions, Solution, SolutionDocument, Step, TextEdit } from './document/solution.ts';
import { type Finding, findingsOf, type Severities, type Standing } from './findings.ts';
import type { StepScore } from './reward/reward-model.ts';
import { type SettleTask, taskOf } from './settle/task.ts';
import { judgeClaim } from './verify/judge.ts';
import { namesLost } from './verify/named-later.ts';
import type { Verdict, VerdictStatus } from './verify/verdict.ts';
import { unknown } from './verify/verdicts.ts';

export interface CheckOptions extends ReadOptions {
  readonly severities: Severities;
}

export interface CheckedClaim {
  readonly claim: Claim;
  readonly verdict: Verdict;
  /** How SymPy can be asked, for every claim that it may have something to say of; the settler asks where the verdict leaves something open. */
  readonly task?: SettleTask;
}

export interface CheckedStep {
  readonly placed: PlacedStep;
  readonly claims: readonly CheckedClaim[];
  readonly unread: readonly Unread[];
  /** Its Python, in order. */
  readonly cells: readonly StepCell[];
  /** The step as a whole: refuted if one claim is; proved if there are claims and all are; tested if all are proved or tested; else unknown. */
  readonly status: VerdictStatus;
  readonly findings: readonly Finding[];
  /** A reward model's, where one has come: see `late.ts`. */
  readonly score?: StepScore;
  /** How many steps it has moved since it was judged: its verdicts name other steps by index. */
  readonly shift: number;
}

export interface CheckedSolution {
  readonly solution: Solution;
  readonly steps: readonly CheckedStep[];
}

export interface CheckedDocument {
  readonly document: SolutionDocument;
  readonly solutions: readonly CheckedSolution[];
  /** All findings, in order of the text. */
  readonly findings: readonly Finding[];
}

/** How a long check gives the event loop back: `now` in milliseconds, `pause` resolves after other work had its turn. */
export interface Pacing {
  readonly now: () => number;
  readonly pause: () => Promise<void>;
  /** Longest stretch of work without a pause, in milliseconds. */
  readonly sliceMs: number;
}

/** Where a step stands when it is analysed. */
interface StepPlace {
  /** Positions in the effects and claims of an analysis name other steps by index. */
  readonly stepIndex: number;
  /** The last step of its solution: what it says of the unknown is the answer. */
  readonly isLast: boolean;
}

/** What is kept of a step between two checks; valid while the ledger answers `reads` as it did. Positions count from the step's block. */
interface StepAnalysis extends StepPlace {
  readonly claims: readonly CheckedClaim[];
  readonly unread: readonly Unread[];
  readonly cells: readonly StepCell[];
  readonly effects: readonly LedgerEffect[];
  readonly status: VerdictStatus;
  /** A rule has something to say of one of the claims. */
  readonly hasRule: boolean;
  readonly reads: Reads;
}

/** What the last check found of a solution, kept at its first step. */
interface SolutionAnalysis {
  readonly problem: string | undefined;
  readonly steps: readonly Step[];
  readonly analyses: readonly StepAnalysis[];
}

/** A block of the same text can stand at several places; more contexts than this are not worth keeping. */
const ANALYSES_KEPT = 4;

/** Steps that are passed by without a look at the clock. */
const STEPS_WITHOUT_PAUSE = 256;

/**
 * Checks one document and keeps what an edit leaves untouched: a step is read and judged again only when its own text changed
 * or when something it read from the ledger did.
 */
export class DocumentChecker {
  readonly #options: CheckOptions;
  readonly #reader: DocumentReader;
  readonly #analyses = new WeakMap<Step, StepAnalysis[]>();
  readonly #solutions = new WeakMap<Step, SolutionAnalysis>();
  #result: CheckedDocument | undefined;

  constructor(text: string, options: CheckOptions) {
    this.#options = options;
    this.#reader = new DocumentReader(text, options);
  }

  /** The document as read, with every edit so far; its findings may not be known yet. */
  get document(): SolutionDocument {
    return this.#reader.document;
  }

  /** Verdicts for the text as it stands. Computed on first use after a change. */
  get result(): CheckedDocument {
    this.#result ??= drain(this.#check());
    return this.#result;
  }

  /** Takes in changes of the text, in order, each relative to the text after the one before, and checks what they touch. */
  edit(edits: readonly TextEdit[]): CheckedDocument {
    this.change(edits);
    return this.result;
  }

  /** Takes in changes without checking them: for a caller that checks in slices. */
  change(edits: readonly TextEdit[]): void {
    this.#reader.edit(edits);
    this.#result = undefined;
  }

  /**
   * Checks in slices, giving the event loop back in between. Resolves to `undefined` when `signal` is aborted or the text changed meanwhile;
   * the steps judged until then are kept for the next check.
   */
  async checkInSlices(pacing: Pacing, signal: AbortSignal): Promise<CheckedDocument | undefined> {
    if (this.#result !== undefined) return this.#result;
    const { document } = this.#reader;
    const work = this.#check();
    let sliceEnd = pacing.now() + pacing.sliceMs;
    for (;;) {
      const turn = work.next();
      if (turn.done === true) {
        this.#result = turn.value;
        return turn.value;
      }
      if (pacing.now() < sliceEnd) continue;
      await pacing.pause();
      if (signal.aborted || this.#reader.document !== document) return undefined;
      sliceEnd = pacing.now() + pacing.sliceMs;
    }
  }

  /** Yields after every step that may have to be judged, so that a caller can stop between two. */
  *#check(): Generator<void, CheckedDocument> {
    const { document } = this.#reader;
    const solutions: CheckedSolution[] = [];
    const findings: Finding[] = [];
    for (const [index, solution] of document.solutions.entries()) {
      const analyses = withNamedLater(yield* this.#checkSolution(solution));
      const found = analyses.map((analysis, stepIndex) =>
        analysis.hasRule
          ? findingsOf(
              analysis.claims,
              document,
              this.#options.severities,
              standingOf(solution, index, stepIndex, analysis),
            )
          : none,
      );
      for (const ofStep of found) if (ofStep.length > 0) findings.push(...ofStep);
      solutions.push(new PlacedSolution(solution, analyses, found));
    }
    return { document, solutions, findings };
  }

  /**
   * Steps before the first that changed stand in the same ledger as before and are taken as they were. So are those after it that
   * asked nothing that the change can have touched; the ledger is walked only as far as another step needs it.
   */
  *#checkSolution({ problem, steps }: Solution): Generator<void, readonly StepAnalysis[]> {
    const first = steps[0]?.step;
    const kept = first === undefined ? undefined : this.#solutions.get(first);
    const before = kept?.problem === problem?.key ? kept : undefined;
    const same = before === undefined ? 0 : countUnchanged(steps, before);
    if (before !== undefined && same === steps.length && same === before.analyses.length) return before.analyses;
    const analyses = before?.analyses.slice(0, same) ?? [];
    const disturbance = before?.steps.length === steps.length ? new Disturbance() : undefined;
    const ledger = new Ledger();
    if (problem !== undefined) ledger.apply(readProblem(problem).effects, -1);
    let applied = 0;
    for (let index = analyses.length; index < steps.length; index++) {
      const { step } = steps[index] as PlacedStep;
      const known = before?.analyses[index];
      const isSame = known !== undefined && before?.steps[index] === step;
      if (isSame && disturbance?.touches(known.reads) === false) {
        disturbance.pass(known.effects);
        analyses.push(known);
        if (index % STEPS_WITHOUT_PAUSE === 0) yield;
        continue;
      }
      for (; applied < index; applied++) ledger.apply(analyses[applied]?.effects ?? [], applied);
      const analysis = this.#analyse(step, { stepIndex: index, isLast: index === steps.length - 1 }, ledger);
      disturbance?.replace(known?.effects ?? [], analysis.effects);
      analyses.push(analysis);
      yield;
    }
    if (first !== undefined) {
      this.#solutions.set(first, { problem: problem?.key, steps: steps.map(placed => placed.step), analyses });
    }
    return analyses;
  }

  #analyse(step: Step, place: StepPlace, ledger: Ledger): StepAnalysis {
    const kept = this.#analyses.get(step) ?? [];
    const known = kept.find(({ isLast, reads }) => isLast === place.isLast && ledger.stillHolds(reads));
    if (known !== undefined) return known;
    ledger.beginRecording();
    const reading = readStep(step, ledger, place);
    const effects = [...reading.effects];
    const claims = reading.claims.map((read, at) => {
      const view = viewAt(ledger, effects, read);
      const claim = place.isLast ? asAnswer(read, reading.claims.slice(at + 1), view) : read;
      const verdict = judgeClaim(claim, view);
      if (verdict.status === 'refuted') markRefuted(effects, read);
      const task = taskOf(claim, verdict, view);
      return task === undefined ? { claim, verdict } : { claim, verdict, task };
    });
    const analysis: StepAnalysis = {
      claims,
      unread: reading.unread,
      cells: step.parts.some(isPython) ? cellsOf(step, new StepView(ledger, effects)) : noCells,
      effects,
      status: statusOf(claims),
      hasRule: claims.some(({ verdict }) => verdict.rule !== undefined),
      reads: ledger.endRecording(),
      ...place,
    };
    this.#analyses.set(step, [analysis, ...kept].slice(0, ANALYSES_KEPT));
    return analysis;
  }
}

/** A root that a later step names is not lost: nothing is told of the claims before it. */
function withNamedLater(analyses: readonly StepAnalysis[]): readonly StepAnalysis[] {
  return analyses.map((analysis, index) => {
    if (!analysis.hasRule || !analysis.claims.some(({ verdict }) => verdict.rule === 'equation.loses-roots'))
      return analysis;
    const later = analyses.slice(index + 1).flatMap(({ claims }) => claims.map(({ claim }) => claim));
    const claims = analysis.claims.map(checked =>
      namesLost(checked.verdict, later)
        ? { ...checked, verdict: unknown('a later step names what is left out') }
        : checked,
    );
    return { ...analysis, claims };
  });
}

/** What a refuted claim says goes on into the ledger as such. Its fact stands behind the effects that are in force at the claim. */
function markRefuted(effects: LedgerEffect[], { key, effectsBefore = 0 }: Claim): void {
  for (const [index, effect] of effects.entries()) {
    if (index < effectsBefore || effect.kind !== 'fact' || effect.fact.key !== key) continue;
    effects[index] = { kind: 'fact', fact: { ...effect.fact, isRefuted: true, key: `${key}!` } };
  }
}

/** Steps up to the first that is another one than it was, or that has become the last or ceased to be it. */
function countUnchanged(steps: readonly PlacedStep[], before: SolutionAnalysis): number {
  let same = 0;
  while (
    same < steps.length &&
    steps[same]?.step === before.steps[same] &&
    before.analyses[same]?.isLast === (same === steps.length - 1)
  ) {
    same++;
  }
  return same;
}

const none: readonly Finding[] = [];
const noCells: readonly StepCell[] = [];

function standingOf(solution: Solution, solutionIndex: number, stepIndex: number, analysis: StepAnalysis): Standing {
  const placed = solution.steps[stepIndex] as PlacedStep;
  return { solution, solutionIndex, placed, stepIndex, shift: stepIndex - analysis.stepIndex };
}

/** Its steps are put together when they are first asked for: a key stroke asks for the findings, and of most solutions for no more. */
class PlacedSolution implements CheckedSolution {
  readonly solution: Solution;
  readonly #analyses: readonly StepAnalysis[];
  readonly #findings: readonly (readonly Finding[])[];
  #steps: readonly CheckedStep[] | undefined;

  constructor(solution: Solution, analyses: readonly StepAnalysis[], findings: readonly (readonly Finding[])[]) {
    this.solution = solution;
    this.#analyses = analyses;
    this.#findings = findings;
  }

  get steps(): readonly CheckedStep[] {
    this.#steps ??= this.#analyses.map(({ claims, unread, cells, status, stepIndex }, index) => ({
      placed: this.solution.steps[index] as PlacedStep,
      claims,
      unread,
      cells,
      status,
      findings: this.#findings[index] ?? none,
      shift: index - stepIndex,
    }));
    return this.#steps;
  }
}

/** The word for the claims of a step as a whole: the worst where one is refuted, else the weakest. */
export function statusOf(claims: readonly CheckedClaim[]): VerdictStatus {
  const has = (status: VerdictStatus): boolean => claims.some(({ verdict }) => verdict.status === status);
  if (has('refuted')) return 'refuted';
  if (claims.length === 0 || has('unknown')) return 'unknown';
  return has('tested') ? 'tested' : 'proved';
}

function drain<T>(work: Generator<void, T>): T {
  for (;;) {
    const turn = work.next();
    if (turn.done === true) return turn.value;
  }
}
