/** Derivatives, integrals, limits and sums that words ask for. */
import type { Chain, Expr } from '../../math/expr.ts';
import { parseFormula } from '../../math/parse.ts';
import { CONSTANT_NAMES, freeSymbols } from '../../math/symbols.ts';
import { some } from '../../math/traverse.ts';
import type { Aim } from './aim.ts';
import { expressionAt, type Statement } from './statement.ts';

/** `wrap`: the derivative or integral of the expression is meant, which words say and no formula. */
export interface Work {
  readonly expr: Expr;
  readonly wrap?: { readonly kind: 'derivative' | 'integral'; readonly variable: string; readonly order: number };
  /** How the writer names it: `f'(x)`, `y'`. */
  readonly name?: Expr;
}

const DIFFERENTIATE = /\b(?:differentiate|derivatives?|gradient function)\b|求导|导数/u;
const SECOND = /\bsecond derivative\b|\btwice\b/u;
const INTEGRATE = /\b(?:integrate|integral of|antiderivatives?|primitive)\b|积分/u;

export function askedToWorkOut(statement: Statement): Aim | undefined {
  return (
    integralIn(statement) ??
    limitIn(statement) ??
    sumIn(statement) ??
    derivativeIn(statement) ??
    antiderivative(statement)
  );
}

function workOut(expr: Expr): Aim {
  return { kind: 'work-out', start: { expr }, goal: 'value' };
}

interface Defined {
  readonly left: Expr;
  readonly body: Expr;
  readonly variable: string;
}

/** `f(x) = …`, `y = …`: a name and what it stands for. */
function definitionIn(statement: Statement): Defined | undefined {
  for (const { bodies } of statement.formulas) {
    for (const body of bodies) {
      const defined = body.kind === 'chain' ? definedBy(body) : undefined;
      if (defined !== undefined) return defined;
    }
  }
  return undefined;
}

function definedBy({ sides, links }: Chain): Defined | undefined {
  const [left, body] = sides;
  if (left === undefined || body === undefined || (links[0]?.op !== '=' && links[0]?.op !== ':=')) return undefined;
  const [argument] = left.kind === 'apply' ? left.args : [];
  if (argument?.kind === 'symbol') return { left, body, variable: argument.name };
  const [variable, more] = left.kind === 'symbol' ? namesOf(body) : [];
  return variable === undefined || more !== undefined ? undefined : { left, body, variable };
}

function namesOf(expr: Expr): readonly string[] {
  return [...freeSymbols(expr)].filter(name => !CONSTANT_NAMES.has(name));
}

/** By words; by `f'(x)`, `y'` or `dy/dx` beside a definition. */
function derivativeIn(statement: Statement): Aim | undefined {
  const asked = statement.formulas.flatMap((_, index) => orderAsked(expressionAt(statement, index)));
  const inWords = DIFFERENTIATE.test(statement.pattern);
  if (!inWords && asked.length === 0) return undefined;
  const order = asked[0] ?? (SECOND.test(statement.pattern) ? 2 : 1);
  const defined = definitionIn(statement);
  if (defined !== undefined) {
    const { body: expr, variable, left } = defined;
    return {
      kind: 'work-out',
      goal: 'value',
      start: { expr, wrap: { kind: 'derivative', variable, order }, name: primed(left, order) },
    };
  }
  const expr = inWords ? firstExpression(statement, 'derivative') : undefined;
  const variable = expr === undefined ? undefined : variableOf(statement, expr);
  return expr === undefined || variable === undefined
    ? undefined
    : { kind: 'work-out', goal: 'value', start: { expr, wrap: { kind: 'derivative', variable, order } } };
}

/** The order of a derivative that is named without a formula of its own. */
function orderAsked(expr: Expr | undefined): readonly number[] {
  if (expr?.kind === 'apply' && expr.primes > 0) return [expr.primes];
  if (expr?.kind === 'symbol' && /'+$/.test(expr.name)) return [expr.name.length - expr.name.indexOf("'")];
  return expr?.kind === 'derivative' && expr.body.kind === 'symbol' && expr.body.name !== expr.variable
    ? [expr.order]
    : [];
}

function primed(left: Expr, order: number): Expr {
  if (left.kind === 'apply') return { ...left, primes: order };
  return left.kind === 'symbol' ? { ...left, name: `${left.name}${"'".repeat(order)}` } : left;
}

function firstExpression(statement: Statement, without: Expr['kind']): Expr | undefined {
  return statement.formulas
    .map((_, index) => expressionAt(statement, index))
    .find(
      expr =>
        expr !== undefined &&
        !['symbol', 'number', 'tuple'].includes(expr.kind) &&
        !some(expr, part => part.kind === without),
    );
}

/** "With respect to ⟨1⟩", else its only name, else x. */
function variableOf(statement: Statement, expr: Expr): string | undefined {
  const named = expressionAt(statement, Number(/respect to ⟨(\d+)⟩/.exec(statement.pattern)?.[1]));
  const names = namesOf(expr);
  if (named?.kind === 'symbol' && names.includes(named.name)) return named.name;
  return names.length === 1 ? names[0] : ['x', 't'].find(name => names.includes(name));
}

function antiderivative(statement: Statement): Aim | undefined {
  if (!INTEGRATE.test(statement.pattern)) return undefined;
  const defined = definitionIn(statement);
  const expr = defined?.body ?? firstExpression(statement, 'integral');
  const variable = expr === undefined ? undefined : (defined?.variable ?? variableOf(statement, expr));
  return expr === undefined || variable === undefined
    ? undefined
    : { kind: 'work-out', goal: 'value', start: { expr, wrap: { kind: 'integral', variable, order: 1 } } };
}

/** "The integral of ⟨0⟩ from ⟨1⟩ to ⟨2⟩". */
function integralIn(statement: Statement): Aim | undefined {
  const found =
    /(?:integral of|integrate) ⟨(\d+)⟩ (?:with respect to ⟨\d+⟩ )?(?:from|between) ⟨(\d+)⟩ (?:to|and) ⟨(\d+)⟩/.exec(
      statement.pattern,
    );
  const [body, start, upper] = [1, 2, 3].map(group => expressionAt(statement, Number(found?.[group])));
  const lower = start ?? startOf(statement, Number(found?.[2]))?.value;
  const variable = body === undefined ? undefined : variableOf(statement, body);
  if (body === undefined || lower === undefined || upper === undefined || variable === undefined) return undefined;
  return workOut({ kind: 'integral', span: body.span, variable, lower, upper, body });
}

/** `k = 0`. */
function startOf({ formulas }: Statement, index: number): { readonly name: string; readonly value: Expr } | undefined {
  const [body] = formulas[index]?.bodies ?? [];
  const [name, value] = body?.kind === 'chain' ? body.sides : [];
  return name?.kind === 'symbol' && value !== undefined ? { name: name.name, value } : undefined;
}

/** "The sum of ⟨0⟩ from ⟨1⟩ to ⟨2⟩", where the second is `k = 0`. */
function sumIn(statement: Statement): Aim | undefined {
  const found = /sum of ⟨(\d+)⟩ (?:from|for) ⟨(\d+)⟩ (?:up )?to ⟨(\d+)⟩/.exec(statement.pattern);
  const [body, , end] = [1, 2, 3].map(group => expressionAt(statement, Number(found?.[group])));
  const start = startOf(statement, Number(found?.[2]));
  const upper = end ?? startOf(statement, Number(found?.[3]))?.value;
  if (body === undefined || upper === undefined || start === undefined) return undefined;
  const { name: variable, value: lower } = start;
  return workOut({ kind: 'bigOperator', span: body.span, op: 'sum', variable, lower, upper, body });
}

const INFINITY = /^(?:∞|\\infty|infinity|inf|oo)$/;

/** "The limit of ⟨0⟩ as ⟨x -> 0⟩", "as ⟨x⟩ approaches ⟨0⟩". */
function limitIn(statement: Statement): Aim | undefined {
  const { pattern, formulas } = statement;
  if (!/\blimits?\b|\btends?\b|\bapproach/.test(pattern)) return undefined;
  const arrow = formulas
    .map(({ text }) => /^\s*(\p{L}\w*)\s*(?:->|→|\\to|\\rightarrow)\s*(.+?)\s*$/u.exec(text))
    .find(found => found !== null);
  const spelt = /⟨(\d+)⟩ (?:tends? to|approach(?:es)?|goes to|->|→) (?:⟨(\d+)⟩|(minus infinity|infinity))/.exec(
    pattern,
  );
  const variable = arrow?.[1] ?? formulas[Number(spelt?.[1])]?.text.trim();
  const to =
    arrow?.[2] ??
    (spelt?.[3] === undefined ? formulas[Number(spelt?.[2])]?.text : spelt[3].startsWith('minus') ? '-∞' : '∞');
  const body = firstExpression(statement, 'limit');
  const target = to === undefined ? undefined : targetOf(to);
  if (body === undefined || variable === undefined || target === undefined || !namesOf(body).includes(variable))
    return undefined;
  return workOut({ kind: 'limit', span: body.span, variable, target, side: 'both', body });
}

function targetOf(text: string): Expr | undefined {
  const bare = text.trim().replace(/^[+-]/, '');
  const tex = INFINITY.test(bare) ? `${text.trim().startsWith('-') ? '-' : ''}\\infty` : text;
  const read = parseFormula(tex, { notation: tex.includes('\\') ? 'tex' : 'plain' });
  const body = read.ok ? read.formula.statements[0]?.body : undefined;
  return body?.kind === 'bare' ? body.expr : undefined;
}
