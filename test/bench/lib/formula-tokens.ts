/**
 * Where the mathematics of a step stands, found with a scanner of its own: what the benchmark changes must not depend on what the
 * product can read. Only mathematics with a relation (`=`, `<`, `\le`, `\equiv`, …) is given.
 */
import type { Span } from '../../../server/src/core/math/expr.ts';

export interface Token {
  readonly kind: 'number' | 'exponent' | 'plus' | 'minus' | 'times' | 'divide' | 'plusMinus' | 'relation';
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** What stands on both sides of it ends here: the side of the relation that the token is in. */
  readonly side: Span;
  /** `minus` and `plus`: a sign before a value, not between two. */
  readonly unary: boolean;
  readonly notation: 'tex' | 'plain';
}

const texDelimiters =
  /\$\$([\s\S]+?)\$\$|\\\[([\s\S]+?)\\\]|\\\(([\s\S]+?)\\\)|\\begin\{(align|gather|equation|multline)\*?\}([\s\S]+?)\\end\{\4\*?\}/g;
/** One dollar: no space inside the marks, no digit behind (so that `$5 and $6` is money). */
const texDollars = /(?<![\\$])\$(?![\s$])((?:\\.|[^$\\])+?)(?<!\s)\$(?![\d$])/g;

const drawings = /\\begin\{(asy|verbatim|tikzpicture)\}[\s\S]*?\\end\{\1\}/g;

/** Parts of a formula that are names, words or layout, not mathematics that one miscalculates. */
const setAside =
  /\\(?:text|textbf|textit|mathrm|mathbf|mathbb|operatorname|mbox|hspace|vspace|tag|label|ref|phantom|hphantom|color)\*?\s*\{[^{}]*\}|\\begin\{[^{}]*\}(?:\{[^{}]*\}|\[[^\]]*\])?|\\end\{[^{}]*\}|_\s*\{[^{}]*\}|_\s*(?:\\?[A-Za-z]+|\d)|\\\\\[[^\]]*\]|\\pmod\s*\{[^{}]*\}|\\boxed\b/g;

const texToken =
  /(?<number>\d+(?:(?:\{,\}|,\\!|,)\d{3})*(?:\.\d+)?|\.\d+)|(?<plus>\+)|(?<minus>-|−)|(?<times>\\times|\\cdot|\*|×|·)|(?<divide>\\div|\/|÷)|(?<plusMinus>\\pm(?![a-z])|±)|(?<relation>\\leqslant|\\geqslant|\\leq?(?![a-z])|\\geq?(?![a-z])|\\lt(?![a-z])|\\gt(?![a-z])|<=|>=|<|>|≤|≥)|(?<equal>=|\\neq?(?![a-z])|\\approx|\\equiv|\\sim|\\cong|≈|≡|≠|\\in(?![a-z])|\\implies|\\iff|\\Rightarrow|\\Leftrightarrow|⇒|⇔|⟹)|(?<stop>\\\\|&|[;,$]|\.(?!\d)|\\[()[\]]|\\q?quad)|(?<command>\\[A-Za-z]+|\\.)|(?<other>\S)/g;

const plainToken =
  /(?<number>\d+(?:,\d{3})*(?:\.\d+)?|\.\d+)|(?<plus>\+)|(?<minus>[-−–](?![A-Za-z]))|(?<times>\*|×|·|(?<=[\d)\s])[xX](?=[\s$\d(]))|(?<divide>\/(?![A-Za-z])|÷)|(?<plusMinus>±)|(?<relation><=|>=|<|>|≤|≥)|(?<equal>=|≈|≡|≠)|(?<open>[()$%^[\]{}])|(?<word>\\?[A-Za-z][A-Za-z'\-/]*)|(?<stop>\S)/g;

/** The tokens that can be changed, of all mathematics with a relation in the text of one step. */
export function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let rest = text;
  const blank = (start: number, end: number): void => {
    rest = rest.slice(0, start) + '\n'.repeat(end - start) + rest.slice(end);
  };
  for (const match of text.matchAll(drawings)) blank(match.index, match.index + match[0].length);
  for (const pattern of [texDelimiters, texDollars]) {
    for (const match of [...rest.matchAll(pattern)]) {
      const end = match.index + match[0].length;
      if (pattern === texDollars && !looksLikeFormula(match[0])) continue;
      tokens.push(...texTokens(text, { start: match.index, end }));
      blank(match.index, end);
    }
  }
  tokens.push(...plainTokens(rest));
  return tokens.sort((a, b) => a.start - b.start);
}

/** `$12 an hour and $` is money: more than two plain words in a row are no formula. */
function looksLikeFormula(text: string): boolean {
  return !/(?<![\\{A-Za-z])[A-Za-z]{2,} +[A-Za-z]{2,} +[A-Za-z]{2,}/.test(text.replace(/\\[a-z]+\{[^}]*\}/g, ''));
}

interface Raw {
  readonly kind: Token['kind'] | 'equal' | 'stop' | 'open' | 'word' | 'command' | 'other';
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

function scan(text: string, pattern: RegExp, offset: number): readonly Raw[] {
  return [...text.matchAll(pattern)].map(match => {
    const kind = Object.entries(match.groups ?? {}).find(([, value]) => value !== undefined)?.[0] as Raw['kind'];
    return { kind, text: match[0], start: offset + match.index, end: offset + match.index + match[0].length };
  });
}

function texTokens(text: string, region: Span): readonly Token[] {
  const shown = text.slice(region.start, region.end).replace(setAside, part => ' '.repeat(part.length));
  const raw = scan(shown, texToken, region.start).filter(token => token.text !== '$');
  if (!raw.some(isRelation)) return [];
  return changeable(raw, 'tex').map(token =>
    token.kind === 'number' && inExponent(shown, token.start - region.start) ? { ...token, kind: 'exponent' } : token,
  );
}

function isRelation(token: Raw): boolean {
  return token.kind === 'equal' || token.kind === 'relation';
}

/** A number that stands alone in an exponent: `x^2`, `x^{10}`. */
function inExponent(text: string, at: number): boolean {
  return /\^\s*\{?\s*-?\s*$/.test(text.slice(0, at));
}

/** Runs of plain arithmetic: up to three words may stand behind a value (`3 apples * 2`) where an operator or relation follows. */
function plainTokens(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let run: Raw[] = [];
  const close = (): void => {
    if (run.some(isRelation) && run.some(token => token.kind === 'number')) tokens.push(...changeable(run, 'plain'));
    run = [];
  };
  const raw = scan(text, plainToken, 0);
  for (let at = 0; at < raw.length; at += 1) {
    const token = raw[at] as Raw;
    const broken = run.length > 0 && text.slice(run.at(-1)?.end, token.start).includes('\n');
    if (broken || token.kind === 'stop') close();
    if (token.kind === 'stop') continue;
    if (token.kind === 'word' && token.text.length > 1) {
      let next = at;
      while (raw[next]?.kind === 'word') next += 1;
      const follows = raw[next];
      const joins = follows !== undefined && (isRelation(follows) || isOperator(follows)) && next - at <= 3;
      if (!joins) close();
      else if (run.length > 0) run.push(...raw.slice(at, next));
      at = next - 1;
    } else run.push(token);
  }
  close();
  return tokens.map(token =>
    token.kind === 'number' && inExponent(text, token.start) ? { ...token, kind: 'exponent' } : token,
  );
}

function isOperator(token: Raw): boolean {
  return ['plus', 'minus', 'times', 'divide', 'plusMinus'].includes(token.kind);
}

/** The tokens one can change, each with the side of the relation it stands in. */
function changeable(raw: readonly Raw[], notation: Token['notation']): readonly Token[] {
  const tokens: Token[] = [];
  const bounds = (token: Raw): boolean => isRelation(token) || (token.kind === 'stop' && !/[)\]]/.test(token.text));
  for (const [at, token] of raw.entries()) {
    if (token.kind !== 'number' && token.kind !== 'relation' && !isOperator(token)) continue;
    const before = raw.slice(0, at).findLast(bounds);
    const after = raw.slice(at + 1).find(bounds);
    tokens.push({
      kind: token.kind as Token['kind'],
      text: token.text,
      start: token.start,
      end: token.end,
      side: { start: before?.end ?? (raw[0] as Raw).start, end: after?.start ?? (raw.at(-1) as Raw).end },
      unary: startsValue(raw[at - 1]),
      notation,
    });
  }
  return tokens;
}

/** After this token a `-` is a sign, not a subtraction. */
function startsValue(previous: Raw | undefined): boolean {
  if (previous === undefined || isRelation(previous) || isOperator(previous)) return true;
  return previous.kind === 'stop' || ['(', '[', '{', '^', '\\{', '\\left'].includes(previous.text);
}
