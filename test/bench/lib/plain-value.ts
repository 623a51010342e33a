/**
 * A small evaluator for the benchmark alone: numerals, + - * / ^, fractions, roots, brackets and one-letter variables. It shares nothing
 * with the product, so that what the benchmark calls a change does not depend on what is measured.
 */

/** Whether both texts can be read and agree at three points. */
export function sameValue(left: string, right: string): boolean {
  return [0.37, 1.73, 2.91].every(seed => {
    const a = evaluated(left, seed);
    const b = evaluated(right, seed);
    return a !== undefined && b !== undefined && Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a));
  });
}

class Unreadable extends Error {}

function evaluated(text: string, seed: number): number | undefined {
  const tokens = text
    .replace(/\\left|\\right|\\[,;!]|\$/g, ' ')
    .replace(/\\(?:dfrac|tfrac)/g, '\\frac')
    .match(/\d+(?:,\d{3})*(?:\.\d+)?|\.\d+|\\[A-Za-z]+|\S/g);
  if (tokens === null) return undefined;
  try {
    const reader = new Reader(tokens, seed);
    const value = reader.sum();
    return reader.done && Number.isFinite(value) ? value : undefined;
  } catch (error) {
    if (error instanceof Unreadable) return undefined;
    throw error;
  }
}

class Reader {
  readonly #tokens: readonly string[];
  readonly #seed: number;
  #at = 0;

  constructor(tokens: readonly string[], seed: number) {
    this.#tokens = tokens;
    this.#seed = seed;
  }

  get done(): boolean {
    return this.#at === this.#tokens.length;
  }

  sum(): number {
    let value = this.#product();
    for (;;) {
      if (this.#take('+')) value += this.#product();
      else if (this.#take('-', '−')) value -= this.#product();
      else return value;
    }
  }

  #product(): number {
    let value = this.#signed();
    for (;;) {
      if (this.#take('*', '×', '·', '\\times', '\\cdot')) value *= this.#signed();
      else if (this.#take('/', '÷', '\\div')) value /= this.#signed();
      else if (/^(?:[\d.(A-Za-z]|\\frac|\\sqrt)/.test(this.#peek())) value *= this.#power();
      else return value;
    }
  }

  #signed(): number {
    if (this.#take('-', '−')) return -this.#signed();
    if (this.#take('+')) return this.#signed();
    return this.#power();
  }

  #power(): number {
    const base = this.#atom();
    return this.#take('^') ? base ** (this.#peek() === '{' ? this.#atom() : this.#signed()) : base;
  }

  #atom(): number {
    const token = this.#peek();
    this.#at += 1;
    if (/^[\d.]/.test(token)) return Number(token.replaceAll(',', ''));
    if (token === '(' || token === '{' || token === '[') {
      const value = this.sum();
      if (!this.#take(')', '}', ']')) throw new Unreadable();
      return value;
    }
    if (token === '\\frac') return this.#atom() / this.#atom();
    if (token === '\\sqrt' && this.#peek() === '{') return Math.sqrt(this.#atom());
    if (token === '\\pi') return Math.PI;
    if (/^[A-Za-z]$/.test(token)) return 1 + ((token.charCodeAt(0) * 0.6180339887 + this.#seed) % 1) * 3;
    throw new Unreadable();
  }

  #peek(): string {
    return this.#tokens[this.#at] ?? '';
  }

  #take(...options: readonly string[]): boolean {
    if (!options.includes(this.#peek())) return false;
    this.#at += 1;
    return true;
  }
}
