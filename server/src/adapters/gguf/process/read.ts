/** The surprise of a text that is there: one pass over it, from where it parts with what was read before. */
import type { Token } from 'node-llama-cpp';
import { FaultError } from '../faults.ts';
import type { FromProcess, ReadOrder } from '../messages.ts';
import type { OpenModel } from './open-model.ts';
import type { Row, Slot, Want } from './slots.ts';

type Answer = Omit<Extract<FromProcess, { kind: 'read' }>, 'id'>;

export async function read(open: OpenModel, order: ReadOrder, signal: AbortSignal): Promise<Answer> {
  const { model, prompts, slots } = open;
  const prompt = prompts.tokens(order.messages);
  const parts = order.parts.map(part => prompts.continuation(part));
  const tokens = [...prompt, ...parts.flat()];
  checkLength(tokens.length, open.window);
  const labels = (order.labels ?? []).map(label => firstToken(open, label));
  const wanted: readonly Token[] = [...((order.logitsOf ?? []) as readonly number[] as readonly Token[]), ...labels];
  const text: Text = { tokens, begin: prompt.length, ends: endsOf(prompt.length, parts), wanted };
  const slot = await slots.take(tokens, signal);
  try {
    const cachedTokens = await readMissing(slot, text, signal);
    return {
      kind: 'read',
      parts: parts.map((part, index) => {
        const end = text.ends[index] ?? 0;
        const logits = part.length === 0 || wanted.length === 0 ? undefined : slot.end(end, keyOf(wanted));
        return {
          tokens: part.map((token, at) => {
            const score = slot.score(end - part.length + 1 + at);
            if (score === undefined) throw new FaultError('broken', 'The local model left a token unread.');
            return { text: model.detokenize([token]), ...score };
          }),
          ...splitLogits(logits, order.logitsOf?.length ?? 0, labels.length),
        };
      }),
      used: { promptTokens: tokens.length, cachedTokens, completionTokens: 0 },
    };
  } finally {
    slots.giveBack(slot);
  }
}

interface Text {
  readonly tokens: readonly Token[];
  /** Where the parts begin. */
  readonly begin: number;
  /** Index of the last token of each part. */
  readonly ends: readonly number[];
  /** Tokens whose logits are wanted after each part. */
  readonly wanted: readonly Token[];
}

function endsOf(begin: number, parts: readonly (readonly Token[])[]): readonly number[] {
  let length = begin;
  return parts.map(part => {
    length += part.length;
    return length - 1;
  });
}

const keyOf = (wanted: readonly Token[]): string => wanted.join(' ');

/** Reads what the slot does not know yet; gives the number of tokens that it did. */
async function readMissing(slot: Slot, { tokens, begin, ends, wanted }: Text, signal: AbortSignal): Promise<number> {
  const key = keyOf(wanted);
  const isEnd = new Set(wanted.length === 0 ? [] : ends.filter(end => end >= begin));
  const shared = slot.shared(tokens);
  let from = shared;
  // The token before one without a score is read again: what was thought after it is what is missing.
  for (let index = Math.max(begin, 1); index <= Math.min(shared, tokens.length - 1); index++) {
    if (index === shared || slot.score(index) === undefined) from = Math.min(from, index - 1);
  }
  for (const end of isEnd) if (end < shared && slot.end(end, key) === undefined) from = Math.min(from, end);
  // Its own score stays true: it depends on what is before.
  const kept = slot.score(from);
  await slot.cut(from);
  if (kept !== undefined && from < shared) slot.setScore(from, kept);
  const want = (index: number): Want | undefined => {
    const at = from + index;
    const next = tokens[at + 1];
    const scored = next !== undefined && at + 1 >= begin;
    if (isEnd.has(at)) return { tokens: scored ? [...wanted, next] : wanted };
    return scored ? { tokens: [next] } : undefined;
  };
  const onRow = (index: number, row: Row): void => {
    const at = from + index;
    const next = tokens[at + 1];
    const logit = next === undefined ? undefined : row.logits.get(next);
    if (logit !== undefined && at + 1 >= begin) {
      slot.setScore(at + 1, { logProbability: Math.min(0, logit - row.logSum), best: bestOf(row) });
    }
    if (isEnd.has(at))
      slot.setEnd(
        at,
        key,
        Float32Array.from(wanted, token => row.logits.get(token) ?? Number.NaN),
      );
  };
  await slot.read(tokens.slice(from), want, onRow, signal);
  return from;
}

function bestOf(row: Row): number {
  return Math.min(0, (row.logits.get(row.best) ?? 0) - row.logSum);
}

function splitLogits(logits: Float32Array | undefined, count: number, labels: number) {
  return {
    ...(logits !== undefined && count > 0 ? { logits: logits.slice(0, count) } : {}),
    ...(logits !== undefined && labels > 0 ? { labels: Array.from(logits.subarray(count)) } : {}),
  };
}

/** @throws {FaultError} for a text without tokens */
export function firstToken({ prompts }: OpenModel, text: string): Token {
  const token = prompts.continuation(text)[0];
  if (token === undefined) throw new FaultError('unsupported', 'A label has no text.');
  return token;
}

/** One token of the window stays free: the library keeps it for the next. */
export function checkLength(length: number, window: number): void {
  if (length >= window) {
    throw new FaultError(
      'too-long',
      `The text has ${length} tokens; the local model is set to a window of ${window}. Shorten it, or set a larger window.`,
    );
  }
}
