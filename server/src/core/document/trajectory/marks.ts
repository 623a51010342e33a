/** The marks that trajectories are written with in rStar-Math (arXiv 2501.04519): `<code>`, `<end_of_step>`, `<answer>` and their like. */
import { TextBuilder } from '../mapped.ts';
import type { MappedText } from '../solution.ts';

export type Section = 'code' | 'output' | 'answer' | 'refine';

/** `opens` a section, or ends a step or a section. Models also write `</code>` for `<end_of_code>`. */
export interface Mark {
  readonly edge: 'opens' | 'ends';
  readonly of: Section | 'step';
  /** Ends a section as HTML does. By itself it says nothing. */
  readonly isTag: boolean;
  readonly from: number;
  readonly to: number;
}

/** Turns of a chat around a trajectory, and the ends of turns. */
const TURN = /<\|(?:im_start\|>)?(?:user|assistant)(?:\|>:?|(?=\s|$))[ \t]*|<\|(?:im_end|eot_id|endoftext)\|>|<\/s>/g;

/** Between backticks a mark is spoken of, not used; a fence may stand right behind one. */
const MARK = /(?<!`)<(?:(\/?)(code|output|answer|refine|o)|end_of_(step|code|output|answer|refine))>(?!`(?!``))/g;

/** A line that is a fence, whatever its language. */
const FENCE = /^[ \t]*(?:`{3,}|~{3,})[^`\n]*$/;

/** A quick look whether a text may hold a trajectory. */
export function mayHoldTrajectory(text: string): boolean {
  return text.includes('<end_of_step>') || text.includes('<end_of_code>');
}

/** The marks of a text, in order. */
export function marksOf(text: string): readonly Mark[] {
  return [...text.matchAll(MARK)].map(({ index, 0: whole, 1: slash, 2: tag, 3: ended }) => {
    const name = ended ?? tag ?? '';
    return {
      edge: ended === undefined && slash === '' ? 'opens' : 'ends',
      of: name === 'o' ? 'output' : (name as Mark['of']),
      isTag: ended === undefined && slash !== '',
      from: index,
      to: index + whole.length,
    };
  });
}

export function isFence(line: string): boolean {
  return FENCE.test(line);
}

/** A text without its marks and fences, and without the lines that hold nothing else. Every other line stays whole. */
export function withoutMarks(text: string): MappedText {
  const builder = new TextBuilder();
  for (const { 0: line, index } of text.matchAll(/[^\n]*(?:\n|$)/g)) {
    if (line === '') continue;
    const bare = line.replace(/\r?\n$/, '');
    if (isFence(bare)) continue;
    const found = [...bare.matchAll(MARK), ...bare.matchAll(TURN)].sort((a, b) => a.index - b.index);
    // A mark may stand in a comment, so that the code runs as it is.
    if (found.length > 0 && /^[\s#]*$/.test(bare.replace(MARK, '').replace(TURN, ''))) continue;
    let from = 0;
    for (const mark of found) {
      builder.exact(line.slice(from, mark.index), index + from);
      from = mark.index + mark[0].length;
    }
    builder.exact(line.slice(from), index + from);
  }
  return builder.build();
}
