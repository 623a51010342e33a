/** Angles in degrees whose sign is left out. */
import type { Expr } from '../math/expr.ts';
import { mapChildren, some } from '../math/traverse.ts';

const TRIGONOMETRIC: ReadonlySet<string> = new Set(['sin', 'cos', 'tan', 'cot', 'sec', 'csc']);

export function isTrigonometric(expr: Expr): boolean {
  return expr.kind === 'call' && TRIGONOMETRIC.has(expr.fn);
}

/** The formula with every trigonometric function taken of degrees: `tan x` as tan x°. */
export function trigonometryInDegrees(expr: Expr): Expr {
  const inner = mapChildren(expr, trigonometryInDegrees);
  if (inner.kind !== 'call' || !isTrigonometric(inner)) return inner;
  const [arg] = inner.args;
  if (arg === undefined || some(arg, part => part.kind === 'degree')) return inner;
  return { ...inner, args: [{ kind: 'degree', arg, span: arg.span }] };
}

/** The number of degrees, where every angle of the formula has its sign and no function is taken of one; `undefined` otherwise. */
export function degreesOf(expr: Expr): Expr | undefined {
  if (!some(expr, part => part.kind === 'degree') || some(expr, part => part.kind === 'call')) return undefined;
  const strip = (part: Expr): Expr => (part.kind === 'degree' ? strip(part.arg) : mapChildren(part, strip));
  return strip(expr);
}
