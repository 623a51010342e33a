/** An equation that is said to follow from an earlier one: what happens to the roots on the way. */
import type { Origin } from '../claims/claim.ts';
import { number } from '../math/build.ts';
import type { Expr } from '../math/expr.ts';
import { equalRational, toNumber } from '../math/rational.ts';
import { substitute } from '../math/symbols.ts';
import { some } from '../math/traverse.ts';
import { degreesOf, isTrigonometric, trigonometryInDegrees } from './degrees.ts';
import { explainedByFacts, followsFromAnother } from './explain.ts';
import { type Condition, conditionAt, type Explanations, explanations, saidLater } from './facts.ts';
import { domainOf, exactValue, expand, hasUnknownFunction, isOpaque, type Judging, namesOfAll } from './judging.ts';
import { differsInOneCoefficient, solveLinearSystem } from './linear.ts';
import { type Comparison, compareEquations, holdsIn } from './roots/compare.ts';
import { compareWithParameters } from './roots/parameters.ts';
import { type Equation, equationOf, type Root, solve } from './roots/solve.ts';
import type { Pair } from './roots/variety.ts';
import { writtenNumeral } from './rounding.ts';
import { showRational } from './show.ts';
import { slipFromEquation } from './slip.ts';
import { type Later, rootFinding, type Tie } from './transition-finding.ts';
import type { Verdict } from './verdict.ts';
import { proved, tested, unknown } from './verdicts.ts';

interface Step extends Tie {
  readonly judging: Judging;
  readonly names: readonly string[];
}

/** Judges `later` as a consequence of `origin`, together with the facts in force. */
export function judgeTransition(later: Later, origin: Origin, judging: Judging): Verdict {
  const pair = originPair(origin);
  const from = pair && readEquations([pair], judging);
  const to = readEquations([later, ...later.alternatives], judging);
  if (pair === undefined || from === undefined || to === undefined)
    return unknown('a side has no value that can be computed');
  const sides = [...sidesOf(from), ...sidesOf(to)];
  if (sides.some(side => some(side, isJumpy))) return unknown('equations with whole parts are not solved here');
  const degrees = sides.some(side => some(side, part => part.kind === 'degree'));
  const read = (equation: Equation): Equation => (degrees ? mapSides(equation, trigonometryInDegrees) : equation);
  return settled({
    judging,
    origin,
    later,
    earlier: pair,
    from: read(from),
    to: read(to),
    names: [...namesOfAll(sides, judging)],
  });
}

/** Functions with jumps: their solutions are whole stretches, and mostly of whole numbers only. */
function isJumpy(expr: Expr): boolean {
  return expr.kind === 'call' && ['floor', 'ceil', 'round', 'fractionalPart', 'mod', 'gcd', 'lcm'].includes(expr.fn);
}

function mapSides(equation: Equation, f: (side: Expr) => Expr): Equation {
  return { alternatives: equation.alternatives.map(({ left, right }) => ({ left: f(left), right: f(right) })) };
}

/** A false relation without names, said to follow: right where the earlier equation has no solution either. `undefined` where it has, or who knows. */
export function judgeImpossible(origin: Origin, judging: Judging): Verdict | undefined {
  const pair = originPair(origin);
  const from = pair && readEquations([pair], judging);
  const [name, second] = from === undefined ? [] : [...namesOfAll(sidesOf(from), judging)];
  if (from === undefined || name === undefined || second !== undefined) return undefined;
  const { roots, complete } = solve(from, name, judging);
  return complete && roots.length === 0 ? proved('the equation before has no solution either', 'roots') : undefined;
}

function settled(step: Step): Verdict {
  const comparison = compared(step);
  switch (comparison.kind) {
    case 'equivalent':
      return follows(comparison.exact);
    case 'implied':
      return implied(comparison.gained, comparison.exact, step);
    case 'loses':
      return loses(comparison.lost, step);
    case 'wrong':
      return wrong(comparison.lost, comparison.gained, step);
    case 'unclear':
      return (
        explainedByFacts(step.to, inForce(step), step.judging) ??
        againstSystem(step, others(step)) ??
        unknown(comparison.reason, 'roots')
      );
  }
}

function originPair({ chain }: Origin): Pair | undefined {
  const left = chain.sides[0];
  const right = chain.sides[chain.sides.length - 1];
  const equal = chain.links.every(({ op }) => op === '=' || op === ':=');
  return left === undefined || right === undefined || !equal ? undefined : { left, right };
}

/** Several equations joined by "or", with definitions put in; `undefined` where one has a side without a value. */
export function readEquations(given: readonly Pair[], judging: Judging): Equation | undefined {
  // Angles are counted in degrees, with or without the sign, where no function is taken of them.
  const side = (expr: Expr): Expr => {
    const expanded = expand(expr, judging).expr;
    return degreesOf(expanded) ?? expanded;
  };
  const alternatives = given.flatMap(({ left, right }) =>
    equationOf(left, right).alternatives.map(each => ({ left: side(each.left), right: side(each.right) })),
  );
  const readable = alternatives.every(({ left, right }) =>
    [left, right].every(side => !isOpaque(side) && !hasUnknownFunction(side)),
  );
  return readable && alternatives.length > 0 ? { alternatives } : undefined;
}

function sidesOf(equation: Equation): readonly Expr[] {
  return equation.alternatives.flatMap(({ left, right }) => [left, right]);
}

function compared({ from, to, names, judging }: Step): Comparison {
  const [only, second] = names;
  if (only === undefined) return { kind: 'unclear', reason: 'there is no unknown' };
  if (second === undefined) return compareEquations(from, to, only, judging);
  return compareWithParameters(from, to, names, judging);
}

/** Every other relation about the names: the earlier equation and this one are left out. */
function others({ names, judging, origin, later }: Step): Explanations {
  const own = judging.claim.body.kind === 'chain' && later.index === 0 ? [judging.claim.body] : [];
  return explanations(names, judging, [origin.chain, ...own]);
}

/** The other relations together with the earlier equation. */
function inForce(step: Step, facts = others(step)): Explanations {
  const { from, origin } = step;
  const [only, second] = from.alternatives;
  if (only === undefined || second !== undefined) return facts;
  return { ...facts, equations: [...facts.equations, { ...only, op: '=', step: origin.step }] };
}

function follows(exact: boolean): Verdict {
  return exact
    ? proved('it follows from the equation before', 'roots')
    : tested(3, 1e-4, 'the real solutions that were found', 'roots');
}

function implied(gained: readonly Root[], exact: boolean, step: Step): Verdict {
  const telling = gained.length > 0 && step.origin.tie !== 'succession' && step.names.length === 1;
  const verdict = follows(exact);
  return telling
    ? { ...rootFinding(step, [], gained, 'equation.adds-roots', step.judging), status: verdict.status }
    : verdict;
}

/** Only mirror images of positive solutions that are kept are lost: x² = 196, x = 14. */
function isSignLoss(lost: readonly Root[], { to, names, judging }: Step): boolean {
  const [name] = names;
  if (name === undefined) return false;
  return lost.every(root => root.value < 0 && holdsIn(to, { value: -root.value }, name, judging) === 'yes');
}

/** A letter for a length or a count, or one of which more is known than the equation, where no equation is being solved. */
function isLikelySize({ names, judging }: Step, facts: Explanations): boolean {
  if (judging.ledger.solving() !== undefined) return false;
  return facts.equations.length > 0 || names.some(name => !['x', 'y', 'z', 't', 'u'].includes(name));
}

function loses(lost: readonly Root[], step: Step): Verdict {
  const facts = others(step);
  const explained =
    facts.equations.length === 0 ? undefined : explainedByFacts(step.to, inForce(step, facts), step.judging);
  if (explained !== undefined) return explained;
  if (facts.unsettled || step.origin.tie === 'succession' || step.names.length !== 1) {
    return unknown('solutions are left out, which other conditions may explain', 'roots');
  }
  if (step.judging.ledger.selects() && isSolved(step)) {
    return unknown('the problem may want some of the solutions only', 'roots');
  }
  if (isSignLoss(lost, step) && isLikelySize(step, facts)) {
    return unknown('the negative solution is left out, as for a length or a count', 'roots');
  }
  if (isBranchOfPeriodic(step)) {
    return unknown('further solutions of a periodic equation may be named elsewhere', 'roots');
  }
  const later = saidLater(step.judging, step.origin.step);
  const known = [...facts.conditions, ...facts.equations, ...later.filter(({ op }) => op !== '=')];
  const named = [...facts.equations, ...later.filter(({ op }) => op === '=')];
  const missing = lost.filter(
    root => !isExcluded(root, step, known) && !isOutOfReach(root, step, facts) && !isNamed(root, step, named),
  );
  if (missing.length === 0) return unknown('the solutions that are left out are excluded or named elsewhere', 'roots');
  return rootFinding(step, missing, [], 'equation.loses-roots', step.judging);
}

/** Values, and no equation any more. */
function isSolved({ to, judging }: Step): boolean {
  return to.alternatives.every(({ left, right }) => left.kind === 'symbol' && namesOfAll([right], judging).size === 0);
}

/** The branches of a periodic equation are taken up one after the other, and one solution may stand for all: but not on a stretch of the line, nor where the others are divided out. */
function isBranchOfPeriodic({ from, to, names, origin, judging }: Step): boolean {
  const isPeriodic = (equation: Equation): boolean => sidesOf(equation).some(side => some(side, isTrigonometric));
  const isBounded = names.every(name => {
    const { lower, upper } = domainOf(name, judging);
    return lower !== undefined && upper !== undefined;
  });
  return isPeriodic(from) && (!isBounded || (isPeriodic(to) && origin.divides !== true));
}

/** A root at which another relation about it alone fails was never a solution. */
function isExcluded(root: Root, { judging }: Step, known: readonly Condition[]): boolean {
  const at = new Map([[root.name, root.value]]);
  return known.some(
    condition => onlyAbout(condition, root.name, judging) && conditionAt(condition, at, judging) === 'no',
  );
}

/** No value for what the name stands for: s = -2 where s = sin x. */
function isOutOfReach({ name, exact }: Root, { judging }: Step, facts: Explanations): boolean {
  return facts.equations.some(({ left, right }) => {
    const meaning = isNameOf(name, left) ? right : isNameOf(name, right) ? left : undefined;
    const [other, second] = meaning === undefined ? [] : [...namesOfAll([meaning], judging)];
    if (meaning === undefined || exact === undefined || other === undefined || other === name || second !== undefined)
      return false;
    return solve({ alternatives: [{ left: meaning, right: exact }] }, other, judging).roots.length === 0;
  });
}

function isNameOf(name: string, side: Expr): boolean {
  return side.kind === 'symbol' && side.name === name;
}

/** A root that a branch of the same equation has already named: `x = 0` before `x = 2`. */
function isNamed(root: Root, { from, origin, judging }: Step, equations: readonly Condition[]): boolean {
  return equations.some(({ left, right, step }) => {
    if (step < origin.step || !onlyAbout({ left, right }, root.name, judging)) return false;
    const branch = { alternatives: [{ left, right }] };
    return (
      holdsIn(branch, root, root.name, judging) === 'yes' &&
      compareEquations(from, branch, root.name, judging).kind === 'loses'
    );
  });
}

function onlyAbout({ left, right }: Pair, name: string, judging: Judging): boolean {
  return [...namesOfAll([left, right], judging)].every(other => other === name);
}

/** `x = 132.66` for x = 40√11: a root in decimals is rounded, not wrong. */
function isRounding(lost: readonly Root[], { later }: Step): boolean {
  const written = later.left.kind === 'symbol' ? writtenNumeral(later.right) : undefined;
  if (written === undefined || written.decimals === 0) return false;
  const [value, unit] = [toNumber(written.value), toNumber(written.unit)];
  return lost.some(root => Math.abs(root.value - value) < unit);
}

/** From a value that has been found (`x = ±1`) nobody goes on to another equation: a new one begins. */
function beginsAnew({ earlier, later, origin }: Step, judging: Judging): boolean {
  const solved = ({ left, right }: Pair): boolean => left.kind === 'symbol' && namesOfAll([right], judging).size === 0;
  return solved(earlier) && !solved(later) && origin.tie !== 'implies' && origin.tie !== 'iff';
}

function wrong(lost: readonly Root[], gained: readonly Root[], step: Step): Verdict {
  if (isRounding(lost, step)) return unknown('the root is rounded to the digits shown', 'roots');
  if (beginsAnew(step, step.judging)) return unknown('a new equation after a value that was found', 'roots');
  const { judging, to, names, origin } = step;
  const facts = others(step);
  if (facts.equations.length > 0) {
    const explained = explainedByFacts(to, inForce(step, facts), judging);
    if (explained !== undefined) return explained;
    if (followsFromAnother(to, facts, judging)) return unknown('it follows from another relation', 'roots');
  }
  const system = againstSystem(step, facts);
  if (system !== undefined) return system;
  if (facts.unsettled) return unknown('relations about these names could not all be used', 'roots');
  if (origin.tie === 'succession') return unknown('it need not follow from the relation before it', 'roots');
  if (names.length > 1 && !isOneSlipAway(step)) return unknown('other conditions may lie behind this step', 'roots');
  return { ...rootFinding(step, lost, gained, 'equation.wrong-step', judging), status: 'refuted' };
}

/** In several unknowns other conditions may lie behind a step, unless it is plainly the equation before moved about, with one slip. */
function isOneSlipAway({ from, to, names, judging, earlier, later }: Step): boolean {
  const [before, second] = from.alternatives;
  const [after, third] = to.alternatives;
  if (before === undefined || after === undefined || second !== undefined || third !== undefined) return false;
  return (
    differsInOneCoefficient(earlier, later, judging) || slipFromEquation(before, after, names, judging) !== undefined
  );
}

/** Several unknowns whose linear relations in force have one solution, at which the equation fails: nothing can lie behind it. */
function againstSystem(step: Step, facts: Explanations): Verdict | undefined {
  const { judging, to, origin, names } = step;
  const all = inForce(step, facts);
  if (
    all.unsettled ||
    all.hasAlternatives ||
    origin.tie === 'succession' ||
    all.equations.length < 2 ||
    names.length < 2
  )
    return undefined;
  const [only, second] = to.alternatives;
  const solution = solveLinearSystem(all.equations, judging);
  if (solution === undefined || only === undefined || second !== undefined || names.some(name => !solution.has(name)))
    return undefined;
  const values = new Map([...solution].map(([name, value]) => [name, number(value)] as const));
  const [left, right] = [
    exactValue(substitute(only.left, values), judging),
    exactValue(substitute(only.right, values), judging),
  ];
  if (left === undefined || right === undefined || equalRational(left, right)) return undefined;
  const [first, ...rest] = [...solution].map(([name, value]) => ({
    name,
    value: toNumber(value),
    text: showRational(value),
  }));
  if (first === undefined) return undefined;
  const root: Root = { ...first, others: rest.map(({ name, text }) => ({ name, value: text })) };
  return { ...rootFinding(step, [root], [], 'system.wrong-step', judging), status: 'refuted' };
}
