/**
 * Words for what a verdict found, such that a person can check it by hand. The first sentence is short (it stands in the Problems panel)
 * and names the numbers.
 */
import type { Claim } from '../claims/claim.ts';
import type { Chain, Expr, RelationOp } from '../math/expr.ts';
import { printPlain, printTex, printText } from '../math/print.ts';
import { writtenNumeral } from './rounding.ts';
import { rules } from './rules/index.ts';
import type { Assignment, Evidence, RuleCode, Verdict } from './verdict.ts';

/** Formulas longer than this are named ("the left side") instead of repeated. */
const MOST_SHOWN = 48;

/** The message of a verdict that has a rule; for any other verdict, what a hover says of it. Never empty. */
export function describe(claim: Claim, verdict: Verdict): string {
  const { evidence, rule } = verdict;
  switch (evidence.kind) {
    case 'values':
      return describeValues(claim, verdict, evidence);
    case 'root':
      return describeRoots(evidence, rule);
    case 'putBack':
      return describePutBack(evidence, rule);
    case 'method':
      return verdict.status === 'proved' ? `Checked: ${evidence.method}.` : `${sentence(evidence.method)}.`;
    case 'points':
      return describePoints(evidence);
    case 'reason':
      return rule === undefined ? `Not judged: ${evidence.reason}.` : `${sentence(evidence.reason)}.`;
  }
}

/** What stands beside the earlier relation that a finding relies on. */
export function describeRelated(_claim: Claim, verdict: Verdict): string {
  const { evidence } = verdict;
  if (evidence.kind === 'root') return `It is said to follow from ${evidence.from}.`;
  if (evidence.kind === 'putBack') return `The equation to be solved: ${evidence.equation}.`;
  return 'It relies on this.';
}

/** Title and text of the quick fix that puts `correct` in place of the wrong side, in the notation of the formula. */
export function describeFix(claim: Claim, correct: Expr): { readonly title: string; readonly newText: string } {
  const tex = claim.text.includes('\\');
  return { title: `Replace by ${printText(correct)}`, newText: tex ? printTex(correct) : printPlain(correct) };
}

type Values = Extract<Evidence, { kind: 'values' }>;

function describeValues(claim: Claim, verdict: Verdict, evidence: Values): string {
  const { left, right, at, relation } = evidence;
  const sides = sidesOf(claim, verdict);
  if (verdict.status !== 'refuted' && verdict.rule === undefined) {
    return `${place(at)}${left} ${relation} ${right}.`;
  }
  if (evidence.entry !== undefined)
    return sentence(`${place(at)}${nameEntry(evidence.entry)} is ${left} on the left, ${right} on the right.`);
  if (at.length > 0) return describeCounterexample(verdict, evidence);
  if (verdict.rule === 'claim.false-derivative') return `The derivative is ${left}, not ${right}.`;
  if (verdict.rule === 'claim.false-antiderivative') return `Its derivative is ${right}, not ${left}.`;
  if (verdict.rule === 'claim.false-membership') return `${left} ${opposite(relation)} ${right}.`;
  if (relation === '=' || relation === '≡' || relation === '≈' || relation === ':=')
    return describeUnequal(evidence, sides);
  const computed = [valued(sides?.left, left), valued(sides?.right, right)].filter(
    text => text !== left && text !== right,
  );
  return `${computed.length === 0 ? '' : `${computed.join(', ')}: `}${left} ${relation} ${right} does not hold.`;
}

/** An entry of two matrices. */
function nameEntry([row, column]: readonly [number, number]): string {
  return `the entry in row ${row}, column ${column}`;
}

function describeUnequal({ left, right, relation, correct }: Values, sides: Sides | undefined): string {
  const sign = relation === ':=' ? '=' : relation;
  if (sides === undefined) return `${left}, not ${right}.`;
  const [l, r] = [short(sides.left), short(sides.right)];
  if (l === left && r === right) return `${l} is not ${r}.`;
  if (l === left && r !== right) return `${worth(r ?? 'The right side', right, sign)}, not ${left}.`;
  if (r === right || correct !== undefined || isWritten(sides.right))
    return `${worth(l ?? 'The left side', left, sign)}, not ${r ?? right}.`;
  return `The sides differ: ${valued(sides.left, left)}, but ${valued(sides.right, right)}.`;
}

function describeCounterexample(verdict: Verdict, { left, right, at, relation }: Values): string {
  const where = at.map(assignment).join(', ');
  switch (verdict.rule) {
    case 'claim.false-derivative':
      return `At ${where} the derivative is ${left}, not ${right}.`;
    case 'claim.false-antiderivative':
      return `At ${where} the derivative of the right side is ${right}, the integrand ${left}.`;
    case 'equation.conflicts':
      return `With ${where}, as said before, the left side is ${left}, the right side ${right}.`;
    case 'claim.not-an-identity':
      return `No identity: at ${where} the left side is ${left}, the right side ${right}.`;
    case 'claim.false-matrix':
      return `At ${where} the left side has ${left}, the right side ${right}.`;
    default: {
      const tail = relation === '=' ? '' : `: ${relation} does not hold`;
      return `At ${where} the left side is ${left}, the right side ${right}${tail}.`;
    }
  }
}

function describeRoots(evidence: Extract<Evidence, { kind: 'root' }>, rule: RuleCode | undefined): string {
  const { from, to } = evidence;
  const lost = evidence.lost.map(root => root.map(assignment).join(', '));
  const gained = evidence.gained.map(root => root.map(assignment).join(', '));
  const [firstLost] = lost;
  const [firstGained] = gained;
  switch (rule) {
    case 'equation.loses-roots':
      return `${firstLost ?? 'A root'} solves ${from} but not ${to}: this ${evidence.of === 'equation' ? 'root' : 'solution'} is lost.`;
    case 'equation.adds-roots':
      return `${firstGained ?? 'A root'} solves ${to} but not ${from}: check the answer at the end.`;
    case 'system.wrong-step':
      return `${to} does not follow: ${firstLost ?? ''} solves the equations in force.`;
    default:
      if (firstLost === undefined) return `${to} does not follow from ${from}.`;
      return firstGained === undefined || evidence.gained[0]?.length !== 1
        ? `${firstLost} solves ${from} but not ${to}.`
        : `${firstLost} solves ${from} but not ${to}, which has ${firstGained}.`;
  }
}

function describePutBack(evidence: Extract<Evidence, { kind: 'putBack' }>, rule: RuleCode | undefined): string {
  const { answer, equation, left, right } = evidence;
  if (rule === 'answer.missing-root') return `${answer} solves ${equation} too: this root is not named.`;
  if (rule === undefined) return `${answer} put into ${equation}: ${left} = ${right}.`;
  const put =
    left === ''
      ? `${answer} does not solve ${equation}`
      : `${answer} put into ${equation} gives ${left} on the left, ${right} on the right`;
  return rule === 'answer.extraneous-root' ? `Extraneous root: ${put}.` : `${put}.`;
}

function describePoints({ points, errorBound, domain }: Extract<Evidence, { kind: 'points' }>): string {
  const where = domain === '' ? '' : ` (${domain})`;
  return `Held at ${points} random point${points === 1 ? '' : 's'}${where}; chance of error at most ${errorBound.toExponential(0)}.`;
}

interface Sides {
  readonly left: Expr;
  readonly right: Expr;
}

function sidesOf(claim: Claim, verdict: Verdict): Sides | undefined {
  if (claim.body.kind !== 'chain' || verdict.link === undefined) return undefined;
  const left = claim.body.sides[verdict.link];
  const right = claim.body.sides[verdict.link + 1];
  return left === undefined || right === undefined || left.kind === 'ellipsis' ? undefined : { left, right };
}

function short(expr: Expr): string | undefined {
  const text = printText(expr);
  return text.length <= MOST_SHOWN ? text : undefined;
}

/** `3·7 = 21`, or just the value where the side is its own value or too long to repeat. */
function valued(side: Expr | undefined, value: string): string {
  const text = side === undefined ? undefined : short(side);
  return text === undefined || text === value ? value : worth(text, value, '=');
}

/** `3·7 = 21`; a value that is only rounded brings its own sign: `√2 ≈ 1.41421`. */
function worth(text: string, value: string, sign: string): string {
  return value.startsWith('≈') ? `${text} ${value}` : `${text} ${sign} ${value}`;
}

function isWritten(expr: Expr): boolean {
  return writtenNumeral(expr) !== undefined;
}

function place(at: readonly Assignment[]): string {
  return at.length === 0 ? '' : `At ${at.map(assignment).join(', ')}: `;
}

/** `x = 2`; a value that is only rounded says so itself: `x ≈ 1.414`. */
export function assignment({ name, value }: Assignment): string {
  return worth(name, value, '=');
}

const OPPOSITES: Partial<Readonly<Record<string, string>>> = {
  '∈': 'is not in',
  '∉': 'is in',
  '⊂': 'is no subset of',
  '⊆': 'is no subset of',
  '∣': 'does not divide',
  '∤': 'divides',
};

function opposite(relation: string): string {
  return OPPOSITES[relation] ?? `is not ${relation}`;
}

/** With a capital at the start, unless a name of mathematics stands there: `x = 24 was found`. */
function sentence(text: string): string {
  return /^\p{L}{2}/u.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
}

/** A relation as readable text: `x² = 4`. */
export function printChain(chain: Chain): string {
  const [first, ...rest] = chain.sides;
  const tail = rest.map((side, i) => `${chain.links[i]?.op ?? '='} ${printText(side)}`);
  return [first === undefined || first.kind === 'ellipsis' ? '' : printText(first), ...tail].join(' ').trim();
}

/** A relation between two sides as readable text. */
export function printRelation(left: Expr, op: RelationOp, right: Expr): string {
  return `${printText(left)} ${op} ${printText(right)}`;
}

/** The rule's title, for lists. */
export function titleOf(code: RuleCode): string {
  return rules[code].title;
}
