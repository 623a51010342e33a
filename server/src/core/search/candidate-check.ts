/** A candidate read and judged as if the writer had written it: the instant checks, through the one path that documents take. */
import { type CheckedStep, DocumentChecker } from '../check.ts';
import type { Cell } from '../code/sandbox.ts';
import type { PartialSolution, WrittenStep } from '../policy/policy.ts';
import { stepKey } from './claim-key.ts';
import type { CheckedHow } from './move.ts';

export interface CandidateCheck {
  /** See `stepKey`. */
  readonly key: string;
  readonly checked: CheckedHow;
  /** Why it is refuted, in the words that the writer would see; absent where nothing speaks against it. */
  readonly refuted?: string;
  /** The solution's code up to and with the candidate's, ready to run; empty where the candidate has none. */
  readonly cells: readonly Cell[];
  /** The candidate as it was read; `undefined` where no step was found in it. */
  readonly step: CheckedStep | undefined;
  /** It states the answer of the solution, the whole of it, and that is proved: put back into what was to be solved. */
  readonly answers: boolean;
}

/** Checks candidates for the next step of one partial solution. What the steps before it say is read once. */
export class CandidateChecker {
  readonly #before: string;
  /** Steps given, and steps read: a text of the writer may hold several. */
  readonly #steps: number;
  readonly #count: number;

  constructor({ problem, steps }: PartialSolution) {
    this.#steps = steps.length;
    this.#before = sheetOf(problem, steps);
    this.#count = this.#read(this.#before).length;
  }

  /** Some milliseconds. A candidate that is read as several steps is judged by all of them: one refuted refutes it. */
  check(candidate: WrittenStep): CandidateCheck {
    const all = this.#read(`${this.#before}${stepText(candidate, this.#steps)}\n\n`);
    const own = all.slice(this.#count);
    const last = own.at(-1);
    const failed = own.find(({ status }) => status === 'refuted');
    return {
      key: own.length === 1 && last !== undefined ? stepKey(last) : own.map(stepKey).join('+'),
      checked: checkedHow(own),
      ...(failed === undefined ? {} : { refuted: reasonOf(failed) }),
      cells: own.some(({ cells }) => cells.length > 0) ? all.flatMap(({ cells }) => cells.map(({ cell }) => cell)) : [],
      step: last,
      answers: last !== undefined && isAnswer(last),
    };
  }

  #read(text: string): readonly CheckedStep[] {
    return new DocumentChecker(text, OPTIONS).result.solutions.at(-1)?.steps ?? [];
  }
}

const OPTIONS = { format: 'steps', wholeFile: true, severities: {} } as const;

/** The partial solution as a `.steps` file, whatever its document is: formulas in dollars and plain ones are read there alike. */
function sheetOf(problem: string, steps: readonly WrittenStep[]): string {
  const statement = problem.trim() === '' ? '' : `problem: ${folded(problem)}\n\n`;
  return statement + steps.map((step, index) => `${stepText(step, index)}\n\n`).join('');
}

function stepText({ text, code }: WrittenStep, index: number): string {
  const words = `Step ${index + 1}: ${folded(text)}`;
  return code === undefined ? words : `${words}\n\`\`\`python\n${code.trimEnd()}\n\`\`\``;
}

/** Lines after the first go on with it. */
function folded(text: string): string {
  return text.trim().replace(/\n\s*/g, '\n  ');
}

function checkedHow(steps: readonly CheckedStep[]): CheckedHow {
  const claims = steps.flatMap(step => step.claims);
  if (claims.length === 0 || claims.some(({ verdict }) => verdict.status === 'unknown')) return 'unchecked';
  return claims.every(({ verdict }) => verdict.status === 'proved') ? 'proved' : 'tested';
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
