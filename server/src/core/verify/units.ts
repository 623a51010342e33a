/** Amounts with different units: a comparison of the bare numbers says nothing where a conversion may be meant. */
import type { Expr } from '../math/expr.ts';
import { children, some } from '../math/traverse.ts';

/** Factors between units that people count with, and their common products. */
const CONVERSIONS: readonly number[] = [
  2, 3, 4, 5, 7, 8, 10, 12, 14, 16, 20, 24, 25, 28, 30, 31, 36, 48, 50, 52, 60, 100, 120, 128, 144, 168, 180, 360, 365, 366, 400, 500, 640, 720,
  1000, 1440, 1609.344, 1760, 2000, 2240, 2.54, 30.48, 0.45359237, 2.2, 2.2046, 3600, 5280, 10080, 8760, 10000, 86400, 1e5, 604800, 1e6, 1e9,
];

/** Units as written, without plural endings and case: `Clips` and `clip` are one. */
export function unitsIn(expr: Expr): ReadonlySet<string> {
  const units = new Set<string>();
  const walk = (part: Expr): void => {
    if (part.kind === 'quantity') units.add(normalizedUnit(part.unit));
    for (const child of children(part)) walk(child);
  };
  walk(expr);
  return units;
}

function normalizedUnit(unit: string): string {
  const bare = unit.toLowerCase().replace(/[.\s]+/g, ' ').trim();
  return bare.length > 3 && bare.endsWith('s') && !bare.endsWith('ss') ? bare.slice(0, -1) : bare;
}

/**
 * Why two sides whose bare numbers differ may be equal all the same: another unit, a percent or degree sign that one side drops.
 * `left` and `right` are the values of the sides.
 */
export function unitExcuse(leftExpr: Expr, rightExpr: Expr, left: number, right: number): string | undefined {
  const ratio = Math.abs(left / right);
  const isFactor = (factor: number): boolean => near(ratio, factor) || near(ratio, 1 / factor);
  if ((has(leftExpr, 'percent') || has(rightExpr, 'percent')) && isFactor(100)) return 'a percent sign is left out';
  if ((has(leftExpr, 'degree') || has(rightExpr, 'degree')) && isFactor(180 / Math.PI)) return 'a degree sign is left out';
  const [leftUnits, rightUnits] = [unitsIn(leftExpr), unitsIn(rightExpr)];
  const all = new Set([...leftUnits, ...rightUnits]);
  if (all.size < 2) return undefined;
  const bare = isBareAmount(leftExpr) && isBareAmount(rightExpr);
  if (bare && leftUnits.size > 0 && rightUnits.size > 0) return 'the two sides have different units';
  return CONVERSIONS.some(isFactor) ? 'a unit may be converted here' : undefined;
}

function near(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-6 * Math.abs(b);
}

function has(expr: Expr, kind: 'percent' | 'degree'): boolean {
  return some(expr, part => part.kind === kind);
}

function isBareAmount(expr: Expr): boolean {
  return expr.kind === 'quantity' && (expr.arg.kind === 'number' || expr.arg.kind === 'mixed');
}
