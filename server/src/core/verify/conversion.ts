/** One amount in two units: `90 km/h = 25 m/s`. */
import { number } from '../math/build.ts';
import type { Expr, Rational } from '../math/expr.ts';
import { printText } from '../math/print.ts';
import { divideRational, equalRational, multiplyRational } from '../math/rational.ts';
import { amountOf, isConversion } from '../math/units.ts';
import { exactValue, type Judging } from './judging.ts';
import type { ChainLink } from './link.ts';
import { unitsAway, writtenNumeral } from './rounding.ts';
import { terminatingDecimal } from './show.ts';
import type { Verdict } from './verdict.ts';
import { proved, refuted, unknown } from './verdicts.ts';

/** "1 cm = 5 km" gives the scale of a map, "1 cm^2 = 25 km^2" too. */
const SCALED: ReadonlySet<string> = new Set(['length', 'length^2']);

const MOST_DECIMALS = 6;

/** Judges two amounts of one kind in different units; `undefined` for anything else, and where a scale may be given. */
export function judgeConversion({ left, right, index }: ChainLink, judging: Judging): Verdict | undefined {
  const [from, to] = [amountOf(left), amountOf(right)];
  if (from === undefined || to === undefined || !isConversion([left, right])) return undefined;
  if (equalRational(from.unit.size, to.unit.size)) return undefined;
  const [l, r] = [exactValue(from.number, judging), exactValue(to.number, judging)];
  const factor = divideRational(from.unit.size, to.unit.size);
  if (l === undefined || r === undefined || factor === undefined) return undefined;
  const value = multiplyRational(l, factor);
  if (equalRational(value, r)) return proved('converting units');
  const written = writtenNumeral(to.number);
  if (written !== undefined && unitsAway(written, number(value), judging) < 1)
    return unknown('a conversion that is rounded', 'exact');
  if (SCALED.has(from.unit.dimension)) return undefined;
  if (judging.ledger.inContradiction()) return unknown('a false relation is the aim of a contradiction');
  const correct: Expr = { kind: 'quantity', arg: inDecimals(value), unit: to.written, span: right.span };
  return refuted(
    { kind: 'values', left: printText(correct), right: printText(right), relation: '=', at: [], correct },
    {
      rule: 'claim.false-equality',
      checker: 'exact',
      link: index,
      span: right.span,
      fix: { span: right.span, correct },
    },
  );
}

function inDecimals(value: Rational): Expr {
  const decimals = terminatingDecimal(value, MOST_DECIMALS)?.split('.')[1]?.length;
  return decimals === undefined ? number(value) : { ...number(value), decimals };
}
