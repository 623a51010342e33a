/**
 * The probabilities of labels, one of which comes next: from vLLM's `/generative_scoring`, SGLang's `/v1/score`, the most likely tokens of llama.cpp's
 * `/completion`, or the log-probabilities of a chat reply.
 */
import { addUsage, noUsage, type Usage } from '../../core/model/fault.ts';
import type { Weighed, WeighRequest } from '../../core/model/language-model.ts';
import { withPrefix } from './continuation.ts';
import { estimateTokens } from './count-tokens.ts';
import { type Failure, notUnderstood, saysNo } from './faults.ts';
import type { Server } from './generate.ts';
import { completionSchema, generativeScoringSchema, nativeSchema, scoreSchema } from './replies.ts';
import type { Prompt } from './template.ts';
import { alternatives, alternativesOf, type WrittenToken } from './tokens.ts';
import type { Outcome } from './transport.ts';
import { unsupported } from './unsupported.ts';
import { usageOf } from './usage.ts';

/** Likeliest tokens asked of llama.cpp; of a chat OpenAI gives at most 20, others 5. */
const mostNative = 256;
const mostChat = 20;
const fewerChat = 5;

/** Of all tokens that could come: the mass that each label has. */
interface Masses {
  readonly masses: readonly number[];
  readonly usage: Usage;
}

export async function weigh(server: Server, request: WeighRequest, signal: AbortSignal): Promise<Weighed> {
  const failed = ({ fault }: Failure, usage = noUsage): Weighed => ({ ok: false, fault, usage });
  const failure = await server.probes.need(['weigh'], signal);
  if (failure !== undefined) return failed(failure);
  const outcome = await massesOf(server, request, signal);
  if (!outcome.ok) return failed(outcome.failure);
  const { masses, usage } = outcome.value;
  const mass = masses.reduce((sum, value) => sum + value, 0);
  const place = server.transport.place();
  if (masses.some(value => !(value >= 0 && value <= 1 + 1e-6))) {
    return failed(notUnderstood(place, 'gave probabilities that are none.'), usage);
  }
  if (mass <= 0) {
    return failed(
      notUnderstood(place, `gave none of the labels a probability. The model may not answer in one word.`),
      usage,
    );
  }
  return { ok: true, probabilities: masses.map(value => value / mass), mass: Math.min(1, mass), usage };
}

function massesOf(server: Server, request: WeighRequest, signal: AbortSignal): Promise<Outcome<Masses>> {
  switch (server.transport.facts.values.weigh) {
    case 'generative-scoring':
      return byGenerativeScoring(server, request, signal);
    case 'score':
      return byScore(server, request, signal);
    case 'completion':
      return byCompletion(server, request, signal);
    case 'chat':
      return byChat(server, request, signal);
    default:
      return Promise.resolve({ ok: false, failure: unsupported(server.transport, 'give the probabilities of labels') });
  }
}

/** First tokens of the labels. */
async function labelIds(
  { template, transport }: Server,
  labels: readonly string[],
  signal: AbortSignal,
): Promise<Outcome<readonly number[]>> {
  const ids: number[] = [];
  for (const label of labels) {
    const own = await template.tokenize(label, signal);
    if (!own.ok) return own;
    const [first] = own.value;
    if (first === undefined)
      return { ok: false, failure: notUnderstood(transport.place(), 'has no token for a label.') };
    ids.push(first);
  }
  return { ok: true, value: ids };
}

/** What both endpoints for scores are asked with: the labels' tokens, and the prompt with what the reply begins with. */
async function tokensOf(
  server: Server,
  { messages, prefix = '', labels }: WeighRequest,
  signal: AbortSignal,
): Promise<Outcome<{ readonly ids: readonly number[]; readonly prompt: Prompt }>> {
  const ids = await labelIds(server, labels, signal);
  if (!ids.ok) return ids;
  const prompt = await server.template.promptWith(messages, prefix, signal);
  return prompt.ok ? { ok: true, value: { ids: ids.value, prompt: prompt.value } } : prompt;
}

/** The endpoint gives the first label alone; so each label is asked for as the first. The server reads the prompt once where it caches. */
async function byGenerativeScoring(
  server: Server,
  request: WeighRequest,
  signal: AbortSignal,
): Promise<Outcome<Masses>> {
  const { transport } = server;
  const asked = await tokensOf(server, request, signal);
  if (!asked.ok) return asked;
  const { ids, prompt } = asked.value;
  // Query and item are put together by the server: the last token stands for the item.
  const cut =
    prompt.kind === 'ids'
      ? { query: prompt.ids.slice(0, -1), items: [prompt.ids.slice(-1)] }
      : { query: prompt.text.slice(0, -1), items: [prompt.text.slice(-1)] };
  const replies = await Promise.all(
    ids.map(id => {
      const body = {
        model: transport.model,
        ...cut,
        label_token_ids: [id],
        apply_softmax: false,
        add_special_tokens: false,
      };
      return transport.json(
        { method: 'post', path: '/generative_scoring', root: true, body },
        generativeScoringSchema,
        signal,
      );
    }),
  );
  const masses: number[] = [];
  let usage = noUsage;
  for (const reply of replies) {
    if (!reply.ok) return reply;
    const [only, ...others] = reply.value.data;
    if (only === undefined || others.length > 0)
      return { ok: false, failure: notUnderstood(transport.place(), scoresMissing(reply.value.data.length, 1)) };
    masses.push(only.score);
    usage = addUsage(
      usage,
      usageOf(reply.value.usage, { prompt: estimateTokens(request.prefix ?? ''), written: 1 }, server.price()),
    );
  }
  return { ok: true, value: { masses, usage } };
}

async function byScore(server: Server, request: WeighRequest, signal: AbortSignal): Promise<Outcome<Masses>> {
  const { transport } = server;
  const asked = await tokensOf(server, request, signal);
  if (!asked.ok) return asked;
  const { ids, prompt } = asked.value;
  const cut =
    prompt.kind === 'ids'
      ? { query: prompt.ids.slice(0, -1), items: [prompt.ids.slice(-1)] }
      : { query: prompt.text, items: [''] };
  const body = { model: transport.model, ...cut, label_token_ids: ids, apply_softmax: false };
  const reply = await transport.json({ method: 'post', path: '/score', body }, scoreSchema, signal);
  if (!reply.ok) return reply;
  const [masses] = reply.value.scores;
  if (masses?.length !== request.labels.length)
    return {
      ok: false,
      failure: notUnderstood(transport.place(), scoresMissing(masses?.length ?? 0, request.labels.length)),
    };
  const counted = {
    prompt: prompt.kind === 'ids' ? prompt.ids.length : estimateTokens(prompt.text),
    written: 0,
  };
  return { ok: true, value: { masses, usage: usageOf(reply.value.usage, counted, server.price()) } };
}

async function byCompletion(
  server: Server,
  { messages, prefix = '', labels }: WeighRequest,
  signal: AbortSignal,
): Promise<Outcome<Masses>> {
  const { transport, template } = server;
  const prompt = await template.promptWith(messages, prefix, signal);
  if (!prompt.ok) return prompt;
  const body = {
    prompt: prompt.value.kind === 'text' ? prompt.value.text : prompt.value.ids,
    n_predict: 1,
    n_probs: mostNative,
    // Below 0: the likeliest is taken, and the probabilities are those of the model.
    temperature: -1,
    cache_prompt: true,
  };
  const reply = await transport.json({ method: 'post', path: '/completion', root: true, body }, nativeSchema, signal);
  if (!reply.ok) return reply;
  const {
    completion_probabilities: [place],
    tokens_evaluated: read,
    timings,
  } = reply.value;
  const next = place === undefined ? [] : alternativesOf(place);
  const usage = usageOf(
    { prompt_tokens: read, completion_tokens: 1, prompt_tokens_details: { cached_tokens: timings?.cache_n } },
    { prompt: prompt.value.kind === 'text' ? estimateTokens(prompt.value.text) : prompt.value.ids.length, written: 1 },
    server.price(),
  );
  return { ok: true, value: { masses: labelMasses(next, labels), usage } };
}

async function byChat(
  server: Server,
  { messages, prefix = '', labels }: WeighRequest,
  signal: AbortSignal,
): Promise<Outcome<Masses>> {
  const { transport } = server;
  const route =
    prefix === '' ? 'chat' : ['prefill', 'echo'].includes(transport.facts.values.chat ?? '') ? 'prefill' : 'turn';
  const body = {
    model: transport.model,
    messages: withPrefix(messages, prefix, route),
    max_tokens: 1,
    temperature: 0,
    logprobs: true,
    top_logprobs: mostChat,
    ...(route === 'prefill' ? { continue_final_message: true, add_generation_prompt: false } : {}),
  };
  const sending = { method: 'post', path: '/chat/completions', body } as const;
  let reply = await transport.json(sending, completionSchema, signal);
  if (!reply.ok && reply.failure.status !== undefined && saysNo(reply.failure)) {
    reply = await transport.json({ ...sending, body: { ...body, top_logprobs: fewerChat } }, completionSchema, signal);
  }
  if (!reply.ok) return reply;
  const next = alternatives(reply.value.choices[0]?.logprobs);
  const prompt = messages.reduce((sum, { content }) => sum + estimateTokens(content), 0);
  const usage = usageOf(reply.value.usage, { prompt, written: 1 }, server.price());
  if (next.length === 0) return { ok: false, failure: notUnderstood(transport.place(), 'gave no log-probabilities.') };
  return { ok: true, value: { masses: labelMasses(next, labels), usage } };
}

/**
 * From the likeliest next tokens: a token counts for the one label that it begins (`Y` for `Yes`), blanks aside. A label that none begins has at most
 * what the least likely of them has, and is given that; so the answer is never surer than the server's list.
 */
export function labelMasses(next: readonly WrittenToken[], labels: readonly string[]): readonly number[] {
  const masses = labels.map(() => 0);
  const seen = labels.map(() => false);
  const listed = next.flatMap(({ text, logProbability }) =>
    logProbability === undefined ? [] : [{ text, mass: Math.exp(logProbability) }],
  );
  for (const { text, mass } of listed) {
    const own = labels.flatMap((label, index) => (begins(text, label) ? [index] : []));
    const [index] = own;
    if (index === undefined || own.length > 1) continue;
    masses[index] = (masses[index] ?? 0) + mass;
    seen[index] = true;
  }
  if (!seen.includes(true)) return masses;
  const rest = Math.max(0, 1 - listed.reduce((sum, { mass }) => sum + mass, 0));
  const most = Math.min(rest, ...listed.map(({ mass }) => mass));
  return masses.map((mass, index) => (seen[index] ? mass : most));
}

function begins(token: string, label: string): boolean {
  const [piece, whole] = [token.trim(), label.trim()];
  return piece !== '' && whole.startsWith(piece);
}

function scoresMissing(count: number, wanted: number): string {
  return `gave ${count} ${count === 1 ? 'score' : 'scores'} where ${wanted} ${wanted === 1 ? 'was' : 'were'} asked for.`;
}
