/** Reads a step in plain words out of what a model sent back. */
import { answerIn } from './answers.ts';
import { type ReadStep, type ReplyContext, wantedPiece, withoutChatter, withoutWrapping } from './reading.ts';

/**
 * The first step of a reply. Of several steps at once the first is kept; thoughts, chatter, fences, labels and repeated steps are left out; of a reply
 * that was cut off the whole sentences are.
 */
export function readPlain(raw: string, context: ReplyContext): ReadStep {
  const text = withoutFence(withoutChatter(withoutWrapping(raw)));
  if (text.trim() === '') return { ok: false, reason: 'The reply is empty.' };
  const wanted = wantedPiece(text, context);
  if (wanted === undefined) return { ok: false, reason: 'The reply only says earlier steps again.' };
  const { move, rest } = firstMove(withoutChatter(wanted.text));
  const isWhole = !context.cut || wanted.followed || rest !== '';
  const said = isWhole ? move : wholeSentences(move);
  if (said === '')
    return {
      ok: false,
      reason: isWhole ? 'The reply holds no step.' : 'The reply was cut off before a sentence ended.',
    };
  if (!closes(said)) return { ok: false, reason: 'A formula in the reply does not close.' };
  if (!/[\p{L}\p{N}]/u.test(said)) return { ok: false, reason: 'The reply holds no words and no formula.' };
  const answer = answerIn(said);
  return answer === undefined ? { ok: true, text: said, final: false } : { ok: true, text: said, final: true, answer };
}

/** A reply that stands in a fence as a whole. */
function withoutFence(text: string): string {
  const fence =
    /^\s*(?:```|~~~)[ \t]*(?:markdown|md|latex|tex|text|plaintext)?[ \t]*\n([\s\S]*?)(?:\n[ \t]*(?:```|~~~)[\s\S]*)?$/i.exec(
      text,
    );
  return fence?.[1] ?? text;
}

/** A paragraph that announces what stands below it: a heading, or one that ends with a colon. */
const ANNOUNCES = /[:：]\s*(?:\*\*|__)?\s*$|^(?:\*\*|__)[^*_\n]+(?:\*\*|__)[.:]?\s*$|^#{1,6}\s[^\n]*$/;
/** A paragraph that cannot stand alone: a display, a list, words that go on in the sentence. */
const GOES_ON = /^(?:\$\$|\\\[|\\begin\{|[-*•]\s|\d+[.)]\s|where\b|so that\b|which\b)|^\p{Ll}/u;

const NUMBERED = /^(?:\*\*|__)?\d{1,2}[.)]\s/;

/** The first paragraph, with those that belong to it; and what stands behind. */
function firstMove(text: string): { readonly move: string; readonly rest: string } {
  const paragraphs = text
    .split(/\n[ \t]*\n+/)
    .map(paragraph => paragraph.trim())
    .filter(paragraph => paragraph !== '' && !/^(?:[-*_]{3,}|```.*)$/.test(paragraph));
  const taken: string[] = [];
  for (const paragraph of paragraphs) {
    const last = taken.at(-1);
    // A second item of a list with numbers is the next step.
    if (NUMBERED.test(paragraph) && taken.some(before => NUMBERED.test(before))) break;
    if (last !== undefined && !ANNOUNCES.test(last) && closes(taken.join('\n')) && !GOES_ON.test(paragraph)) break;
    taken.push(paragraph);
  }
  const rest = paragraphs.slice(taken.length).join('\n\n');
  return { move: clean(taken), rest };
}

/** Without headings and list marks in front of a single item; the paragraphs of a step stand on lines of their own. */
function clean(paragraphs: readonly string[]): string {
  const kept = paragraphs.filter((paragraph, at) => {
    const next = paragraphs[at + 1];
    return next === undefined || !(HEADING.test(paragraph) || announcesSteps(paragraph, next));
  });
  const joined = kept
    .join('\n')
    .replace(/^#{1,6}\s+/, '')
    .trim();
  const hasMore = /\n(?:[-*•]|(?:\*\*|__)?\d+[.)])\s/.test(joined);
  return (hasMore ? joined : joined.replace(/^(?:[-*•]|\d{1,2}[.)])\s+/, '')).replace(/\n{2,}/g, '\n').trim();
}

const HEADING = /^(?:#{1,6}\s|(?:\*\*|__)(?:solution|proof|step)[^\n]*(?:\*\*|__)[.:]?\s*$)/i;

/** "We go step by step:" in front of a numbered one. */
function announcesSteps(paragraph: string, next: string): boolean {
  return ANNOUNCES.test(paragraph) && NUMBERED.test(next) && !/[\d$\\]/.test(paragraph);
}

/** Up to the last sentence that ends outside of a formula. */
function wholeSentences(text: string): string {
  const ends = [...text.matchAll(/[.!?](?=\s|$|[*"”)])|[。！？]|\n/g)].map(({ index }) => index + 1);
  // "We get:" announces what was cut off.
  const end = ends.findLast(
    at => closes(text.slice(0, at)) && !/(?:(?:^|\n)\s*\d+\.|[:：,，]\s*)$/.test(text.slice(0, at)),
  );
  return end === undefined ? '' : text.slice(0, end).trim();
}

/** Every formula that begins ends as well. */
function closes(text: string): boolean {
  const bare = text.replace(/\\\\|\\[$]/g, '');
  const count = (part: RegExp): number => (bare.match(part) ?? []).length;
  const braces = bare.replace(/\\[{}]/g, '');
  return (
    count(/\\\[/g) === count(/\\\]/g) &&
    count(/\\\(/g) === count(/\\\)/g) &&
    count(/\\begin\{/g) === count(/\\end\{/g) &&
    dollarsClose(bare) &&
    (braces.match(/\{/g) ?? []).length === (braces.match(/\}/g) ?? []).length
  );
}

/** `$` in front of a number can be money: an odd one counts only where a formula's signs stand behind it. */
function dollarsClose(text: string): boolean {
  if ((text.match(/\$\$/g) ?? []).length % 2 === 1) return false;
  const single = text.replaceAll('$$', '');
  const dollars = (single.match(/\$/g) ?? []).length;
  if (dollars % 2 === 0) return true;
  const money = (single.match(/\$\d[\d,]*(?:\.\d+)?(?=[\s.,;:)!?]|$)/g) ?? []).length;
  return money > 0;
}
