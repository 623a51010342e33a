/** Suggestions that a person has turned down, by the place in the argument: they do not come back there. */
import { restAfter } from '../core/search/ghost-text.ts';

/** What is remembered of a document, at most; the oldest goes first. */
const MOST_PLACES = 100;

interface Shown {
  readonly place: string;
  readonly text: string;
}

export class Dismissed {
  /** What was last shown in a document, by its URI. */
  readonly #shown = new Map<string, Shown>();
  readonly #turnedDown = new Map<string, Set<string>>();

  shown(uri: string, place: string, text: string): void {
    this.#shown.set(uri, { place, text });
  }

  /** The person has hidden what was shown. */
  hidden(uri: string): void {
    const shown = this.#shown.get(uri);
    if (shown !== undefined) this.#turnDown(shown);
    this.#shown.delete(uri);
  }

  /** The person has typed something at the place: other words than what was shown there turn that down. */
  typed(uri: string, place: string, typed: string): void {
    const shown = this.#shown.get(uri);
    if (shown?.place === place && restAfter(shown.text, typed) === undefined) this.hidden(uri);
  }

  has(place: string, text: string): boolean {
    return this.#turnedDown.get(place)?.has(text) === true;
  }

  closed(uri: string): void {
    this.#shown.delete(uri);
  }

  #turnDown({ place, text }: Shown): void {
    const texts = this.#turnedDown.get(place) ?? new Set();
    this.#turnedDown.delete(place);
    this.#turnedDown.set(place, texts.add(text));
    for (const oldest of this.#turnedDown.keys()) {
      if (this.#turnedDown.size <= MOST_PLACES) break;
      this.#turnedDown.delete(oldest);
    }
  }
}
