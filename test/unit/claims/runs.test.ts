/** Arithmetic in running text: what is found, and what must not be. */
import { describe, expect, test } from 'vitest';
import { lineOf } from '../../../server/src/core/claims/line.ts';
import { findRuns } from '../../../server/src/core/claims/prose/runs.ts';
import { partsOf, wordsOf } from './parts.ts';

/** Text of the runs, without blanks. */
function runsIn(text: string): readonly string[] {
  const parts = text.includes('\\') || /\$[^$]*[a-z^_{][^$]*\$/.test(text) ? partsOf(text) : wordsOf(text);
  return findRuns(lineOf(parts)).map(
    run => run.content.text.replaceAll(' ', '') + (run.doubt === undefined ? '' : ' ?'),
  );
}

const found: readonly (readonly [text: string, ...runs: string[]])[] = [
  ['Natalia sold 48/2 = 24 clips in May.', '48/2=24'],
  ['Weng earns 12/60 = $0.2 per minute.', '12/60=0.2'],
  ['So he makes 4500*5=$22,500', '4500*5=22500'],
  ['She read 2 x 16 = 32 pages and 2 x 8 = 16 more', '2*16=32', '2*8=16'],
  ['5 snakes/jaguar * 6 jaguars = 30 snakes', '5*6=30'],
  ['There are 3 green hats + 16 pink hats = 19 hats', '3+16=19'],
  ['20 total gnomes – 12 gnomes = 8 gnomes.', '20-12=8'],
  ['Total cost = Cost per gallon * Total gallons purchased = $3.5 * 4000 = $14,000.', '3.5*4000=14000'],
  ['25% of 80 is 20.', '25%*80=20'],
  ['Half of 48 is 24.', '1/2*48=24'],
  ['The sum of 3 and 4 is 7.', '(3+4)=7'],
  ['3 times 7 is 21, which is odd', '3*7=21'],
  ['Since 5 = 2*2 + 1, the power is 3 here: 7^5 ≡ 7 (mod 10), we see', '5=2*2+1', '7^5≡7(mod10)'],
  ['so 2 ∣ n^2 + n for all n', '2∣n^2+n'],
  ['The number of outcomes is 6 times 6, or 36, since they choose independently.', '6*6=36'],
  ['Navin earns 4.95 times 8, which is 39.6 dollars per day.', '4.95*8=39.6'],
  ['60 divided by 4 equals 15', '60/4=15'],
  ['He has 1 1/2 + 2 = 3 1/2 cups', '(1+1/2)+2=(3+1/2)'],
  ['All the ships had S + 2S + 4S = 7S = 847 people.', 'S+2S+4S=7S=847'],
  ['So x = 2l + w.', 'x=2l+w'],
  ['A = lw = (x/6)(x/3), where l and w are the sides', 'A=l*w=(x/6)(x/3)'],
  ['10/3 is about 3.33', ...[]],
  ['10 / 3 = about 3.33', '10/3≈3.33'],
  ['So 48/2 = <<48/2=24>>24 clips', '48/2=24'],
  ['$\\frac{48}{2}$ = $24$', '\\frac{48}{2}=24'],
  ['$x^2$ is equal to $9$', 'x^2=9'],
  ['12 × 3 = 36 而 5 + 4 = 9', '12*3=36', '5+4=9'],
  ['On Friday: 30 pairs = 30 * 2 = 60 shoes', '30*2=60'],
  ['a cube like 8 = 2^3 or 27 = 3^3.', '27=3^3'],
  ['(i) r = 5', 'r=5'],
  ['half of 10 + 2 = 7', '1/2*10+2=7 ?'],
  ['Roque takes 2 hours*3 = 6 hours a week', '2*3=6'],
  ['.4 liters * 1000 ml/liter = 400 ml', '.4*1000=400'],
  ['30 minutes * 2 = 1 hour', '30*2=1 ?'],
  ['5/20 = 25%', '5/20=25%'],
  ['一共 48 加上 24 等于 72 个', '48+24=72'],
];

const left: readonly string[] = [
  'Step 1: 3 apples',
  'On 2024-11-23 it was 3 pm',
  'See Figure 3.2 and (a) 5',
  'The ratio is 3:4 = 6:8',
  'It takes 3-5 days',
  'Call 555-1234 = home',
  '60 minutes = 1 hour',
  'the price is 5',
  'He is 5 years old and she is 7',
  'square root of 9 + 16 = 25',
  '3 more than 2*5 = 13',
  '5 + 3 = 8 million',
  '17 / 5 = 3 R 2',
  '194 / 11 = 17 with a remainder of 7',
  '2 hours 30 minutes * 2 = 5 hours',
  'The score was 9/11 is 10',
  '15 = 3*4 + tax',
  'Time to heat up to 400 degrees = 20 + 8',
  'so det(A) = -3',
  '2Av = 2(k)',
  'Total for day 3 = 5',
];

describe('runs of arithmetic', () => {
  test.each(found)('%s', (text, ...runs) => {
    expect(runsIn(text)).toEqual(runs);
  });
  test.each(left)('nothing in: %s', text => {
    expect(runsIn(text)).toEqual([]);
  });
});
