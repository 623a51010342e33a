/** What models send back when one step in words is asked for, and the step that is read. */
import { describe, expect, test } from 'vitest';
import { readPlain } from '../../../server/src/core/policy/read-plain.ts';
import type { ReplyContext } from '../../../server/src/core/policy/reading.ts';

const second: ReplyContext = { number: 2, before: ['Let $x$ be the price, so $3x + 2 = 14$.'], cut: false };

const steps: readonly (readonly [what: string, raw: string, text: string])[] = [
  ['goes on from the prefix', ' Subtract 2: $3x = 12$.', 'Subtract 2: $3x = 12$.'],
  ['with its label', 'Step 2: Subtract 2: $3x = 12$.', 'Subtract 2: $3x = 12$.'],
  ['a bold label', '**Step 2:** Subtract 2: $3x = 12$.', 'Subtract 2: $3x = 12$.'],
  ['a heading as label', '### Step 2 - Subtract 2 from both sides.', 'Subtract 2 from both sides.'],
  ['a label alone on its line', '**Step 2**\n\nSubtract 2: $3x = 12$.', 'Subtract 2: $3x = 12$.'],
  ['a Chinese label', '步骤 2：两边减去 2，得 $3x = 12$。', '两边减去 2，得 $3x = 12$。'],
  ['another Chinese label', '第2步：两边减去 2。', '两边减去 2。'],
  ['a Spanish label', 'Paso 2: Restamos 2: $3x = 12$.', 'Restamos 2: $3x = 12$.'],
  [
    'several at once: the first is kept',
    ' Subtract 2: $3x = 12$.\n\nStep 3: Divide by 3: $x = 4$.',
    'Subtract 2: $3x = 12$.',
  ],
  ['several labelled at once', 'Step 2: Subtract 2.\nStep 3: Divide by 3.\nStep 4: Done.', 'Subtract 2.'],
  [
    'the whole solution again',
    'Step 1: Let $x$ be the price, so $3x + 2 = 14$.\n\nStep 2: Subtract 2: $3x = 12$.',
    'Subtract 2: $3x = 12$.',
  ],
  [
    'the prefix again, without labels',
    'Let $x$ be the price, so $3x + 2 = 14$.\n\nSubtract 2: $3x = 12$.',
    'Subtract 2: $3x = 12$.',
  ],
  ['numbered anew', 'Step 1: Subtract 2: $3x = 12$.', 'Subtract 2: $3x = 12$.'],
  ['chatter before', "Sure! Here's the next step:\n\nStep 2: Subtract 2: $3x = 12$.", 'Subtract 2: $3x = 12$.'],
  ['chatter without a label', "Certainly! Let's continue.\n\nSubtract 2: $3x = 12$.", 'Subtract 2: $3x = 12$.'],
  [
    'what looks like chatter and is not',
    ' Great circles meet twice. So $3x = 12$.',
    'Great circles meet twice. So $3x = 12$.',
  ],
  [
    'a proof that begins',
    ' Let us proceed by induction on $n$. For $n = 1$ it holds.',
    'Let us proceed by induction on $n$. For $n = 1$ it holds.',
  ],
  [
    'an answer that is announced',
    ' The answer is the sum of both numbers of pens.',
    'The answer is the sum of both numbers of pens.',
  ],
  ['Chinese chatter', '好的，下面是下一步：\n步骤 2：两边减去 2。', '两边减去 2。'],
  ['thoughts', '<think>Maybe subtract? Step 2: hm.</think>\nStep 2: Subtract 2.', 'Subtract 2.'],
  [
    'thoughts that began in the prompt',
    'subtract, then divide.</think>\n\nSubtract 2: $3x = 12$.',
    'Subtract 2: $3x = 12$.',
  ],
  ['marks of a chat template', 'Subtract 2: $3x = 12$.<|im_end|>\n<|im_start|>user\nThanks', 'Subtract 2: $3x = 12$.'],
  ['in a fence', '```latex\nSubtract 2: $3x = 12$.\n```', 'Subtract 2: $3x = 12$.'],
  [
    'a display behind a colon',
    ' Subtracting 2 gives:\n\n\\[ 3x = 12 \\]\n\nThen divide.',
    'Subtracting 2 gives:\n\\[ 3x = 12 \\]',
  ],
  ['a display that a sentence needs', ' We get\n\n$$3x = 12.$$\n\nNext we divide.', 'We get\n$$3x = 12.$$'],
  [
    'a heading and the step under it',
    ' **Isolate the unknown**\n\nSubtract 2: $3x = 12$.',
    '**Isolate the unknown**\nSubtract 2: $3x = 12$.',
  ],
  ['a list mark', '- Subtract 2: $3x = 12$.', 'Subtract 2: $3x = 12$.'],
  ['a number as list mark', '2. Subtract 2: $3x = 12$.', 'Subtract 2: $3x = 12$.'],
  [
    'a list of steps: the first',
    'Let us go step by step:\n\n1. **Subtract**\n   - Take 2 away.\n\n2. **Divide**\n   - By 3.',
    '**Subtract**\n   - Take 2 away.',
  ],
  ['a list of cases stays whole', ' Two cases:\n- $x > 0$\n- $x \\le 0$', 'Two cases:\n- $x > 0$\n- $x \\le 0$'],
  ['money is no formula', 'The pens cost $3 each, 12 in all.', 'The pens cost $3 each, 12 in all.'],
  ['Windows line ends', 'Subtract 2.\r\n\r\nStep 3: Divide.', 'Subtract 2.'],
  ['a decimal at the end is no new item', ' The speed is $72.5$ km/h.', 'The speed is $72.5$ km/h.'],
];

test.each(steps)('%s', (_what, raw, text) => {
  expect(readPlain(raw, second)).toMatchObject({ ok: true, text, final: false });
});

describe('cut off at the limit', () => {
  const cut = { ...second, cut: true };
  test.each([
    ['whole sentences are kept', ' Subtract 2. This gives $3x = 12$. Then we di', 'Subtract 2. This gives $3x = 12$.'],
    ['a step with another behind it is whole', ' Subtract 2\n\nStep 3: Divide by', 'Subtract 2'],
    ['a stop inside of a formula ends nothing', ' We subtract. So $3x = 12. And', 'We subtract.'],
    ['what was announced and cut off', ' Subtract 2. We get:\n\\[ 3x', 'Subtract 2.'],
    ['Chinese sentences', '两边减去 2。得到 $3x', '两边减去 2。'],
  ])('%s', (_what, raw, text) => {
    expect(readPlain(raw, cut)).toMatchObject({ ok: true, text });
  });

  test.each([
    ['no sentence ended', ' We subtract 2 from both si'],
    ['in the only formula', ' So $3x = 12'],
  ])('%s: no step', (_what, raw) => {
    expect(readPlain(raw, cut)).toMatchObject({ ok: false });
  });
});

test.each([
  ['nothing', '', 'The reply is empty.'],
  ['blanks', ' \n\n ', 'The reply is empty.'],
  ['thoughts without an end', '<think>Let me see', 'The reply is empty.'],
  ['only earlier steps', 'Step 1: Let $x$ be the price, so $3x + 2 = 14$.', 'The reply only says earlier steps again.'],
  ['a formula that does not close', 'So \\(3x = 12.', 'A formula in the reply does not close.'],
  ['marks alone', '---\n\n***', 'The reply holds no step.'],
])('%s is no step', (_what, raw, reason) => {
  expect(readPlain(raw, second)).toEqual({ ok: false, reason });
});

test.each([
  ['a box', 'So $x = 4$, \\boxed{4}.', '4'],
  ['a box in a formula', 'So the price is $\\boxed{\\frac{1}{2}}$.', '\\frac{1}{2}'],
  ['braces in a box', 'Thus \\boxed{\\{1, 2\\}}.', '\\{1, 2\\}'],
  ['a sentence', 'The answer is 4.', '4'],
  ['GSM8K', 'So she pays 4.\n#### 4', '4'],
  ['Chinese', '因此答案是 $4$。', '4'],
  ['the last of several', 'Not \\boxed{3} but \\boxed{4}.', '4'],
])('a last step states the answer: %s', (_what, raw, answer) => {
  expect(readPlain(raw, second)).toMatchObject({ ok: true, final: true, answer });
});
