/** The surprise of a text: log-probabilities of its tokens, from servers that give those of a prompt (vLLM's `echo` with `logprobs`, or `prompt_logprobs`). */
import { noUsage } from '../../core/model/fault.ts';
import type { Read, ReadPart, ReadRequest, ReadToken } from '../../core/model/language-model.ts';
import { notUnderstood } from './faults.ts';
import type { Server } from './generate.ts';
import { completionSchema, type ServerChoice } from './replies.ts';
import { known } from './tokens.ts';
import type { Outcome } from './transport.ts';
import { unsupported } from './unsupported.ts';
import { usageOf } from './usage.ts';

/** A token of prompt and parts, where it begins (characters, as the server counts them: code points), and what is known of it. */
interface Seen {
  readonly text: string;
  readonly logProbability: number | undefined;
  readonly best: number | undefined;
}

export async function read(server: Server, request: ReadRequest, signal: AbortSignal): Promise<Read> {
  const { transport } = server;
  const failed = (failure: { readonly fault: Extract<Read, { ok: false }>['fault'] }): Read => ({
    ok: false,
    fault: failure.fault,
    usage: noUsage,
  });
  const failure = await server.probes.need(['template', 'completions'], signal);
  if (failure !== undefined) return failed(failure);
  const way = transport.facts.values.completions;
  if (way !== 'echo' && way !== 'prompt')
    return failed(unsupported(transport, 'give the probabilities of a text that it is shown'));
  if ((request.logitsOf ?? []).length > 0 || (request.labels ?? []).length > 0)
    return failed(unsupported(transport, 'give the logits of a text that it is shown'));
  const laid = await layOut(server, request, signal);
  if (!laid.ok) return failed(laid.failure);
  const body = {
    model: transport.model,
    prompt: laid.value.prompt,
    max_tokens: 1,
    temperature: 0,
    ...(way === 'echo' ? { echo: true, logprobs: 1 } : { prompt_logprobs: 1 }),
  };
  const reply = await transport.json({ method: 'post', path: '/completions', body }, completionSchema, signal);
  if (!reply.ok) return failed(reply.failure);
  const seen = tokensOf(reply.value.choices[0]);
  const parts = laid.value.split(seen);
  const prompt = typeof laid.value.prompt === 'string' ? seen.length : laid.value.prompt.length;
  const usage = usageOf(reply.value.usage, { prompt, written: 1 }, server.price());
  if (parts !== undefined) return { ok: true, parts, usage };
  const { fault } = notUnderstood(transport.place(), 'gave probabilities that do not cover the text. Look at its log.');
  return { ok: false, fault, usage };
}

interface LaidOut {
  readonly prompt: string | readonly number[];
  /** `undefined` where the tokens do not cover the text. */
  readonly split: (seen: readonly Seen[]) => readonly ReadPart[] | undefined;
}

async function layOut(
  { template }: Server,
  { messages, parts }: ReadRequest,
  signal: AbortSignal,
): Promise<Outcome<LaidOut>> {
  const prompt = await template.prompt(messages, signal);
  if (!prompt.ok) return prompt;
  if (prompt.value.kind === 'text') {
    const { text } = prompt.value;
    return { ok: true, value: { prompt: text + parts.join(''), split: seen => splitByText(seen, text, parts) } };
  }
  const ids: (readonly number[])[] = [];
  for (const part of parts) {
    const own = await template.tokenize(part, signal);
    if (!own.ok) return own;
    ids.push(own.value);
  }
  const { ids: before } = prompt.value;
  const split = (seen: readonly Seen[]): readonly ReadPart[] | undefined =>
    splitByCount(
      seen,
      before.length,
      ids.map(({ length }) => length),
    );
  return { ok: true, value: { prompt: [...before, ...ids.flat()], split } };
}

function tokensOf(choice: ServerChoice | undefined): readonly Seen[] {
  const { tokens, token_logprobs: own, top_logprobs: top } = choice?.logprobs ?? {};
  if (tokens && own && tokens.length > 1) {
    return tokens.map((text, index) => seenToken(text, own[index], Object.values(top?.[index] ?? {})));
  }
  return (choice?.prompt_logprobs ?? []).map(entries => {
    // The written token stands first, then those that were likelier.
    const [first, ...others] = Object.values(entries ?? {});
    return seenToken(
      first?.decoded_token ?? '',
      first?.logprob,
      others.map(({ logprob }) => logprob),
    );
  });
}

function seenToken(text: string, own: number | null | undefined, others: readonly number[]): Seen {
  const logProbability = known(own);
  const best =
    logProbability === undefined || others.length === 0 ? undefined : Math.min(0, Math.max(logProbability, ...others));
  return { text, logProbability, best };
}

/** For prompts given as ids: the server has the same tokens in the same order, then one that it wrote. */
function splitByCount(
  seen: readonly Seen[],
  before: number,
  lengths: readonly number[],
): readonly ReadPart[] | undefined {
  const total = lengths.reduce((sum, length) => sum + length, before);
  if (seen.length < total) return undefined;
  let at = before;
  return lengths.map(length => {
    const part = seen.slice(at, at + length);
    at += length;
    return { tokens: part.flatMap(readToken) };
  });
}

/** For prompts given as text: a token belongs to the part that its first character is of. */
function splitByText(seen: readonly Seen[], before: string, parts: readonly string[]): readonly ReadPart[] | undefined {
  const ends = parts.map((_, index) => before.length + parts.slice(0, index + 1).join('').length);
  const end = ends.at(-1) ?? before.length;
  const tokens: ReadToken[][] = parts.map(() => []);
  const told = seen.reduce((sum, { text }) => sum + text.length, 0);
  // `prompt_logprobs` says nothing of the first token, not even its text.
  let at = seen[0]?.text === '' ? Math.max(0, end - told) : 0;
  for (const token of seen) {
    const part = at < before.length ? -1 : ends.findIndex(partEnd => at < partEnd);
    if (part >= 0) tokens[part]?.push(...readToken(token));
    at += token.text.length;
  }
  return at < end ? undefined : tokens.map(own => ({ tokens: own }));
}

/** The very first token of a prompt has none before it, and so no probability. */
function readToken({ text, logProbability, best }: Seen): readonly ReadToken[] {
  if (logProbability === undefined) return [];
  return [{ text, logProbability, ...(best === undefined ? {} : { best }) }];
}
