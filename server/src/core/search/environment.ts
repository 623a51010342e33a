/** The world of a search, put together: a policy proposes, the instant checks and the sandbox test, a reward model and the outcome judge. */
import { defaultLimits, type RunLimits, type RunResult, type Sandbox } from '../code/sandbox.ts';
import { addUsage, type ModelFault, noUsage, type Usage } from '../model/fault.ts';
import { answerIn, sameAnswer } from '../policy/answers.ts';
import type { Candidate, PartialSolution, Policy, ProposeOptions, WrittenStep } from '../policy/policy.ts';
import { evidenceOfAll } from '../policy/written.ts';
import { noEvidence } from '../reward/evidence.ts';
import type { RewardModel } from '../reward/reward-model.ts';
import type { Settler } from '../settle/settler.ts';
import { type CandidateCheck, CandidateChecker, checkedHow } from './candidate-check.ts';
import { chainKey } from './claim-key.ts';
import type { CheckedHow, Environment, ExpandOptions, Expansion, Fate, Move } from './move.ts';

export interface EnvironmentParts {
  /** The problem's statement; the path of a search holds its steps. */
  readonly problem: string;
  readonly policy: Policy;
  readonly form: ProposeOptions['form'];
  /** Tokens of one step. */
  readonly maxTokens: number;
  /** Without it, candidates with code are not run and what they compute is not checked. */
  readonly sandbox?: Sandbox;
  readonly limits?: RunLimits;
  /** Asks SymPy about the claims of a candidate that the instant checks leave open. */
  readonly settler?: Settler;
  /** Without it a step is worth what its checks say. */
  readonly reward?: RewardModel;
  /** What the reward model is asked about: each step (by default), finished solutions alone, or nothing. */
  readonly judged?: 'steps' | 'solutions' | 'nothing';
  /** The answer, where it is known: finished solutions are held against it. Tests and benchmarks know it; a writer seldom does. */
  readonly answer?: string;
  /** Whether a candidate that fails goes back to the policy once, with the reason. Only a policy that can read a reason makes use of it. */
  readonly repairs: boolean;
}

/**
 * Candidates are checked before they count: one whose claims are refuted, or whose code does not run, is dead, with its reason; where the policy can repair, it is
 * asked once to do better. Equal candidates are one. What the reward model cannot score is worth what its checks say.
 */
export function createEnvironment(parts: EnvironmentParts): Environment {
  const outputs: Outputs = new WeakMap();
  return {
    expand: async (path, options, signal): Promise<Expansion> => {
      try {
        return await new Expanding(parts, path, outputs, options, signal).expand();
      } catch (error) {
        // What cannot be read or judged costs one expansion, not the search.
        const message = `A step could not be judged: ${error instanceof Error ? error.message : String(error)}`;
        return { ok: false, fault: { kind: 'broken', message }, usage: noUsage };
      }
    },
  };
}

/** What the code of the writer's own steps prints; a step of the tree stands behind the same steps wherever it is met. */
type Outputs = WeakMap<WrittenStep, Promise<string | undefined>>;

/** A candidate on its way to a move. */
interface Judged {
  readonly candidate: Candidate;
  readonly check: CandidateCheck;
  /** Why it is dead. */
  readonly dead?: string;
}

class Expanding {
  readonly #parts: EnvironmentParts;
  #partial: PartialSolution;
  readonly #outputs: Outputs;
  readonly #options: ExpandOptions;
  readonly #signal: AbortSignal;
  readonly #checker: CandidateChecker;
  #usage: Usage = noUsage;
  #fault: ModelFault | undefined;

  constructor(
    parts: EnvironmentParts,
    path: readonly WrittenStep[],
    outputs: Outputs,
    options: ExpandOptions,
    signal: AbortSignal,
  ) {
    this.#parts = parts;
    this.#outputs = outputs;
    this.#partial = { problem: parts.problem, steps: path };
    this.#options = options;
    this.#signal = signal;
    this.#checker = new CandidateChecker(this.#partial);
  }

  async expand(): Promise<Expansion> {
    this.#partial = { ...this.#partial, steps: await this.#withOutputs() };
    const proposed = await this.#propose();
    if (proposed === undefined) return { ok: false, fault: this.#fault ?? CANCELLED, usage: this.#usage };
    const judged = await Promise.all(distinct(proposed, this.#checker).map(each => this.#judge(each)));
    const repaired = await this.#repairAll(judged);
    const values = await this.#valuesOf(repaired);
    const moves = repaired.map((each, index) => this.#moveOf(each, values[index]));
    return { ok: true, moves, usage: this.#usage, ...(this.#fault === undefined ? {} : { fault: this.#fault }) };
  }

  /** The writer's steps with code are shown with what it prints, as those are that came from the policy. */
  async #withOutputs(): Promise<readonly WrittenStep[]> {
    const { steps } = this.#partial;
    if (this.#parts.form !== 'code') return steps;
    return Promise.all(
      steps.map(async (step, index) => {
        if (step.code === undefined || step.output !== undefined) return step;
        const known = this.#outputs.get(step) ?? this.#outputOf(index);
        this.#outputs.set(step, known);
        const output = await known;
        // What was broken off is asked anew.
        if (output === undefined && this.#signal.aborted) this.#outputs.delete(step);
        return output === undefined ? step : { ...step, output };
      }),
    );
  }

  async #outputOf(index: number): Promise<string | undefined> {
    const { sandbox, limits = defaultLimits } = this.#parts;
    const cells = this.#checker.cellsUpTo(index);
    if (sandbox === undefined || cells === undefined) return undefined;
    const result = await sandbox.run({ cells, limits, priority: 'asked' }, this.#signal);
    return result.status === 'ok' ? printedBy(result) : undefined;
  }

  async #propose(repair?: ProposeOptions['repair']): Promise<readonly Candidate[] | undefined> {
    const { policy, form, maxTokens } = this.#parts;
    const { n, temperature, seed, likeliest } = this.#options;
    const proposal = await policy.propose(
      this.#partial,
      {
        n: repair === undefined ? n : 1,
        form,
        temperature,
        maxTokens,
        seed,
        ...(repair !== undefined ? { repair } : likeliest === undefined ? {} : { likeliest }),
      },
      this.#signal,
    );
    this.#usage = addUsage(this.#usage, proposal.usage);
    if (proposal.fault !== undefined) this.#fault = proposal.fault;
    return proposal.ok ? proposal.candidates : undefined;
  }

  async #judge({ candidate, check }: Judged): Promise<Judged> {
    if (check.refuted !== undefined) return { candidate, check, dead: check.refuted };
    const settled = await this.#settle(heldBy(candidate, check, this.#checker));
    if (settled.refuted !== undefined) return { candidate, check: settled, dead: settled.refuted };
    return this.#run(candidate, settled);
  }

  /** What SymPy refutes counts here too: a candidate is easily done without. */
  async #settle(check: CandidateCheck): Promise<CandidateCheck> {
    const { settler, limits = defaultLimits } = this.#parts;
    if (settler === undefined || check.checked !== 'unchecked' || this.#signal.aborted) return check;
    await settler.settleSteps(check.steps, { limits }, this.#signal);
    const verdicts = check.steps.flatMap(({ claims }) =>
      claims.flatMap(({ task }) => (task === undefined ? [] : [settler.verdictOf(task.key)])),
    );
    const refuted = verdicts.some(verdict => verdict?.status === 'refuted')
      ? { refuted: 'SymPy found a counterexample.' }
      : {};
    return { ...check, checked: checkedHow(check.steps, key => settler.verdictOf(key)), ...refuted };
  }

  async #run(candidate: Candidate, check: CandidateCheck): Promise<Judged> {
    const { sandbox, limits = defaultLimits } = this.#parts;
    if (sandbox === undefined || check.cells.length === 0) return { candidate, check };
    const result = await sandbox.run({ cells: check.cells, limits, priority: 'asked' }, this.#signal);
    const dead = reasonOf(result);
    if (dead !== undefined) return { candidate, check, dead };
    const output = printedBy(result);
    return { candidate: output === undefined ? candidate : { ...candidate, output }, check };
  }

  /** Dead candidates once more through the policy; what comes back stands beside them, checked in its turn. */
  async #repairAll(judged: readonly Judged[]): Promise<readonly Judged[]> {
    const dead = this.#parts.repairs && !this.#signal.aborted ? judged.filter(each => each.dead !== undefined) : [];
    const mended = await Promise.all(
      dead.map(async ({ candidate, dead: reason = '' }) => {
        const again = await this.#propose({ candidate, reason });
        return Promise.all(distinct(again ?? [], this.#checker).map(each => this.#judge(each)));
      }),
    );
    const keys = new Set(judged.map(({ check }) => check.key));
    return [...judged, ...mended.flat().filter(({ check }) => !keys.has(check.key) && keys.add(check.key))];
  }

  /** In [-1, 1], by index; `undefined` where the checks alone decide. */
  async #valuesOf(judged: readonly Judged[]): Promise<readonly (number | undefined)[]> {
    const { reward, judged: wanted = 'steps' } = this.#parts;
    if (reward === undefined || wanted === 'nothing') return judged.map(() => undefined);
    return Promise.all(
      judged.map(async each => {
        if (each.dead !== undefined || this.#signal.aborted) return undefined;
        if (wanted === 'solutions' && !each.candidate.final) return undefined;
        return this.#valueOf(each, reward);
      }),
    );
  }

  /** A step is worth its own score; a finished solution what its weakest step is, for one wrong step makes it wrong. */
  async #valueOf({ candidate, check }: Judged, reward: RewardModel): Promise<number | undefined> {
    const { problem, steps } = this.#partial;
    const from = candidate.final ? 0 : steps.length;
    const before = this.#checker.evidenceBefore() ?? steps.map(() => noEvidence);
    const evidence = [...before, evidenceOfAll(check.steps)];
    const scored = await reward.score({ problem, steps: [...steps, candidate], evidence, from }, this.#signal);
    this.#usage = addUsage(this.#usage, scored.usage);
    if (scored.fault !== undefined) this.#fault = scored.fault;
    const values = scored.ok ? scored.scores.slice(from).flatMap(score => score?.value ?? []) : [];
    return values.length === 0 ? undefined : 2 * Math.min(...values) - 1;
  }

  #moveOf({ candidate, check, dead }: Judged, value: number | undefined): Move {
    const stated = candidate.final ? (candidate.answer ?? answerIn(candidate.text)) : undefined;
    const move = { step: candidate, key: check.key, checked: check.checked };
    if (dead !== undefined) return { ...move, fate: { kind: 'dead', reason: dead } };
    const worth = value ?? WORTH[check.checked];
    const fate: Fate = candidate.final
      ? finalFate(stated, check, worth, this.#parts.answer)
      : { kind: 'open', value: worth };
    return { ...move, fate, ...(stated === undefined ? {} : { answerKey: stated }) };
  }
}

/** What a step is worth by its checks alone, in [-1, 1]: chosen so that a proved step stands above a tested one, and both above one that nothing is known of. */
const WORTH: Readonly<Record<CheckedHow, number>> = { proved: 0.6, tested: 0.4, unchecked: 0 };

const CANCELLED: ModelFault = { kind: 'cancelled', message: 'Stopped.' };

function finalFate(stated: string | undefined, check: CandidateCheck, worth: number, answer: string | undefined): Fate {
  if (answer !== undefined) {
    const right = stated !== undefined && sameAnswer(stated, answer);
    return { kind: 'final', value: right ? 1 : -1, known: true };
  }
  return check.answers ? { kind: 'final', value: 1, known: true } : { kind: 'final', value: worth, known: false };
}

/** Equal candidates are one: the first is kept. One that says again what was said leads nowhere, unless it ends the solution, or what its policy knows. */
function distinct(candidates: readonly Candidate[], checker: CandidateChecker): readonly Judged[] {
  const seen = new Map<string, Judged>();
  for (const candidate of candidates) {
    const check = checker.check(candidate);
    if (check.repeats && !candidate.final && candidate.reaches !== true) continue;
    const same = seen.get(check.key);
    const times = (same?.candidate.times ?? 0) + (candidate.times ?? 1);
    seen.set(
      check.key,
      same === undefined ? { candidate, check } : { ...same, candidate: { ...same.candidate, times } },
    );
  }
  return [...seen.values()];
}

/** What the policy has held against what is asked for need not be asked about again, where the step is read to say that, or what was said before, and nothing else. */
function heldBy({ held }: Candidate, check: CandidateCheck, checker: CandidateChecker): CandidateCheck {
  if (held === undefined || check.checked === 'proved') return check;
  const keys = new Set(held.relations.map(chainKey));
  const claims = check.steps.flatMap(step => step.claims);
  const says = claims.some(({ claim: { body } }) => body.kind === 'chain' && keys.has(chainKey(body)));
  if (!says && keys.size > 0) return check;
  const saysThat = claims.every(({ claim: { body, role }, verdict }) => {
    if (role === 'hypothesis' || role === 'definition' || verdict.status === 'proved' || verdict.status === 'tested')
      return true;
    return body.kind === 'chain' && (keys.has(chainKey(body)) || checker.quotes(body));
  });
  return saysThat ? { ...check, checked: held.how } : check;
}

function printedBy({ stdout, value }: RunResult): string | undefined {
  const output = stdout.trim() || (value ?? '');
  return output === '' ? undefined : output;
}

/** Why code makes its step dead; `undefined` where it ran, or could not be run for a reason that is not its own. */
function reasonOf({ status, error }: RunResult): string | undefined {
  switch (status) {
    case 'ok':
    case 'cancelled':
    case 'unavailable':
      return undefined;
    case 'failed':
      return error?.message ?? 'A check in its code failed.';
    case 'error':
      return `Its code does not run: ${error === undefined ? 'an error' : `${error.type}: ${error.message}`}`;
    case 'timeout':
      return 'Its code takes too long.';
    case 'memory':
      return 'Its code needs too much memory.';
  }
}
