/** Remainders, congruences and divisibility, as problems ask for them. */
import { number } from '../../math/build.ts';
import type { Chain, Expr } from '../../math/expr.ts';
import type { Aim } from './aim.ts';
import { namesIn } from './bounds.ts';
import { inductionOf, PROVE } from './proof.ts';
import { expressionAt, type Statement } from './statement.ts';

const REMAINDERS: readonly (readonly [pattern: RegExp, modulus: number | undefined])[] = [
  [
    /remainder (?:when|of|if) ⟨(\d+)⟩ (?:is )?(?:divided by|on division by|upon division by|modulo|mod) ⟨(\d+)⟩/,
    undefined,
  ],
  [/(?<!(?:inverse|order|index) of )⟨(\d+)⟩ (?:modulo|mod) ⟨(\d+)⟩/, undefined],
  [/(?:last|final|units?|ones) (?:decimal )?digit of (?:the number )?⟨(\d+)⟩/, 10],
  [/last two (?:decimal )?digits of (?:the number )?⟨(\d+)⟩/, 100],
];

export function modular(statement: Statement, chains: readonly Chain[]): Aim | undefined {
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

const DIVISIBILITY: readonly RegExp[] = [
  /⟨(?<expr>\d+)⟩ (?:is|are) (?:always )?(?:divisible by|a multiple of) ⟨(?<divisor>\d+)⟩/,
  /⟨(?<divisor>\d+)⟩ (?:always )?divides ⟨(?<expr>\d+)⟩/,
];
const PARITY = /⟨(\d+)⟩ (?:is|are) (?:always )?(even|odd)\b/;

function divisibility(statement: Statement, chains: readonly Chain[]): Aim | undefined {
  const found = dividedIn(statement) ?? parityOf(statement) ?? statedIn(chains);
  return found && { kind: 'divides', ...found, ...inductionOf(statement, chains, [found.expr]) };
}

interface Divided {
  readonly divisor: Expr;
  readonly expr: Expr;
}

function dividedIn(statement: Statement): Divided | undefined {
  for (const words of DIVISIBILITY) {
    const { groups = {} } = words.exec(statement.pattern) ?? {};
    const [expr, divisor] = [groups.expr, groups.divisor].map(index => expressionAt(statement, Number(index)));
    if (expr !== undefined && divisor !== undefined) return { divisor, expr };
  }
  return undefined;
}

/** "Show that n² + n is even": whether a number is one is no proof. */
function parityOf(statement: Statement): Divided | undefined {
  if (!PROVE.test(statement.pattern)) return undefined;
  const [, index, parity] = PARITY.exec(statement.pattern) ?? [];
  const counted = expressionAt(statement, Number(index));
  if (counted === undefined) return undefined;
  const terms = parity === 'odd' ? [counted, number(1)] : [counted];
  return { divisor: number(2), expr: { kind: 'sum', span: counted.span, terms } };
}

function statedIn(chains: readonly Chain[]): Divided | undefined {
  const [divisor, expr] = chains.find(({ links }) => links[0]?.op === '∣')?.sides ?? [];
  return divisor === undefined || expr === undefined ? undefined : { divisor, expr };
}
