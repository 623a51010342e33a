/** Formulas without a relation: answers in a box, names, letters that are used as variables. */
import { sliceText, sourceSpan } from '../document/mapped.ts';
import type { Formula, Statement } from '../math/expr.ts';
import { bareBoxes } from './boxed.ts';
import { answers } from './cues/conclusion.ts';
import { nameEffects } from './effects.ts';
import type { Frame, Item, Surroundings } from './frame.ts';
import type { Gather } from './gather.ts';
import type { Line } from './line.ts';
import { isBoxed, parseItem } from './parse-item.ts';

/** A value on its own is a claim only where it is given as the answer. */
export function readBare(
  gather: Gather,
  statement: Statement,
  formula: Formula,
  item: Item,
  around: Surroundings,
  frame: Frame,
): void {
  const { body } = statement;
  if (body.kind !== 'bare') return;
  gather.add(...nameEffects(body.expr));
  if (body.expr.kind === 'symbol' && isUsedAsVariable(body.expr.name, frame.text)) {
    gather.add({ kind: 'variable', name: body.expr.name });
  }
  const answer = item.source === 'formula' && formula.statements.length === 1 && answers.test(around.left);
  if (answer || isBoxed(formula, body.span)) gather.claim('conclusion', body, item, body.span);
}

/** `\boxed{9}` in the words. */
export function readBoxes(gather: Gather, line: Line, frame: Frame): void {
  for (const box of bareBoxes(line)) {
    const content = sliceText(line.words, box.innerStart, box.innerEnd);
    const span = sourceSpan(line.words, { start: box.start, end: box.end });
    const item: Item = { content, notation: 'tex', source: 'formula', display: false, at: frame.text.length, span };
    const result = parseItem(item, gather.view);
    const first = result.ok ? result.formula.statements[0] : undefined;
    if (first !== undefined)
      gather.claim('conclusion', first.body, item, { start: 0, end: content.text.length }, { span });
  }
}

/** A lone `e` or `i` among words is a quantity of the text unless the words speak of the constant. */
function isUsedAsVariable(name: string, text: string): boolean {
  if (name === 'e') return !/euler|natural|\bbase\b|exponential|\bln\b|logarithm|constant/u.test(text);
  return name === 'i' && !/imaginary|complex|\bunit\b|conjugate|modulus|argument|real part/u.test(text);
}

/** Names where the formula is a name or a list of names: `a`, `a, b`, `(x, y)`. */
export function bareNames(formula: Formula): readonly string[] {
  const names: string[] = [];
  for (const { body } of formula.statements) {
    if (body.kind !== 'bare') return [];
    const { expr } = body;
    for (const item of expr.kind === 'tuple' ? expr.items : [expr]) {
      if (item.kind !== 'symbol') return [];
      names.push(item.name);
    }
  }
  return names;
}
