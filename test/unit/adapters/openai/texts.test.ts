/** The small readers of texts: what repeats a beginning, what of a server's words may be shown, how many tokens a text may have. */
import { describe, expect, test } from 'vitest';
import { repeatedLength } from '../../../../server/src/adapters/openai/continuation.ts';
import { estimateTokens } from '../../../../server/src/adapters/openai/count-tokens.ts';
import { readDetail, retryAfter } from '../../../../server/src/adapters/openai/faults.ts';
import { quotable } from '../../../../server/src/adapters/openai/quotable.ts';

const facts = { version: 1, server: '', dropped: [] } as const;

describe('what is new after a beginning', () => {
  test.each([
    ['turn', undefined, 'Step 1: a', 'Step 1: a, so b', ', so b'],
    ['turn', undefined, 'Step 1: a\nStep 2: b\n', 'Step 1: a\n\nStep 2:  b\nStep 3: c', 'Step 3: c'],
    ['turn', undefined, 'Step 1: a\nStep 2: because', 'Step 2: because of b', ' of b'],
    ['turn', undefined, 'Step 1: a\n', 'Step 2: b', 'Step 2: b'],
    ['turn', undefined, 'x = 1\n', '1 + 1', '1 + 1'],
    ['prefill', 'echo', 'Step 1:', 'Step 1: a', ' a'],
    ['prefill', 'echo', 'Step 1:\n', 'Step 1:\na', 'a'],
    ['prefill', 'echo', 'Step 1:\n', 'Step 1: a', ' a'],
    ['prefill', 'prefill', 'Step 1:\n', '\na', 'a'],
    ['prefill', 'prefill', 'a', 'a', 'a'],
    ['raw', undefined, 'a', 'a', 'a'],
  ] as const)('%s %s: %j then %j', (route, chat, prefix, text, rest) => {
    const given = chat === undefined ? facts : { ...facts, dropped: [], chat };
    expect(text.slice(repeatedLength(text, prefix, route, { ...given, dropped: [] }))).toBe(rest);
  });
});

describe('a server’s words', () => {
  const hidden = { key: 'abcdef123', texts: ['Let ABCD be a square with side one.', 'short'] };
  test.each([
    ['n must be at least 1, got -1.', 'n must be at least 1, got -1.'],
    ['first line\nsecond line', 'first line'],
    ['x'.repeat(300), `${'x'.repeat(200)}…`],
    ['', undefined],
    ['bad key abcdef123', undefined],
    ['Incorrect API key provided: sk-abcd****wxyz', undefined],
    ['cannot read: CD be a square with s', undefined],
    ['cannot read: short', undefined],
  ])('%j', (message, shown) => {
    expect(quotable(message, hidden)).toBe(shown);
  });
});

test.each([
  ['{"error": {"message": "a", "param": "n", "code": 400}}', { message: 'a', param: 'n', code: '400' }],
  ['{"error": "a"}', { message: 'a' }],
  ['{"object": "error", "message": "a", "type": "BadRequestError"}', { message: 'a', code: 'BadRequestError' }],
  ['{"detail": "a"}', { message: 'a' }],
  ['{"detail": [{"loc": ["body"]}]}', { message: '' }],
  [
    '{"detail": [{"type": "extra_forbidden", "loc": ["body", "logprobs"], "msg": "Extra inputs are not permitted"}]}',
    { message: 'Extra inputs are not permitted', param: 'logprobs' },
  ],
  ['[{"error": {"message": "Unknown name \\"seed\\""}}]', { message: 'Unknown name "seed"' }],
  ['{"error": {"message": 5}}', { message: '' }],
  ['<html>', { message: '' }],
  ['"a"', { message: 'a' }],
])('a refusal as %s', (body, detail) => {
  expect(readDetail(body)).toMatchObject(detail);
});

test.each([
  [{ 'retry-after': '2' }, 2000],
  [{ 'retry-after': '-1' }, undefined],
  [{ 'retry-after': 'soon' }, undefined],
  [{ 'retry-after': new Date(61_000).toUTCString() }, 60_000],
  [{ 'retry-after': new Date(0).toUTCString() }, 0],
  [{ 'retry-after-ms': '150', 'retry-after': '1' }, 150],
  [{}, undefined],
])('wait by %j', (headers, ms) => {
  expect(retryAfter(new Headers(headers as Record<string, string>), 1000)).toBe(ms);
});

/** Token counts of Qwen2.5's tokenizer. */
test.each([
  ['', 0],
  ['Step 1: 1+1=2', 10],
  ['hi', 1],
  ['<|im_start|>', 1],
])('at least as many tokens as %j has: %i', (text, tokens) => {
  expect(estimateTokens(text)).toBeGreaterThanOrEqual(tokens);
});
