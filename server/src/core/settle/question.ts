/** What SymPy is asked of one link of a claim. */

import { number } from '../math/build.ts';
import type { Chain, Expr, RelationOp } from '../math/expr.ts';
import { substitute } from '../math/symbols.ts';
import { some } from '../math/traverse.ts';
import { judgeCongruence, judgeDivides } from '../verify/congruence.ts';
import { decide } from '../verify/decide.ts';
import { isComputation } from '../verify/different-sides.ts';
import { type Condition, explanations } from '../verify/facts.ts';
import { DIFFERS_AFAR, mayBeMatrices } from '../verify/identity-functions.ts';
import { NEVER_FAILED, NEVER_TRIED } from '../verify/inequality.ts';
import { expand, type Judging, namesOfAll } from '../verify/judging.ts';
import type { ChainLink } from '../verify/link.ts';
import type { Verdict } from '../verify/verdict.ts';
import { distinct, isEmpty, needed } from './premises.ts';
import { type Relation, relationsOf } from './relations.ts';

/**
 * - `holds`: the link is true for all values of its names.
 * - `congruent`: it is, for all whole numbers.
 * - `rounds`: one side is the other, rounded to the digits shown.
 * - `follows`: every solution of `premises` is one of a conclusion: of the link, or of what stands beside it with "or".
 * - `solves`: the values are solutions of the equation to be solved.
 */
export type Question =
  | { readonly kind: 'holds' }
  | { readonly kind: 'congruent' }
  | { readonly kind: 'rounds' }
  | { readonly kind: 'follows'; readonly premises: readonly Relation[]; readonly conclusions: readonly Relation[] }
  | { readonly kind: 'solves'; readonly equation: Relation; readonly name: string; readonly values: readonly Expr[] };

/** `undefined` where nothing is claimed that SymPy could answer: an equation to be solved, a condition, a name with two meanings, a rough value. */
export function questionOf(link: ChainLink, verdict: Verdict, judging: Judging): Question | undefined {
  const sides = [link.left, link.right].map(side => expand(side, judging));
  if (sides.some(({ ambiguous }) => ambiguous.size > 0)) return undefined;
  const names = namesOfAll(
    sides.map(({ expr }) => expr),
    judging,
  );
  if ([...names].some(name => isEmpty(judging.ledger.domain(name)))) return undefined;
  switch (link.op) {
    case '=':
    case ':=':
      if (link.modulus !== undefined) return congruence(link, names, judging);
      return judging.claim.role === 'rounding' ? rounding(verdict) : equality(link, verdict, names, judging);
    case '≡':
    case '∣':
      return congruence(link, names, judging);
    case '<':
    case '≤':
    case '>':
    case '≥':
    case '≠':
      return comparison(link, verdict, names, judging);
    case '∈':
    case '∉':
    case '⊆':
      return names.size === 0 ? { kind: 'holds' } : undefined;
    case '≈':
      return rounding(verdict);
    case '⊂':
    case '∤':
      return undefined;
  }
}

/** What rounds to the digits shown is told by the instant judge; a rough value is no claim. */
function rounding({ status }: Verdict): Question | undefined {
  return status === 'proved' || status === 'refuted' ? { kind: 'rounds' } : undefined;
}

/** Between whole numbers: i is none. With names it mostly rests on another; then it fails for some of their values. */
function congruence(link: ChainLink, names: ReadonlySet<string>, judging: Judging): Question | undefined {
  const { left, right, modulus } = link;
  const { variables } = judging;
  const isImaginary = (part: Expr): boolean => part.kind === 'symbol' && part.name === 'i' && !variables.has('i');
  if ([left, right].some(side => some(side, isImaginary))) return undefined;
  if (names.size === 0 || judging.claim.isUniversal) return { kind: 'congruent' };
  const holdsAt = (k: number): boolean => {
    const values = new Map([...names].map((name, index) => [name, number(k * (index + 2) + index)] as const));
    const [l, r, m] = [left, right, modulus].map(side => side && substitute(expand(side, judging).expr, values));
    if (l === undefined || r === undefined) return false;
    const there = { ...link, left: l, right: r };
    return (m === undefined ? judgeDivides(there, judging) : judgeCongruence(there, m, judging)).status === 'proved';
  };
  return WHOLE_POINTS.every(holdsAt) ? { kind: 'congruent' } : undefined;
}

const WHOLE_POINTS = [1, 2, 3, 5];

function equality(
  link: ChainLink,
  verdict: Verdict,
  names: ReadonlySet<string>,
  judging: Judging,
): Question | undefined {
  const [left, right] = [expand(link.left, judging).expr, expand(link.right, judging).expr];
  if (mayBeMatrices({ left, right }, names)) return undefined;
  const decision = decide(left, right, judging);
  // Whatever the text derives it from, what is true for all values is asked by itself.
  if (decision.kind === 'equal' || decision.kind === 'tested') return { kind: 'holds' };
  const mayHold = decision.kind === 'undecided' && decision.reason !== DIFFERS_AFAR;
  const isClaimed = link.rewriting || names.size === 0 || isComputation(link) || link.left.kind === 'apply';
  if (mayHold && isClaimed) return { kind: 'holds' };
  const answer = verdict.checker === 'put-back' ? answered(link, judging) : undefined;
  if (answer !== undefined) return answer;
  const derived = derivation(link, verdict, judging);
  if (derived !== undefined) return derived;
  return mayHold || verdict.status === 'refuted' ? { kind: 'holds' } : undefined;
}

/** The answer that was put back. */
function answered(link: ChainLink, judging: Judging): Question | undefined {
  const solving = judging.ledger.solving();
  const [equation, second] = solving === undefined ? [] : relationsOf(solving.fact.chain);
  const { claim } = judging;
  if (equation === undefined || second !== undefined || link.left.kind !== 'symbol' || claim.isAlternative)
    return undefined;
  const others = (claim.alternatives ?? []).flatMap(({ sides }) => sides.at(-1) ?? []);
  const last = link.sides.at(-1) ?? link.right;
  return { kind: 'solves', equation, name: link.left.name, values: [last, ...others] };
}

/** What a claim is said to follow from, or what is in force about its names; with the conditions on them. */
function derivation(link: ChainLink, verdict: Verdict, judging: Judging): Question | undefined {
  const { claim, ledger } = judging;
  if (ledger.inContradiction() || claim.isAlternative) return undefined;
  const role = claim.role === 'transition' || claim.role === 'conclusion' || claim.role === 'substitution';
  const origin = role && !link.rewriting ? claim.from : undefined;
  const before = origin === undefined ? [] : relationsOf(origin.chain);
  if (origin !== undefined && before.length < origin.chain.links.length) return undefined;
  const beside = alternatives(link, judging);
  if (beside === undefined) return undefined;
  const conclusions = [relationOf(link), ...beside];
  const conclusionNames = namesOfAll(conclusions.flatMap(sidesOf), judging);
  const premiseNames = namesOfAll(before.flatMap(sidesOf), judging);
  const own = claim.body.kind === 'chain' ? [claim.body] : [];
  const facts = explanations(new Set([...conclusionNames, ...premiseNames]), judging, [
    ...own,
    ...(origin === undefined ? [] : [origin.chain]),
  ]);
  const byFacts = verdict.checker === 'facts' || verdict.checker === 'linear';
  if (origin === undefined && !byFacts) return undefined;
  if (byFacts && facts.hasAlternatives) return undefined;
  const equations = byFacts ? facts.equations.map(relationOf) : [];
  const conditions = facts.conditions.filter(condition => isAbout(condition, conclusionNames, judging)).map(relationOf);
  const premises = needed(distinct([...before, ...equations, ...conditions]), conclusions, judging);
  return premises.length === 0 || premises.length > MOST_PREMISES
    ? undefined
    : { kind: 'follows', premises, conclusions };
}

/** More than this is beyond what can be solved in the time there is. */
const MOST_PREMISES = 6;

function isAbout({ left, right }: Condition, names: ReadonlySet<string>, judging: Judging): boolean {
  return [...namesOfAll([left, right], judging)].every(name => names.has(name));
}

/** What "or" joins to the link; `undefined` where ranges are listed, or have two ends, of which one says too little. */
function alternatives(link: ChainLink, { claim }: Judging): readonly Relation[] | undefined {
  if (claim.body.kind !== 'chain' || claim.alternatives === undefined) return [];
  const isUnclear = ({ links }: Chain): boolean =>
    links.some(({ op }) => op !== '=') && (links.length > 1 || claim.isList === true);
  if ([claim.body, ...claim.alternatives].some(isUnclear)) return undefined;
  if (link.index > 0 || claim.body.links.length > 1) return [];
  return claim.alternatives.flatMap(chain => {
    const [left, right] = [chain.sides[0], chain.sides.at(-1)];
    const op = chain.links.length > 1 ? '=' : (chain.links[0]?.op ?? '=');
    return left === undefined || right === undefined ? [] : [{ left, op, right }];
  });
}

function relationOf({
  left,
  op,
  right,
}: {
  readonly left: Expr;
  readonly op: RelationOp;
  readonly right: Expr;
}): Relation {
  return { left, op, right };
}

function sidesOf({ left, right }: Relation): readonly Expr[] {
  return [left, right];
}

/** A comparison of names mostly is a condition; what says that it is meant for all values is "for all", an estimate, or that it never failed. */
function comparison(
  link: ChainLink,
  verdict: Verdict,
  names: ReadonlySet<string>,
  judging: Judging,
): Question | undefined {
  if (names.size === 0 || verdict.status === 'proved' || verdict.status === 'refuted') return { kind: 'holds' };
  const { claim, ledger } = judging;
  if (ledger.inContradiction() || claim.isAlternative) return undefined;
  const follows = claim.role === 'transition' && claim.from !== undefined && !link.rewriting;
  const facts = explanations(names, judging, claim.body.kind === 'chain' ? [claim.body] : []);
  const before = follows && claim.from !== undefined ? relationsOf(claim.from.chain) : [];
  if (follows && before.length < (claim.from?.chain.links.length ?? 0)) return undefined;
  const isMeant =
    claim.isUniversal === true || (link.op !== '≠' && [NEVER_FAILED, NEVER_TRIED].includes(reasonOf(verdict)));
  // `n > 3` between plain names and numbers is a condition, whatever was tried.
  const isPlain = [link.left, link.right].every(isPlainSide) && claim.isUniversal !== true;
  if (before.length === 0 && (!isMeant || isPlain)) return undefined;
  // Equations about the names are of use only where the comparison rests on them.
  const equations = before.length === 0 && reasonOf(verdict) === NEVER_TRIED ? facts.equations : [];
  const conditions = facts.conditions.filter(condition => isAbout(condition, names, judging));
  const premises = distinct([...before, ...[...equations, ...conditions].map(relationOf)]);
  if (premises.length === 0) return { kind: 'holds' };
  const beside = alternatives(link, judging);
  if (beside === undefined || facts.hasAlternatives || premises.length > MOST_PREMISES) return undefined;
  return { kind: 'follows', premises, conclusions: [relationOf(link), ...beside] };
}

function isPlainSide(side: Expr): boolean {
  return side.kind === 'negate' ? isPlainSide(side.arg) : side.kind === 'symbol' || side.kind === 'number';
}

function reasonOf({ evidence }: Verdict): string {
  return evidence.kind === 'reason' ? evidence.reason : '';
}
