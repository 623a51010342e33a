/** Which field of a request a server will not have, where the request can do without it: newer models refuse `max_tokens`, `temperature`, `logprobs`. */
import type { Failure } from './faults.ts';

/** What a request can do without; `max_tokens` goes on under its newer name. */
const optional = [
  'max_tokens',
  'stream_options',
  'top_logprobs',
  'logprobs',
  'prompt_logprobs',
  'echo',
  'seed',
  'stop',
  'top_p',
  'temperature',
  'response_format',
  'continue_final_message',
  'add_generation_prompt',
];

const refusal =
  /unsupported|not (?:yet )?(?:supported|permitted|allowed|available|implemented)|unrecognized|unknown|unexpected|extra|does not support|cannot be used|only the default/i;

/** `undefined`: the refusal is about something else, and stands. */
export function refusedField(failure: Failure, body: Readonly<Record<string, unknown>>): string | undefined {
  const { status, detail } = failure;
  if ((status !== 400 && status !== 422) || detail === undefined || failure.fault.kind === 'too-long') return undefined;
  const words = `${detail.message} ${detail.code ?? ''}`;
  if (!refusal.test(words)) return undefined;
  const present = optional.filter(name => name in body);
  return present.find(name => detail.param === name) ?? present.find(name => new RegExp(`\\b${name}\\b`).test(words));
}

/** A server may have fewer places than completions are wanted: how many to ask for instead. `undefined`: the refusal is about something else. */
export function fewerAtOnce({ status, detail }: Failure, size: number): number | undefined {
  if (size === 1 || (status !== 400 && status !== 422)) return undefined;
  const about =
    detail?.param === 'n' || /\bn(?:_cmpl)?\b['"`]?\s*(?::|must|cannot|exceeds|=|>)/.test(detail?.message ?? '');
  return about ? Math.max(1, Math.floor(size / 2)) : undefined;
}
