/** What every judge needs: the ledger, a budget, a seed; and formulas with the ledger's definitions put in. */
import type { Claim, Domain, LedgerView } from '../claims/claim.ts';
import { Budget } from '../math/budget.ts';
import { differentiate } from '../math/differentiate.ts';
import { evaluateExact } from '../math/exact.ts';
import type { ApplyExpr, Chain, Expr, Rational, SymbolExpr } from '../math/expr.ts';
import { CONSTANT_NAMES, freeSymbols, substitute } from '../math/symbols.ts';
import { mapChildren, some } from '../math/traverse.ts';
import { compile } from './compiled.ts';

export interface Judging {
  readonly ledger: LedgerView;
  readonly claim: Claim;
  readonly budget: Budget;
  /** Of the claim's content, so that the same text gives the same verdict. */
  readonly seed: number;
  /** `pi`, `e`, `i` where the solution uses them as variables. */
  readonly variables: ReadonlySet<string>;
}

/** About 10 ms when it is used up; most claims need a thousandth of it. */
const STEPS = 120_000;

export function judging(claim: Claim, ledger: LedgerView, steps = STEPS): Judging {
  const sides = [
    ...(claim.body.kind === 'chain' ? claim.body.sides : [claim.body.expr]),
    ...(claim.from?.chain.sides ?? []),
  ];
  const used = new Set<string>();
  for (const name of CONSTANT_NAMES) {
    if (sides.some(side => mentions(side, name)) && (ledger.isVariable(name) || isPlainLetter(name, sides)))
      used.add(name);
  }
  return { ledger, claim, budget: new Budget(steps), seed: hash(claim.key), variables: used };
}

/**
 * `e` that is never a base nor beside a logarithm, in a relation with other names, is just a letter (the price of an eraser). The constant
 * shows itself in powers.
 */
function isPlainLetter(name: string, sides: readonly Expr[]): boolean {
  if (name !== 'e') return false;
  const shows = (part: Expr): boolean =>
    (part.kind === 'power' && part.base.kind === 'symbol' && part.base.name === 'e') ||
    (part.kind === 'call' && (part.fn === 'ln' || part.fn === 'exp' || part.fn === 'log')) ||
    part.kind === 'integral' ||
    part.kind === 'limit';
  return !sides.some(side => some(side, shows)) && sides.some(side => freeSymbols(side).size > 0);
}

function mentions(expr: Expr, name: string): boolean {
  return some(expr, part => part.kind === 'symbol' && part.name === name);
}

function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  return h >>> 0;
}

export function namesOf(expr: Expr, judging: Judging): ReadonlySet<string> {
  return freeSymbols(expr, judging.variables);
}

export function namesOfAll(exprs: Iterable<Expr>, judging: Judging): ReadonlySet<string> {
  const names = new Set<string>();
  for (const expr of exprs) for (const name of namesOf(expr, judging)) names.add(name);
  return names;
}

const NO_RATIONALS: ReadonlyMap<string, Rational> = new Map();
const NO_NUMBERS: ReadonlyMap<string, number> = new Map();

/** The exact value of a formula without names; `undefined` where it is not rational or not certain. */
export function exactValue(expr: Expr, judging: Judging): Rational | undefined {
  return evaluateExact(expr, NO_RATIONALS, judging.budget);
}

/** The value in double precision; NaN where there is none. */
export function realValue(expr: Expr, judging: Judging, env: ReadonlyMap<string, number> = NO_NUMBERS): number {
  return compile(expr)(env, judging.budget);
}

/** A formula as a real function of one name, the others held at `at`. */
export function asFunction(
  expr: Expr,
  name: string,
  judging: Judging,
  at: ReadonlyMap<string, number> = NO_NUMBERS,
): (x: number) => number {
  const env = new Map(at);
  const value = compile(expr);
  return x => {
    env.set(name, x);
    return value(env, judging.budget);
  };
}

/** The ledger's conditions on a name; a constant that is used as a variable is a real number. */
export function domainOf(name: string, judging: Judging): Domain {
  return judging.ledger.domain(name);
}

export function insideDomain(value: number, domain: Domain): boolean {
  const { lower, upper } = domain;
  if (domain.nonzero && value === 0) return false;
  if (domain.type === 'integer' && Math.abs(value - Math.round(value)) > 1e-9) return false;
  if (lower !== undefined && (lower.strict ? value <= lower.value : value < lower.value - 1e-12)) return false;
  return upper === undefined || (upper.strict ? value < upper.value : value <= upper.value + 1e-12);
}

/** A formula with definitions put in, and what stood in the way of putting in more. */
export interface Expanded {
  readonly expr: Expr;
  /** Names whose definition was used. */
  readonly used: ReadonlySet<string>;
  /** Names of which the ledger says that they are ambiguous. */
  readonly ambiguous: ReadonlySet<string>;
}

const MOST_EXPANSIONS = 24;
const DEEPEST = 6;

/** Puts in what the ledger says names and functions stand for, as far as it goes without a circle. */
export function expand(expr: Expr, judging: Judging, except: ReadonlySet<string> = new Set()): Expanded {
  const used = new Set<string>();
  const ambiguous = new Set<string>();
  let left = MOST_EXPANSIONS;
  const walk = (part: Expr, open: readonly string[]): Expr => {
    const inner = mapChildren(part, child => walk(child, open));
    if (open.length >= DEEPEST) return inner;
    if (inner.kind !== 'symbol' && inner.kind !== 'apply') return inner;
    if (except.has(inner.name) || open.includes(inner.name)) return inner;
    const binding = judging.ledger.binding(inner.name);
    if (binding === undefined && inner.kind === 'symbol') return primed(inner) ?? inner;
    if (binding === undefined || left <= 0) return inner;
    if (binding.kind === 'ambiguous') {
      ambiguous.add(inner.name);
      return inner;
    }
    const meaning =
      inner.kind === 'apply' ? applied(inner, binding) : binding.kind === 'value' ? binding.expr : undefined;
    if (meaning === undefined) return inner;
    left -= 1;
    used.add(inner.name);
    return walk(meaning, [...open, inner.name]);
  };
  /** `y'` beside `y = x^2`. */
  const primed = ({ name }: SymbolExpr): Expr | undefined => {
    const [, base, primes = ''] = /^(\w+)('+)$/.exec(name) ?? [];
    const binding = base === undefined ? undefined : judging.ledger.binding(base);
    if (binding?.kind !== 'value' || left <= 0) return undefined;
    const [variable, ...more] = freeSymbols(binding.expr);
    if (variable === undefined || more.length > 0) return undefined;
    const derivative = derivativeOf(binding.expr, variable, primes.length);
    if (derivative === undefined) return undefined;
    left -= 1;
    used.add(name);
    return derivative;
  };
  return { expr: walk(expr, []), used, ambiguous };
}

type KnownBinding = Exclude<ReturnType<LedgerView['binding']>, undefined | { readonly kind: 'ambiguous' }>;

/** `f(3)` or `f'(3)` carried out; `undefined` where the definition does not fit. */
function applied(call: ApplyExpr, binding: KnownBinding): Expr | undefined {
  if (binding.kind !== 'function' || call.inverse || call.args.length !== binding.params.length) return undefined;
  if (binding.where !== undefined && !isWithin(call, binding.where)) return undefined;
  const [param, ...more] = binding.params;
  if (call.primes > 0 && (param === undefined || more.length > 0)) return undefined;
  const body = param === undefined ? binding.expr : derivativeOf(binding.expr, param, call.primes);
  if (body === undefined) return undefined;
  const values = new Map<string, Expr>();
  for (const [i, name] of binding.params.entries()) {
    const arg = call.args[i];
    if (arg !== undefined) values.set(name, arg);
  }
  return substitute(body, values);
}

function derivativeOf(expr: Expr, variable: string, order: number): Expr | undefined {
  let body: Expr | undefined = expr;
  for (let k = 0; k < order && body !== undefined; k += 1) body = differentiate(body, variable);
  return body;
}

/** Whether the definition is said for the value that is put in, or for the parameter that stands for all of them. */
function isWithin({ args: [arg] }: ApplyExpr, where: Domain): boolean {
  if (arg === undefined) return false;
  if (freeSymbols(arg).size > 0) return arg.kind === 'symbol';
  return insideDomain(compile(arg)(NO_NUMBERS, new Budget(STEPS)), where);
}

/** Parts that have no value a machine could know: words, an ellipsis, ±, a sequence `a_i` summed over i. */
export function isOpaque(expr: Expr): boolean {
  return some(
    expr,
    part => part.kind === 'words' || part.kind === 'ellipsis' || part.kind === 'plusMinus' || sumsSequence(part),
  );
}

/** `\sum P_i`: the name changes with the index, though it is one name to the reader of formulas. */
function sumsSequence(expr: Expr): boolean {
  if (expr.kind !== 'bigOperator' && expr.kind !== 'limit') return false;
  const { variable } = expr;
  const indexed = (part: Expr): boolean =>
    part.kind === 'symbol' && part.name.includes('_') && part.name.slice(part.name.indexOf('_')).includes(variable);
  return some(expr.body, indexed);
}

/** A function that the text names but of which nothing is known. */
export function hasUnknownFunction(expr: Expr): boolean {
  return some(expr, part => part.kind === 'apply');
}

/** The consecutive pairs of an equality chain. */
export function pairs(
  chain: Chain,
): readonly { readonly left: Expr; readonly right: Expr; readonly op: Chain['links'][number]['op'] }[] {
  return chain.links.flatMap((link, i) => {
    const left = chain.sides[i];
    const right = chain.sides[i + 1];
    return left === undefined || right === undefined ? [] : [{ left, right, op: link.op }];
  });
}
