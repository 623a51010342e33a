/** Whether the last step of a solution gives the answer that an exercise expects. */
import type { Chain, RelationOp } from '../../../server/src/core/math/expr.ts';
import { parseFormula } from '../../../server/src/core/math/parse.ts';
import { printPlain } from '../../../server/src/core/math/print.ts';
import { sameAnswer } from '../../../server/src/core/policy/answers.ts';
import type { WrittenStep } from '../../../server/src/core/policy/policy.ts';

/** What an exercise without a solution expects. */
const NONE = 'no solution';

/** Each answer is there, and nothing else. */
export function isAnswered(last: WrittenStep & { readonly answer?: string }, answer: readonly string[]): boolean {
  const expected = answer.flatMap(parts);
  if (expected.includes(NONE)) return /\bno (?:real )?(?:solution|root)s?\b/.test(last.text);
  const given = parts(last.answer ?? '').map(side => side.replace(/^\$|\$$/g, ''));
  return (
    given.every(value => expected.some(each => same(value, each))) &&
    expected.every(each => given.some(value => same(value, each)))
  );
}

function parts(answers: string): readonly string[] {
  return answers.split(/(?<!\\), | or /);
}

function same(given: string, expected: string): boolean {
  if (spaceless(given) === spaceless(expected)) return true;
  const [one, other] = [chainOf(given), chainOf(expected)];
  if (one !== undefined && other !== undefined && !isEquation(one)) return sameChain(one, other);
  // "The remainder is 3" is told as a congruence.
  if (one !== undefined && other === undefined && one.links.at(-1)?.op === '≡')
    return sameAnswer(printPlain(one.sides.at(-1) ?? one), expected);
  return spaceless(value(given)) === spaceless(value(expected)) || sameAnswer(value(given), value(expected));
}

function spaceless(text: string): string {
  return text.replace(/\s|\\left|\\right/g, '');
}

/** Right of the last equals sign, without a constant of integration. */
function value(text: string): string {
  return text
    .slice(text.lastIndexOf('=') + 1)
    .replace(/\+\s*C\s*$|^\s*C\s*\+/, '')
    .replace(/\bC\s*[+-]/, '');
}

function chainOf(text: string): Chain | undefined {
  const read = parseFormula(text, { notation: text.includes('\\') ? 'tex' : 'plain' });
  const body = read.ok && read.formula.statements.length === 1 ? read.formula.statements[0]?.body : undefined;
  return body?.kind === 'chain' ? body : undefined;
}

function isEquation({ links }: Chain): boolean {
  return links.every(({ op }) => op === '=');
}

const TURNED: Partial<Readonly<Record<RelationOp, RelationOp>>> = { '>': '<', '≥': '≤' };

function sameChain(one: Chain, other: Chain): boolean {
  const [a, b] = [upward(one), upward(other)];
  return (
    a.ops.join() === b.ops.join() &&
    a.modulus === b.modulus &&
    a.sides.every((side, index) => side === b.sides[index] || sameAnswer(side, b.sides[index] ?? ''))
  );
}

/** From the smallest side to the largest. */
function upward({ sides, links, modulus }: Chain) {
  const ops = links.map(({ op }) => op);
  const turned = ops.every(op => TURNED[op] !== undefined);
  const printed = sides.map(printPlain);
  return {
    ops: turned ? ops.map(op => TURNED[op] ?? op).reverse() : ops,
    sides: turned ? printed.reverse() : printed,
    modulus: modulus === undefined ? '' : printPlain(modulus),
  };
}
