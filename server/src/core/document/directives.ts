/** Comments in a document that speak to Stepwise. */
import type { Directive } from './solution.ts';

const KINDS: Readonly<Record<string, Directive['kind']>> = {
  ignore: 'ignore-step',
  'ignore-step': 'ignore-step',
  disable: 'disable-rules',
  'disable-rules': 'disable-rules',
  enable: 'enable',
  check: 'check',
};

/**
 * Reads the text of a comment (without the comment marks): `stepwise: ignore`, `stepwise: disable RULE …`, `stepwise: enable [RULE …]`,
 * `stepwise: check`. `start` is where the comment stands (marks included), counted from the block; `length` its length.
 * Gives undefined for any other comment, and for `disable` without a rule.
 */
export function readDirective(comment: string, start: number, length: number): Directive | undefined {
  const match = /^\s*stepwise\s*:\s*([a-z-]+)\b\s*(.*?)\s*$/is.exec(comment);
  const kind = KINDS[match?.[1]?.toLowerCase() ?? ''];
  if (match === null || kind === undefined) return undefined;
  const codes = (match[2] ?? '').split(/[\s,]+/).filter(code => /^[a-z][a-z-]*\.[a-z][a-z-]*$/.test(code));
  if (kind === 'disable-rules' && codes.length === 0) return undefined;
  return { kind, codes, span: { start, end: start + length } };
}
