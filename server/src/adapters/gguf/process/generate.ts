/** Completions of one beginning: it is read once, and each sequence goes on from a copy. */
import type { LlamaGrammar, Token } from 'node-llama-cpp';
import { cancelled, FaultError } from '../faults.ts';
import type { FromProcess, GenerateOrder } from '../messages.ts';
import type { OpenModel } from './open-model.ts';
import { checkLength } from './read.ts';
import { candidates, type Drawn, sampler } from './sampling.ts';
import type { Slot } from './slots.ts';

type Answer = Omit<Extract<FromProcess, { kind: 'generated' }>, 'id'>;
type Completion = Answer['completions'][number];

/** llama.cpp's own. */
const defaultTopP = 0.95;

export async function generate(open: OpenModel, order: GenerateOrder, signal: AbortSignal): Promise<Answer> {
  const { prompts, slots } = open;
  const tokens = [...prompts.tokens(order.messages), ...prompts.continuation(order.prefix ?? '')];
  checkLength(tokens.length, open.window);
  const grammar = order.schema === undefined ? undefined : await grammarOf(open, order.schema);
  const first = await slots.take(tokens, signal);
  const lent = [first];
  try {
    const cachedTokens = Math.min(first.shared(tokens), tokens.length - 1);
    await first.cut(cachedTokens);
    await first.read(
      tokens.slice(cachedTokens, -1),
      () => undefined,
      () => undefined,
      signal,
    );
    for (const slot of slots.takeFree(order.n - 1)) {
      lent.push(slot);
      await slot.become(first, tokens.length - 1);
    }
    const completions = new Array<Completion | undefined>(order.n);
    const job: Job = { open, order, tokens, grammar, signal };
    let next = 0;
    const work = async (slot: Slot): Promise<void> => {
      for (let index = next++; index < order.n; index = next++) completions[index] = await complete(job, slot, index);
    };
    await settled(lent.map(work));
    const all = completions.filter(one => one !== undefined);
    const completionTokens = all.reduce((sum, one) => sum + one.tokens, 0);
    return {
      kind: 'generated',
      completions: all,
      used: { promptTokens: tokens.length, cachedTokens, completionTokens },
    };
  } finally {
    for (const slot of lent) slots.giveBack(slot);
  }
}

/** Waits for all before the first failure is passed on: a slot that still writes must not be lent again. */
async function settled(work: readonly Promise<void>[]): Promise<void> {
  for (const result of await Promise.allSettled(work)) if (result.status === 'rejected') throw result.reason;
}

async function grammarOf({ llama }: OpenModel, schema: Readonly<Record<string, unknown>>): Promise<LlamaGrammar> {
  try {
    // The library checks the schema itself; its type stands for literal schemas only.
    return await llama.createGrammarForJsonSchema(schema as Parameters<typeof llama.createGrammarForJsonSchema>[0]);
  } catch (error) {
    throw new FaultError('unsupported', `The local model cannot be held to this JSON schema: ${String(error)}`);
  }
}

interface Job {
  readonly open: OpenModel;
  readonly order: GenerateOrder;
  /** The prompt; a slot that completes it holds all of it but the last token, or more. */
  readonly tokens: readonly Token[];
  readonly grammar: LlamaGrammar | undefined;
  readonly signal: AbortSignal;
}

async function complete(job: Job, slot: Slot, index: number): Promise<Completion> {
  const { open, order, tokens } = job;
  await slot.cut(Math.min(slot.shared(tokens), tokens.length - 1));
  await slot.read(
    tokens.slice(slot.length, -1),
    () => undefined,
    () => undefined,
    job.signal,
  );
  const room = Math.min(order.maxTokens, open.window - tokens.length);
  const seed = order.seed === undefined ? Math.floor(Math.random() * 2 ** 31) : order.seed + index;
  const drawn = job.grammar === undefined ? write(job, slot, seed) : writeHeld(job, job.grammar, slot, seed);
  const written: Token[] = [];
  let logProbability: number | undefined = 0;
  let text = '';
  for await (const { token, logProbability: one } of drawn) {
    if (open.model.isEogToken(token)) {
      return { text, tokens: written.length, ...known(logProbability), finish: 'stop' };
    }
    written.push(token);
    logProbability = one === undefined || logProbability === undefined ? undefined : logProbability + one;
    text = open.model.detokenize(written, false, tokens.slice(-4));
    const end = endOf(text, order.stop ?? []);
    if (end !== undefined) {
      return { text: text.slice(0, end), tokens: written.length, ...known(logProbability), finish: 'stop' };
    }
    if (written.length >= room) break;
  }
  // A grammar that is complete ends by itself, after as many line ends as the model likes.
  const finish = written.length >= room ? 'length' : 'stop';
  if (job.grammar !== undefined) text = text.trimEnd();
  return { text, tokens: written.length, ...known(logProbability), finish };
}

const known = (logProbability: number | undefined) => (logProbability === undefined ? {} : { logProbability });

/** Where the first of the stops begins. */
function endOf(text: string, stops: readonly string[]): number | undefined {
  const places = stops.filter(stop => stop !== '').map(stop => text.indexOf(stop));
  const found = places.filter(place => place !== -1);
  return found.length === 0 ? undefined : Math.min(...found);
}

interface Written {
  readonly token: Token;
  /** `undefined` where it is not known. */
  readonly logProbability: number | undefined;
}

async function* write({ order, tokens, signal }: Job, slot: Slot, seed: number): AsyncGenerator<Written> {
  const { temperature, topP = defaultTopP } = order;
  const draw = sampler({ temperature, topP, seed });
  const want = { tokens: [], top: temperature === 0 ? 0 : candidates };
  let token = tokens.at(-1);
  while (token !== undefined) {
    let drawn: Drawn | undefined;
    await slot.read(
      [token],
      () => want,
      (_, row) => {
        drawn = draw(row);
      },
      signal,
    );
    // Assigned in a callback, which the compiler does not follow.
    const { token: next, logProbability } = drawn as unknown as Drawn;
    token = next;
    yield { token, logProbability };
  }
}

/** Held to a grammar: the library draws, and tells no probabilities of the model itself. */
async function* writeHeld(job: Job, grammar: LlamaGrammar, slot: Slot, seed: number): AsyncGenerator<Written> {
  const { LlamaGrammarEvaluationState } = await import('node-llama-cpp');
  const { order, open, tokens, signal } = job;
  let read = tokens.at(-1);
  if (read === undefined) return;
  const state = new LlamaGrammarEvaluationState({ model: open.model, grammar });
  const options = { temperature: order.temperature, topP: order.topP ?? defaultTopP, topK: candidates, seed };
  const drawn = slot.sequence.evaluate([read], { ...options, grammarEvaluationState: state });
  try {
    for await (const token of drawn) {
      slot.followed(read);
      read = token;
      yield { token, logProbability: undefined };
      if (signal.aborted) throw new FaultError(cancelled.kind, cancelled.message);
    }
  } finally {
    // The last token may have been read or not, by how it ended.
    if (slot.sequence.nextTokenIndex !== slot.length) await slot.clear();
  }
}
