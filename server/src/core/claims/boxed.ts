/** Answers in a box outside of any formula: model-written Markdown has a bare `\boxed{9}` in its words. */
import type { Line } from './line.ts';

export interface BareBox {
  /** Offsets in the line's text, and of what is in the braces. */
  readonly start: number;
  readonly end: number;
  readonly innerStart: number;
  readonly innerEnd: number;
}

export function bareBoxes(line: Line): readonly BareBox[] {
  const { text } = line.words;
  const boxes: BareBox[] = [];
  for (let at = text.indexOf('\\boxed{'); at !== -1; at = text.indexOf('\\boxed{', at + 1)) {
    const innerStart = at + '\\boxed{'.length;
    const innerEnd = closing(text, innerStart);
    if (innerEnd !== undefined) boxes.push({ start: at, end: innerEnd + 1, innerStart, innerEnd });
  }
  return boxes;
}

function closing(text: string, from: number): number | undefined {
  let depth = 1;
  for (let at = from; at < text.length && at < from + 400; at++) {
    if (text[at] === '{') depth += 1;
    else if (text[at] === '}') depth -= 1;
    if (depth === 0) return at;
  }
  return undefined;
}
