/** What readers of plain and of coded replies share: the wrapping that models put around what was asked for. */

/** Of a reply, a step; or why there is none. */
export type ReadStep =
  | {
      readonly ok: true;
      readonly text: string;
      readonly code?: string;
      /** The solution ends with it. */
      readonly final: boolean;
      readonly answer?: string;
    }
  | { readonly ok: false; readonly reason: string };

export interface ReplyContext {
  /** Number of the step that was asked for, from 1. */
  readonly number: number;
  /** Texts of the steps before it: a model may say them again. */
  readonly before: readonly string[];
  /** The reply was cut off at its limit. */
  readonly cut: boolean;
}

/** Thoughts, and the marks of chat templates that a server let through. What a mark ends, ends the reply. */
export function withoutWrapping(raw: string): string {
  const text = raw.replace(/\r\n?/g, '\n').replace(/<think(?:ing)?>[\s\S]*?<\/think(?:ing)?>/g, '');
  const thought = /<\/think(?:ing)?>/.exec(text);
  const spoken = (thought === null ? text : text.slice(thought.index + thought[0].length)).replace(
    /^\s*(?:<\|im_start\|>\s*assistant|<\|assistant\|>|<\|start_header_id\|>assistant<\|end_header_id\|>)\s*/,
    '',
  );
  const end = /<\|(?:im_end|im_start|eot_id|endoftext|end|user|assistant|end_of_text)\|>|<\/s>|<think(?:ing)?>/.exec(
    spoken,
  );
  return end === null ? spoken : spoken.slice(0, end.index);
}

/** "Step 3:", "**Step 3.**", "### Step 3 -", "# 步骤 3：", "第3步：", "Paso 3:", "Schritt 3)"; gives the number. */
export const STEP_LABEL =
  /(?:^|\n)[ \t]*(?:>[ \t]*)?(?:#{1,6}[ \t]*)?(?:\*\*|__)?[ \t]*(?:(?:step|paso|étape|schritt|passo|шаг|步骤|ステップ|단계)[ \t]*(\d{1,3})|第[ \t]*(\d{1,3})[ \t]*步)(?:[ \t]*(?:\([^)\n]*\)|（[^）\n]*）))?[ \t]*(?:\*\*|__)?[ \t]*(?:[:.：、,)-]+|(?=\n|$))[ \t]*(?:\*\*|__)?[ \t]*/giu;

export interface Labelled {
  readonly number: number;
  readonly text: string;
}

/** A text at its labels: what stands before the first, and the labelled pieces. */
export function atLabels(text: string): { readonly before: string; readonly pieces: readonly Labelled[] } {
  const labels = [...text.matchAll(STEP_LABEL)];
  const pieces = labels.map((label, at) => ({
    number: Number(label[1] ?? label[2]),
    text: text.slice(label.index + label[0].length, labels[at + 1]?.index ?? text.length),
  }));
  return { before: text.slice(0, labels[0]?.index ?? text.length), pieces };
}

/** Same words, whatever their marks and spaces. */
export function sameText(a: string, b: string): boolean {
  return wordsOf(a) === wordsOf(b);
}

export function wordsOf(text: string): string {
  return text
    .toLowerCase()
    .replace(/[*_`$\\\s#]+|<end_of_step>/g, '')
    .replace(/[.:;,。，：]+$/, '');
}

/** The piece of a reply that is the step asked for; `labelled` where a label stood before it, or nothing but the prefix. */
export interface Wanted {
  readonly text: string;
  readonly labelled: boolean;
  /** Another step stands behind it: it was written to its end. */
  readonly followed: boolean;
}

/**
 * The piece that was asked for. A model that was to go on writes on without a label; one that begins again says earlier steps once more, or numbers anew.
 * @returns undefined where only earlier steps are said again
 */
export function wantedPiece(text: string, { number, before }: ReplyContext): Wanted | undefined {
  const { before: head, pieces } = atLabels(text);
  const isSaid = (piece: string): boolean => before.some(earlier => sameText(earlier, firstLines(piece, earlier)));
  const isNew = (piece: Labelled): boolean => piece.text.trim() !== '' && !isSaid(piece.text);
  // What goes on from the prefix stands before the first label, which is then the next step's.
  const rest = withoutRepeated(head, before);
  const goesOn = rest.trim() !== '' && !isChatter(rest) && (pieces.length === 0 || pieces[0]?.number !== number);
  if (goesOn) return { text: rest, labelled: false, followed: pieces.length > 0 };
  const at = pieces.findIndex(piece => piece.number === number && isNew(piece));
  const index = at === -1 ? pieces.findIndex(isNew) : at;
  const piece = pieces[index];
  return piece === undefined ? undefined : { text: piece.text, labelled: true, followed: index < pieces.length - 1 };
}

/** As much of a piece as an earlier step is long, in lines: code may follow. */
function firstLines(piece: string, earlier: string): string {
  return piece.trim().split('\n').slice(0, earlier.trim().split('\n').length).join('\n');
}

/** Without earlier steps said again in front. */
function withoutRepeated(text: string, before: readonly string[]): string {
  let rest = text.trimStart();
  for (const earlier of before) {
    const start = earlier.trim();
    if (start !== '' && rest.startsWith(start)) rest = rest.slice(start.length).trimStart();
  }
  return rest;
}

/** "Sure!", "Here is the next step:", "Let's continue.", "好的，": words to the person, not about the problem. */
const CHATTER = new RegExp(
  [
    '^(?:',
    [
      '(?:sure(?: thing)?|certainly|of course|okay|ok|great|alright|absolutely|got it|claro|por supuesto|natürlich|bien sûr|好的)[!.,:，！。：]',
      "(?:here(?:'s| is| are)|below is)\\s+(?:the|a|my|your)\\s+(?:next|first|second|third|rest|continuation|continued|complete|full|step|solution|python|code)\\b[^\\n]{0,100}?(?:[:.!]|$)",
      "let(?:'s| us)\\s+(?:continue|go on|move on|proceed)(?:\\s+(?:with|to|from)\\s[^\\n.:!]{0,60})?(?:[:.!]|$)",
      'continuing\\s+(?:from|with)\\s[^\\n.:!]{0,60}[:.!]',
      '(?:下面|以下|接下来)是?[^\\n。]{0,30}[：:]',
    ].join('|'),
    ')\\s*',
  ].join(''),
  'iu',
);

/** Without what a model says before it comes to the matter. */
export function withoutChatter(text: string): string {
  let rest = text.trimStart();
  for (let turn = 0; turn < 3; turn++) {
    const found = CHATTER.exec(rest);
    if (found === null || found[0].length >= rest.trimEnd().length) break;
    rest = rest.slice(found[0].length).trimStart();
  }
  return rest;
}

/** It says nothing else. */
export function isChatter(text: string): boolean {
  const rest = withoutChatter(text).trim();
  const found = CHATTER.exec(rest);
  return found !== null && found[0].trim().length >= rest.length;
}

/** The first block of Python in a fence; where it is not closed, up to the end of the text. `undefined` where there is none. */
export function fencedPython(text: string): string | undefined {
  for (const { 1: language, 2: body } of text.matchAll(
    /(?:^|\n)[ \t]*(?:```|~~~)[ \t]*([\w+-]*)[^\n]*\n([\s\S]*?)(?=\n[ \t]*(?:```|~~~)|$)/g,
  )) {
    if (!/^(?:|python\d?|py|sympy|tool_code)$/i.test(language ?? '') || (body ?? '').trim() === '') continue;
    return (body ?? '').replace(/\s+$/, '');
  }
  return undefined;
}
