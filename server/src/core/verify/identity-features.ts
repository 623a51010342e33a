/** What two sides hold, found in one walk: which methods can apply and which readings have to be tried. */

import type { CallExpr, Expr } from '../math/expr.ts';
import { INTEGER_FUNCTIONS } from '../math/integers.ts';
import { children } from '../math/traverse.ts';

export interface Features {
  /** Words, an ellipsis, a set of numbers: parts without a value. */
  readonly valueless: string | undefined;
  readonly plusMinus: boolean;
  readonly infinity: boolean;
  readonly unknownFunctions: boolean;
  readonly matrices: boolean;
  readonly logWithoutBase: boolean;
  readonly degrees: boolean;
  /** A circular function of a number without π: it may be meant in degrees. */
  readonly plainAngles: boolean;
  readonly percent: boolean;
  readonly quantities: boolean;
  readonly symbolE: boolean;
  readonly symbolI: boolean;
  readonly complexFunctions: boolean;
  readonly fractionalPowers: boolean;
  readonly indefinite: boolean;
  readonly derivatives: boolean;
  /** Functions of whole numbers, sums with bounds: exact evaluation at whole points is the better test. */
  readonly discrete: boolean;
  /** Integrals, limits, sums without end: values come with an estimated error only. */
  readonly estimated: boolean;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const CIRCULAR: ReadonlySet<CallExpr['fn']> = new Set(['sin', 'cos', 'tan', 'cot', 'sec', 'csc']);
const INVERSE: ReadonlySet<CallExpr['fn']> = new Set(['arcsin', 'arccos', 'arctan', 'arccot', 'arcsec', 'arccsc']);
const COMPLEX: ReadonlySet<CallExpr['fn']> = new Set(['re', 'im', 'conjugate', 'arg']);
const DISCRETE: ReadonlySet<string> = new Set([...INTEGER_FUNCTIONS, 'floor', 'ceil', 'round']);

export function featuresOf(left: Expr, right: Expr): Features {
  const found: Mutable<Features> = {
    valueless: undefined,
    plusMinus: false,
    infinity: false,
    unknownFunctions: false,
    matrices: false,
    logWithoutBase: false,
    degrees: false,
    plainAngles: false,
    percent: false,
    quantities: false,
    symbolE: false,
    symbolI: false,
    complexFunctions: false,
    fractionalPowers: false,
    indefinite: false,
    derivatives: false,
    discrete: false,
    estimated: false,
  };
  note(left, found, []);
  note(right, found, []);
  return found;
}

function note(expr: Expr, found: Mutable<Features>, hidden: readonly string[]): void {
  noteNode(expr, found, hidden);
  const bindsName = expr.kind === 'bigOperator' || expr.kind === 'integral' || expr.kind === 'limit';
  const inner = bindsName ? [...hidden, expr.variable] : hidden;
  for (const part of children(expr)) note(part, found, inner);
}

function noteNode(expr: Expr, found: Mutable<Features>, hidden: readonly string[]): void {
  switch (expr.kind) {
    case 'words':
      found.valueless = `“${expr.text}” has no value that is known here`;
      break;
    case 'ellipsis':
      found.valueless = 'an ellipsis stands for terms that are not written';
      break;
    case 'numberSet':
      found.valueless = 'sets of numbers are not compared';
      break;
    case 'setOperation':
      if (!isExplicit(expr)) found.valueless = 'sets are not compared';
      break;
    case 'plusMinus':
      found.plusMinus = true;
      break;
    case 'infinity':
      found.infinity = true;
      break;
    case 'apply':
      found.unknownFunctions = true;
      break;
    case 'matrix':
    case 'tuple':
      found.matrices = true;
      break;
    case 'degree':
      found.degrees = true;
      break;
    case 'percent':
      found.percent = true;
      break;
    case 'quantity':
      found.quantities = true;
      if (/^(remainder|rem|r)\b/i.test(expr.unit)) found.valueless = 'a remainder is no unit';
      break;
    case 'symbol':
      if (expr.name === 'e' && !hidden.includes('e')) found.symbolE = true;
      if (expr.name === 'i' && !hidden.includes('i')) found.symbolI = true;
      break;
    case 'power':
      if (expr.exponent.kind !== 'number' || expr.exponent.value.d !== 1n) found.fractionalPowers = true;
      break;
    case 'factorial':
      found.discrete = true;
      break;
    case 'bigOperator':
      found.discrete = true;
      if (expr.upper.kind === 'infinity') found.estimated = true;
      break;
    case 'integral':
      found.estimated = true;
      if (expr.lower === undefined) found.indefinite = true;
      break;
    case 'limit':
      found.estimated = true;
      break;
    case 'derivative':
      found.derivatives = true;
      break;
    case 'call':
      noteCall(expr, found);
      break;
    default:
      break;
  }
}

function isExplicit(expr: Expr): boolean {
  return expr.kind === 'set' || (expr.kind === 'setOperation' && isExplicit(expr.left) && isExplicit(expr.right));
}

function noteCall(expr: CallExpr, found: Mutable<Features>): void {
  if (expr.fn === 'log' && expr.args.length === 1) found.logWithoutBase = true;
  if (COMPLEX.has(expr.fn)) found.complexFunctions = true;
  if (DISCRETE.has(expr.fn)) found.discrete = true;
  const [arg] = expr.args;
  if (CIRCULAR.has(expr.fn) && arg !== undefined && isPlainNumber(arg)) found.plainAngles = true;
  if (INVERSE.has(expr.fn)) found.plainAngles = true;
}

/** Built of numerals only, no π: `30`, `90 - 25`. */
function isPlainNumber(expr: Expr): boolean {
  return (
    expr.kind === 'number' ||
    (expr.kind !== 'symbol' && children(expr).length > 0 && children(expr).every(isPlainNumber))
  );
}
