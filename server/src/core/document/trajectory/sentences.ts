/** What the comments of a step say, as running text. */
import { sourceSpan, TextBuilder } from '../mapped.ts';
import type { MappedText } from '../solution.ts';

interface CommentLine {
  /** Behind the `#` and a blank. */
  readonly from: number;
  readonly to: number;
}

interface Sentences {
  /** The comments, one line each. */
  readonly words: MappedText;
  /** Something besides comments stands in the code. */
  readonly hasCode: boolean;
}

const STEP_LABEL = /^(?:step\s*\d|步骤|第\s*\d)/i;
/** Code that was commented out. */
const CODE =
  /^(?:import|from|def|return|print\s*\(|for\s.*:$|if\s.*:$|while\s.*:$|assert)|^[A-Za-z_]\w*\s*=\s*[\w.]+\(.*\)$/;

/**
 * The sentences of a step: the comment that says "Step 3", else the first one, with the comment lines that follow it up to the code; and of
 * later comments that begin a line those that are sentences. Indented comments and those behind code speak of the code.
 */
export function sentencesOf(code: MappedText): Sentences {
  const { text } = code;
  const runs: CommentLine[][] = [];
  let hasCode = false;
  let open: CommentLine[] | undefined;
  let quote: string | undefined;
  for (const { index, 0: line } of text.matchAll(/[^\n]+/g)) {
    if (line.trim() === '') continue;
    const mark = quote === undefined ? /^#+[ \t]?/.exec(line) : null;
    if (mark === null) {
      hasCode = true;
      open = undefined;
      quote = quoteAfter(line, quote);
      continue;
    }
    if (open === undefined) {
      open = [];
      runs.push(open);
    }
    open.push({ from: index + mark[0].length, to: index + line.length });
  }
  return { words: wordsOf(code, saying(text, runs)), hasCode };
}

/** The mark of a text over several lines that is open behind a line. */
function quoteAfter(line: string, open: string | undefined): string | undefined {
  let quote = open;
  for (const { 0: mark } of line.matchAll(/"""|'''/g)) {
    if (quote === undefined) quote = mark;
    else if (quote === mark) quote = undefined;
  }
  return quote;
}

function saying(text: string, runs: readonly (readonly CommentLine[])[]): readonly CommentLine[] {
  const lineText = ({ from, to }: CommentLine): string => text.slice(from, to).trim();
  const labelled = runs.findIndex(run => run.some(line => STEP_LABEL.test(lineText(line))));
  const first = Math.max(0, labelled);
  return runs.slice(first).flatMap((run, index) => {
    if (index > 0) return run.filter(line => isSentence(lineText(line)));
    const label = run.findIndex(line => STEP_LABEL.test(lineText(line)));
    return run.slice(Math.max(0, label)).filter(line => !CODE.test(lineText(line)));
  });
}

function isSentence(text: string): boolean {
  return /\p{L}{2,}\s+(?:\S+\s+)?\p{L}{2,}|\p{Script=Han}{3}/u.test(text) && !CODE.test(text);
}

/** The lines one below the other. Where one ends without a stop and the next begins like a sentence, a full stop is put between. */
function wordsOf(code: MappedText, lines: readonly CommentLine[]): MappedText {
  const builder = new TextBuilder();
  for (const [index, { from, to }] of lines.entries()) {
    takeLine(code, from, to, builder);
    const next = lines[index + 1];
    if (next === undefined) break;
    const stops =
      /[\p{L}\p{N})\]}$]\s*$/u.test(code.text.slice(from, to)) && /^\p{Lu}/u.test(code.text.slice(next.from, next.to));
    const place = code.pieces.length === 0 ? 0 : sourceOf(code, to);
    builder.instead(stops ? '.\n' : '\n', place, 0);
  }
  return builder.build();
}

/** Python's division of whole numbers, where its operands are plain and what stands around it binds no tighter. */
const DIVISION =
  /(?<![*/%^\w.)\]]\s*)(\d+|[A-Za-z]\w*|\([^()]*\))(\s*\/\/\s*)(\d+|[A-Za-z]\w*|\([^()]*\))(?!\s*(?:\*\*|\^)|[\w(.])|\/\//g;

/** A line of a comment, with `a // b` as `floor(a/b)`. */
function takeLine(code: MappedText, from: number, to: number, builder: TextBuilder): void {
  let at = from;
  for (const { index, 0: whole, 1: dividend, 2: sign, 3: divisor } of code.text.slice(from, to).matchAll(DIVISION)) {
    const start = from + index;
    const end = start + whole.length;
    builder.append(code, at, start);
    if (dividend === undefined || sign === undefined || divisor === undefined)
      builder.instead(' div ', sourceOf(code, start), 2);
    else {
      const signFrom = start + dividend.length;
      builder.instead('floor(', sourceOf(code, start), 0);
      builder.append(code, start, signFrom);
      builder.instead('/', sourceOf(code, signFrom), sign.length);
      builder.append(code, signFrom + sign.length, end);
      builder.instead(')', sourceOf(code, end), 0);
    }
    at = end;
  }
  builder.append(code, at, to);
}

function sourceOf(code: MappedText, at: number): number {
  return sourceSpan(code, { start: at, end: at }).start;
}
