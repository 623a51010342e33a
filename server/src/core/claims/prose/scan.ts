/** What the readers of running arithmetic share: the tokens, what a side is made of, and the way back into the grammar. */
import type { FormulaPart } from '../../document/solution.ts';
import type { Token } from './tokens.ts';

/** What goes into the formula that is handed to the parser: the text itself, or `text` in its place. */
export interface Emit {
  readonly start: number;
  readonly end: number;
  readonly text?: string;
  readonly formula?: FormulaPart;
}

export interface Side {
  /** Index of the token after the side. */
  readonly next: number;
  readonly emits: readonly Emit[];
  readonly operators: number;
  /** The only operator is one slash between numerals: a fraction, a date, a score. */
  readonly fraction: boolean;
  readonly hasNames: boolean;
  readonly formulas: number;
  /** Every minus has blanks around it. */
  readonly spaced: boolean;
  /** A sum with "half of", "twice", "25% of" in it: what the words reach over is not certain. */
  readonly loose: boolean;
  /** It has a plus or a minus. */
  readonly additive: boolean;
  /** What is counted, operand by operand; '' where nothing is said. */
  readonly units: readonly string[];
}

/** Reads from token `from` on and adds to `side`; index of the token after, `undefined` where nothing can be read. */
export type Read = (scan: Scan, from: number, side: Building, depth: number) => number | undefined;

export interface Scan {
  readonly tokens: readonly Token[];
  /** Single letters that stand alone somewhere in the step. */
  readonly letters: ReadonlySet<string>;
  /** Brackets and phrases hold expressions and operands again. */
  readonly grammar: { readonly expression: Read; readonly operand: Read };
  /** Formula parts that hold a relation are no operands. */
  readonly hasRelation: (part: FormulaPart) => boolean;
}

/** A side while it is read. */
export interface Building {
  emits: Emit[];
  operators: number;
  slashes: number;
  hasNames: boolean;
  formulas: number;
  spaced: boolean;
  units: string[];
  reaching: boolean;
  additive: boolean;
}

/** Number of tokens of the words at `at`, or 0. */
export function wordsAt(tokens: readonly Token[], at: number, words: readonly string[]): number {
  return words.every((word, i) => {
    const token = tokens[at + i];
    return token?.kind === 'word' && token.text === word;
  })
    ? words.length
    : 0;
}
