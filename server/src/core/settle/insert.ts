/** "Insert a code check": the Python that checks a claim, written into its step in the form of the document. */
import type { CheckedClaim, CheckedDocument, CheckedSolution, CheckedStep } from '../check.ts';
import type { DocumentFormat, PlacedStep, TextEdit } from '../document/solution.ts';
import { endOfStep, lineBreakOf } from '../document/step-end.ts';
import { placeInTrajectory } from '../document/trajectory/place.ts';
import type { Span } from '../math/expr.ts';

export interface CheckToInsert {
  /** The claim that it checks. Document offsets. */
  readonly span: Span;
  /** The code alone, lines ended by `\n`. */
  readonly code: string;
  /** Of one version of the text; all of them count in that text. The last writes the check. */
  readonly edits: readonly TextEdit[];
}

/**
 * The check of the claim at an offset of the document, with the edits that write it at the end of its step, behind code that stands there.
 * `undefined` where no claim stands at the offset, or none whose check can be written. Of claims within each other the innermost is taken.
 */
export function checkToInsert(checked: CheckedDocument, offset: number): CheckToInsert | undefined {
  const found = claimAt(checked, offset);
  const code = found?.claim.task?.code;
  if (found === undefined || code === undefined) return undefined;
  const { text, format } = checked.document;
  const added = placeInTrajectory(text, found.placed);
  if (added?.isFenced === false)
    return { span: found.span, code, edits: [bareInsertion(text, added.at, code, found.placed)] };
  const at = added?.at ?? endOf(text, format, found);
  return {
    span: found.span,
    code,
    edits: [...preamble(text, format), insertion(text, format, at, code, found.placed)],
  };
}

/** Between the marks of a trajectory Python stands without a fence. */
function bareInsertion(text: string, at: number, code: string, { step, offset }: PlacedStep): TextEdit {
  const eol = lineBreakOf(text);
  const start = offset + step.span.start;
  const blanks = /^[ \t]*$/.exec(text.slice(text.lastIndexOf('\n', start - 1) + 1, start))?.[0] ?? '';
  return {
    span: { start: at, end: at },
    text: code
      .split('\n')
      .map(line => `${eol}${blanks}${line}`)
      .join(''),
  };
}

interface Place {
  readonly checked: CheckedSolution;
  readonly placed: PlacedStep;
  readonly claim: CheckedClaim;
  readonly span: Span;
}

function claimAt({ solutions }: CheckedDocument, offset: number): Place | undefined {
  const places = solutions
    .filter(({ solution: { span } }) => span.start <= offset && offset <= span.end)
    .flatMap(checked =>
      checked.steps.filter(step => holds(step, offset)).flatMap(step => claimsAt(checked, step, offset)),
    );
  return places.sort((a, b) => length(a.span) - length(b.span))[0];
}

function holds({ placed: { step, offset: from } }: CheckedStep, offset: number): boolean {
  return from + step.span.start <= offset && offset <= from + step.span.end;
}

function claimsAt(checked: CheckedSolution, { placed, claims }: CheckedStep, offset: number): readonly Place[] {
  return claims.flatMap(claim => {
    const { start, end } = claim.claim.span;
    const span = { start: placed.offset + start, end: placed.offset + end };
    const isHere = span.start <= offset && offset <= span.end;
    return isHere && claim.task?.code !== undefined ? [{ checked, placed, claim, span }] : [];
  });
}

function length({ start, end }: Span): number {
  return end - start;
}

/** Where the step ends, its code and a comment behind it included; after the whole display for a row of one. */
function endOf(text: string, format: DocumentFormat, { checked, placed }: Place): number {
  const end = endOfStep(text, checked.solution, placed);
  return end + (REST_OF_LINE[format].exec(text.slice(end))?.[0].length ?? 0);
}

/** What may stand behind a step on its line and stays there. */
const REST_OF_LINE: Readonly<Record<DocumentFormat, RegExp>> = {
  markdown: /^[ \t]*[.,;:!?)]*(?:[ \t]*<!--[^\n]*?-->)?[ \t]*(?=\r?\n|$)/,
  latex: /^[ \t]*[.,;:!?)]*[ \t]*(?:%[^\r\n]*)?(?=\r?\n|$)/,
  steps: /^[ \t]*(?:\/\/[^\r\n]*)?(?=\r?\n|$)/,
};

function insertion(text: string, format: DocumentFormat, at: number, code: string, placed: PlacedStep): TextEdit {
  const eol = lineBreakOf(text);
  const start = placed.offset + placed.step.span.start;
  const prefix = format === 'markdown' ? prefixAt(text, start) : '';
  // Markdown: a paragraph of its own, but within a list, which a blank line would spread.
  const blank =
    format === 'markdown' && !/\S/.test(prefix.replaceAll('>', '')) && !isItem(placed) ? [prefix.trimEnd()] : [];
  const [open, close] = fences(text, format, at);
  const lines = [...blank, ...[open, ...code.split('\n'), close].map(line => prefix + line)];
  // Text that goes on behind the step on its line begins a line of its own.
  const goesOn = /^[ \t]*[^\s]/.test(
    text.slice(at, text.indexOf('\n', at) === -1 ? undefined : text.indexOf('\n', at)),
  );
  const after = goesOn ? eol + prefix : '';
  return { span: { start: at, end: at }, text: `${lines.map(line => eol + line).join('')}${after}` };
}

function isItem({ step: { kind } }: PlacedStep): boolean {
  return kind === 'item' || kind === 'numbered';
}

/** What the lines of a Markdown block begin with: marks of quotes, and blanks as wide as the marks of the list items that it stands in. */
function prefixAt(text: string, start: number): string {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const line = text.slice(lineStart).split(/\r?\n/, 1)[0] ?? '';
  const marks = /^(?:[ \t]*(?:>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t])))*[ \t]*/.exec(line)?.[0] ?? '';
  return marks.replace(/[^>\t]/g, ' ');
}

const LATEX_ENVIRONMENTS: readonly (readonly [name: string, options: string])[] = [
  ['minted', '{python}'],
  ['lstlisting', '[language=Python]'],
  ['pycode', ''],
  ['pyblock', ''],
];

/** What Python stands between. In LaTeX the environment that the document uses last before the place, or at all; `lstlisting` needs no program beside LaTeX. */
export function fences(text: string, format: DocumentFormat, at: number): readonly [string, string] {
  if (format !== 'latex') return ['```python', '```'];
  const used = (before: string) =>
    LATEX_ENVIRONMENTS.map(environment => ({ environment, at: before.lastIndexOf(`\\begin{${environment[0]}}`) }))
      .filter(({ at }) => at >= 0)
      .sort((a, b) => b.at - a.at)[0]?.environment;
  const loaded = LATEX_ENVIRONMENTS.find(
    ([name]) => name === 'minted' && /\\usepackage(?:\[[^\]]*\])?\{[^{}]*\bminted\b/.test(text),
  );
  const [name, options] = used(text.slice(0, at)) ?? used(text) ?? loaded ?? ['lstlisting', '[language=Python]'];
  return [`\\begin{${name}}${options}`, `\\end{${name}}`];
}

/** The package that the listing needs, in a document that has a preamble and does not load it. */
function preamble(text: string, format: DocumentFormat): readonly TextEdit[] {
  if (format !== 'latex' || !fences(text, format, text.length)[0].includes('lstlisting')) return [];
  const begin = text.indexOf('\\begin{document}');
  if (begin < 0 || /\\usepackage(?:\[[^\]]*\])?\{[^{}]*\blistings\b/.test(text) || text.includes('\\begin{lstlisting}'))
    return [];
  const eol = lineBreakOf(text);
  return [{ span: { start: begin, end: begin }, text: `\\usepackage{listings}${eol}` }];
}
