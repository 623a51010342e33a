/** Log-probabilities of written tokens, from either form that servers have for them. */
import type { ServerLogProbabilities, ServerToken } from './replies.ts';

export interface WrittenToken {
  readonly text: string;
  /** `undefined` where the server gives none for this token. */
  readonly logProbability: number | undefined;
}

/** Below this a server means “none”: vLLM writes −9999. */
const least = -1000;

export function writtenTokens(given: ServerLogProbabilities | null | undefined): readonly WrittenToken[] {
  if (given === null || given === undefined) return [];
  if (given.content)
    return given.content.map(({ token, logprob }) => ({ text: token, logProbability: known(logprob) }));
  const values = given.token_logprobs ?? [];
  return (given.tokens ?? []).map((text, index) => ({ text, logProbability: known(values[index]) }));
}

/** What could have stood in the place of the first written token, likeliest first. */
export function alternatives(given: ServerLogProbabilities | null | undefined): readonly WrittenToken[] {
  const first = given?.content?.[0];
  if (first !== undefined) return alternativesOf(first);
  const column = given?.top_logprobs?.[0];
  return Object.entries(column ?? {}).map(([text, value]) => ({ text, logProbability: known(value) }));
}

export function alternativesOf({ top_logprobs: top }: ServerToken): readonly WrittenToken[] {
  return (top ?? []).map(({ token, logprob }) => ({ text: token, logProbability: known(logprob) }));
}

export function known(value: number | null | undefined): number | undefined {
  return value === null || value === undefined || !Number.isFinite(value) || value < least
    ? undefined
    : Math.min(0, value);
}
