/** Models that answer as a test tells them to, and what they were asked. */
import type { CheckedSolution } from '../../../server/src/core/check.ts';
import { type Failed, type FaultKind, noUsage, type Usage } from '../../../server/src/core/model/fault.ts';
import type {
  Abilities,
  Decided,
  DecideRequest,
  Generated,
  GenerateRequest,
  LanguageModel,
  Pooled,
  PoolRequest,
  Read,
  ReadRequest,
  Weighed,
  WeighRequest,
} from '../../../server/src/core/model/language-model.ts';
import { writtenStep } from '../../../server/src/core/policy/written.ts';
import type { StepScore } from '../../../server/src/core/reward/reward-model.ts';

export const abilities: Abilities = {
  window: 100_000,
  many: true,
  continuation: 'raw',
  logProbabilities: true,
  schema: false,
  prefixCache: false,
  read: { logits: true },
  weigh: true,
  pool: true,
  parallel: 4,
};

/** One call. */
export const oneCall: Usage = { ...noUsage, calls: 1 };

export function failed(kind: FaultKind, message = `The model said ${kind}.`): Failed {
  return { ok: false, fault: { kind, message }, usage: oneCall };
}

export interface Script {
  readonly abilities?: Partial<Abilities>;
  readonly generate?: (request: GenerateRequest) => readonly string[] | Generated;
  readonly read?: (request: ReadRequest) => Read;
  readonly weigh?: (request: WeighRequest) => readonly [number, number] | Weighed;
  readonly pool?: (request: PoolRequest) => readonly number[] | Failed;
  readonly decide?: (request: DecideRequest) => readonly (number | undefined)[] | Failed;
}

/** Counts four characters as a token. Every call is noted before it is answered; an aborted signal gives `cancelled`. */
export class ScriptedModel implements LanguageModel {
  readonly id = 'scripted';
  readonly name = 'Scripted';
  readonly generated: GenerateRequest[] = [];
  readonly reads: ReadRequest[] = [];
  readonly weighed: WeighRequest[] = [];
  readonly pools: PoolRequest[] = [];
  readonly decisions: DecideRequest[] = [];
  readonly decide?: (request: DecideRequest, signal: AbortSignal) => Promise<Decided>;
  readonly #script: Script;

  constructor(script: Script = {}) {
    this.#script = script;
    const { decide } = script;
    if (decide !== undefined) {
      this.decide = (request, signal) => this.#call(this.decisions, request, signal, () => answered(decide(request)));
    }
  }

  get calls(): number {
    return [this.generated, this.reads, this.weighed, this.pools, this.decisions].reduce(
      (sum, { length }) => sum + length,
      0,
    );
  }

  async abilities(): Promise<{ readonly ok: true; readonly abilities: Abilities }> {
    return { ok: true, abilities: { ...abilities, ...this.#script.abilities } };
  }

  generate(request: GenerateRequest, signal: AbortSignal): Promise<Generated> {
    return this.#call(this.generated, request, signal, () => {
      const answer = this.#script.generate?.(request) ?? failed('unsupported');
      if ('ok' in answer) return answer;
      const completions = answer.map(text => ({ text, tokens: this.countTokens(text), finish: 'stop' as const }));
      return { ok: true, completions, usage: oneCall };
    });
  }

  read(request: ReadRequest, signal: AbortSignal): Promise<Read> {
    return this.#call(this.reads, request, signal, () => this.#script.read?.(request) ?? failed('unsupported'));
  }

  weigh(request: WeighRequest, signal: AbortSignal): Promise<Weighed> {
    return this.#call(this.weighed, request, signal, () => {
      const answer = this.#script.weigh?.(request) ?? failed('unsupported');
      return 'ok' in answer ? answer : { ok: true, probabilities: answer, mass: 0.9, usage: oneCall };
    });
  }

  pool(request: PoolRequest, signal: AbortSignal): Promise<Pooled> {
    return this.#call(this.pools, request, signal, () => {
      const answer = this.#script.pool?.(request) ?? failed('unsupported');
      return 'ok' in answer ? answer : { ok: true, values: answer, usage: oneCall };
    });
  }

  countTokens(text: string): number {
    return Math.ceil(text.length / 4);
  }

  async release(): Promise<void> {}

  async #call<Request, Answer>(
    log: Request[],
    request: Request,
    signal: AbortSignal,
    answer: () => Answer,
  ): Promise<Answer | Failed> {
    log.push(request);
    await Promise.resolve();
    return signal.aborted ? failed('cancelled') : answer();
  }
}

function answered(answer: readonly (number | undefined)[] | Failed): Decided {
  return 'ok' in answer ? answer : { ok: true, probabilities: answer, usage: oneCall };
}

/** A signal that is never aborted. */
export function noAbort(): AbortSignal {
  return new AbortController().signal;
}

/** What a reward model says of the steps that the rules have as examples. */
export function scoreOfExample({ solution }: CheckedSolution, index: number): StepScore | undefined {
  const placed = solution.steps[index];
  if (placed === undefined || !writtenStep(placed).text.includes('differentiable somewhere')) return undefined;
  return {
    value: 0.12,
    calibrated: true,
    low: true,
    model: 'Example model',
    reason: 'Weierstrass gave a continuous function that is differentiable nowhere.',
  };
}
