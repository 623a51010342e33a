/** The span of a node is the text of just that node: read alone, it is the same tree. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Expr } from '../../../server/src/core/math/expr.ts';
import { parseFormula } from '../../../server/src/core/math/parse.ts';
import { namesIn } from './names-in.ts';
import { tree } from './tree.ts';

const REAL = new URL('../../fixtures/formulas/real.json', import.meta.url);
const { formulas } = JSON.parse(readFileSync(REAL, 'utf8')) as { readonly formulas: readonly string[] };

interface Located {
  readonly expr: Expr;
  readonly parent: Expr | undefined;
}

/** All nodes below a value that have a width. */
function nodes(value: unknown, parent: Expr | undefined, found: Located[] = []): Located[] {
  if (Array.isArray(value)) for (const item of value) nodes(item, parent, found);
  else if (value !== null && typeof value === 'object') {
    const node = value as Expr;
    const isExpr = 'kind' in node && 'span' in node && !['chain', 'bare'].includes(node.kind as string);
    if (isExpr && node.span.end > node.span.start) found.push({ expr: node, parent });
    for (const [key, item] of Object.entries(value)) if (key !== 'index') nodes(item, isExpr ? node : parent, found);
  }
  return found;
}

/** `\sin^2 x` is a power of a call whose text is the same; what an array is depends on the brackets around it; words are a name for all that they reach over. */
function sharesItsText({ expr, parent }: Located): boolean {
  if (expr.kind === 'words' || parent?.kind === 'words') return true;
  if (expr.kind === 'matrix' || expr.kind === 'piecewise') return true;
  return expr.kind === 'call' && parent?.kind === 'power';
}

test('the text of every node reads as that node', () => {
  let count = 0;
  for (const text of formulas.filter((_, index) => index % 2 === 0)) {
    const result = parseFormula(text, { notation: 'tex' });
    if (!result.ok) continue;
    for (const located of nodes(result.formula.statements, undefined)) {
      if (sharesItsText(located)) continue;
      const { expr } = located;
      const part = text.slice(expr.span.start, expr.span.end);
      const read = parseFormula(part, { notation: 'tex', ...namesIn(expr) });
      const [statement] = read.ok ? read.formula.statements : [];
      const alone =
        statement?.body.kind === 'bare' ? tree(statement.body.expr) : `✗ ${read.ok ? 'a statement' : read.reason}`;
      expect(alone, `${part} in ${text}`).toBe(tree(expr));
      count++;
    }
  }
  expect(count).toBeGreaterThan(1000);
});
