/** Words that stand where a value is expected: `\text{Area of } \triangle ABC`. */
import type { Expr } from '../expr.ts';
import { numeral } from './numerals.ts';
import type { Parser } from './parser.ts';
import { connectiveOf, startsClause, withoutTextCommands } from './words.ts';

/** Takes the words with everything up to the next sign, relation or separator: what belongs to them is for a person to tell. */
export function wordsValue(p: Parser): Expr {
  const first = p.pos;
  const words = p.token.value;
  if (connectiveOf(words) !== undefined || startsClause(words))
    return p.fail(`the words “${words}” cannot be read here`);
  p.pos++;
  while (belongs(p)) {
    if (p.token.kind === 'number') {
      numeral(p);
      continue;
    }
    const partner = p.partner[p.pos] ?? -1;
    p.pos = partner > p.pos ? partner + 1 : p.pos + 1;
  }
  const text = p.pos === first + 1 ? words : withoutTextCommands(p.raw(first, p.pos - 1));
  return { kind: 'words', text, span: p.spanFrom(first) };
}

function belongs(p: Parser): boolean {
  const token = p.token;
  if (token.gap === 3) return false;
  switch (token.kind) {
    case 'text':
    case 'word':
      return connectiveOf(token.value) === undefined && !startsClause(token.value);
    case 'letter':
    case 'number':
    case 'function':
      return true;
    case 'command':
      return (
        token.value === 'angle' || token.value === 'triangle' || token.value === 'overline' || token.value === 'square'
      );
    case 'open':
      return token.value === '(' || token.value === '{' || token.value === '[';
    case 'operator':
      return token.value === '_' || token.value === "'";
    default:
      return false;
  }
}
