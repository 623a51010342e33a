/** Text cut out of a block, with the way back: building, slicing and mapping of `MappedText`. */
import type { Span } from '../math/expr.ts';
import type { MappedText } from './solution.ts';

type Piece = MappedText['pieces'][number];

export const emptyText: MappedText = { text: '', pieces: [] };

/** Collects a text piece by piece; neighbouring exact pieces are joined. */
export class TextBuilder {
  #text = '';
  #pieces: Piece[] = [];

  get length(): number {
    return this.#text.length;
  }

  get text(): string {
    return this.#text;
  }

  /** `text` stands in the source as it is, from offset `source`. */
  exact(text: string, source: number): void {
    if (text.length === 0) return;
    const last = this.#pieces.at(-1);
    if (last?.exact && last.source + last.sourceLength === source) {
      const length = last.length + text.length;
      this.#pieces[this.#pieces.length - 1] = { ...last, length, sourceLength: length };
    } else {
      this.#pieces.push({
        at: this.#text.length,
        length: text.length,
        source,
        sourceLength: text.length,
        exact: true,
      });
    }
    this.#text += text;
  }

  /** `text` stands as a whole for `[source, source + sourceLength)`. */
  instead(text: string, source: number, sourceLength: number): void {
    if (text.length === 0) return;
    this.#pieces.push({ at: this.#text.length, length: text.length, source, sourceLength, exact: false });
    this.#text += text;
  }

  /** Appends `[from, to)` of another mapped text. */
  append(content: MappedText, from = 0, to = content.text.length): void {
    for (let index = pieceAt(content, from); index < content.pieces.length; index++) {
      const piece = content.pieces[index] as Piece;
      if (piece.at >= to) break;
      const start = Math.max(from, piece.at);
      const end = Math.min(to, piece.at + piece.length);
      if (end <= start) continue;
      const text = content.text.slice(start, end);
      if (piece.exact) this.exact(text, piece.source + start - piece.at);
      else this.instead(text, piece.source, piece.sourceLength);
    }
  }

  build(): MappedText {
    return { text: this.#text, pieces: this.#pieces };
  }
}

/** Index of the piece that holds character `at`; the number of pieces where `at` is at the end. */
function pieceAt(content: MappedText, at: number): number {
  let low = 0;
  let high = content.pieces.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const piece = content.pieces[middle] as Piece;
    if (piece.at + piece.length <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A text that stands in the source as it is. */
export function plainText(text: string, source: number): MappedText {
  if (text.length === 0) return emptyText;
  return { text, pieces: [{ at: 0, length: text.length, source, sourceLength: text.length, exact: true }] };
}

/** `[from, to)` of a mapped text. */
export function sliceText(content: MappedText, from: number, to = content.text.length): MappedText {
  if (from <= 0 && to >= content.text.length) return content;
  const builder = new TextBuilder();
  builder.append(content, from, to);
  return builder.build();
}

/** Without blanks at both ends. */
export function trimText(content: MappedText): MappedText {
  const { text } = content;
  const from = text.length - text.trimStart().length;
  return sliceText(content, from, Math.max(from, text.trimEnd().length));
}

/** The same text with every run of blanks that holds a line break made one blank. */
export function flowingText(content: MappedText): MappedText {
  if (!/[\r\n]/.test(content.text)) return content;
  const builder = new TextBuilder();
  let from = 0;
  const { text } = content;
  for (const match of text.matchAll(/[\r\n][ \t\r\n]*/g)) {
    let start = match.index;
    while (start > from && (text[start - 1] === ' ' || text[start - 1] === '\t')) start--;
    builder.append(content, from, start);
    from = match.index + match[0].length;
    const source = sourceSpan(content, { start, end: from });
    builder.instead(' ', source.start, source.end - source.start);
  }
  builder.append(content, from);
  return builder.build();
}

/** A text cut out of `through.text`, as cut out of what that stands for. */
export function textThrough(content: MappedText, through: MappedText): MappedText {
  const builder = new TextBuilder();
  for (const { at, length, source, sourceLength, exact } of content.pieces) {
    if (exact) builder.append(through, source, source + length);
    else {
      const { start, end } = sourceSpan(through, { start: source, end: source + sourceLength });
      builder.instead(content.text.slice(at, at + length), start, end - start);
    }
  }
  return builder.build();
}

/** The same text counted from another origin: every source offset grows by `by`. */
export function shiftText(content: MappedText, by: number): MappedText {
  if (by === 0) return content;
  return { text: content.text, pieces: content.pieces.map(piece => ({ ...piece, source: piece.source + by })) };
}

/**
 * Where `[span.start, span.end)` of the text stands in the source. Offsets outside the text are clamped; an empty span gives an
 * empty range at its place. A part of a replaced piece gives the whole range that the piece stands for.
 */
export function sourceSpan(content: MappedText, span: Span): Span {
  const { pieces, text } = content;
  if (pieces.length === 0) return { start: 0, end: 0 };
  const from = Math.min(Math.max(span.start, 0), text.length);
  const to = Math.min(Math.max(span.end, from), text.length);
  if (from === to) return emptySourceSpan(content, from);
  let start = Number.POSITIVE_INFINITY;
  let end = 0;
  // Arguments of a macro may stand in another order than in the text, so the ends are looked for among all pieces touched.
  for (let index = pieceAt(content, from); index < pieces.length; index++) {
    const piece = pieces[index] as Piece;
    if (piece.at >= to) break;
    const offset = piece.source - piece.at;
    start = Math.min(start, piece.exact ? Math.max(from, piece.at) + offset : piece.source);
    end = Math.max(
      end,
      piece.exact ? Math.min(to, piece.at + piece.length) + offset : piece.source + piece.sourceLength,
    );
  }
  return { start, end };
}

function emptySourceSpan(content: MappedText, at: number): Span {
  const piece = content.pieces[pieceAt(content, at)];
  if (piece !== undefined) {
    const place = piece.exact ? piece.source + at - piece.at : piece.source;
    return { start: place, end: place };
  }
  const last = content.pieces.at(-1) as Piece;
  const place = last.source + last.sourceLength;
  return { start: place, end: place };
}

/** The whole range of the source that a text stands for. */
export function wholeSpan(content: MappedText): Span {
  return sourceSpan(content, { start: 0, end: content.text.length });
}
