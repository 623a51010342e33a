/** Which blocks of Markdown make one step together. */
import { callsForFormula, endsSentence, isUnfinished } from '../sentenceEnd.ts';

/** Is a math fence, which is read as a display. */
export function isMathFence(text: string, from: number): boolean {
  return /^(?:`{3,}|~{3,})\s*\{?math\}?\s*(?:\n|$)/i.test(text.slice(from, from + 80));
}

/** A block by its name and place. */
export interface Stretch {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** Is a block code, and not mathematics between fences? */
export function isCode(text: string, { name, from }: Stretch): boolean {
  return name === 'CodeBlock' || (name === 'FencedCode' && !isMathFence(text, from));
}

/** A look at the names alone that spares most pairs the look at the text. */
export function mayJoin(before: string, next: string): boolean {
  if (next === 'Paragraph') return before === 'BlockMath' || before === 'FencedCode' || before === 'CodeBlock';
  return next === 'BlockMath' || next === 'FencedCode' || next === 'CodeBlock';
}

/**
 * Does a block go on with the step of the block before it? Code does. A display does when no blank line stands between, or when the
 * words before it do not end a sentence. A paragraph does after a display when no blank line stands between, or when it begins in
 * lower case. Code between the two is looked through: there an unfinished sentence goes on. `last` is the block before, `lead` the last one of the
 * step that is no code. Reads only the ends of the blocks that face each other.
 */
export function joins(text: string, last: Stretch, lead: Stretch, next: Stretch): boolean {
  if (isCode(text, next))
    return isText(last) || last.name === 'BlockMath' || last.name === 'FencedCode' || last.name === 'CodeBlock';
  const isDisplay = next.name === 'BlockMath' || next.name === 'FencedCode';
  if (!isDisplay && next.name !== 'Paragraph') return false;
  const wasDisplay = lead.name === 'BlockMath' || (lead.name === 'FencedCode' && isMathFence(text, lead.from));
  if (last !== lead) return goesOnAfterCode(text, lead, next, wasDisplay, isDisplay);
  if (!isDisplay && !wasDisplay) return false;
  const apart = /\n[ \t>]*\r?\n/.test(text.slice(last.to, next.from));
  if (isDisplay) return (isText(last) && (!apart || !endsSentence(text, last.to))) || (wasDisplay && !apart);
  return !apart || /^[a-z,.;]/.test(text.slice(next.from, next.from + 1));
}

function isText({ name }: Stretch): boolean {
  return name === 'Paragraph' || name === 'ListItem' || name === 'Task';
}

/** "so" or a display, then code, then the formula or the words that the sentence was about. */
function goesOnAfterCode(text: string, lead: Stretch, next: Stretch, wasDisplay: boolean, isDisplay: boolean): boolean {
  const head = text.slice(next.from, next.from + 2);
  if (wasDisplay) return !isDisplay && /^[a-z,.;]/.test(head);
  return (
    isText(lead) &&
    (isDisplay ? isUnfinished(text, lead.to) : /^(?:\$|\\\()/.test(head) && callsForFormula(text, lead.to))
  );
}
