/** What a problem asks for, as far as the symbolic policy knows moves for it. */

import { zero } from '../../math/build.ts';
import type { Chain, Expr } from '../../math/expr.ts';
import { freeSymbols } from '../../math/symbols.ts';
import { type Relation, relationsOf } from '../../settle/relations.ts';
import { askedToWorkOut, type Work } from './asked.ts';
import {
  boundOn,
  intervals,
  isBound,
  isComparison,
  isLeftOut,
  namesIn,
  namesOf,
  restrictions,
  signs,
} from './bounds.ts';
import { isSolved } from './complete.ts';
import type { Point, Selection } from './follow-up.ts';
import { modular } from './modular.ts';
import { PROVE, proof } from './proof.ts';
import { expressionAt, type Statement } from './statement.ts';

export interface Congruence {
  readonly left: Expr;
  readonly right: Expr;
  readonly modulus: Expr;
}

/** What is to become of an expression. */
export type Goal = 'value' | 'factored' | 'expanded' | 'one fraction' | 'partial fractions' | 'rational denominator';

/** A proof for all integers from `from` on. */
export interface Induction {
  readonly variable: string;
  readonly from: Expr;
}

export type Aim =
  /** All of `given` is to hold, in `domain`: bounds of the unknown. `of`: what is asked of the solutions, where it is not all of them. */
  | {
      readonly kind: 'solve';
      readonly unknown: string;
      readonly given: readonly Relation[];
      readonly domain: readonly Relation[];
      readonly integer: boolean;
      readonly of?: Selection;
    }
  /** `sought`: the unknowns whose values are asked for, at least one. `domain`: what is to hold beside the equations. Other names in them may stand for anything. */
  | {
      readonly kind: 'system';
      readonly unknowns: readonly string[];
      readonly sought: readonly string[];
      readonly given: readonly Relation[];
      readonly domain: readonly Relation[];
    }
  | { readonly kind: 'congruences'; readonly unknown: string; readonly given: readonly Congruence[] }
  | { readonly kind: 'remainder'; readonly expr: Expr; readonly modulus: Expr }
  /** An expression to be worked out, and put `at` a point then, or to be led over into `target`. */
  | {
      readonly kind: 'work-out';
      readonly start: Work;
      readonly goal: Goal;
      readonly target?: Expr;
      readonly at?: Point;
    }
  /** An inequality, under `assumed`; an equality or inequality by induction. */
  | {
      readonly kind: 'prove';
      readonly claim: Relation;
      readonly assumed: readonly Relation[];
      readonly induction?: Induction;
    }
  | { readonly kind: 'divides'; readonly divisor: Expr; readonly expr: Expr; readonly induction?: Induction };

const NO_SOLUTION = /\bno (?:real |integer )?(?:solution|root|zero)s?\b/u;

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
  const compared = relations.filter(isComparison);
  const main = compared.filter(({ left, op, right }) => op === '=' || !isBound({ left, op, right }));
  const given = main.length > 0 ? main : compared;
  const names = [...namesOf(given)].sort();
  const [first] = given;
  if (first === undefined || names.length === 0) return undefined;
  const sought = statement.formulas.flatMap(({ bodies }, index) =>
    soughtIn(bodies[0], index, statement.pattern, names),
  );
  const equations = given.filter(({ op }) => op === '=');
  if (equations.length > 1 && names.length > 1) {
    const domain = compared.filter(relation => !equations.includes(relation));
    const unknowns = sought.length === equations.length ? sought : [...namesOf(equations)].sort();
    return {
      kind: 'system',
      unknowns,
      sought: sought.length === 1 ? sought : unsolved(unknowns, equations),
      given: equations,
      domain,
    };
  }
  // The moves for one unknown know real numbers only.
  if (given.some(({ left, right }) => [left, right].some(side => freeSymbols(side, new Set(['i'])).has('i'))))
    return undefined;
  const unknown = sought[0] ?? (names.length === 1 ? names[0] : names.find(name => name === 'x'));
  if (unknown === undefined) return undefined;
  const about = given.filter(relation => namesOf([relation]).has(unknown));
  const alone = about.filter(relation => namesOf([relation]).size === 1);
  const domain = [
    ...compared.filter(relation => !given.includes(relation)),
    ...relations.filter(relation => isLeftOut(relation, unknown)),
    ...intervals(statement, relations, unknown),
    ...restrictions(relations, unknown),
    ...signs(statement, unknown),
  ];
  const integer = /\bintegers?\b/.test(statement.pattern) || relations.some(isOfIntegers);
  return {
    kind: 'solve',
    unknown,
    given: equations.length > 1 ? (alone.length > 0 ? alone.slice(0, 1) : [about[0] ?? first]) : about,
    domain: domain.filter(relation => isLeftOut(relation, unknown) || boundOn(relation, unknown) !== undefined),
    integer,
  };
}

/** A value that is given is not asked for, unless all are. */
function unsolved(names: readonly string[], given: readonly Relation[]): readonly string[] {
  const known = new Set(given.filter(isSolved).flatMap(({ left }) => [...namesIn(left)]));
  const rest = names.filter(name => !known.has(name));
  return rest.length === 0 ? names : rest;
}

/** `x \in \mathbb{Z}`. */
function isOfIntegers({ op, right }: Relation): boolean {
  return op === '∈' && right.kind === 'numberSet' && right.set === 'Z';
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

const GOALS: readonly (readonly [RegExp, Goal])[] = [
  [/\bfactor(?:i[sz]e|ed)?\b|\bas a product\b/, 'factored'],
  [/\bpartial fractions?\b/, 'partial fractions'],
  [/\brationali[sz]e\b|\brational(?:i[sz]ed)? denominator\b/, 'rational denominator'],
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
