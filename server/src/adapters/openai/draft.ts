/** A completion as it is written: from events of a stream or a whole reply to what was asked for, without a repeated beginning and without its stop. */
import type { Completion } from '../../core/model/language-model.ts';
import type { ServerChoice } from './replies.ts';
import { type WrittenToken, writtenTokens } from './tokens.ts';

export class Draft {
  #text = '';
  #pieces = 0;
  #finish: string | undefined;
  readonly #tokens: WrittenToken[] = [];

  add({ text, message, delta, logprobs, finish_reason: finish }: ServerChoice): void {
    const piece = text ?? delta?.content ?? message?.content ?? '';
    this.#text += piece;
    if (piece !== '') this.#pieces++;
    for (const token of writtenTokens(logprobs)) this.#tokens.push(token);
    if (finish) this.#finish = finish;
  }

  get text(): string {
    return this.#text;
  }

  get finished(): boolean {
    return this.#finish !== undefined;
  }

  /** It was broken off by the server for a reason of its own. */
  get aborted(): boolean {
    return this.#finish === 'abort' || this.#finish === 'error';
  }

  /** Tokens so far: as told, or the events that brought text, which hold one each as a rule. */
  get tokens(): number {
    return Math.max(this.#tokens.length, this.#pieces);
  }

  /**
   * `repeated`: characters at the start that belong to the prefix. `whole`: the text came in one piece, and `tokens` of it are known from elsewhere.
   */
  completion(repeated: number, stop: readonly string[], whole: number | undefined): Completion {
    const end = Math.min(...stop.map(sign => found(this.#text, sign, repeated)), this.#text.length);
    const cut = end < this.#text.length;
    const logProbability = this.#logProbability(repeated, end, cut);
    return {
      text: this.#text.slice(repeated, end),
      tokens: this.#tokens.length > 0 ? this.#tokens.length : (whole ?? this.#pieces),
      ...(logProbability === undefined ? {} : { logProbability }),
      finish: this.#finish === 'length' && !cut ? 'length' : 'stop',
    };
  }

  /** Of the tokens between two places in the text; `undefined` where one of them is not told. */
  #logProbability(from: number, to: number, cut: boolean): number | undefined {
    if (this.#tokens.length === 0) return undefined;
    let at = this.#tokensBegin();
    let sum = 0;
    for (const { text, logProbability } of this.#tokens) {
      const end = at + text.length;
      // The sign that ends the reply has no place in the text, and belongs to it.
      const inside = (end > from && at < to) || (at >= to && !cut) || (text === '' && at >= from && at < to);
      if (inside && logProbability === undefined) return undefined;
      if (inside) sum += logProbability ?? 0;
      at = end;
    }
    return sum;
  }

  /** Where in the text the first told token stands: a server that gives the prefix back in front tells only of what is new. */
  #tokensBegin(): number {
    const joined = this.#tokens.map(({ text }) => text).join('');
    if (joined.startsWith(this.#text) || this.#text.startsWith(joined)) return 0;
    const last = this.#tokens.at(-1)?.text ?? '';
    const shorter = joined.slice(0, joined.length - last.length);
    for (const part of [joined, shorter]) if (this.#text.endsWith(part)) return this.#text.length - part.length;
    return 0;
  }
}

function found(text: string, sign: string, from: number): number {
  const at = sign === '' ? -1 : text.indexOf(sign, from);
  return at < 0 ? Number.POSITIVE_INFINITY : at;
}
