/** An inequality that is said to follow from an earlier one: whether solutions appear and disappear. */
import type { Claim, Origin } from '../claims/claim.ts';
import type { Chain, RelationOp } from '../math/expr.ts';
import { conditionAt, explanations } from './facts.ts';
import { domainOf, expand, hasUnknownFunction, insideDomain, isOpaque, type Judging, namesOfAll } from './judging.ts';
import { type ChainLink, spanOf } from './link.ts';
import { printChain, printRelation } from './message.ts';
import { equationOf, solve } from './roots/solve.ts';
import type { Pair } from './roots/variety.ts';
import { showNumber } from './show.ts';
import type { Verdict } from './verdict.ts';
import { refuted, remark, tested, unknown } from './verdicts.ts';

interface Relation extends Pair {
  readonly op: RelationOp;
}

/** Compares the solution sets of two inequalities in one unknown, at points between all their boundaries. Ranges that "or" joins are one set. */
export function judgeInequalityStep(link: ChainLink, origin: Origin, judging: Judging): Verdict {
  const [from, own] = [readAll(origin.chain, judging), readRelation(link, judging)];
  const parts = readParts(judging);
  if (from === undefined || own === undefined || parts === undefined)
    return unknown('a side has no value that can be computed');
  const relations = [...from, own, ...parts.flat()];
  const names = [
    ...namesOfAll(
      relations.flatMap(({ left, right }) => [left, right]),
      judging,
    ),
  ];
  const [name, second] = names;
  if (name === undefined || second !== undefined) return unknown('several unknowns in an inequality');
  const points = between(relations, name, judging);
  if (points === undefined) return unknown('the boundaries of the inequalities could not be found exactly');
  const either = parts.length > 0 && !holdTogether(parts, points, name, judging);
  const to = either ? parts : [[own]];
  const facts = explanations([name], judging, [origin.chain]);
  const [lost, gained, kept]: [number[], number[], number[]] = [[], [], []];
  let tried = 0;
  for (const value of points) {
    const at = new Map([[name, value]]);
    if ([...facts.conditions, ...facts.equations].some(condition => conditionAt(condition, at, judging) === 'no'))
      continue;
    tried += 1;
    const [before, after] = [all(from, at, judging), any(to, at, judging)];
    if (before === 'yes' && after === 'no') lost.push(value);
    else if (before === 'no' && after === 'yes') gained.push(value);
    else if (before === 'yes' && after === 'yes') kept.push(value);
  }
  if (tried === 0) return unknown('no point was found to try it at', 'roots');
  if (lost.length === 0) return tested(tried, 1e-3, 'between the boundaries of both inequalities', 'roots');
  const turned = areOpposite(from, to, points, name, judging);
  if (!turned && (facts.unsettled || origin.tie === 'succession'))
    return unknown('other conditions may lie behind this step', 'roots');
  const evidence = {
    kind: 'root' as const,
    of: 'inequality' as const,
    lost: lost.slice(0, 1).map(value => [{ name, value: showNumber(value) }]),
    gained: gained.slice(0, 1).map(value => [{ name, value: showNumber(value) }]),
    from: printChain(origin.chain),
    to: either ? chainsOf(judging.claim).map(printChain).join(' or ') : printRelation(link.left, link.op, link.right),
  };
  const place = {
    checker: 'roots',
    link: link.index,
    span: spanOf(link),
    relatedTo: { step: origin.step, span: origin.span },
  };
  if (turned || gained.length > 0 || (kept.length === 0 && facts.conditions.length === 0))
    return refuted(evidence, { rule: 'equation.wrong-step', ...place });
  return remark(evidence, { rule: 'equation.loses-roots', ...place });
}

/** Each value solves the one or the other: `-2x > 8` and `x > -4` differ in a sign that was not turned, and are no list of conditions. */
function areOpposite(
  from: readonly Relation[],
  to: readonly (readonly Relation[])[],
  points: readonly number[],
  name: string,
  judging: Judging,
): boolean {
  const isSolved = to.every(part => part.every(isBound));
  if (from.length > 1 || from.some(isBound) || !isSolved) return false;
  return points.every(value => {
    const at = new Map([[name, value]]);
    const [before, after] = [all(from, at, judging), any(to, at, judging)];
    return before !== 'unclear' && after !== 'unclear' && before !== after;
  });
}

/** `x > 3`: a case, which another one may complete. */
function isBound({ left, right }: Relation): boolean {
  return left.kind === 'symbol' || right.kind === 'symbol';
}

/** The claim and what stands beside it. */
function chainsOf({ body, alternatives = [] }: Claim): readonly Chain[] {
  return body.kind === 'chain' && alternatives.length > 0 ? [body, ...alternatives] : [];
}

/** Each part holds where all its relations do; none where the claim stands alone. `undefined` where one cannot be used. */
function readParts(judging: Judging): readonly (readonly Relation[])[] | undefined {
  const parts = chainsOf(judging.claim).map(chain => readAll(chain, judging));
  return parts.every(part => part !== undefined) ? parts : undefined;
}

/** A list of ranges (`x > -3 and x < 3`) says that all of them hold, unless they exclude each other. */
function holdTogether(
  parts: readonly (readonly Relation[])[],
  points: readonly number[],
  name: string,
  judging: Judging,
): boolean {
  if (judging.claim.isList !== true) return false;
  return points.some(value => all(parts.flat(), new Map([[name, value]]), judging) === 'yes');
}

function readAll({ links, sides }: Chain, judging: Judging): readonly Relation[] | undefined {
  const relations = links.map(({ op }, i) => {
    const [left, right] = [sides[i], sides[i + 1]];
    return left === undefined || right === undefined ? undefined : readRelation({ left, right, op }, judging);
  });
  return relations.every(relation => relation !== undefined) && relations.length > 0 ? relations : undefined;
}

const COMPARISONS: ReadonlySet<RelationOp> = new Set<RelationOp>(['<', '≤', '>', '≥', '=']);

function readRelation({ left, right, op }: Relation, judging: Judging): Relation | undefined {
  const [l, r] = [expand(left, judging).expr, expand(right, judging).expr];
  const readable = [l, r].every(side => !isOpaque(side) && !hasUnknownFunction(side));
  return readable && COMPARISONS.has(op) ? { left: l, right: r, op } : undefined;
}

function any(
  parts: readonly (readonly Relation[])[],
  at: ReadonlyMap<string, number>,
  judging: Judging,
): 'yes' | 'no' | 'unclear' {
  const each = parts.map(part => all(part, at, judging));
  if (each.includes('yes')) return 'yes';
  return each.every(outcome => outcome === 'no') ? 'no' : 'unclear';
}

function all(
  relations: readonly Relation[],
  at: ReadonlyMap<string, number>,
  judging: Judging,
): 'yes' | 'no' | 'unclear' {
  const each = relations.map(relation => conditionAt(relation, at, judging));
  if (each.includes('no')) return 'no';
  return each.every(outcome => outcome === 'yes') ? 'yes' : 'unclear';
}

/** One point inside every interval between boundaries; `undefined` where the boundaries are not known exactly. */
function between(relations: readonly Relation[], name: string, judging: Judging): readonly number[] | undefined {
  const cuts: number[] = [];
  for (const { left, right } of relations) {
    const { roots, complete } = solve(equationOf(left, right), name, judging);
    if (!complete) return undefined;
    cuts.push(...roots.map(({ value }) => value));
  }
  cuts.sort((a, b) => a - b);
  const domain = domainOf(name, judging);
  const [first, last] = [cuts[0] ?? 0, cuts.at(-1) ?? 0];
  const points = [first - 1, last + 1, first - 100, last + 100];
  for (const [i, cut] of cuts.entries()) {
    const next = cuts[i + 1];
    if (next !== undefined && next - cut > 1e-9) points.push((cut + next) / 2);
  }
  const whole = domain.type === 'integer' ? points.map(Math.round) : points;
  return whole.filter(value => insideDomain(value, domain));
}
