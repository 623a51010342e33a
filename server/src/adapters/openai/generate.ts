/** Completions: several from one request where the server can, else from parallel ones, streamed, so that what came is kept when the rest fails. */
import { Stream } from 'openai/streaming';
import { addUsage, noUsage, type Usage } from '../../core/model/fault.ts';
import type { Completion, Generated, GenerateRequest } from '../../core/model/language-model.ts';
import { type Route, repeatedLength, routeOf, withPrefix } from './continuation.ts';
import { estimateTokens } from './count-tokens.ts';
import { Draft } from './draft.ts';
import type { FactValues } from './facts.ts';
import { cancelled, detailOf, type Failure, fail, notUnderstood } from './faults.ts';
import type { Probes } from './probes.ts';
import { fewerAtOnce } from './refused-field.ts';
import { completionSchema, eventSchema, type ServerUsage } from './replies.ts';
import type { Price } from './services.ts';
import type { Template } from './template.ts';
import type { Outcome, Reply, Sending, Transport } from './transport.ts';
import { unsupported } from './unsupported.ts';
import { usageOf } from './usage.ts';

export interface Server {
  readonly transport: Transport;
  readonly probes: Probes;
  readonly template: Template;
  readonly price: () => Price | undefined;
}

/** OpenAI takes no more; the others are cut off here. */
const mostStops = 4;
/** A server that goes on so far beyond the limit of tokens does not know it. */
const overrun = 64;
const rounds = 4;

/** What one request gave: completions that are whole, what it used, and what befell the rest. */
interface Given {
  readonly completions: readonly Completion[];
  readonly usage: Usage;
  readonly failure?: Failure;
}

export async function generate(server: Server, request: GenerateRequest, signal: AbortSignal): Promise<Generated> {
  const prefix = request.prefix ?? '';
  const failure = await server.probes.need(prefix === '' ? [] : ['template', 'completions', 'chat'], signal);
  if (failure !== undefined) return { ok: false, fault: failure.fault, usage: noUsage };
  const { facts } = server.transport;
  if (writesNothing(facts.values)) {
    return { ok: false, fault: unsupported(server.transport, 'write').fault, usage: noUsage };
  }
  const route = routeOf(facts.values, prefix);
  const completions: Completion[] = [];
  let usage = noUsage;
  let failed: Failure | undefined;
  for (let round = 1; completions.length < request.n && round <= rounds; round++) {
    const sizes = sizesOf(request.n - completions.length, facts.values);
    const starts = sizes.map((_, index) => completions.length + sizes.slice(0, index).reduce((a, b) => a + b, 0));
    const given = await Promise.all(
      sizes.map((size, index) => ask(server, request, route, size, starts[index] ?? 0, signal)),
    );
    for (const one of given) {
      completions.push(...one.completions);
      usage = addUsage(usage, one.usage);
    }
    const broken = given.filter(one => one.failure !== undefined);
    failed = broken[0]?.failure;
    // Requests that gave nothing were tried again already; of those that gave a part, the rest is asked for.
    if (broken.some(one => one.completions.length === 0)) break;
    if (failed !== undefined && !(await server.transport.worthRetrying(failed, round, signal))) break;
    if (failed === undefined) await learnMany(server, sizes, given);
  }
  const kept = completions.slice(0, request.n);
  if (kept.length === request.n) return { ok: true, completions: kept, usage };
  const { fault } = failed ?? notUnderstood(server.transport.place(), 'gave fewer completions than were asked for.');
  return kept.length === 0 ? { ok: false, fault, usage } : { ok: true, completions: kept, usage, fault };
}

/** A process reward model has neither chat nor completions. */
export function writesNothing(facts: FactValues): boolean {
  return facts.chat === 'none' && facts.completions === 'none';
}

/** How many completions to ask of each request. */
function sizesOf(count: number, facts: FactValues): readonly number[] {
  const most = facts.many === false ? 1 : Math.max(1, facts.mostMany ?? facts.slots ?? count);
  return Array.from({ length: Math.ceil(count / most) }, (_, index) => Math.min(most, count - index * most));
}

/** A request for several that gave one says that the server does not know of several. */
async function learnMany({ transport }: Server, sizes: readonly number[], given: readonly Given[]): Promise<void> {
  const several = given.filter((_, index) => (sizes[index] ?? 1) > 1);
  if (several.length === 0) return;
  await transport.facts.learn({ many: several.some(({ completions }) => completions.length > 1) });
}

async function ask(
  server: Server,
  request: GenerateRequest,
  route: Route,
  count: number,
  first: number,
  signal: AbortSignal,
): Promise<Given> {
  const { transport } = server;
  let [size, maxTokens] = [count, request.maxTokens];
  for (let attempt = 1; ; attempt++) {
    const sending = await sendingOf(server, { ...request, maxTokens }, route, size, first, signal);
    if (!sending.ok) return { completions: [], usage: noUsage, failure: sending.failure };
    const given = await converse(server, sending.value, { ...request, maxTokens }, route, signal);
    const { failure } = given;
    if (failure === undefined || given.completions.length > 0) return given;
    const fewer = fewerAtOnce(failure, size);
    const shorter = roomLeft(failure, maxTokens);
    if (fewer !== undefined) {
      size = fewer;
      // At temperature 0 some refuse several, and only then.
      if (request.temperature > 0) await transport.facts.learn({ mostMany: fewer });
    } else if (shorter !== undefined && attempt === 1) maxTokens = shorter;
    else if (!(await transport.worthRetrying(failure, attempt, signal))) return given;
  }
}

/** The prompt fits and the reply asked for does not: a shorter one is asked for. */
function roomLeft({ fault, detail }: Failure, maxTokens: number): number | undefined {
  if (fault.kind !== 'too-long' || detail?.window === undefined || detail.promptTokens === undefined) return undefined;
  const room = detail.window - detail.promptTokens;
  return room >= 16 && room < maxTokens ? room : undefined;
}

async function sendingOf(
  { transport, template }: Server,
  { messages, prefix = '', maxTokens, temperature, topP, stop, seed, schema }: GenerateRequest,
  route: Route,
  n: number,
  first: number,
  signal: AbortSignal,
): Promise<Outcome<Sending>> {
  const common = {
    model: transport.model,
    max_tokens: maxTokens,
    ...(n > 1 ? { n } : {}),
    temperature,
    ...(topP === undefined ? {} : { top_p: topP }),
    ...(stop === undefined || stop.length === 0 ? {} : { stop: stop.slice(0, mostStops) }),
    ...(seed === undefined ? {} : { seed: seed + first }),
    ...(schema === undefined
      ? {}
      : { response_format: { type: 'json_schema', json_schema: { name: 'reply', schema } } }),
    stream: true,
    stream_options: { include_usage: true },
  };
  if (route === 'raw') {
    const prompt = await template.promptWith(messages, prefix, signal);
    if (!prompt.ok) return prompt;
    const text = prompt.value.kind === 'text' ? prompt.value.text : prompt.value.ids;
    return {
      ok: true,
      value: { method: 'post', path: '/completions', body: { ...common, prompt: text, logprobs: 1 } },
    };
  }
  const body = {
    ...common,
    messages: withPrefix(messages, prefix, route),
    logprobs: true,
    top_logprobs: 1,
    ...(route === 'prefill' ? { continue_final_message: true, add_generation_prompt: false } : {}),
  };
  return { ok: true, value: { method: 'post', path: '/chat/completions', body } };
}

async function converse(
  server: Server,
  sending: Sending,
  request: GenerateRequest,
  route: Route,
  signal: AbortSignal,
): Promise<Given> {
  const drafts = new Map<number, Draft>();
  let told: ServerUsage | null | undefined;
  let reached = false;
  let whole = false;
  const outcome = await server.transport.attempt(sending, signal, async (reply): Promise<Outcome<null>> => {
    reached = true;
    // A server that cannot stream answers in one piece.
    whole = !reply.response.headers.get('content-type')?.includes('event-stream');
    const read = whole
      ? readWhole(server.transport, await reply.response.text(), drafts)
      : readEvents(server.transport, reply, drafts, request);
    for await (const usage of read) {
      if (!usage.ok) return usage;
      told = usage.value ?? told;
    }
    return { ok: true, value: null };
  });
  const finished = [...drafts.entries()]
    .sort(([a], [b]) => a - b)
    .flatMap(([, draft]) => (draft.finished && !draft.aborted ? [draft] : []));
  // The package ends a stream that is broken off from this side as if it were whole.
  const failure = outcome.ok ? missing(server.transport, drafts, finished.length, signal) : outcome.failure;
  const { values } = server.transport.facts;
  const alone = whole && drafts.size === 1 ? told?.completion_tokens : undefined;
  const completions = finished.map(draft => {
    const repeated = repeatedLength(draft.text, request.prefix ?? '', route, values);
    return draft.completion(repeated, request.stop ?? [], whole ? (alone ?? estimateTokens(draft.text)) : undefined);
  });
  const written = [...drafts.values()].reduce((sum, draft) => sum + draft.tokens, 0);
  const prompt = request.messages.reduce((sum, { content }) => sum + estimateTokens(content), 0);
  const usage = reached ? usageOf(told, { prompt, written }, server.price()) : noUsage;
  if (usage.cachedTokens > 0) await server.transport.facts.learn({ cached: true });
  const cut = readTooLittle(server.transport, request, told);
  if (cut !== undefined) return { completions: [], usage, failure: cut };
  return failure === undefined ? { completions, usage } : { completions, usage, failure };
}

function* readWhole(
  transport: Transport,
  text: string,
  drafts: Map<number, Draft>,
): Generator<Outcome<ServerUsage | null | undefined>> {
  const reply = transport.parse(text, completionSchema);
  if (!reply.ok) return yield reply;
  for (const [position, choice] of reply.value.choices.entries()) {
    const draft = new Draft();
    // Ended, whatever it says of how.
    draft.add({ ...choice, finish_reason: choice.finish_reason ?? 'stop' });
    drafts.set(position, draft);
  }
  yield { ok: true, value: reply.value.usage };
}

async function* readEvents(
  transport: Transport,
  { response, abort, client }: Reply,
  drafts: Map<number, Draft>,
  { maxTokens }: GenerateRequest,
): AsyncGenerator<Outcome<ServerUsage | null | undefined>> {
  for await (const value of Stream.fromSSEResponse<unknown>(response, abort, client, false, 'events')) {
    const event = transport.check(value, eventSchema);
    if (!event.ok) return yield event;
    if (event.value.error !== undefined) return yield { ok: false, failure: brokenStream(transport, value) };
    for (const choice of event.value.choices ?? []) {
      const draft = drafts.get(choice.index) ?? new Draft();
      drafts.set(choice.index, draft);
      draft.add(choice);
      if (draft.tokens > maxTokens + overrun) {
        const { origin } = transport.addresses;
        return yield {
          ok: false,
          failure: fail(
            'broken',
            `The server at ${origin} wrote on beyond the ${maxTokens} tokens that were asked for, and was broken off. Look at its log.`,
          ),
        };
      }
    }
    yield { ok: true, value: event.value.usage };
  }
}

function brokenStream(transport: Transport, value: unknown): Failure {
  const { origin } = transport.addresses;
  return {
    ...fail('broken', `The server at ${origin} failed in the middle of its answer. Look at its log.`, true),
    detail: detailOf(value),
  };
}

function missing(
  transport: Transport,
  drafts: ReadonlyMap<number, Draft>,
  finished: number,
  signal: AbortSignal,
): Failure | undefined {
  if (signal.aborted && (drafts.size === 0 || finished < drafts.size)) return cancelled;
  if (drafts.size === 0) return notUnderstood(transport.place(), 'gave no completion. Look at its log.');
  if (finished === drafts.size) return undefined;
  return fail(
    'broken',
    `The server at ${transport.addresses.origin} broke off in the middle of its answer. Look at its log.`,
    true,
  );
}

/** Some servers drop the start of a prompt that is too long and say nothing. Letters and digits that one token holds at most, on the average of a text. */
const mostPerToken = 12;

function readTooLittle(
  { model }: Transport,
  { messages }: GenerateRequest,
  told: ServerUsage | null | undefined,
): Failure | undefined {
  const prompt = told?.prompt_tokens ?? 0;
  if (prompt === 0) return undefined;
  const letters = messages.reduce((sum, { content }) => sum + (content.match(/[\p{L}\p{N}]/gu)?.length ?? 0), 0);
  if (letters <= prompt * mostPerToken) return undefined;
  return fail(
    'too-long',
    `The server read only ${prompt} tokens of the prompt: it is longer than the window that ${model} was started with.`,
  );
}
