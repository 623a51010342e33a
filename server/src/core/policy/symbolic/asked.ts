/** Derivatives, integrals, limits and sums that words ask for. */
import type { Chain, Expr } from '../../math/expr.ts';
import { parseFormula } from '../../math/parse.ts';
import { some } from '../../math/traverse.ts';
import type { Aim } from './aim.ts';
import { namesIn } from './bounds.ts';
import { expressionAt, type Statement } from './statement.ts';

/** `wrap`: the derivative or integral of the expression is meant, which words say and no formula. */
export interface Work {
  readonly expr: Expr;
  readonly wrap?: { readonly kind: 'derivative' | 'integral'; readonly variable: string; readonly order: number };
  /** How the writer names it: `f'(x)`, `y'`. */
  readonly name?: Expr;
}

const DIFFERENTIATE = /\b(?:differentiate|derivatives?|gradient function)\b|求导|导数/u;
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
  /** Names that it depends on, at least one. */
  readonly variables: readonly string[];
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
  if (left.kind === 'apply') {
    const names = left.args.flatMap(argument => (argument.kind === 'symbol' ? [argument.name] : []));
    return names.length === 0 || names.length < left.args.length ? undefined : { left, body, variables: names };
  }
  const names = left.kind === 'symbol' ? [...namesIn(body)] : [];
  return names.length === 1 ? { left, body, variables: names } : undefined;
}

/** The derivative of an integral, or the other way round. */
function isBoth({ pattern }: Statement): boolean {
  return DIFFERENTIATE.test(pattern) && INTEGRATE.test(pattern);
}

/** What a derivative is asked of, by a formula; where it names none, that of the one function is meant. */
interface AskedDerivative {
  readonly name: string;
  readonly order: number;
  readonly variable?: string;
  readonly partial: boolean;
}

/** By words; by `f'(x)`, `y'` or `dy/dx` beside a definition. Nothing where words and formulas ask for something else of it. */
function derivativeIn(statement: Statement): Aim | undefined {
  const asked = statement.formulas.flatMap((_, index) => derivativeAsked(expressionAt(statement, index)));
  const [first, ...others] = asked;
  const inWords = DIFFERENTIATE.test(statement.pattern);
  if ((!inWords && first === undefined) || isBoth(statement)) return undefined;
  if (others.some(other => other.name !== first?.name || other.order !== first.order)) return undefined;
  const order = first?.order ?? orderInWords(statement.pattern);
  if (order === undefined) return undefined;
  const defined = definitionIn(statement);
  const expr = defined?.body ?? (inWords ? firstExpression(statement, 'derivative') : undefined);
  const variable = expr === undefined ? undefined : variableAsked(statement, expr, defined, first);
  if (expr === undefined || variable === undefined) return undefined;
  const wrap = { kind: 'derivative', variable, order } as const;
  const name = defined && primed(defined.left, order);
  return { kind: 'work-out', goal: 'value', start: { expr, wrap, ...(name === undefined ? {} : { name }) } };
}

/** By what it is differentiated; `undefined` where that is no name of the expression, or several could be meant. */
function variableAsked(
  statement: Statement,
  expr: Expr,
  defined: Defined | undefined,
  asked: AskedDerivative | undefined,
): string | undefined {
  const names = [...namesIn(expr)];
  const respect = /respect to ⟨(\d+)⟩/.exec(statement.pattern)?.[1];
  if (defined !== undefined && asked !== undefined && nameOf(defined.left) !== asked.name) return undefined;
  const said =
    asked?.variable ?? (respect === undefined ? undefined : nameOf(expressionAt(statement, Number(respect))));
  if (respect !== undefined && said === undefined) return undefined;
  if (said === undefined) return defined === undefined ? variableOf(statement, expr) : only(defined.variables);
  const isPartial = asked?.partial === true || /\bpartial\b/.test(statement.pattern);
  const allowed = defined === undefined || isPartial ? names : defined.variables;
  return allowed.includes(said) ? said : undefined;
}

function only(names: readonly string[]): string | undefined {
  return names.length === 1 ? names[0] : undefined;
}

/** Of a function or a quantity. */
function nameOf(expr: Expr | undefined): string | undefined {
  return expr?.kind === 'symbol' || expr?.kind === 'apply' ? expr.name : undefined;
}

/** A derivative that is named without a formula of its own: `f'(x)`, `y''`, `dy/dx`. */
function derivativeAsked(expr: Expr | undefined): readonly AskedDerivative[] {
  if (expr?.kind === 'apply' && expr.primes > 0) return [{ name: expr.name, order: expr.primes, partial: false }];
  if (expr?.kind === 'symbol' && /'+$/.test(expr.name)) {
    const at = expr.name.indexOf("'");
    return [{ name: expr.name.slice(0, at), order: expr.name.length - at, partial: false }];
  }
  if (expr?.kind !== 'derivative') return [];
  const { body, variable, order, partial } = expr;
  const name = nameOf(body);
  return name === undefined || name === variable ? [] : [{ name, order, variable, partial }];
}

const ORDERS: Readonly<Record<string, number>> = {
  second: 2,
  '2nd': 2,
  third: 3,
  '3rd': 3,
  fourth: 4,
  '4th': 4,
  fifth: 5,
  '5th': 5,
  sixth: 6,
};
const ORDERED = /\b(\d?[a-z]+)(?:[- ]order)? (?:partial )?derivative/;
const COUNTED = /\b(?:once|twice|thrice|times|n-?th|\d+(?:st|nd|rd|th))\b|⟨\d+⟩ ?-?th\b/g;

/** `undefined` where words name another. */
function orderInWords(pattern: string): number | undefined {
  const order = ORDERS[ORDERED.exec(pattern)?.[1] ?? ''];
  const counts = (pattern.match(COUNTED) ?? []).filter(word => ORDERS[word] === undefined);
  if (counts.length === 0) return order ?? 1;
  return order === undefined && counts.join() === 'twice' ? 2 : undefined;
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
  const names = [...namesIn(expr)];
  if (named?.kind === 'symbol' && names.includes(named.name)) return named.name;
  return names.length === 1 ? names[0] : ['x', 't'].find(name => names.includes(name));
}

function antiderivative(statement: Statement): Aim | undefined {
  if (!INTEGRATE.test(statement.pattern) || isBoth(statement)) return undefined;
  const defined = definitionIn(statement);
  const expr = defined?.body ?? firstExpression(statement, 'integral');
  const variable = expr === undefined ? undefined : variableAsked(statement, expr, defined, undefined);
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
  if (body === undefined || variable === undefined || target === undefined || !namesIn(body).has(variable))
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
