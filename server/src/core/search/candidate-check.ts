/** A candidate read and judged as if the writer had written it: the instant checks, through the one path that documents take. */
import { type CheckedDocument, type CheckedStep, DocumentChecker } from '../check.ts';
import type { Cell } from '../code/sandbox.ts';
import type { Chain } from '../math/expr.ts';
import type { PartialSolution, WrittenStep } from '../policy/policy.ts';
import { sheetOf, sheetOptions, stepsOf, stepToCome } from '../policy/sheet.ts';
import { evidenceOf } from '../policy/written.ts';
import type { StepEvidence } from '../reward/reward-model.ts';
import type { Verdict } from '../verify/verdict.ts';
import { isOpen } from '../verify/verdicts.ts';
import { chainKey, stepKey } from './claim-key.ts';
import type { CheckedHow } from './move.ts';

export interface CandidateCheck {
  /** See `stepKey`. */
  readonly key: string;
  readonly checked: CheckedHow;
  /** Why it is refuted, in the words that the writer would see; absent where nothing speaks against it. */
  readonly refuted?: string;
  /** The solution's code up to and with the candidate's, ready to run; empty where the candidate has none. */
  readonly cells: readonly Cell[];
  /** The candidate as it was read: usually one step, none where nothing was found in it. */
  readonly steps: readonly CheckedStep[];
  /** It says what a step before it has said. */
  readonly repeats: boolean;
  /** It states the answer of the solution, the whole of it, and that is proved: put back into what was to be solved. */
  readonly answers: boolean;
}

/** Checks candidates for the next step of one partial solution. What the steps before it say is read once. */
export class CandidateChecker {
  readonly #checker: DocumentChecker;
  /** Where candidates stand in the text. */
  readonly #start: number;
  /** Steps given, and as they are read: a text of the writer may hold several. */
  readonly #steps: number;
  readonly #before: readonly CheckedStep[];
  readonly #said: ReadonlySet<string>;
  #asserted: ReadonlySet<string> | undefined;

  constructor(partial: PartialSolution) {
    const sheet = sheetOf(partial);
    this.#checker = new DocumentChecker(sheet, sheetOptions);
    this.#start = sheet.length;
    this.#steps = partial.steps.length;
    this.#before = lastSteps(this.#checker.result);
    this.#said = new Set(this.#before.map(stepKey));
  }

  /** What the checks say of the steps given, by index; `undefined` where the text of one was read as several, or as none. */
  evidenceBefore(): readonly StepEvidence[] | undefined {
    return this.#before.length === this.#steps ? this.#before.map(evidenceOf) : undefined;
  }

  /** The code of the steps given up to one of them, ready to run; `undefined` where it has none, or as above. */
  cellsUpTo(index: number): readonly Cell[] | undefined {
    if (this.#before.length !== this.#steps || this.#before[index]?.cells.length === 0) return undefined;
    return this.#before.slice(0, index + 1).flatMap(({ cells }) => cells.map(({ cell }) => cell));
  }

  /** A step before it asserts this. */
  quotes(chain: Chain): boolean {
    this.#asserted ??= new Set(this.#before.flatMap(assertedIn));
    return this.#asserted.has(chainKey(chain));
  }

  /**
   * Some milliseconds. A candidate that is read as several steps is judged by all of them: one refuted refutes it. One that is not `final` is read with a step
   * to come: what it says of the unknown is not the answer yet.
   */
  check(candidate: WrittenStep & { readonly final?: boolean }): CandidateCheck {
    const goesOn = candidate.final === false;
    const read = this.#readWith(goesOn ? [candidate, stepToCome] : [candidate]);
    const all = goesOn ? read.slice(0, -1) : read;
    const own = all.slice(this.#before.length);
    const last = own.at(-1);
    const failed = own.find(({ status }) => status === 'refuted');
    const keys = own.map(stepKey);
    return {
      key: keys.join('+'),
      checked: checkedHow(own),
      ...(failed === undefined ? {} : { refuted: reasonOf(failed) }),
      cells: own.some(({ cells }) => cells.length > 0) ? all.flatMap(({ cells }) => cells.map(({ cell }) => cell)) : [],
      steps: own,
      repeats: keys.length > 0 && keys.every(key => this.#said.has(key)),
      answers: last !== undefined && isAnswer(last),
    };
  }

  /** The steps of the sheet with these at its end, in the place of what was tried before. */
  #readWith(steps: readonly WrittenStep[]): readonly CheckedStep[] {
    const span = { start: this.#start, end: this.#checker.document.text.length };
    return lastSteps(this.#checker.edit([{ span, text: stepsOf(steps, this.#steps) }]));
  }
}

/** Not what is supposed, nor what holds in one of several cases. */
function assertedIn({ claims }: CheckedStep): readonly string[] {
  return claims.flatMap(({ claim: { body, role, isAlternative } }, index) => {
    const isCase = isAlternative === true || claims[index + 1]?.claim.isAlternative === true;
    return body.kind === 'chain' && role !== 'hypothesis' && !isCase ? [chainKey(body)] : [];
  });
}

function lastSteps({ solutions }: CheckedDocument): readonly CheckedStep[] {
  return solutions.at(-1)?.steps ?? [];
}

/**
 * How the claims of steps came through: `verdictOf` gives later verdicts for those that the instant checks leave open. What stands beside a claim with "or" was
 * judged with it, and what is taken for granted is not judged.
 */
export function checkedHow(
  steps: readonly CheckedStep[],
  verdictOf: (taskKey: string) => Verdict | undefined = () => undefined,
): CheckedHow {
  const judged = steps
    .flatMap(({ claims }) => claims)
    .filter(({ claim }) => claim.isAlternative !== true && claim.role !== 'hypothesis');
  const statuses = judged.map(({ verdict, task }) =>
    isOpen(verdict) && task !== undefined ? (verdictOf(task.key) ?? verdict).status : verdict.status,
  );
  if (statuses.length === 0 || statuses.some(status => status === 'unknown' || status === 'refuted'))
    return 'unchecked';
  return statuses.every(status => status === 'proved') ? 'proved' : 'tested';
}

function reasonOf({ findings, claims }: CheckedStep): string {
  const error = findings.find(({ severity }) => severity === 'error') ?? findings[0];
  return (
    error?.message ??
    `${claims.find(({ verdict }) => verdict.status === 'refuted')?.claim.text ?? 'A claim'} does not hold.`
  );
}

function isAnswer({ claims, findings }: CheckedStep): boolean {
  const answers = claims.filter(({ claim }) => claim.role === 'conclusion');
  return (
    answers.length > 0 &&
    answers.every(({ verdict }) => verdict.status === 'proved' && verdict.rule === undefined) &&
    !findings.some(({ severity }) => severity === 'error' || severity === 'warning')
  );
}
