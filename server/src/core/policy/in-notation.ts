/** What a model writes, as the writer of this document would have put it: one paragraph, formulas in the document's notation, no box around the answer. */
import type { DocumentFormat } from '../document/solution.ts';
import { parseFormula } from '../math/parse.ts';
import { printPlain } from '../math/print.ts';
import type { Candidate, Policy } from './policy.ts';

/** How formulas stand in a document. */
export interface Notation {
  /** LaTeX between dollars, or as one types them in a `.steps` file. */
  readonly formulas: 'tex' | 'plain';
  readonly format: DocumentFormat;
}

/** The policy, whose candidates are written for the document. Priors go: what was drawn by its probability would count it twice. */
export function writtenFor(policy: Policy, notation: Notation): Policy {
  return {
    ...policy,
    propose: async (partial, options, signal) => {
      const proposal = await policy.propose(partial, options, signal);
      if (!proposal.ok) return proposal;
      return {
        ...proposal,
        candidates: proposal.candidates.map(candidate => rewritten(candidate, notation, policy.name)),
      };
    },
  };
}

function rewritten({ logProbability: _, ...candidate }: Candidate, notation: Notation, by: string): Candidate {
  return { ...candidate, by, text: inNotation(candidate.text, notation) };
}

/** `$$…$$`, `\[…\]`, `\(…\)`, `$…$`, or a box that stands by itself. */
const FORMULA =
  /\$\$([\s\S]+?)\$\$|\\\[([\s\S]+?)\\\]|\\\(([\s\S]+?)\\\)|(?<!\\)\$((?:\\.|[^$\\\n])+)\$|(\\boxed\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\})/g;

/** One line: blocks become parts of the sentence. */
export function inNotation(text: string, notation: Notation): string {
  const parts: string[] = [];
  let from = 0;
  for (let found = next(text, from); found !== undefined; found = next(text, from)) {
    parts.push(words(text.slice(from, found.start), notation), formula(found.inner, notation));
    from = found.end;
  }
  parts.push(words(text.slice(from), notation));
  return parts.join('').replace(/\s+/g, ' ').trim();
}

/** The next formula from an offset; dollars that are money are passed by. */
function next(
  text: string,
  from: number,
): { readonly inner: string; readonly start: number; readonly end: number } | undefined {
  FORMULA.lastIndex = from;
  for (let match = FORMULA.exec(text); match !== null; match = FORMULA.exec(text)) {
    const inner = (match[1] ?? match[2] ?? match[3] ?? match[4] ?? match[5] ?? '').trim();
    if (match[4] === undefined || !isMoney(inner))
      return { inner, start: match.index, end: match.index + match[0].length };
    FORMULA.lastIndex = match.index + 1;
  }
  return undefined;
}

/** "5 and gives ": from the sign of one sum of money to that of the next. */
function isMoney(inner: string): boolean {
  return /^\d/.test(inner) && /(?<![\\a-zA-Z{])[a-zA-Z]{3,}/.test(inner);
}

function formula(tex: string, { formulas }: Notation): string {
  const bare = withoutBox(tex);
  if (formulas === 'tex') return `$${bare}$`;
  const read = parseFormula(bare, { notation: 'tex' });
  const [only, ...more] = read.ok ? read.formula.statements : [];
  return only === undefined || more.length > 0 ? `$${bare}$` : printPlain(only.body);
}

/** The answer stands in a box for whoever looks for it, not for the reader. */
function withoutBox(tex: string): string {
  return tex.replace(/\\boxed\s*\{((?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*)\}/g, '$1').trim();
}

/** Dollars of money would begin a formula, and in LaTeX other signs say something too. */
function words(text: string, { formulas, format }: Notation): string {
  const money = formulas === 'plain' ? text : text.replace(/(?<!\\)\$/g, '\\$');
  return format === 'latex' ? money.replace(/(?<!\\)[%&#]/g, '\\$&') : money;
}
