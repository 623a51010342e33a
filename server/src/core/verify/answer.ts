/** The final answer, put back into the equation that the problem asks to solve. */
import type { Fact } from '../claims/claim.ts';
import type { Expr } from '../math/expr.ts';
import { printText } from '../math/print.ts';
import { equalRational } from '../math/rational.ts';
import { conditionAt, explanations, saidLater } from './facts.ts';
import { exactValue, type Judging, namesOf, namesOfAll, realValue } from './judging.ts';
import { printChain } from './message.ts';
import { holdsIn, sidesAt } from './roots/compare.ts';
import { type Equation, type Root, solve } from './roots/solve.ts';
import type { Pair } from './roots/variety.ts';
import { unitsAway, writtenNumeral } from './rounding.ts';
import { showNumber, showRational } from './show.ts';
import { readEquations } from './transition.ts';
import type { Verdict } from './verdict.ts';
import { proved, refuted, remark, unknown } from './verdicts.ts';

/** `x = 5`, or `x = 2 or x = 3`, as the answer. Spans are those of the claim's formula. */
export interface Answer {
  readonly name: string;
  readonly values: readonly Expr[];
  readonly link: number;
  /** All of the answer is here: roots that it does not name are missing. */
  readonly whole: boolean;
}

/** `name = value`, joined by "or" where there are several; `undefined` for any other relation. */
export function readAnswer(given: readonly Pair[], link: number, whole: boolean, judging: Judging): Answer | undefined {
  const equation = readEquations(given, judging);
  const values: Expr[] = [];
  let name: string | undefined;
  for (const [i, { left, right }] of (equation?.alternatives ?? []).entries()) {
    const written = given[i]?.left ?? given[0]?.left;
    if (written?.kind !== 'symbol' || namesOf(right, judging).size > 0 || (name !== undefined && name !== written.name))
      return undefined;
    if (left.kind !== 'symbol' && left.kind !== 'number') return undefined;
    name = written.name;
    values.push(right);
  }
  return name === undefined ? undefined : { name, values, link, whole };
}

/** Judges an answer against the equation being solved; `undefined` where there is none in this unknown alone. */
export function judgeAnswer(answer: Answer, judging: Judging): Verdict | undefined {
  const solving = judging.ledger.solving();
  if (solving === undefined || (solving.unknown !== undefined && solving.unknown !== answer.name)) return undefined;
  const equation = problemEquation(solving.fact, answer.name, judging);
  if (equation === undefined) return undefined;
  const verdicts = answer.values.map(value => putBack(value, answer, equation, solving.fact, judging));
  // The other values are judged where they stand.
  const [failing] = verdicts;
  // Several candidates of which some fit are mostly sifted in the next sentence.
  if (
    failing !== undefined &&
    !judging.claim.isFinal &&
    judging.claim.from !== undefined &&
    verdicts.includes(undefined)
  )
    return unknown('candidates, of which some fit', 'put-back');
  if (failing !== undefined) return failing;
  return (
    missing(answer, equation, solving.fact, judging) ?? proved('put back into the equation to be solved', 'put-back')
  );
}

/** An answer for a name other than the one value that the solution has found for it; `undefined` where it found none, or several. */
export function contradictsFound(answer: Answer, judging: Judging): Verdict | undefined {
  const [value, second] = answer.values;
  const given = value && exactValue(value, judging);
  if (given === undefined || second !== undefined || judging.ledger.scope() !== undefined) return undefined;
  const found = judging.ledger.facts([answer.name]).flatMap(({ chain, step, span }) => {
    const last = chain.sides.at(-1);
    const stated = chain.sides[0]?.kind === 'symbol' && chain.links.every(({ op }) => op === '=') && last !== undefined;
    const exact = stated && namesOf(last, judging).size === 0 ? exactValue(last, judging) : undefined;
    return exact === undefined ? [] : [{ exact, step, span }];
  });
  const [first] = found;
  if (
    first === undefined ||
    found.some(({ exact }) => !equalRational(exact, first.exact)) ||
    equalRational(given, first.exact)
  )
    return undefined;
  const reason = `${answer.name} = ${showRational(first.exact)} was found, the answer says ${answer.name} = ${showRational(given)}`;
  return remark(
    { kind: 'reason', reason },
    {
      rule: 'answer.contradicts-step',
      checker: 'exact',
      link: answer.link,
      relatedTo: { step: first.step, span: first.span },
    },
  );
}

function problemEquation({ chain }: Fact, name: string, judging: Judging): Equation | undefined {
  const [left, right] = [chain.sides[0], chain.sides[1]];
  if (left === undefined || right === undefined || chain.sides.length > 2 || chain.links[0]?.op !== '=')
    return undefined;
  // The equation may say itself what the name is worth: an answer is not put into its own definition.
  const equation = readEquations([{ left, right }], judging);
  const names =
    equation &&
    namesOfAll(
      equation.alternatives.flatMap(pair => [pair.left, pair.right]),
      judging,
    );
  return equation !== undefined && names?.size === 1 && names.has(name) ? equation : undefined;
}

/** A verdict where the value does not fit, or cannot be told to; `undefined` where it fits. */
function putBack(
  value: Expr,
  { name, link }: Answer,
  equation: Equation,
  fact: Fact,
  judging: Judging,
): Verdict | undefined {
  const at = realValue(value, judging);
  if (!Number.isFinite(at)) return unknown('the answer has no real value', 'put-back');
  const holds = holdsIn(equation, { value: at, exact: value }, name, judging);
  if (holds === 'yes') return undefined;
  if (holds === 'unclear') return unknown('the answer could not be put back for certain', 'put-back');
  const { roots } = solve(equation, name, judging);
  if (isRoundedRoot(value, roots, judging)) return unknown('the answer is a rounded root', 'put-back');
  const exact = exactValue(value, judging);
  const [left, right] = sidesAt(equation, name, at, judging);
  const evidence = {
    kind: 'putBack' as const,
    answer: `${name} = ${exact === undefined ? printText(value) : showRational(exact)}`,
    equation: printChain(fact.chain),
    left: Number.isFinite(left) ? showNumber(left) : '',
    right: Number.isFinite(right) ? showNumber(right) : '',
  };
  const place = { checker: 'put-back', link, relatedTo: { step: fact.step, span: fact.span } };
  if (comesFromRefuted(at, name, judging)) return unknown('it solves a relation that is refuted', 'put-back');
  if (solvesLater(at, name, fact, judging)) return remark(evidence, { rule: 'answer.extraneous-root', ...place });
  return refuted(evidence, { rule: 'answer.not-a-solution', ...place });
}

function isRoundedRoot(value: Expr, roots: readonly Root[], judging: Judging): boolean {
  const written = writtenNumeral(value);
  if (written === undefined) return false;
  return roots.some(root => {
    const away = root.exact === undefined ? Number.NaN : unitsAway(written, root.exact, judging);
    return (
      away < 1 || Math.abs(root.value - realValue(value, judging)) < Number(written.unit.n) / Number(written.unit.d)
    );
  });
}

/** Whether the value solves a relation that is already called wrong: the slip stands there. */
function comesFromRefuted(at: number, name: string, judging: Judging): boolean {
  return judging.ledger.facts([name]).some(({ chain, isRefuted }) => {
    const [left, right] = [chain.sides[0], chain.sides.at(-1)];
    const equation =
      isRefuted === true && left !== undefined && right !== undefined
        ? readEquations([{ left, right }], judging)
        : undefined;
    return equation !== undefined && holdsIn(equation, { value: at }, name, judging) === 'yes';
  });
}

/** Whether the value solves an equation that the solution derived: then it came in on the way. */
function solvesLater(at: number, name: string, fact: Fact, judging: Judging): boolean {
  const point = new Map([[name, at]]);
  return explanations([name], judging, [fact.chain]).equations.some(
    equation =>
      equation.step >= fact.step &&
      [...namesOfAll([equation.left, equation.right], judging)].every(other => other === name) &&
      conditionAt(equation, point, judging) === 'yes',
  );
}

/** A real root inside the domain that neither the whole answer nor a step before it names and no condition excludes. */
function missing(answer: Answer, equation: Equation, fact: Fact, judging: Judging): Verdict | undefined {
  if (!answer.whole || judging.ledger.selects()) return undefined;
  const { roots, complete } = solve(equation, answer.name, judging);
  if (!complete) return undefined;
  const facts = explanations([answer.name], judging, [fact.chain]);
  const later = saidLater(judging, fact.step).filter(({ op }) => op !== '=');
  const left = roots.filter(
    root =>
      !answer.values.some(value => isSame(value, root, judging)) &&
      !facts.equations.some(equation => isNamedBy(equation, answer.name, root, judging)) &&
      ![...facts.conditions, ...facts.equations, ...later].some(
        condition => conditionAt(condition, new Map([[answer.name, root.value]]), judging) !== 'yes',
      ),
  );
  const [first] = left;
  if (first === undefined || facts.unsettled) return undefined;
  return remark(
    {
      kind: 'putBack',
      answer: `${answer.name} = ${first.text}`,
      equation: printChain(fact.chain),
      left: '',
      right: '',
    },
    {
      rule: 'answer.missing-root',
      checker: 'put-back',
      link: answer.link,
      relatedTo: { step: fact.step, span: fact.span },
    },
  );
}

/** The root stands in a relation of its own: "the other root is x = 3". */
function isNamedBy({ left, right }: Pair, name: string, root: Root, judging: Judging): boolean {
  return (
    left.kind === 'symbol' && left.name === name && namesOf(right, judging).size === 0 && isSame(right, root, judging)
  );
}

function isSame(value: Expr, root: Root, judging: Judging): boolean {
  const [a, b] = [exactValue(value, judging), root.exact && exactValue(root.exact, judging)];
  if (a !== undefined && b !== undefined) return equalRational(a, b);
  return Math.abs(realValue(value, judging) - root.value) <= 1e-9 * Math.max(1, Math.abs(root.value));
}
