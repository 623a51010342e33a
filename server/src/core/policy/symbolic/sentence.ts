/** A move as a sentence in the writer's notation. */
import type { Chain } from '../../math/expr.ts';
import { parseFormula } from '../../math/parse.ts';
import { printPlain, printTex } from '../../math/print.ts';
import type { Candidate } from '../policy.ts';
import type { SymbolicMove } from './answer.ts';

const SIGNS = {
  '=': '=',
  '<': '<',
  '≤': '\\le',
  '>': '>',
  '≥': '\\ge',
  '≠': '\\ne',
  '≡': '\\equiv',
  '∣': '\\mid',
  '∈': '\\in',
} as const;

type Notation = 'tex' | 'plain';

/** @param isMeans more may be asked for than the moves lead to: what they find ends nothing */
export function candidateOf(move: SymbolicMove, notation: Notation, isMeans: boolean): Candidate {
  const { say, relations, rank, why, sure } = move;
  const final = move.final && !isMeans;
  const texts = relations.map(texOf);
  const answer = move.answer === '' ? texts.join(', ') : move.answer;
  const inNotation = (text: string): string =>
    text.replace(/\$([^$]+)\$/g, (_, inner: string) => written(inner, notation));
  const formulas = texts.map(tex => written(tex, notation));
  return {
    text: `${sentence(inNotation(say), joined(formulas, move), relations.length, inNotation(why))}.`,
    final,
    ...(final && answer !== '' ? { answer } : {}),
    ...(move.final && isMeans ? { reaches: true } : {}),
    ...(sure === '' ? {} : { held: { how: sure, relations: texts.flatMap(chainOf) } }),
    logProbability: -rank,
    tokens: 0,
  };
}

function texOf([left, op, right, modulus]: SymbolicMove['relations'][number]): string {
  const mod = modulus === undefined ? '' : ` \\pmod{${modulus}}`;
  return `${left} ${SIGNS[op]} ${right}${mod}`;
}

/** "x = 2 or x = 3"; pairs as "x = 1 and y = 2, or x = 2 and y = 1". */
function joined(formulas: readonly string[], { join, groups, relations }: SymbolicMove): string {
  if (groups.length > 1) {
    let from = 0;
    const parts = groups.map(count => {
      from += count;
      return formulas.slice(from - count, from).join(' and ');
    });
    return parts.join(', or ');
  }
  const last = formulas.at(-1) ?? '';
  // A list with commas is read as one where all are about the same side, or each about another.
  const sides = new Set(relations.map(([left]) => left)).size;
  return formulas.length > 2 && (sides === 1 || (join === 'and' && sides === relations.length))
    ? `${formulas.slice(0, -1).join(', ')} ${join} ${last}`
    : formulas.join(` ${join} `);
}

/**
 * "So the solutions are x = 2 or x = 3", "Divide both sides by 2: x = 3", "So x = 2 or x = -2 (take square roots)": several relations stand right behind "so", where
 * they are read as what follows.
 */
function sentence(words: string, relations: string, count: number, why: string): string {
  if (relations === '') return words;
  const remark = why === '' ? '' : ` (${why})`;
  if (/[,:]$|^So$|\b(?:is|are|so|get|gives|says|say|leaves)$/.test(words)) return `${words} ${relations}${remark}`;
  return count > 1
    ? `So ${relations} (${words.charAt(0).toLowerCase()}${words.slice(1)}${why === '' ? '' : `, ${why}`})`
    : `${words}: ${relations}${remark}`;
}

/** TeX of SymPy in the writer's notation, and as people write it; as it is where it is not read. */
function written(tex: string, notation: Notation): string {
  const read = parseFormula(tex, { notation: 'tex' });
  const [only, ...more] = read.ok ? read.formula.statements : [];
  if (only === undefined || more.length > 0) return `$${tex}$`;
  return notation === 'tex' ? `$${printTex(only.body)}$` : printPlain(only.body);
}

function chainOf(tex: string): readonly Chain[] {
  const read = parseFormula(tex, { notation: 'tex' });
  return read.ok ? read.formula.statements.flatMap(({ body }) => (body.kind === 'chain' ? [body] : [])) : [];
}
