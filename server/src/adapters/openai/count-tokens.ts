/**
 * Tokens of a text without its tokenizer: meant to be too many rather than too few. Of 360 solutions of ProcessBench it counts 1.05 to 1.53 times the
 * tokens that Qwen2.5's tokenizer has, and 1.02 to 1.40 times those of SmolLM2's.
 */

const pieces = /([A-Za-z]+)|\s*\n\s*|[^\S\n]{2,}|[^\S\n](?=\d)|(\P{ASCII})|[^A-Za-z\s]/gu;

/** Letters that one token holds at least, in most words of most vocabularies. */
const lettersPerToken = 4;

/** One for each digit, sign and blank before a digit, one for each four letters of a word, two for each character beyond ASCII. At least 0. */
export function estimateTokens(text: string): number {
  let count = 0;
  for (const [, word, beyond] of text.matchAll(pieces)) {
    if (word !== undefined) count += Math.ceil(word.length / lettersPerToken);
    else count += beyond === undefined ? 1 : 2;
  }
  return count;
}
