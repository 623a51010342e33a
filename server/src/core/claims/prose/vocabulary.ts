/** Words that are part of arithmetic in running text, English and Chinese. All lower case. */
import type { RelationOp } from '../../math/expr.ts';

/** Words between two operands. `tight`: read as an operator only between numerals or closed operands. */
export const operatorWords: readonly { readonly words: readonly string[]; readonly sign: string }[] = [
  { words: ['plus'], sign: '+' },
  { words: ['minus'], sign: '-' },
  { words: ['times'], sign: '*' },
  { words: ['multiplied', 'by'], sign: '*' },
  { words: ['divided', 'by'], sign: '/' },
  { words: ['加上'], sign: '+' },
  { words: ['加'], sign: '+' },
  { words: ['减去'], sign: '-' },
  { words: ['减'], sign: '-' },
  { words: ['乘以'], sign: '*' },
  { words: ['乘'], sign: '*' },
  { words: ['除以'], sign: '/' },
];

/** Words for a relation. A weak one ("is") is a relation only where its left side has an operator of its own. */
export const relationWords: readonly {
  readonly words: readonly string[];
  readonly op: RelationOp;
  readonly weak: boolean;
}[] = [
  { words: ['is', 'approximately', 'equal', 'to'], op: '≈', weak: false },
  { words: ['is', 'equal', 'to'], op: '=', weak: false },
  { words: ['are', 'equal', 'to'], op: '=', weak: false },
  { words: ['is', 'the', 'same', 'as'], op: '=', weak: true },
  { words: ['which', 'is', 'equal', 'to'], op: '=', weak: false },
  { words: ['which', 'is', 'approximately'], op: '≈', weak: true },
  { words: ['which', 'is', 'about'], op: '≈', weak: true },
  { words: ['is', 'approximately'], op: '≈', weak: true },
  { words: ['is', 'about'], op: '≈', weak: true },
  { words: ['is', 'roughly'], op: '≈', weak: true },
  { words: ['is', 'exactly'], op: '=', weak: true },
  { words: ['which', 'equals'], op: '=', weak: false },
  { words: ['which', 'gives'], op: '=', weak: true },
  { words: ['which', 'is'], op: '=', weak: true },
  { words: ['equals'], op: '=', weak: false },
  { words: ['gives'], op: '=', weak: true },
  { words: ['makes'], op: '=', weak: true },
  { words: ['is'], op: '=', weak: true },
  { words: ['or'], op: '=', weak: true },
  { words: ['等于'], op: '=', weak: false },
  { words: ['约等于'], op: '≈', weak: false },
  { words: ['约为'], op: '≈', weak: true },
  { words: ['大约是'], op: '≈', weak: true },
  { words: ['是'], op: '=', weak: true },
];

/** After a relation sign: the value is rounded. */
export const approximately: ReadonlySet<string> = new Set([
  'about',
  'approximately',
  'roughly',
  'around',
  'approx',
  '约',
  '大约',
]);

/** Fractions in words that stand before "of": as numerator and denominator. */
export const fractionWords: ReadonlyMap<string, string> = new Map([
  ['half', '1/2'],
  ['one-half', '1/2'],
  ['one-third', '1/3'],
  ['two-thirds', '2/3'],
  ['one-fourth', '1/4'],
  ['one-quarter', '1/4'],
  ['three-fourths', '3/4'],
  ['three-quarters', '3/4'],
  ['one-fifth', '1/5'],
  ['two-fifths', '2/5'],
  ['three-fifths', '3/5'],
  ['four-fifths', '4/5'],
  ['one-sixth', '1/6'],
  ['one-eighth', '1/8'],
  ['one-tenth', '1/10'],
]);

/** Multipliers that stand before their operand without "of": "twice 5 is 10". */
export const multiplierWords: ReadonlyMap<string, string> = new Map([
  ['twice', '2'],
  ['double', '2'],
  ['triple', '3'],
  ['thrice', '3'],
]);

/** "the sum of 3 and 4": what joins the two. */
export const pairWords: ReadonlyMap<string, string> = new Map([
  ['sum', '+'],
  ['product', '*'],
  ['difference', '-'],
  ['quotient', '/'],
]);

/** Functions written with their name in plain text. */
export const functionWords: ReadonlySet<string> = new Set([
  'sqrt',
  'sin',
  'cos',
  'tan',
  'cot',
  'sec',
  'csc',
  'arcsin',
  'arccos',
  'arctan',
  'log',
  'ln',
  'exp',
  'abs',
  'gcd',
  'lcm',
  'max',
  'min',
  'floor',
  'ceil',
]);

/** Names of Greek letters as people type them. */
export const greekWords: ReadonlySet<string> = new Set([
  'alpha',
  'beta',
  'gamma',
  'delta',
  'epsilon',
  'theta',
  'lambda',
  'mu',
  'pi',
  'rho',
  'sigma',
  'tau',
  'phi',
  'omega',
]);

/** A word that ends the words after a number: what follows is no longer its unit. */
export const endsUnit: ReadonlySet<string> = new Set(
  (
    'and or is are was were be been being so then which that because if since as but equals gives makes while when where ' +
    'have has had will would can could should must who whose he she it they we you i there this these those thus hence ' +
    'therefore with plus minus times more less fewer than multiplied divided not by'
  ).split(' '),
);

/** A word before a run of arithmetic that makes the run only a part of what is said. */
export const bindsTighter: ReadonlySet<string> = new Set(
  (
    'plus minus times than over root half twice double triple thrice square squared cubed negative percent power mod modulo ' +
    'base choose per sqrt log ratio multiplied divided 加 减 乘 除'
  ).split(' '),
);

/** Before "of" + arithmetic: the "of" is a multiplication or another operation on the arithmetic. */
export const operatesOn: ReadonlySet<string> = new Set(
  (
    'half third thirds fourth fourths quarter quarters fifth fifths sixth sixths seventh eighth eighths ninth tenth tenths percent ' +
    'root square cube power fraction twice multiple reciprocal inverse negative factor factorial remainder ' +
    'logarithm log digit digits absolute percentage proportion rest'
  ).split(' '),
);

/** A number followed by one of these is not the number: 15 million. */
export const magnitudeWords: ReadonlySet<string> = new Set(
  'hundred thousand million billion trillion dozen dozens k m bn mil score pair pairs 万 亿 千 百 万元 亿元'.split(' '),
);

/** Letter groups that look like a product of names and are a unit or a small word. */
export const noProducts: ReadonlySet<string> = new Set(
  (
    'is of to in at on or and the so we he it if be by an as do my up us am go no has had for are was but not all can her his per get ' +
    'cm km kg mg ml mm oz lb lbs ft mi hr hrs min mins sec mph kph dm pm cl nm one two six ten day may new now old you out our how who why ' +
    'its let set sum did see say yes etc via vs ie eg th st nd rd ln log sin cos tan'
  ).split(' '),
);

/** Before a numeral that begins a relation of its own. */
export const introducesValue: ReadonlySet<string> = new Set(
  (
    'so then that is are was have has get gets got gives give and thus therefore hence because since means mean or but if when where which ' +
    'equals equal only find obtain yields yield have are all total 有 得 则 所以 即 是'
  ).split(' '),
);

/** Before a name on its own: the name belongs to the words before it. */
export const prepositions: ReadonlySet<string> = new Set(
  'of by in on for with to at from than over under between about per modulo into within through along 的 对 对于 关于'.split(
    ' ',
  ),
);
