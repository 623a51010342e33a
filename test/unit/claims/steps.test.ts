/** What a step's words make of its relations. One row a step: the text, then its claims as `role: text`. */
import { describe, expect, test } from 'vitest';
import type { Claim, LedgerEffect } from '../../../server/src/core/claims/claim.ts';
import { Ledger } from '../../../server/src/core/claims/ledger.ts';
import { readStep } from '../../../server/src/core/claims/read.ts';
import { partsOf, stepOf } from './parts.ts';

/** Reads steps in order; gives the last one's claims and effects. */
function read(...texts: readonly string[]): {
  readonly claims: readonly Claim[];
  readonly effects: readonly LedgerEffect[];
} {
  const ledger = new Ledger();
  let last: ReturnType<typeof readStep> = { claims: [], unread: [], effects: [] };
  for (const [stepIndex, text] of texts.entries()) {
    last = readStep(stepOf(partsOf(text)), ledger, { stepIndex });
    ledger.apply(last.effects, stepIndex);
  }
  return last;
}

function shown(claim: Claim): string {
  const from = claim.from === undefined ? '' : ` <${claim.from.tie}`;
  const or = (claim.alternatives ?? []).map(() => ' | …').join('');
  return `${claim.role}: ${claim.text}${or}${from}`;
}

const steps: readonly (readonly [text: string, ...claims: string[]])[] = [
  ['She sold 48/2 = 24 clips.', 'assertion: 48/2 = 24'],
  ['Let $x = 5$.', 'definition: x = 5'],
  ['Let $f(x) = x^2 + 1$ and $g(x) = 2x$.', 'definition: f(x) = x^2 + 1', 'definition: g(x) = 2x'],
  ["Let's check $3 \\cdot 4 = 12$.", 'assertion: 3 \\cdot 4 = 12'],
  ['The area is $A = \\pi r^2$, where $r = 3$.', 'assertion: A = \\pi r^2', 'definition: r = 3'],
  ['Suppose $x > 0$ and $y > 1$.', 'hypothesis: x > 0', 'hypothesis: y > 1'],
  ['If $x = 2$, then $x^2 + 1 = 5$.', 'hypothesis: x = 2', 'assertion: x^2 + 1 = 5'],
  ['When $n = 3$, $2^n = 8$.', 'hypothesis: n = 3', 'assertion: 2^n = 8'],
  ['Substituting $x = 3$ into the equation gives $9 - 6 = 3$.', 'hypothesis: x = 3', 'substitution: 9 - 6 = 3'],
  ['$2x + 3 = 7$, so $2x = 4$.', 'assertion: 2x + 3 = 7', 'transition: 2x = 4 <words'],
  [
    '$2x + 3 = 7$. Dividing both sides by 2 gives $x + 3 = 3.5$.',
    'assertion: 2x + 3 = 7',
    'transition: x + 3 = 3.5 <words',
  ],
  ['$2x + 3 = 7 \\implies x = 2$', 'assertion: 2x + 3 = 7', 'transition: x = 2 <implies'],
  ['$x^2 = 4$, so $x = 2$ or $x = -2$.', 'assertion: x^2 = 4', 'transition: x = 2 | … <words', 'assertion: x = -2'],
  ['We need to show that $3^2 + 4^2 = 5^2$.'],
  ['Is $5 > 7$?'],
  ['The sum is not $3 + 4 = 8$.'],
  ['This gives $0 = -23$, which is a contradiction.'],
  ['He got $3 + 4 = 8$ instead of 7 by mistake.'],
  ['Therefore, the answer is $\\boxed{x = 5}$.', 'conclusion: x = 5'],
  ['The answer is $\\boxed{17}$.', 'conclusion: 17'],
  ['So $10/3 \\approx 3.33$.', 'rounding: 10/3 \\approx 3.33'],
  ['设 $x = 5$，则 $x + 1 = 6$。', 'definition: x = 5', 'assertion: x + 1 = 6'],
  ['若 $x > 0$，则 $x^2 > 0$。', 'hypothesis: x > 0', 'transition: x^2 > 0 <words'],
  ['$x$ is equal to $5$', 'assertion: x = 5'],
  ['The digits of $n$ = 7 are odd'],
  ['$x^2 = 9$, so $x = 3$, $x = -3$.', 'assertion: x^2 = 9', 'transition: x = 3 | … <words', 'assertion: x = -3'],
  ['The equation $x^2 = 4$ has two roots.', 'equation: x^2 = 4'],
  ['Dividing by 2 gives the equation $x = 4$.', 'assertion: x = 4'],
  ['We need to solve $2x + 1 = 5$.', 'equation: 2x + 1 = 5'],
  ['To find the total: $3 \\cdot 4 = 12$', 'assertion: 3 \\cdot 4 = 12'],
  ['We set $f(x) = 0$.', 'equation: f(x) = 0'],
  ['The minimum $f(x) = -2$ is here.', 'equation: f(x) = -2'],
  ['Check the condition: $29 = 5 \\cdot 14$'],
  ['Let us check if it holds. $3^2 = 10$.'],
  ['For choice B: $2^2 = 6$'],
  ['$4 \\mid 6 \\quad \\text{(false)}$'],
  ['$\\log 2 = \\log 3$. This cannot be true.'],
  ['75 of 100 is $\\frac{75}{100} = 75\\%$ of the flowers that are not roses', 'assertion: \\frac{75}{100} = 75\\%'],
  ['假设 $x = 2$，那么 $2x = 4$。', 'hypothesis: x = 2', 'assertion: 2x = 4'],
  ['令 $y = 3$，解得 $z = 4$。', 'definition: y = 3', 'assertion: z = 4'],
  ['由 $2x = 6$ 得 $x = 3$。', 'assertion: 2x = 6', 'transition: x = 3 <words'],
  ['当 $x = 3$ 时，$x^2 = 9$。', 'hypothesis: x = 3', 'assertion: x^2 = 9'],
  ['求证 $3^2 + 4^2 = 5^2$。'],
  ['这不成立：$1 = 2$，矛盾。'],
  ['答案是 $\\boxed{42}$。', 'conclusion: 42'],
  ['the value is $3 \\cdot 7 = 21$ dollars', 'assertion: 3 \\cdot 7 = 21'],
];

describe('roles', () => {
  test.each(steps)('%s', (text, ...claims) => {
    expect(read(text).claims.map(shown)).toEqual(claims);
  });
});

const successions: readonly (readonly [steps: readonly string[], ...claims: string[]])[] = [
  [['$2x + 3 = 7$', 'Subtracting 3 from both sides: $2x = 4$'], 'transition: 2x = 4 <words'],
  [['The fraction is $\\frac{6}{4}$', '$= \\frac{3}{2}$'], 'assertion: = \\frac{3}{2}'],
  [['$x + y = 7$ and $x - y = 3$', 'Adding the two equations gives $2x = 10$'], 'assertion: 2x = 10'],
  [['$x = 2$', 'The other root is $x = 3$'], 'assertion: x = 3'],
];

describe('from step to step', () => {
  test.each(successions)('%s', (texts, ...claims) => {
    expect(read(...texts).claims.map(shown)).toEqual(claims);
  });
});

function told(effects: readonly LedgerEffect[]): readonly string[] {
  return effects.flatMap(effect => {
    switch (effect.kind) {
      case 'bind':
        return [`${effect.binding.name} ${effect.binding.kind}`];
      case 'constrain': {
        const { type, lower, upper, nonzero } = effect.domain;
        const low = lower === undefined ? '' : ` ${lower.strict ? '>' : '≥'}${lower.value}`;
        const high = upper === undefined ? '' : ` ${upper.strict ? '<' : '≤'}${upper.value}`;
        return [`${effect.name}: ${type ?? ''}${low}${high}${nonzero === true ? ' ≠0' : ''}`];
      }
      case 'openScope':
        return [`open ${effect.scope}`];
      case 'closeScope':
        return ['close'];
      default:
        return [];
    }
  });
}

const effects: readonly (readonly [text: string, ...effects: string[]])[] = [
  ['Let $f(x) = x^2 + 1$.', 'f function'],
  ['Let $x = 5$.', 'x value'],
  ['If $x = 2$, then $x^2 = 4$.', 'open case', 'x value', 'close'],
  ['Let $n$ be a positive integer.', 'n: integer ≥1'],
  ['where $a$, $b$ and $c$ are positive real numbers', 'a: real >0', 'b: real >0', 'c: real >0'],
  ['for all real numbers $x$', 'x: real'],
  ['Suppose $0 < x < 1$.', 'x:  >0', 'x:  <1'],
  ['Assume $x \\in \\mathbb{R}$ and $x \\ne 0$', 'x: real', 'x:  ≠0'],
  ['设 $n$ 为正整数', 'n: integer ≥1'],
  ['Case 1: $x > 0$.', 'open case', 'x:  >0'],
];

describe('effects', () => {
  test.each(effects)('%s', (text, ...expected) => {
    expect(told(read(text).effects)).toEqual(expected);
  });
});
