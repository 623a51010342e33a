/** Two constant sides with different values: what may be meant all the same, which side is wrong, and what it should be. */
import { number } from '../math/build.ts';
import type { Expr, Rational } from '../math/expr.ts';
import { printText } from '../math/print.ts';
import { divideRational, parseRational } from '../math/rational.ts';
import { some } from '../math/traverse.ts';
import { type Difference as Different, decide } from './decide.ts';
import { degreesOf, isTrigonometric, trigonometryInDegrees } from './degrees.ts';
import { type Expanded, exactValue, expand, type Judging, realValue } from './judging.ts';
import { type ChainLink, spanOf } from './link.ts';
import { ofWhatStandsBefore } from './percent-sum.ts';
import { roundingExcuse, writesDecimals, writtenNumeral, writtenPower } from './rounding.ts';
import { showRational, terminatingDecimal } from './show.ts';
import { ruleOfEquality } from './subject.ts';
import { droppedSign } from './units.ts';
import type { Verdict } from './verdict.ts';
import { refuted, unknown } from './verdicts.ts';

/** Judges a link whose sides, definitions put in, have no names and differ for certain. */
export function judgeUnequalConstants(
  link: ChainLink,
  left: Expanded,
  right: Expanded,
  decision: Different,
  judging: Judging,
): Verdict {
  const read = { left: ofWhatStandsBefore(left.expr), right: ofWhatStandsBefore(right.expr) };
  const excuse = excuseOf(link, read.left, read.right, judging);
  if (excuse !== undefined) return unknown(excuse, 'exact');
  if (left.ambiguous.size + right.ambiguous.size > 0) return unknown('a name has more than one meaning here');
  if (isRenamed(link, left, right)) return unknown('the name may have been given a new value');
  const usesDefinition = left.used.size + right.used.size > 0;
  const rule = ruleOfEquality(link.left, link.right, usesDefinition);
  const correct = correctValue(link, read.left, read.right, judging);
  const shown = (written: Expr, meant: Expr, text: string, known: Rational | undefined, other: Expr): string => {
    const value = meant === written ? known : exactValue(meant, judging);
    const plain = value === undefined || value === known ? text : showRational(value);
    return inDegrees(written, judging) ?? inDecimals(value, other, link) ?? plain;
  };
  return refuted(
    {
      kind: 'values',
      left: shown(left.expr, read.left, decision.left, decision.leftValue, link.right),
      right: shown(right.expr, read.right, decision.right, decision.rightValue, link.left),
      relation: '=',
      at: [],
      ...(decision.entry === undefined ? {} : { entry: decision.entry }),
      ...(correct === undefined ? {} : { correct: correct.value }),
    },
    {
      rule,
      checker: 'exact',
      link: link.index,
      span: correct?.side.span ?? (writtenNumeral(link.right) === undefined ? spanOf(link) : link.right.span),
      ...(correct === undefined ? {} : { fix: { span: correct.side.span, correct: correct.value } }),
    },
  );
}

/** `270°` instead of the radians that it is worth. */
function inDegrees(expr: Expr, judging: Judging): string | undefined {
  const degrees = degreesOf(expr);
  const value = degrees && exactValue(degrees, judging);
  return value && `${showRational(value)}°`;
}

/** `44.145` instead of 8829/200, to somebody who writes decimals; with the power of ten that the other side has. */
function inDecimals(value: Rational | undefined, other: Expr, { sides }: ChainLink): string | undefined {
  if (value === undefined || value.d === 1n || !writesDecimals(sides)) return undefined;
  if (other.kind === 'product' && writtenNumeral(other) !== undefined) return printText(inNotation(value, other, true));
  return terminatingDecimal(value, MOST_DECIMALS)?.replace('-', '−');
}

/** Reasons for which two different values may still be what the writer means. */
function excuseOf(link: ChainLink, left: Expr, right: Expr, judging: Judging): string | undefined {
  if (judging.ledger.inContradiction()) return 'a false relation is the aim of a contradiction';
  if (isFailedCheck(link, judging)) return 'a check that does not come out';
  if (isPlainNumeral(link.left) && isPlainNumeral(link.right)) return 'two numerals set equal: a case that cannot be';
  if (isZero(link.left) || (isZero(link.right) && !hasOperation(link.left)))
    return 'a number set equal to 0: a case that cannot be';
  if (isAmount(link.left) && !link.borrowed)
    return 'an amount set equal to another: a conversion or a scale may be meant';
  const dropped = droppedSign(left, right, realValue(left, judging), realValue(right, judging));
  if (dropped !== undefined) return dropped;
  if (decideInDegrees(left, right, judging)) return 'angles may be meant in degrees';
  return roundingExcuse(left, right, judging, 1);
}

/** `60 = 5² + 6² = 25 + 36 = 61`: who writes the other value out has seen that it differs. */
function isFailedCheck({ index, left, sides }: ChainLink, judging: Judging): boolean {
  if (index > 0 || sides.length < 3 || !isPlainNumeral(left)) return false;
  const values = sides.slice(1).map(side => exactValue(expand(side, judging).expr, judging));
  const [first, ...rest] = values;
  return first !== undefined && rest.every(value => sameValue(first, value));
}

/** Whether the sides agree where every trigonometric function is taken of degrees. */
function decideInDegrees(left: Expr, right: Expr, judging: Judging): boolean {
  if (![left, right].some(side => some(side, isTrigonometric))) return false;
  return decide(trigonometryInDegrees(left), trigonometryInDegrees(right), judging).kind !== 'different';
}

function isPlainNumeral(expr: Expr): boolean {
  if (expr.kind === 'negate' || expr.kind === 'quantity') return isPlainNumeral(expr.arg);
  return expr.kind === 'number';
}

/** `4 hours`, `$1.50`: something counted or measured that is not computed here. */
function isAmount(expr: Expr): boolean {
  if (expr.kind === 'product' && expr.implicit)
    return (
      expr.factors.some(isAmount) &&
      expr.factors.every(factor => isAmount(factor) || writtenNumeral(factor) !== undefined)
    );
  if (expr.kind !== 'quantity') return false;
  const { arg } = expr;
  return (
    isPlainNumeral(arg) ||
    arg.kind === 'mixed' ||
    (arg.kind === 'quotient' && isPlainNumeral(arg.numerator) && isPlainNumeral(arg.denominator))
  );
}

function isZero(expr: Expr): boolean {
  return expr.kind === 'number' && expr.value.n === 0n;
}

function hasOperation(expr: Expr): boolean {
  return !isPlainNumeral(expr);
}

/** `x = 5` where x had a value before: people use a name again. */
function isRenamed(link: ChainLink, left: Expanded, right: Expanded): boolean {
  return (
    (link.left.kind === 'symbol' && left.used.has(link.left.name)) ||
    (link.right.kind === 'symbol' && right.used.has(link.right.name))
  );
}

/** The side that should change, with its right value: the one that is a plain numeral; in a longer chain the one that its neighbours contradict. */
function correctValue(
  link: ChainLink,
  left: Expr,
  right: Expr,
  judging: Judging,
): { readonly side: Expr; readonly value: Expr } | undefined {
  const [l, r] = [exactValue(left, judging), exactValue(right, judging)];
  const [leftWritten, rightWritten] = [writtenNumeral(link.left), writtenNumeral(link.right)];
  const after = link.sides[link.index + 2];
  const next = after === undefined ? undefined : exactValue(expand(after, judging).expr, judging);
  const decimal = writesDecimals(link.sides);
  // a = b = c with a = c: b is wrong. With b = c the first side may be, but only a value can be replaced.
  if ((rightWritten !== undefined || isFraction(link.right)) && l !== undefined)
    return { side: link.right, value: inNotation(l, link.right, decimal) };
  if (leftWritten !== undefined && r !== undefined && (next === undefined || !sameValue(next, l))) {
    return { side: link.left, value: inNotation(r, link.left, decimal) };
  }
  const decimals = rightWritten?.decimals ?? 0;
  const real = decimals > 0 && decimals <= 12 ? realValue(left, judging) : Number.NaN;
  const rounded = parseRational(Number.isFinite(real) && Math.abs(real) < 1e6 ? real.toFixed(decimals) : '');
  return rounded === undefined ? undefined : { side: link.right, value: inNotation(rounded, link.right, decimal) };
}

/** `3/7`: a fraction of numerals stands for its value. */
function isFraction(expr: Expr): boolean {
  if (expr.kind === 'negate') return isFraction(expr.arg);
  return expr.kind === 'quotient' && isPlainNumeral(expr.numerator) && isPlainNumeral(expr.denominator);
}

function sameValue(a: Rational, b: Rational | undefined): boolean {
  return b !== undefined && a.n === b.n && a.d === b.d;
}

/** Digits after the point of a decimal that is offered instead of a fraction. */
const MOST_DECIMALS = 6;

/** The value with the unit and the percent sign of the side that it replaces; as a decimal where decimals are written and the value ends soon. */
function inNotation(value: Rational, side: Expr, decimal: boolean): Expr {
  switch (side.kind) {
    case 'quantity':
      return { ...side, arg: inNotation(value, side.arg, decimal) };
    case 'degree':
      return { ...side, arg: inNotation(value, side.arg, decimal) };
    case 'percent':
      return { ...side, arg: inNotation({ n: value.n * 100n, d: value.d }, side.arg, decimal) };
    case 'number': {
      const decimals = Math.max(side.decimals ?? 0, decimal ? decimalsOf(value) : 0);
      return decimals > 0 ? { ...number(value), decimals } : number(value);
    }
    case 'product': {
      const [mantissa, scale] = side.factors;
      const power = writtenNumeral(side) && scale && writtenPower(scale);
      const rest = power && divideRational(value, power);
      if (mantissa === undefined || scale === undefined || rest === undefined) return number(value);
      return { ...side, factors: [inNotation(rest, mantissa, decimal), scale] };
    }
    default:
      return number(value);
  }
}

/** How many digits after the point the value has; 0 where it does not end soon. */
function decimalsOf(value: Rational): number {
  return terminatingDecimal(value, MOST_DECIMALS)?.split('.')[1]?.length ?? 0;
}
