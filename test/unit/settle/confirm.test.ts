/** A counterexample of SymPy and what the instant checks make of it: only what is false there too, and claimed there, is refuted. */
import { describe, expect, test } from 'vitest';
import type { Counterexample } from '../../../server/src/core/code/sandbox.ts';
import { type Confirmation, confirm } from '../../../server/src/core/settle/confirm.ts';
import { claimIn } from './documents.ts';

/** A document, a claim of it, a point, and what comes of it: the rule and evidence, or the reason why not. */
type Row = readonly [document: string, claim: string, at: Counterexample, outcome: string];

function confirmed(document: string, text: string, at: Counterexample): Confirmation {
  const plan = claimIn(document, text).task?.plan;
  const check = plan?.checks[0];
  if (plan === undefined || check === undefined) throw new Error(`no check for ${text} in ${document}`);
  return confirm(check, at, plan);
}

function shown(confirmation: Confirmation): string {
  if (confirmation.kind !== 'refuted') return `${confirmation.kind}: ${confirmation.reason}`;
  const { status, rule, evidence } = confirmation.verdict;
  if (evidence.kind !== 'values') return `${status} ${rule}: ${evidence.kind}`;
  const at = evidence.at.map(({ name, value }) => ` at ${name} = ${value}`).join(',');
  return `${status} ${rule}: ${evidence.left} ${evidence.relation} ${evidence.right}${at}`;
}

const check = (rows: readonly Row[]) =>
  test.each(rows)('%s, %s at %j: %s', (document, claim, at, outcome) => {
    expect(shown(confirmed(document, claim, at))).toBe(outcome);
  });

const universal = 'For all real $x$ we have';

const given = 'Let $f(x) = x^2+1$. Then';
const image = 'f(x+1) = x^2+2x+1';

describe('refuted', () => {
  check([
    [`${given} $${image}$.`, image, { x: '2' }, 'refuted claim.contradicts-definition: 10 = 9 at x = 2'],
    ['$2^{10} = 1000$', '2^{10} = 1000', {}, 'refuted claim.false-equality: 1024 = 1000'],
    [
      '$\\int x^2\\,dx = \\frac{x^3}{2} + C$',
      '\\int x^2\\,dx = \\frac{x^3}{2} + C',
      { x: '1' },
      'refuted claim.false-antiderivative: 1 = 3/2 at x = 1',
    ],
    [`${universal} $x^2 > x$.`, 'x^2 > x', { x: '1/2' }, 'refuted claim.false-inequality: 0.25 > 0.5 at x = 0.5'],
    [
      'For every integer $n$, $n^2 \\equiv 1 \\pmod 3$.',
      'n^2 \\equiv 1 \\pmod 3',
      { n: '3' },
      'refuted claim.false-congruence: 0 (mod 3) ≡ 1 (mod 3) at n = 3',
    ],
    [
      '$2^{10} \\equiv 3 \\pmod 7$',
      '2^{10} \\equiv 3 \\pmod 7',
      {},
      'refuted claim.false-congruence: 2 (mod 7) ≡ 3 (mod 7)',
    ],
  ]);
});

describe('true there: the engines disagree', () => {
  check([
    ['$(x+1)^2 = x^2+2x+1$', '(x+1)^2 = x^2+2x+1', { x: '2' }, 'holds: the sides are equal there'],
    [`${universal} $x^2 \\ge x - 1$.`, 'x^2 \\ge x - 1', { x: '1/2' }, 'holds: it is true there'],
    ['$2^{10} \\equiv 2 \\pmod 7$', '2^{10} \\equiv 2 \\pmod 7', {}, 'holds: it is true there'],
  ]);
});

describe('open', () => {
  check([
    [`${given} $${image}$.`, image, { x: 'CRootOf(x**5 - x - 1, 0)' }, 'open: its values could not be read'],
    [`${given} $${image}$.`, image, { unheard: '2' }, 'open: its values could not be read'],
    ['For all $x > 0$ we have $x^2 > x$.', 'x^2 > x', { x: '-1/2' }, 'open: the value of x may not be allowed'],
    ['For every integer $n$ we have $n^2 > n$.', 'n^2 > n', { n: '1/2' }, 'open: the value of n may not be allowed'],
    ['$\\sqrt{2} \\approx 1.414$', '\\sqrt{2} \\approx 1.414', {}, 'open: the instant judge tells of it'],
    ['We solve $x^2 = 9$. Hence $x = 3$.', 'x = 3', { x: '-3' }, 'open: a solution that is lost may be meant'],
    [
      'Let $x + y > 3$. Then $x^2 + y^2 > 10$.',
      'x^2 + y^2 > 10',
      { x: '2', y: '2' },
      'open: it is not said to hold for all values',
    ],
    [
      'Let $x + y > 3$. Then $x^2 + y^2 > 10$.',
      'x^2 + y^2 > 10',
      { x: '1', y: '1' },
      'holds: what it follows from is false there',
    ],
    ['Here $n \\equiv 0 \\pmod 2$.', 'n \\equiv 0 \\pmod 2', { n: '3' }, 'open: it may rest on others'],
  ]);
});
