/** Equalities: constants exactly, formulas with names as identities where the context makes sure that an identity is meant. */

import { negate, number, power } from '../math/build.ts';
import { withoutEllipsis } from '../math/ellipsis.ts';
import type { Expr, Rational } from '../math/expr.ts';
import { parseRational, toNumber } from '../math/rational.ts';
import { some } from '../math/traverse.ts';
import { conflictOf } from './conflict.ts';
import { type Difference as Different, decide } from './decide.ts';
import { isTrigonometric, trigonometryInDegrees } from './degrees.ts';
import { underFacts } from './explain.ts';
import { explanations } from './facts.ts';
import {
  type Expanded,
  exactValue,
  expand,
  hasUnknownFunction,
  isOpaque,
  type Judging,
  namesOf,
  namesOfAll,
  realValue,
} from './judging.ts';
import { type ChainLink, spanOf } from './link.ts';
import { roundingExcuse, writtenNumeral } from './rounding.ts';
import { slipFromIdentity } from './slip.ts';
import { ruleOfEquality } from './subject.ts';
import { droppedSign } from './units.ts';
import type { Verdict } from './verdict.ts';
import { proved, refuted, remark, tested, unknown } from './verdicts.ts';

/** Judges `left = right` as an equality of values, or as an identity. An equation that only holds for some values is `unknown`. */
export function judgeEquality(written: ChainLink, judging: Judging): Verdict {
  const link = filled(written, judging);
  const signs = [link.left, link.right].map(side => some(side, part => part.kind === 'plusMinus'));
  const bothSigns = signs.every(has => has);
  if (!bothSigns && (isOpaque(link.left) || isOpaque(link.right)))
    return unknown('a side has words, an ellipsis or ± in it');
  const [left, right] = [expand(link.left, judging), expand(link.right, judging)];
  if (hasUnknownFunction(left.expr) || hasUnknownFunction(right.expr))
    return unknown('a function has no definition here');
  const decision = decide(left.expr, right.expr, judging);
  switch (decision.kind) {
    case 'equal':
      return proved(decision.method);
    case 'tested':
      return tested(decision.points, decision.errorBound, decision.domain);
    case 'undecided':
      return unknown(decision.reason, 'identity');
    case 'different':
      break;
  }
  // Which sign goes with which, and what is rounded, is not told by ±.
  if (bothSigns) return unknown('the sides with ± could not be matched');
  const names = namesOfAll([left.expr, right.expr], judging);
  return names.size === 0
    ? unequalConstants(link, left, right, decision, judging)
    : notAnIdentity(link, left, right, decision, judging);
}

/** The link with an ellipsis filled in where the terms around it show the rule. */
function filled(link: ChainLink, judging: Judging): ChainLink {
  const [left, right] = [link.left, link.right].map(side => withoutEllipsis(side, judging.budget));
  return { ...link, left: left ?? link.left, right: right ?? link.right };
}

function unequalConstants(
  link: ChainLink,
  left: Expanded,
  right: Expanded,
  decision: Different,
  judging: Judging,
): Verdict {
  const excuse = excuseOf(link, left.expr, right.expr, judging);
  if (excuse !== undefined) return unknown(excuse, 'exact');
  if (left.ambiguous.size + right.ambiguous.size > 0) return unknown('a name has more than one meaning here');
  if (isRenamed(link, left, right)) return unknown('the name may have been given a new value');
  const usesDefinition = left.used.size + right.used.size > 0;
  const rule = ruleOfEquality(link.left, link.right, usesDefinition);
  const correct = correctValue(link, left.expr, right.expr, judging);
  return refuted(
    {
      kind: 'values',
      left: decision.left,
      right: decision.right,
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
  // a = b = c with a = c: b is wrong. With b = c the first side may be, but only a value can be replaced.
  if (rightWritten !== undefined && l !== undefined) return { side: link.right, value: inNotation(l, link.right) };
  if (leftWritten !== undefined && r !== undefined && (next === undefined || !sameValue(next, l))) {
    return { side: link.left, value: inNotation(r, link.left) };
  }
  const decimals = rightWritten?.decimals ?? 0;
  const real = decimals > 0 && decimals <= 12 ? realValue(left, judging) : Number.NaN;
  const rounded = parseRational(Number.isFinite(real) && Math.abs(real) < 1e6 ? real.toFixed(decimals) : '');
  return rounded === undefined ? undefined : { side: link.right, value: inNotation(rounded, link.right) };
}

function sameValue(a: Rational, b: Rational | undefined): boolean {
  return b !== undefined && a.n === b.n && a.d === b.d;
}

/** The value with the unit and the percent sign of the side that it replaces; as a decimal where that side is one and the value ends. */
function inNotation(value: Rational, side: Expr): Expr {
  switch (side.kind) {
    case 'quantity':
      return { ...side, arg: inNotation(value, side.arg) };
    case 'degree':
      return { ...side, arg: inNotation(value, side.arg) };
    case 'percent':
      return { ...side, arg: inNotation({ n: value.n * 100n, d: value.d }, side.arg) };
    case 'number': {
      const decimals = side.decimals ?? 0;
      return decimals > 0 ? { ...number(value), decimals } : number(value);
    }
    default:
      return number(value);
  }
}

function notAnIdentity(
  link: ChainLink,
  left: Expanded,
  right: Expanded,
  decision: Different,
  judging: Judging,
): Verdict {
  const claimsIdentity = link.rewriting || definesByApplication(link, left, right, judging) || isComputation(link);
  if (!claimsIdentity) {
    return (
      conflictOf(link, left, right, judging) ??
      nearIdentity(link, left, right, decision, judging) ??
      unknown('an equation: it holds for some values and not for others', 'identity')
    );
  }
  if (left.ambiguous.size + right.ambiguous.size > 0) return unknown('a name has more than one meaning here');
  if (hasParameters(link, left.expr, right.expr, judging))
    return unknown('a condition on the parameters of a function', 'identity');
  if (!sameNames(link, left.expr, right.expr, decision, judging)) {
    return conflictOf(link, left, right, judging) ?? unknown('values may have been put in for a name', 'identity');
  }
  if (judging.ledger.inContradiction()) return unknown('a false relation is the aim of a contradiction');
  const facts = explanations(namesOfAll([left.expr, right.expr], judging), judging);
  if (facts.unsettled) return unknown('relations about these names could not all be used', 'identity');
  if (facts.equations.length > 0) {
    const under = underFacts([{ left: left.expr, right: right.expr }], facts, judging);
    if (under.outcome === 'holds') return tested(under.count, 1e-3, 'where the relations in force hold', 'facts');
    if (under.outcome !== 'fails') return unknown('relations in force about these names may explain it', 'facts');
  }
  if (differsBySign(left.expr, right.expr, judging))
    return unknown('the sides agree but for a sign that depends on the values', 'identity');
  if (decision.onlyNegative) return unknown('it fails only for negative values: a condition may be unsaid', 'identity');
  const usesDefinition = left.used.size + right.used.size > 0;
  const rule =
    decision.of === 'derivatives'
      ? 'claim.false-antiderivative'
      : ruleOfEquality(link.left, link.right, usesDefinition);
  return refuted(
    {
      kind: 'values',
      left: decision.left,
      right: decision.right,
      relation: '=',
      at: decision.at,
      ...(decision.entry === undefined ? {} : { entry: decision.entry }),
    },
    { rule, checker: 'real', link: link.index, span: link.right.span },
  );
}

/** |left| = |right| everywhere, and the sign changes from place to place: cos x = √(1 - sin² x), with an angle that is meant to be acute. */
function differsBySign(left: Expr, right: Expr, judging: Judging): boolean {
  const holds = (l: Expr, r: Expr): boolean => ['equal', 'tested'].includes(decide(l, r, judging).kind);
  return holds(power(left, 2), power(right, 2)) && !holds(left, negate(right));
}

/** Both sides about the same names, and one slip away from a true identity: told as a remark, since an equation may be meant after all. */
function nearIdentity(
  link: ChainLink,
  left: Expanded,
  right: Expanded,
  decision: Different,
  judging: Judging,
): Verdict | undefined {
  const { claim, ledger } = judging;
  if (left.used.size + right.used.size > 0 || decision.onlyNegative || ledger.inContradiction()) return undefined;
  // Where an equation is being solved, relations about its unknown are equations.
  if (ledger.solving() !== undefined) return undefined;
  if (claim.role !== 'assertion' && claim.role !== 'transition') return undefined;
  if (!sameNames(link, left.expr, right.expr, decision, judging)) return undefined;
  const names = [...namesOf(left.expr, judging)];
  if (slipFromIdentity({ left: left.expr, right: right.expr }, names, judging) === undefined) return undefined;
  return remark(
    { kind: 'values', left: decision.left, right: decision.right, relation: '=', at: decision.at },
    { rule: 'claim.not-an-identity', checker: 'real', link: link.index, span: spanOf(link) },
  );
}

/** `f(x) = …` for a function that is defined: the definition makes it an identity. With a constant on the other side (`f'(x) = 0`) it is to be solved. */
function definesByApplication(link: ChainLink, left: Expanded, right: Expanded, judging: Judging): boolean {
  const applies = (side: Expr, expanded: Expanded, other: Expr): boolean =>
    side.kind === 'apply' && expanded.used.has(side.name) && namesOf(other, judging).size > 0;
  return applies(link.left, left, link.right) || applies(link.right, right, link.left);
}

/** A definition brings names along that the claim does not mention: `f(2) = 20` for f(x) = ax + b is a condition on a and b. */
function hasParameters(link: ChainLink, left: Expr, right: Expr, judging: Judging): boolean {
  const written = namesOfAll([link.left, link.right], judging);
  return [...namesOfAll([left, right], judging)].some(name => !written.has(name));
}

/** The left side asks for a computation: a derivative, a sum, a limit, an integral. */
function isComputation(link: ChainLink): boolean {
  const asked = COMPUTATIONS.has(link.left.kind) || (link.left.kind === 'call' && link.left.fn === 'det');
  return asked && !some(link.right, part => part.kind === 'integral' && part.lower !== undefined);
}

const COMPUTATIONS: ReadonlySet<Expr['kind']> = new Set<Expr['kind']>([
  'derivative',
  'bigOperator',
  'limit',
  'integral',
  'bracketEvaluation',
]);

/** A name that stands on one side only was put in for, or put in: then the sides are equal only for its value. */
function sameNames(link: ChainLink, left: Expr, right: Expr, decision: Different, judging: Judging): boolean {
  const [l, r] = [namesOf(left, judging), namesOf(right, judging)];
  const constants = decision.of === 'derivatives' ? 1 : 0;
  if (link.left.kind === 'apply' || isComputation(link)) return [...r].filter(name => !l.has(name)).length <= constants;
  return l.size === r.size && [...l].every(name => r.has(name));
}

/** For the messages of others: the value of a constant side in doubles. */
export function approximateValue(expr: Expr, judging: Judging): number {
  const exact = exactValue(expr, judging);
  return exact === undefined ? realValue(expr, judging) : toNumber(exact);
}
