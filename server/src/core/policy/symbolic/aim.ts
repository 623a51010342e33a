/** What a problem asks for, as far as the symbolic policy knows moves for it. */

import { Budget } from '../../math/budget.ts';
import { number, zero } from '../../math/build.ts';
import { withoutEllipsis } from '../../math/ellipsis.ts';
import { evaluateExact } from '../../math/exact.ts';
import type { Chain, Expr, RelationOp } from '../../math/expr.ts';
import { rational } from '../../math/rational.ts';
import { CONSTANT_NAMES, freeSymbols, substitute } from '../../math/symbols.ts';
import { some } from '../../math/traverse.ts';
import { type Relation, relationsOf } from '../../settle/relations.ts';
import { askedToWorkOut, type Work } from './asked.ts';
import { expressionAt, type Statement } from './statement.ts';

export interface Congruence {
  readonly left: Expr;
  readonly right: Expr;
  readonly modulus: Expr;
}

/** What is to become of an expression. */
export type Goal = 'value' | 'factored' | 'expanded' | 'one fraction' | 'partial fractions';

/** A proof for all integers from `from` on. */
export interface Induction {
  readonly variable: string;
  readonly from: Expr;
}

export type Aim =
  /** All of `given` is to hold, in `domain`: bounds of the unknown. */
  | {
      readonly kind: 'solve';
      readonly unknown: string;
      readonly given: readonly Relation[];
      readonly domain: readonly Relation[];
      readonly integer: boolean;
    }
  | { readonly kind: 'system'; readonly unknowns: readonly string[]; readonly given: readonly Relation[] }
  | { readonly kind: 'congruences'; readonly unknown: string; readonly given: readonly Congruence[] }
  | { readonly kind: 'remainder'; readonly expr: Expr; readonly modulus: Expr }
  /** An expression to be worked out, or to be led over into `target`. */
  | { readonly kind: 'work-out'; readonly start: Work; readonly goal: Goal; readonly target?: Expr }
  /** An inequality, under `assumed`; an equality or inequality by induction. */
  | {
      readonly kind: 'prove';
      readonly claim: Relation;
      readonly assumed: readonly Relation[];
      readonly induction?: Induction;
    }
  | { readonly kind: 'divides'; readonly divisor: Expr; readonly expr: Expr; readonly induction?: Induction };

export const PROVE = /\b(?:prove|proof|show|verify|establish|demonstrate|deduce|confirm)\b|证明/u;
const NO_SOLUTION = /\bno (?:real |integer )?(?:solution|root|zero)s?\b/u;
const COMPARISONS: ReadonlySet<RelationOp> = new Set(['<', '≤', '>', '≥']);
const STEPS = 20_000;

/** `undefined` where it is nothing that the policy knows moves for. */
export function aimOf(statement: Statement): Aim | undefined {
  const chains = statement.formulas.flatMap(({ bodies }) => bodies.filter(body => body.kind === 'chain'));
  const proves = PROVE.test(statement.pattern) && !NO_SOLUTION.test(statement.pattern);
  return (
    modular(statement, chains) ??
    (proves ? proof(statement, chains) : undefined) ??
    askedToWorkOut(statement) ??
    zeros(statement) ??
    solving(statement, chains) ??
    expression(statement)
  );
}

/** Names that stand for values; a bound name counts, which does no harm here. */
export function namesIn(...exprs: readonly Expr[]): ReadonlySet<string> {
  return new Set(exprs.flatMap(expr => [...freeSymbols(expr)]).filter(name => !CONSTANT_NAMES.has(name)));
}

function namesOf(relations: readonly Relation[]): ReadonlySet<string> {
  return namesIn(...relations.flatMap(({ left, right }) => [left, right]));
}

const REMAINDERS: readonly (readonly [pattern: RegExp, modulus: number | undefined])[] = [
  [
    /remainder (?:when|of|if) ⟨(\d+)⟩ (?:is )?(?:divided by|on division by|upon division by|modulo|mod) ⟨(\d+)⟩/,
    undefined,
  ],
  [/(?<!(?:inverse|order|index) of )⟨(\d+)⟩ (?:modulo|mod) ⟨(\d+)⟩/, undefined],
  [/(?:last|final|units?|ones) (?:decimal )?digit of (?:the number )?⟨(\d+)⟩/, 10],
  [/last two (?:decimal )?digits of (?:the number )?⟨(\d+)⟩/, 100],
];

function modular(statement: Statement, chains: readonly Chain[]): Aim | undefined {
  const { pattern } = statement;
  for (const [asks, fixed] of REMAINDERS) {
    const found = asks.exec(pattern);
    const expr = found === null ? undefined : expressionAt(statement, Number(found[1]));
    const modulus = fixed === undefined ? expressionAt(statement, Number(found?.[2])) : number(fixed);
    if (expr !== undefined && modulus !== undefined && namesIn(expr, modulus).size === 0)
      return { kind: 'remainder', expr, modulus };
  }
  for (const { bodies } of statement.formulas) {
    const [body] = bodies;
    if (body?.kind === 'bare' && body.expr.kind === 'call' && body.expr.fn === 'mod') {
      const [expr, modulus] = body.expr.args;
      if (expr !== undefined && modulus !== undefined) return { kind: 'remainder', expr, modulus };
    }
  }
  return inverse(statement) ?? divisibility(statement, chains) ?? congruences(chains);
}

/** The inverse of a number modulo another: what it is to be multiplied by. */
function inverse(statement: Statement): Aim | undefined {
  const found = /\binverse of ⟨(\d+)⟩ (?:modulo|mod) ⟨(\d+)⟩/.exec(statement.pattern);
  const [of, modulus] = [1, 2].map(group => expressionAt(statement, Number(found?.[group])));
  if (of === undefined || modulus === undefined || namesIn(of, modulus).size > 0) return undefined;
  const x: Expr = { kind: 'symbol', span: of.span, name: 'x' };
  const left: Expr = { kind: 'product', span: of.span, factors: [of, x], implicit: false };
  return { kind: 'congruences', unknown: 'x', given: [{ left, right: number(1), modulus }] };
}

function congruences(chains: readonly Chain[]): Aim | undefined {
  const given = chains.flatMap(({ sides, modulus }) => {
    const [left, right] = sides;
    return modulus === undefined || left === undefined || right === undefined ? [] : [{ left, right, modulus }];
  });
  const unknowns = namesIn(...given.flatMap(({ left, right }) => [left, right]));
  const [unknown] = unknowns;
  if (given.length === 0 || unknowns.size > 1) return undefined;
  if (unknown !== undefined) return { kind: 'congruences', unknown, given };
  const [{ left, right, modulus } = {}] = given;
  if (left === undefined || right === undefined || modulus === undefined) return undefined;
  return {
    kind: 'divides',
    divisor: modulus,
    expr: { kind: 'sum', span: left.span, terms: [left, { kind: 'negate', span: right.span, arg: right }] },
  };
}

const DIVISIBILITY: readonly (readonly [pattern: RegExp, expr: number, divisor: number])[] = [
  [/⟨(\d+)⟩ (?:is|are) (?:always )?(?:divisible by|a multiple of) ⟨(\d+)⟩/, 1, 2],
  [/⟨(\d+)⟩ (?:always )?divides ⟨(\d+)⟩/, 2, 1],
];

function divisibility(statement: Statement, chains: readonly Chain[]): Aim | undefined {
  for (const [asks, at, by] of DIVISIBILITY) {
    const found = asks.exec(statement.pattern);
    const [expr, divisor] = [at, by].map(group => expressionAt(statement, Number(found?.[group])));
    if (expr !== undefined && divisor !== undefined)
      return { kind: 'divides', divisor, expr, ...inductionOf(statement, chains, [expr]) };
  }
  const parity = /⟨(\d+)⟩ (?:is|are) (?:always )?(even|odd)\b/.exec(statement.pattern);
  const counted = expressionAt(statement, Number(parity?.[1]));
  if (counted !== undefined && PROVE.test(statement.pattern)) {
    const terms = parity?.[2] === 'odd' ? [counted, number(1)] : [counted];
    const expr: Expr = { kind: 'sum', span: counted.span, terms };
    return { kind: 'divides', divisor: number(2), expr, ...inductionOf(statement, chains, [counted]) };
  }
  const stated = chains.find(({ links }) => links[0]?.op === '∣');
  const [divisor, expr] = stated?.sides ?? [];
  return divisor === undefined || expr === undefined
    ? undefined
    : { kind: 'divides', divisor, expr, ...inductionOf(statement, chains, [expr]) };
}

/** The number it starts from is the bound that the problem gives, else 1. */
function inductionOf(
  { pattern }: Statement,
  chains: readonly Chain[],
  exprs: readonly Expr[],
): { readonly induction?: Induction } {
  if (!/\binduct/.test(pattern)) return {};
  const names = namesIn(...exprs);
  const variable = ['n', 'k', 'm'].find(name => names.has(name)) ?? [...names][0];
  if (variable === undefined) return {};
  const bound = chains.flatMap(relationsOf).find(relation => boundOn(relation, variable) !== undefined);
  const from = bound === undefined ? undefined : (boundOn(bound, variable)?.right ?? undefined);
  return { induction: { variable, from: from ?? number(/\bnon-?negative\b/.test(pattern) ? 0 : 1) } };
}

function proof(statement: Statement, chains: readonly Chain[]): Aim | undefined {
  const relations = chains.flatMap(relationsOf).filter(({ op }) => op === '=' || COMPARISONS.has(op));
  const claims = relations.filter(relation =>
    [...namesOf([relation])].every(name => boundOn(relation, name) === undefined),
  );
  const [claim] = claims.length > 0 ? claims : relations;
  if (claim === undefined) return undefined;
  const assumed = relations.filter(relation => relation !== claim);
  const [left, right] = [filled(claim.left), filled(claim.right)];
  const { induction } = inductionOf(statement, chains, [left, right]);
  if (induction !== undefined) return { kind: 'prove', claim: { left, op: claim.op, right }, assumed, induction };
  if (claim.op === '=') return { kind: 'work-out', start: { expr: left }, goal: 'value', target: right };
  return { kind: 'prove', claim: { left, op: claim.op, right }, assumed };
}

function filled(expr: Expr): Expr {
  const sum = withoutEllipsis(expr, new Budget(STEPS));
  return sum === undefined ? (byLastTerm(expr) ?? expr) : renamed(sum);
}

/** `1^2 + 2^2 + … + n^2`: the last term tells the others, where its values for 1, 2, … are those that are written. */
function byLastTerm(expr: Expr): Expr | undefined {
  if (expr.kind !== 'sum') return undefined;
  const at = expr.terms.findIndex(term => term.kind === 'ellipsis');
  const last = expr.terms.at(-1);
  const [name, more] = last === undefined ? [] : [...namesIn(last)];
  if (at < 2 || at !== expr.terms.length - 2 || last === undefined || name === undefined || more !== undefined)
    return undefined;
  const fits = expr.terms.slice(0, at).every((term, index) => {
    const budget = new Budget(STEPS);
    const written = evaluateExact(term, new Map(), budget);
    const told = evaluateExact(last, new Map([[name, rational(index + 1)]]), budget);
    return written !== undefined && told !== undefined && written.n === told.n && written.d === told.d;
  });
  if (!fits) return undefined;
  const { span } = expr;
  const upper: Expr = { kind: 'symbol', span, name };
  const letter = name === 'k' ? 'j' : 'k';
  const body = substitute(last, new Map<string, Expr>([[name, { kind: 'symbol', span, name: letter }]]));
  return { kind: 'bigOperator', span, op: 'sum', variable: letter, lower: number(1), upper, body };
}

/** The name that an ellipsis runs over has no letter yet. */
function renamed(expr: Expr): Expr {
  if (expr.kind !== 'bigOperator') return expr;
  const letter = ['k', 'j', 'i', 'm'].find(name => !freeSymbols(expr).has(name)) ?? 'k';
  const values = new Map<string, Expr>([[expr.variable, { kind: 'symbol', span: expr.span, name: letter }]]);
  return { ...expr, variable: letter, body: substitute(expr.body, values) };
}

/** "Find the zeros of f(x) = …", "Find the roots of …". */
function zeros(statement: Statement): Aim | undefined {
  const found =
    /\b(?:zeros?|zeroes|roots?|x-intercepts?) of (?:the )?(?:(?:real |quadratic |cubic )?(?:polynomial|function|expression|quadratic) )?⟨(\d+)⟩/.exec(
      statement.pattern,
    );
  const body = statement.formulas[Number(found?.[1])]?.bodies[0];
  if (body === undefined) return undefined;
  const [left, right] = body.kind === 'chain' ? body.sides : [];
  const expr = body.kind === 'bare' ? body.expr : left?.kind === 'apply' || left?.kind === 'symbol' ? right : undefined;
  const [unknown, more] = expr === undefined ? [] : [...namesIn(expr)];
  if (expr === undefined || unknown === undefined || more !== undefined || number0(right)) return undefined;
  return { kind: 'solve', unknown, given: [{ left: expr, op: '=', right: zero }], domain: [], integer: false };
}

function number0(expr: Expr | undefined): boolean {
  return expr?.kind === 'number' && expr.value.n === 0n;
}

function solving(statement: Statement, chains: readonly Chain[]): Aim | undefined {
  const relations = chains.flatMap(relationsOf);
  const compared = relations.filter(({ op }) => op === '=' || COMPARISONS.has(op));
  const main = compared.filter(({ left, op, right }) => op === '=' || !isBound({ left, op, right }));
  const given = main.length > 0 ? main : compared;
  const names = [...namesOf(given)].sort();
  const [first] = given;
  if (first === undefined || names.length === 0) return undefined;
  const sought = statement.formulas.flatMap(({ bodies }, index) =>
    soughtIn(bodies[0], index, statement.pattern, names),
  );
  const equations = given.filter(({ op }) => op === '=');
  if (equations.length > 1 && equations.length === given.length && names.length > 1 && sought.length !== 1)
    return { kind: 'system', unknowns: names, given };
  const unknown = sought[0] ?? (names.length === 1 ? names[0] : names.find(name => name === 'x'));
  if (unknown === undefined) return undefined;
  const about = given.filter(relation => namesOf([relation]).has(unknown));
  const alone = about.filter(relation => namesOf([relation]).size === 1);
  const domain = [
    ...compared.filter(relation => !given.includes(relation)),
    ...intervals(statement, relations, unknown),
    ...signs(statement, unknown),
  ];
  const integer = /\bintegers?\b|\bnatural number/.test(statement.pattern);
  return {
    kind: 'solve',
    unknown,
    given: equations.length > 1 ? (alone.length > 0 ? alone.slice(0, 1) : [about[0] ?? first]) : about,
    domain: domain.filter(relation => boundOn(relation, unknown) !== undefined),
    integer,
  };
}

/** A name that stands by itself is what is sought, unless words say otherwise. */
function soughtIn(
  body: Statement['formulas'][number]['bodies'][number] | undefined,
  index: number,
  pattern: string,
  names: readonly string[],
): readonly string[] {
  if (body?.kind !== 'bare' || body.expr.kind !== 'symbol' || !names.includes(body.expr.name)) return [];
  return new RegExp(`(?:terms of|respect to|constants?|where) ⟨${index}⟩`).test(pattern) ? [] : [body.expr.name];
}

/** `x > 3`, `0 \le x`: one side the name, the other without names. */
function isBound(relation: Relation): boolean {
  return [...namesOf([relation])].some(name => boundOn(relation, name) !== undefined);
}

const TURNED: Partial<Readonly<Record<RelationOp, RelationOp>>> = { '<': '>', '≤': '≥', '>': '<', '≥': '≤' };

/** The bound with the name on the left. */
function boundOn({ left, op, right }: Relation, name: string): Relation | undefined {
  const turned = TURNED[op];
  if (turned === undefined) return undefined;
  if (left.kind === 'symbol' && left.name === name && namesIn(right).size === 0) return { left, op, right };
  if (right.kind === 'symbol' && right.name === name && namesIn(left).size === 0)
    return { left: right, op: turned, right: left };
  return undefined;
}

/** `x \in [0, 2\pi)`, and an interval that is named for itself. */
function intervals(statement: Statement, relations: readonly Relation[], unknown: string): readonly Relation[] {
  const member = relations.find(({ op, left }) => op === '∈' && left.kind === 'symbol' && left.name === unknown);
  const named = statement.formulas
    .map((_, index) => expressionAt(statement, index))
    .find(expr => expr?.kind === 'tuple');
  const interval = member?.right ?? (/\binterval\b|\bon ⟨|\bin ⟨|\bfor ⟨/.test(statement.pattern) ? named : undefined);
  if (interval?.kind !== 'tuple' || interval.items.length !== 2) return [];
  const [low, high] = interval.items;
  const name: Expr = { kind: 'symbol', span: interval.span, name: unknown };
  const bounds: Relation[] = [];
  if (low !== undefined && !isEndless(low))
    bounds.push({ left: name, op: interval.open === '[' ? '≥' : '>', right: low });
  if (high !== undefined && !isEndless(high))
    bounds.push({ left: name, op: interval.close === ']' ? '≤' : '<', right: high });
  return bounds;
}

const SIGNED =
  /\b(positive|negative|non-?negative|non-?positive) (?:(?:real|integer|whole) )?(?:solutions?|roots?|zeros?|values?|numbers?|integers?|⟨)/;

/** "The positive solution": a bound that words give. */
function signs({ pattern }: Statement, name: string): readonly Relation[] {
  const op = ({ positive: '>', negative: '<', nonnegative: '≥', nonpositive: '≤' } as const)[
    SIGNED.exec(pattern)?.[1]?.replace('-', '') ?? ''
  ];
  return op === undefined ? [] : [{ left: { kind: 'symbol', span: zero.span, name }, op, right: zero }];
}

function isEndless(expr: Expr): boolean {
  return some(expr, part => part.kind === 'infinity');
}

const GOALS: readonly (readonly [RegExp, Goal])[] = [
  [/\bfactor(?:i[sz]e|ed)?\b|\bas a product\b/, 'factored'],
  [/\bpartial fractions?\b/, 'partial fractions'],
  [/\b(?:single|one) fraction\b|\bcommon denominator\b/, 'one fraction'],
  [/\bexpand\b|\bmultiply out\b|\bremove the brackets\b/, 'expanded'],
];

/** The first expression that is no name and no number. */
function expression(statement: Statement): Aim | undefined {
  const goal = GOALS.find(([words]) => words.test(statement.pattern))?.[1] ?? 'value';
  const expr = statement.formulas
    .map((_, index) => expressionAt(statement, index))
    .find(each => each !== undefined && !['symbol', 'number', 'tuple'].includes(each.kind));
  return expr === undefined ? undefined : { kind: 'work-out', start: { expr }, goal };
}
