/** A problem's statement as a pattern of words with its formulas by number: "Solve ⟨0⟩ for ⟨1⟩". What is asked for is read from it with simple patterns. */
import type { FormulaPart, Part } from '../../document/solution.ts';
import type { Bare, Chain, Expr } from '../../math/expr.ts';
import { parseFormula } from '../../math/parse.ts';

export interface Statement {
  /** In small letters, white space as single blanks; `⟨n⟩` stands for formula n. */
  readonly pattern: string;
  readonly formulas: readonly StatedFormula[];
}

export interface StatedFormula {
  readonly text: string;
  /** What it says, in order; empty where it is not read. */
  readonly bodies: readonly (Chain | Bare)[];
}

/** Reads formulas in dollars and displays, and those that stand in the words as they are: "Solve 2y + 1 = 7 for y". */
export function readStatement(parts: readonly Part[]): Statement {
  const formulas: StatedFormula[] = [];
  const place = (text: string, notation: FormulaPart['notation']): string => {
    formulas.push({ text, bodies: bodiesOf(text, notation) });
    return ` ⟨${formulas.length - 1}⟩ `;
  };
  const pattern = parts
    .map(part => {
      switch (part.kind) {
        case 'formula':
          return place(part.content.text, part.notation);
        case 'code':
          return '';
        default:
          return wordsWith(part.content.text, place);
      }
    })
    .join(' ')
    .replace(/\s+/g, ' ')
    .replace(/ (?=[.,:;?!])/g, '')
    .trim()
    .toLowerCase();
  return { pattern, formulas };
}

/** The expression of formula n, where it says one thing that is no relation. */
export function expressionAt({ formulas }: Statement, index: number): Expr | undefined {
  const bodies = formulas[index]?.bodies ?? [];
  const [body] = bodies;
  return bodies.length === 1 && body?.kind === 'bare' ? body.expr : undefined;
}

function bodiesOf(text: string, notation: FormulaPart['notation']): readonly (Chain | Bare)[] {
  const read = parseFormula(text, { notation });
  return read.ok ? read.formula.statements.map(({ body }) => (body.kind === 'chain' ? identity(body) : body)) : [];
}

/** `≡` without a modulus is the equality of an identity. */
function identity(chain: Chain): Chain {
  if (chain.modulus !== undefined) return chain;
  return { ...chain, links: chain.links.map(link => (link.op === '≡' ? { ...link, op: '=' } : link)) };
}

type Place = (text: string, notation: FormulaPart['notation']) => string;

const DISPLAY =
  /\\begin\{(align|aligned|equation|gather|alignat|eqnarray|cases|array)\*?\}[\s\S]*?\\end\{\1\*?\}|\\\[[\s\S]*?\\\]|\\\([\s\S]*?\\\)/g;

/** Displays that the words still hold, then runs of plain formulas. */
function wordsWith(text: string, place: Place): string {
  let out = '';
  let from = 0;
  for (const { 0: display, index } of text.matchAll(DISPLAY)) {
    out += runsIn(text.slice(from, index), place) + place(display.replace(/^\\[[(]|\\[\])]$/g, ''), 'tex');
    from = index + display.length;
  }
  return out + runsIn(text.slice(from), place);
}

const KNOWN = new Set(
  'sin cos tan cot sec csc arcsin arccos arctan sinh cosh tanh ln log lg exp sqrt cbrt abs pi mod inf oo'.split(' '),
);

/** The longest runs of blanks-separated pieces that look like a formula; a comma, a colon or a full stop ends one. */
function runsIn(text: string, place: Place): string {
  const tokens = text.split(/\s+/);
  const out: string[] = [];
  let run: string[] = [];
  const close = (): void => {
    if (run.length === 0) return;
    const [, formula = '', mark = ''] = /^([\s\S]*?)([.,;:?!]*)$/.exec(run.join(' ')) ?? [];
    out.push(place(formula, 'plain') + mark);
    run = [];
  };
  for (const [index, token] of tokens.entries()) {
    if (
      !(isMathematics(token) || isProductBehind(token, run.at(-1))) ||
      (isArticle(token) && run.length === 0 && isWord(tokens[index + 1]))
    ) {
      close();
      out.push(token);
      continue;
    }
    run.push(token);
    if (/[.,;:?!]$/.test(token)) close();
  }
  close();
  return out.join(' ');
}

function isMathematics(token: string): boolean {
  const bare = token.replace(/[.,;:?!]+$/, '');
  const words = bare.match(/\p{L}{2,}/gu) ?? [];
  if (words.some(word => !KNOWN.has(word.toLowerCase()) && (word.length > 2 || word === bare))) return false;
  return /^\p{L}$|[\d+*/^=<>|≤≥≠≡√π∞→(){}[\]-]/u.test(bare) ? /[\p{L}\d=<>≤≥≡|+*/^-]/u.test(bare) : KNOWN.has(bare);
}

/** `ab` behind a sign: two letters that would be a word elsewhere. */
function isProductBehind(token: string, before: string | undefined): boolean {
  return before !== undefined && /[-+*/=<>≤≥^(]$/.test(before) && /^\p{L}{2,3}\)*[.,;:?!]*$/u.test(token);
}

function isArticle(token: string): boolean {
  return /^[aAI]$/.test(token);
}

function isWord(token: string | undefined): boolean {
  return token !== undefined && /^\p{L}{2,}/u.test(token);
}
