/** Which names of the document an identifier of a person's code may mean. The other way round is `pythonName`. */
import { GREEK_SIGNS } from '../math/print/names.ts';

const words: ReadonlyMap<string, string> = new Map([...GREEK_SIGNS].map(([word, letter]) => [letter, word]));

const accents = 'bold cal frak overline bar hat tilde vec overleft line dot ddot'.split(' ');

/** A vector is often written without its mark in code. */
const silentAccents = ['vec', 'bold'];

/** Words that begin an identifier and stand for a sign. */
const figures: readonly (readonly [word: string, sign: string])[] = [
  ['angle_', '∠'],
  ['triangle_', '△'],
  ['square_', '□'],
  ['arc_', '⌒'],
  ['Delta_', 'Delta '],
];

const operators: readonly (readonly [word: RegExp, sign: string])[] = [
  [/_?plus_/g, '+'],
  [/_?minus_/g, '-'],
  [/_?times_/g, '*'],
  [/_?over_/g, '/'],
];

/**
 * Names of the ledger that an identifier may mean, the likeliest first: `x_1` and `x1` both mean `x_1`, `α` and `alpha` mean `alpha`, `lambda_` and SymPy's
 * `lamda` mean `lambda`, `v` means `v`, else `vec v`; `x_hat` and `hat_x` mean `hat x`.
 */
export function namesMeant(identifier: string): readonly string[] {
  const meant = new Set([identifier]);
  // An underscore at the end keeps a name apart from a word of Python.
  const spelled = [...identifier.replace(/(?<=.)_$/, '')].map(letter => words.get(letter) ?? letter).join('');
  const name = spelled.replace(/^lamda(?![a-z])/, 'lambda');
  const primes = /(?:_prime)*$/.exec(name)?.[0] ?? '';
  const marks = "'".repeat(primes.length / '_prime'.length);
  for (const found of unmarked(name.slice(0, name.length - primes.length))) meant.add(found + marks);
  return [...meant];
}

function unmarked(name: string): readonly string[] {
  const found = [name];
  const digits = /^(\p{L}+)(\d+)$/u.exec(name);
  const [, base = '', index = ''] = digits ?? [];
  if (base.length === 1 || GREEK_SIGNS.has(base)) found.push(`${base}_${index}`);
  const line = name.indexOf('_');
  if (line > 0) found.push(...indexed(name.slice(0, line), name.slice(line + 1)));
  for (const accent of accents) {
    if (name.startsWith(`${accent}_`)) found.push(`${accent} ${name.slice(accent.length + 1)}`);
    if (name.endsWith(`_${accent}`)) found.push(`${accent} ${name.slice(0, -accent.length - 1)}`);
  }
  for (const [word, sign] of figures) if (name.startsWith(word)) found.push(sign + name.slice(word.length));
  if (name.startsWith('area_')) found.push(`[${name.slice('area_'.length)}]`);
  if (/^\p{L}$/u.test(name)) found.push(...silentAccents.map(accent => `${accent} ${name}`));
  return found;
}

/** `a_n_plus_1` is `a_{n+1}`, `a_i_j` is `a_{i,j}`. */
function indexed(base: string, index: string): readonly string[] {
  let text = index;
  for (const [word, sign] of operators) text = text.replace(word, sign);
  if (text !== index) return [`${base}_{${text}}`];
  return text.includes('_') ? [`${base}_{${text.replaceAll('_', ',')}}`] : [];
}
