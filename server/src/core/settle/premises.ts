/** Relations from which others are said to follow. */
import type { Domain, LedgerView } from '../claims/claim.ts';
import { number } from '../math/build.ts';
import type { Expr } from '../math/expr.ts';
import { structurallyEqual, substitute } from '../math/symbols.ts';
import { underFacts } from '../verify/explain.ts';
import { type Condition, conditionAt } from '../verify/facts.ts';
import { samples } from '../verify/inequality.ts';
import { expand, type Judging, namesOfAll, realValue } from '../verify/judging.ts';
import { equationOf, solve } from '../verify/roots/solve.ts';
import { commonPoints, type Point } from '../verify/roots/variety.ts';
import type { Relation } from './relations.ts';

/** Each relation once, and none that says nothing: `a = a`. */
export function distinct(relations: readonly Relation[]): readonly Relation[] {
  const kept: Relation[] = [];
  for (const relation of relations) {
    const { left, op, right } = relation;
    if (op === '=' && structurallyEqual(left, right)) continue;
    const isKnown = kept.some(
      other => other.op === op && structurallyEqual(other.left, left) && structurallyEqual(other.right, right),
    );
    if (!isKnown) kept.push(relation);
  }
  return kept;
}

/**
 * True where a point was found at which all of them hold. From relations that contradict each other everything follows, and nothing is shown:
 * a name may have been used again, or complex values be meant.
 */
export function arePossible(premises: readonly Relation[], judging: Judging): boolean {
  const among = overReals(judging);
  const conditions = premises.map(premise => conditionOf(premise, among));
  const names = namesIn(conditions, among);
  return pointsOf(conditions, names, among).some(point =>
    conditions.every(condition => conditionAt(condition, point, among) === 'yes'),
  );
}

/**
 * The premises without equations that the conclusion does not seem to need: it holds at the points where the others do. Fewer are easier to read and to
 * solve. Inequalities stay, for points tell little of them. All where the conclusion does not hold at any point that was found.
 */
export function needed(
  premises: readonly Relation[],
  conclusions: readonly Relation[],
  judging: Judging,
): readonly Relation[] {
  const among = overReals(judging);
  const question = conclusions.map(conclusion => conditionOf(conclusion, among));
  const suffice = (relations: readonly Relation[]): boolean => {
    const all = relations.map(relation => conditionOf(relation, among));
    const [equations, conditions] = [all.filter(({ op }) => op === '='), all.filter(({ op }) => op !== '=')];
    const names = namesIn([...all, ...question], among);
    const facts = { equations, conditions, names, unsettled: false, hasAlternatives: false };
    const { outcome, count } = underFacts(question, facts, among);
    return outcome === 'holds' && count > 1;
  };
  if (premises.length < 2 || !suffice(premises)) return premises;
  let kept = premises;
  for (const premise of premises) {
    const fewer = kept.filter(other => other !== premise);
    if (premise.op === '=' && fewer.length > 0 && suffice(fewer)) kept = fewer;
  }
  return kept;
}

function conditionOf({ left, op, right }: Relation, judging: Judging): Condition {
  return {
    left: expand(left, judging).expr,
    op: op === ':=' ? '=' : op,
    right: expand(right, judging).expr,
    step: 0,
  };
}

function namesIn(conditions: readonly Condition[], judging: Judging): readonly string[] {
  return [
    ...namesOfAll(
      conditions.flatMap(({ left, right }) => [left, right]),
      judging,
    ),
  ];
}

/** Whole numbers are looked for among the reals: the search for common points knows no others. */
function overReals(judging: Judging): Judging {
  const { ledger } = judging;
  const reals: LedgerView = {
    binding: name => ledger.binding(name),
    domain: name => {
      const domain = ledger.domain(name);
      return domain.type === 'integer' ? { ...domain, type: 'real' } : domain;
    },
    facts: names => ledger.facts(names),
    last: () => ledger.last(),
    solving: () => ledger.solving(),
    selects: () => ledger.selects(),
    moduli: () => ledger.moduli(),
    hasQuantity: value => ledger.hasQuantity(value),
    isVariable: name => ledger.isVariable(name),
    isFunction: name => ledger.isFunction(name),
    isNamed: name => ledger.isNamed(name),
    lastValue: () => ledger.lastValue(),
    lead: () => ledger.lead(),
    scope: () => ledger.scope(),
    inContradiction: () => ledger.inContradiction(),
  };
  return { ...judging, ledger: reals };
}

const POINTS = 3;

function pointsOf(conditions: readonly Condition[], names: readonly string[], judging: Judging): readonly Point[] {
  const equations = conditions.filter(({ op }) => op === '=');
  const [first] = equations;
  const [name, second] = names;
  if (name === undefined) return [new Map()];
  if (first === undefined) return samples(names, judging);
  const roots = (equation: Condition, unknown: string, others: ReadonlyMap<string, Expr>): readonly Point[] =>
    solve(
      equationOf(substitute(equation.left, others), substitute(equation.right, others)),
      unknown,
      judging,
    ).roots.map(
      root =>
        new Map([
          ...[...others].map(([other, value]) => [other, realValue(value, judging)] as const),
          [unknown, root.value],
        ]),
    );
  if (second === undefined) return roots(first, name, new Map());
  const common = commonPoints(equations, names, judging, POINTS);
  if (common.length > 0 || equations.length > 1)
    return common.length > 0 ? common : commonPoints(equations, names, judging, MANY);
  // Newton's method does not get along with poles: values are put in for all names but one.
  return names.flatMap(unknown =>
    VALUES.flatMap(shift => {
      const others = names.filter(other => other !== unknown);
      return roots(first, unknown, new Map(others.map((other, index) => [other, number(shift + index)])));
    }),
  );
}

/** How many points are looked for where a few were not found. */
const MANY = 12;
const VALUES = [1, 2, -3];

/** No value satisfies what is known of the name: it was used for several things. */
export function isEmpty({ lower, upper }: Domain): boolean {
  if (lower === undefined || upper === undefined) return false;
  return lower.value > upper.value || (lower.value === upper.value && (lower.strict || upper.strict));
}
