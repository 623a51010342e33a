/** Every call of a language model as one thing, for what stands around a model: budget, cache, recording. */
import type { Failed, Usage } from './fault.ts';
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
} from './language-model.ts';

/** What each method that uses tokens is asked and answers. */
export interface Exchanges {
  readonly generate: { readonly request: GenerateRequest; readonly answer: Generated };
  readonly read: { readonly request: ReadRequest; readonly answer: Read };
  readonly weigh: { readonly request: WeighRequest; readonly answer: Weighed };
  readonly pool: { readonly request: PoolRequest; readonly answer: Pooled };
  readonly decide: { readonly request: DecideRequest; readonly answer: Decided };
}

export type Method = keyof Exchanges;

export type AbilitiesAnswer = { readonly ok: true; readonly abilities: Abilities } | Failed;

/** A request with its method. */
export type Asked = {
  readonly [M in Method]: { readonly method: M; readonly request: Exchanges[M]['request'] };
}[Method];

/** Stands around a call: gives `call`'s answer, or another in its place. */
export type Around = <Answer extends { readonly ok: true; readonly usage: Usage } | Failed>(
  asked: Asked,
  call: () => Promise<Answer>,
  signal: AbortSignal,
) => Promise<Answer | Failed>;

/** The model with something around each of its calls. */
export function surrounded(model: LanguageModel, around: Around): LanguageModel {
  const { decide } = model;
  return {
    id: model.id,
    name: model.name,
    abilities: signal => model.abilities(signal),
    generate: (request, signal) =>
      around({ method: 'generate', request }, () => model.generate(request, signal), signal),
    read: (request, signal) => around({ method: 'read', request }, () => model.read(request, signal), signal),
    weigh: (request, signal) => around({ method: 'weigh', request }, () => model.weigh(request, signal), signal),
    pool: (request, signal) => around({ method: 'pool', request }, () => model.pool(request, signal), signal),
    ...(decide === undefined
      ? {}
      : {
          decide: (request: DecideRequest, signal: AbortSignal) =>
            around({ method: 'decide', request }, () => decide.call(model, request, signal), signal),
        }),
    countTokens: text => model.countTokens(text),
    release: () => model.release(),
  };
}
