/** Where a line of Python can be added to a step of a trajectory. */
import type { PlacedStep } from '../solution.ts';

export interface AddedCode {
  /** Document offset: behind the last line of the step. */
  readonly at: number;
  /** The code needs a fence: it stands behind the trajectory, where it belongs to the last step. */
  readonly isFenced: boolean;
}

/** Marks and fences at the end of a step. */
const CLOSING = /(?:\s*(?:#+[ \t]*)?(?:<end_of_(?:step|code)>|<\/code>)|\s*(?:`{3,}|~{3,})[ \t]*)+\s*$/;
/** Comments, then the mark: behind the words of a step that holds no code. */
const COMMENTS_THEN_MARK = /^[^\S\n]*\n(?:[^\S\n]*(?:#[^\n]*)?\n)*[^\S\n]*(?:#+[ \t]*)?<end_of_(?:step|code)>/;

/** Where code goes that is added to a step. `undefined` for a step of no trajectory. */
export function placeInTrajectory(text: string, { step, offset }: PlacedStep): AddedCode | undefined {
  const start = offset + step.span.start;
  const end = offset + step.span.end;
  if (step.label === 'Answer') {
    const mark = /^\s*<(?:end_of_|\/)answer>/.exec(text.slice(end, end + 200));
    if (mark === null && !/<answer>\s*$/.test(text.slice(Math.max(0, start - 200), start))) return undefined;
    return { at: end + (mark?.[0].length ?? 0), isFenced: true };
  }
  if (step.kind !== 'numbered') return undefined;
  const shown = text.slice(start, end);
  const code = step.parts.findLast(part => part.kind === 'code');
  if (code === undefined) return COMMENTS_THEN_MARK.test(text.slice(end)) ? { at: end, isFenced: false } : undefined;
  if (/^(?:`{3}|~{3}|\\begin)/.test(text.slice(offset + code.span.start))) return undefined;
  return { at: start + (CLOSING.exec(shown)?.index ?? shown.trimEnd().length), isFenced: false };
}
