/** Reads what a critic wrote: which paragraph it names as the first wrong one, and what it says of it. */

export type Critique =
  /** `first`: index of the first wrong paragraph, -1 where it found none. */
  | { readonly ok: true; readonly first: number; readonly reason?: string }
  | { readonly ok: false; readonly reason: string };

/** Longest reason that is shown. */
const LONGEST_REASON = 280;

/** "\boxed{3}", "\boxed{paragraph_3}", "\boxed{\text{-1}}". */
const BOX = /\\boxed\s*\{\s*(?:\\text\s*\{)?\s*(?:paragraph[_\s]*)?([-−–]?\s*\d+)\s*\}?\s*\}/gi;
/** The last line, where the box is missing. */
const NAMED =
  /(?:first (?:wrong|incorrect|erroneous) paragraph|index)(?:\s+is)?\s*:?\s*(?:\**\s*)?(?:<?paragraph[_\s]*)?([-−–]?\s*\d+)/gi;
/** What stands before the box on its line. */
const LABEL = /[^\n.。]*first (?:wrong|incorrect|erroneous) paragraph[^\n]*$/i;
const ALL_RIGHT =
  /first (?:wrong|incorrect) paragraph(?:\s+is)?\s*:?\s*\**\s*(?:none|no\b)|\b(?:all (?:the |of the )?(?:paragraphs|steps) are (?:right|correct)|no (?:paragraph|step) is (?:wrong|incorrect))\b/i;

/**
 * @param from first paragraph that may be named, and `to` the one behind the last; what names another is not understood
 */
export function readCritique(raw: string, from: number, to: number): Critique {
  const text = raw.replace(/<think>[\s\S]*?(?:<\/think>|$)/g, '').trim();
  const found = [...text.matchAll(BOX)].at(-1) ?? [...text.matchAll(NAMED)].at(-1);
  if (found === undefined) {
    if (ALL_RIGHT.test(text)) return { ok: true, first: -1 };
    return { ok: false, reason: 'The reply names no paragraph.' };
  }
  const first = Number((found[1] ?? '').replace(/[−–]/, '-').replace(/\s/g, ''));
  if (first === -1) return { ok: true, first };
  if (!(first >= from && first < to))
    return { ok: false, reason: `The reply names paragraph ${first}, which is not there.` };
  const reason = reasonFor(text.slice(0, found.index).replace(LABEL, ''), first);
  return reason === undefined ? { ok: true, first } : { ok: true, first, reason };
}

/** What is said of the paragraph: the remark that begins with its number, else the sentences that name it, else the last paragraph. */
function reasonFor(text: string, index: number): string | undefined {
  const remarks = text.split(/\n(?=\W*(?:paragraph|step|第)[_\s]*\d+)|\n\s*\n/i).map(plain);
  const label = new RegExp(`^\\W*(?:paragraph|step|第)?[_\\s]*${index}(?!\\d)`, 'i');
  const naming = new RegExp(`paragraph[_\\s]*${index}(?!\\d)`, 'i');
  const remark =
    remarks.findLast(candidate => label.test(candidate)) ??
    remarks.findLast(candidate => naming.test(candidate)) ??
    remarks.findLast(candidate => candidate !== '' && !NAMED.test(candidate));
  const said = remark?.replace(/^\W*(?:paragraph|step|第)?[_\s]*\d*\s*(?:段)?\W*/i, '').trim();
  // The beginning of the sentence that names the paragraph gives no reason.
  return said === undefined || !/\S\s+\S+\s+\S|[\p{Script=Han}\d]/u.test(said) ? undefined : cut(said);
}

/** One paragraph without marks. */
function plain(text: string): string {
  return text
    .replace(/<\/?paragraph_?(\d+)?>/gi, 'Paragraph $1 ')
    .replace(/[*`#]+/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** At the end of a sentence, where it is too long. */
export function cut(text: string): string {
  if (text.length <= LONGEST_REASON) return text;
  const head = text.slice(0, LONGEST_REASON);
  const end = Math.max(head.lastIndexOf('. '), head.lastIndexOf('。'));
  return end > LONGEST_REASON / 3 ? head.slice(0, end + 1) : `${head.slice(0, head.lastIndexOf(' '))} …`;
}
