/** Reads a step with Python out of what a model sent back, in rStar-Math's form or near it. */
import { answerIn } from './answers.ts';
import {
  fencedPython,
  type ReadStep,
  type ReplyContext,
  wantedPiece,
  withoutChatter,
  withoutWrapping,
} from './reading.ts';

export interface CodeContext extends ReplyContext {
  /** What the last step printed: the answer, where the model only says that the code has ended. */
  readonly lastOutput?: string;
}

/** Ends a step, the code, or begins what stands behind the code. */
const MARK = /[ \t]*#?[ \t]*<(?:end_of_step|end_of_code|\/code|output|o|answer)>/g;

const STEP_MARK = /^[ \t]*#?[ \t]*<end_of_step>[ \t]*\n?/;

/**
 * The first step of a reply: its sentence, without `# Step 3:`, and its code. A reply that ends the solution is a last step: it states the answer that
 * stands there, or what was printed last. A step with code is the last only where its sentence states the answer.
 */
export function readCode(raw: string, context: CodeContext): ReadStep {
  const text = withoutChatter(withoutWrapping(raw)).replace(/^\s*<code>[ \t]*\n?/, '');
  if (text.trim() === '') return { ok: false, reason: 'The reply is empty.' };
  const first = text.matchAll(MARK).next().value;
  const body = text.slice(0, first?.index ?? text.length);
  const behind = text.slice(first?.index ?? text.length);
  const ends = endOf(behind);
  if (blank(body)) return ending(ends, context);
  const said = stepIn(body, context);
  // Earlier steps are said again, each with its mark.
  if (!said.ok) return STEP_MARK.test(behind) ? readCode(behind.replace(STEP_MARK, ''), context) : said;
  const { sentence, code, isWhole, isLast } = said;
  if (context.cut && first === undefined && !isWhole)
    return { ok: false, reason: 'The reply was cut off before the step ended.' };
  if (sentence === '') return { ok: false, reason: 'The code has no sentence that says what it does.' };
  const trouble = code === '' ? undefined : incomplete(code);
  if (trouble !== undefined) return { ok: false, reason: trouble };
  // What stands behind code that has not run was made up: the solution is ended once the model has seen what the code prints.
  const isEnd = isLast && ends.isEnd && code === '';
  const answer = (isEnd ? ends.answer : undefined) ?? answerIn(sentence);
  const final = isEnd || answer !== undefined;
  return {
    ok: true,
    text: sentence,
    ...(code === '' ? {} : { code }),
    final,
    ...(answer === undefined ? {} : { answer }),
  };
}

interface End {
  /** The code has ended: no step follows. */
  readonly isEnd: boolean;
  readonly answer?: string;
  /** What stands in the section of the answer. */
  readonly sentence?: string;
}

/** What the marks behind a step say. */
function endOf(rest: string): End {
  const behind = rest.replace(/^(?:[ \t]*#?[ \t]*<end_of_step>\s*|\s|```\w*)+/, '');
  if (!/^[ \t]*#?[ \t]*<(?:end_of_code|\/code|output|o|answer)>/.test(behind)) return { isEnd: false };
  const section = (/<answer>([\s\S]*?)(?:[<\\/]*end_of_answer|<\/answer>|$)/.exec(behind)?.[1] ?? '')
    .replace(/^[ \t]*#[ \t]*/gm, '')
    .trim();
  const answer = section === '' ? answerIn(behind) : (answerIn(section) ?? section);
  return { isEnd: true, sentence: flat(section), ...(answer === undefined ? {} : { answer }) };
}

/** A reply that is no step: the model says that the solution has come to its end. */
function ending({ isEnd, answer, sentence = '' }: End, { lastOutput, number }: CodeContext): ReadStep {
  if (!isEnd) return { ok: false, reason: 'The reply holds no step.' };
  if (number === 1) return { ok: false, reason: 'The reply ends the solution before its first step.' };
  const found = answer ?? lastOutput?.trim().split('\n').at(-1)?.trim();
  if (found === undefined || found === '')
    return { ok: false, reason: 'The reply ends the solution without an answer.' };
  const text = answerIn(sentence) === undefined ? `The answer is \\boxed{${found}}.` : sentence;
  return { ok: true, text, final: true, answer: found };
}

function blank(text: string): boolean {
  return text.replace(/```\w*|^[ \t]*#[ \t]*$/gm, '').trim() === '';
}

type Said =
  | {
      readonly ok: true;
      readonly sentence: string;
      readonly code: string;
      /** Something stands behind it that says where it ends. */
      readonly isWhole: boolean;
      /** No other step stands behind it. */
      readonly isLast: boolean;
    }
  | { readonly ok: false; readonly reason: string };

function stepIn(body: string, context: CodeContext): Said {
  const fenced = fencedPython(body);
  const isClosed = (body.match(/(?:^|\n)[ \t]*(?:```|~~~)/g) ?? []).length > 1;
  const prose = fenced === undefined ? '' : body.slice(0, body.search(/(?:^|\n)[ \t]*(?:```|~~~)/)).trim();
  const inFence =
    fenced !== undefined && /^\s*#/.test(fenced) && (prose === '' || /(?:^|\n)#\s*step\s*\d/i.test(fenced));
  const isFenced = fenced !== undefined && !inFence && prose !== '';
  const source = isFenced ? prose : (fenced ?? body.replace(/(?:^|\n)[ \t]*(?:```|~~~)[^\n]*(?=\n|$)/g, '\n'));
  const wanted = wantedPiece(isFenced ? withoutChatter(source) : source, context);
  if (wanted === undefined) return { ok: false, reason: 'The reply only says earlier steps again.' };
  if (isFenced) {
    const sentence = flat(wanted.text.split(/\n\s*\n/)[0] ?? '');
    return { ok: true, sentence, code: tidy(fenced ?? ''), isWhole: isClosed, isLast: true };
  }
  // Behind a label, and behind the label that the prompt ended with, comes the sentence.
  const isNamed = wanted.labelled || (context.number === 1 && fenced === undefined);
  const isWhole = wanted.followed || isClosed;
  return { ok: true, ...split(wanted.text, isNamed), isWhole, isLast: !wanted.followed };
}

/** The label alone on its line, and under it a sentence in quotes, or a paragraph of words with something to compute in it. */
const UNMARKED =
  /^\s*(?:(?:"""|''')([\s\S]*?)(?:"""|''')|((?:\p{Lu}\p{L}*,?[ ]+\p{L}+,?[ ]+|\p{Script=Han}{2})(?=[^\n]*[\d$\\=])[^\n]+(?:\n[^\n]+)*?)(?=\n\s*\n|\n[a-z_]\w*[ ]*[=(]|$))/u;

/** The comment in front as a sentence, and the code under it. */
function split(text: string, isNamed: boolean): { readonly sentence: string; readonly code: string } {
  const lines = text.replace(/^\n+/, '').split('\n');
  const comment: string[] = [];
  let at = 0;
  if (isNamed && !/^[ \t]*\n/.test(text)) comment.push(lines[at++] ?? '');
  for (; at < lines.length && (/^\s*#/.test(lines[at] ?? '') || (lines[at] ?? '').trim() === ''); at++)
    comment.push(lines[at] ?? '');
  const bare = comment.map(line => line.replace(/^\s*#+\s?/, ''));
  const rest = lines.slice(at).join('\n');
  const unmarked = bare.join('').trim() === '' ? UNMARKED.exec(rest) : null;
  const said = unmarked?.[1] ?? unmarked?.[2];
  if (unmarked !== null && said !== undefined)
    return { sentence: flat(said), code: tidy(rest.slice(unmarked[0].length)) };
  return { sentence: flat(bare.join('\n')), code: tidy(rest) };
}

function flat(text: string): string {
  return text
    .replace(/\s*\n\s*/g, ' ')
    .replace(/\*\*/g, '')
    .trim();
}

/** A line of words: three in a row, the first with a capital, or Chinese with its own stops. Python has none outside of texts and comments. */
const PROSE =
  /^[ \t]*(?:\p{Lu}\p{L}*,?[ ]+(?!(?:if|and|or|is|not|in|for|else)\b)\p{L}+,?[ ]+(?:\p{L}+|[$\\])|\p{Script=Han}[^='"#\n]*[，。：])/mu;

/** Up to where words begin, without outputs that the model made up, comments left over from marks, and blank lines around. */
function tidy(code: string): string {
  const hidden = code.replace(/"""[\s\S]*?"""|'''[\s\S]*?'''/g, quoted => quoted.replace(/[^\n]/g, '_'));
  const words = PROSE.exec(hidden);
  return code
    .slice(0, words?.index ?? code.length)
    .replace(/^[ \t]*#[ \t]*output:.*$/gim, '')
    .replace(/^(?:[ \t]*\n)+/, '')
    .replace(/(?:\n[ \t]*(?:#[ \t]*)?)+$/, '')
    .trimEnd();
}

const CLOSING: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' };

/** Why code cannot be whole: a bracket or a text that stays open, a block without a body. `undefined` where nothing is seen. */
export function incomplete(code: string): string | undefined {
  const open: string[] = [];
  const token = /"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|#[^\n]*|["']{3}|["'()[\]{}]/g;
  for (const { 0: found } of code.matchAll(token)) {
    if (found === '"' || found === "'" || found === '"""' || found === "'''") return 'A text in the code does not end.';
    if ('([{'.includes(found)) open.push(found);
    else if (found in CLOSING && open.pop() !== CLOSING[found]) return 'The brackets of the code do not match.';
  }
  if (open.length > 0) return 'A bracket in the code stays open.';
  const last = code.replace(/#[^\n]*/g, '').trimEnd();
  return /:$/.test(last) &&
    /(?:^|\n)[ \t]*(?:for|while|if|elif|else|def|class|with|try|except|finally)\b[^\n]*:$/.test(last)
    ? 'The last block of the code has no body.'
    : undefined;
}
