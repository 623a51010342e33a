/** One unit of LaTeX → its entries. */
import { StepCollector, type StepOpening } from '../collector.ts';
import { readDirective } from '../directives.ts';
import { type Mark, readHeadingMark, readMark } from '../headings.ts';
import { flowText, headingSteps, type Inline, takeFlow } from '../inline.ts';
import { plainText, TextBuilder } from '../mapped.ts';
import type { MappedText } from '../solution.ts';
import type { Entry } from '../units.ts';
import { sectionLevel } from './closing.ts';
import { codeOf } from './listings.ts';
import { expandMacros, type MacroTable } from './macros.ts';
import { placeholder, proseFlow } from './prose.ts';
import { type MathToken, type Token, tokenAt } from './tokens.ts';

/** A command's name is shorter. */
const LONGEST_NAME = 60;

const LISTS = /^(?:enumerate|itemize|description|parts|subparts|questions|compactenum|compactitem|steps)\*?$/;

/** Reads a unit of the kind that the scanner named. `environments` are those around it, outermost first. */
export function readLatexUnit(
  text: string,
  kind: string,
  environments: readonly string[],
  table: MacroTable,
): readonly Entry[] {
  const span = { start: 0, end: text.length };
  switch (kind) {
    case 'comment': {
      const directive = readDirective(text.replace(/^%+/, ''), 0, text.length);
      return directive === undefined ? [] : [{ kind: 'directive', directive }];
    }
    case 'section':
      return sectionEntries(text, table);
    case 'begin':
      return beginEntries(text, table);
    case 'end': {
      const name = environmentName(text);
      return name === 'document' ? [{ kind: 'body', edge: 'end', span }] : [{ kind: 'close', name, span }];
    }
    case 'stray':
      return [{ kind: 'note', span, message: `\\end{${environmentName(text)}} ends nothing.` }];
    case 'question':
      return [{ kind: 'heading', level: 6, title: 'Question', mark: readMark('Question'), span, steps: [] }];
    case 'definition':
    case 'par':
      return [];
    case 'skip': {
      const token = tokenAt(text, 0);
      return token.kind === 'skip' && !token.closed ? [neverClosed(token.name, { start: 0, end: token.inner })] : [];
    }
    default: {
      const lists = environments.filter(name => LISTS.test(name)).length;
      return new ParagraphReader(text, table).read(kind, Math.max(0, lists - 1));
    }
  }
}

function neverClosed(name: string, span: { readonly start: number; readonly end: number }): Entry {
  return { kind: 'note', span, message: `\\begin{${name}} is never closed.` };
}

function environmentName(text: string): string {
  return /\{([^{}]*)\}/.exec(text)?.[1] ?? '';
}

function sectionEntries(text: string, table: MacroTable): readonly Entry[] {
  const token = tokenAt(text, 0);
  if (token.kind !== 'section') return [];
  const flow = new ParagraphReader(text, table).flow(token.inner, token.innerTo);
  const title = flowText(flow);
  const level = sectionLevel(token.name) + 1;
  const mark = readHeadingMark(title);
  const steps = mark === undefined ? headingSteps(flow, 0) : [];
  return [{ kind: 'heading', level, title, mark, span: { start: 0, end: text.length }, steps }];
}

/** Short names of environments that people declare. */
const ABBREVIATIONS: Readonly<Record<string, string>> = {
  thm: 'Theorem',
  theo: 'Theorem',
  lem: 'Lemma',
  prop: 'Proposition',
  cor: 'Corollary',
  prob: 'Problem',
  prb: 'Problem',
  exer: 'Exercise',
  exo: 'Exercise',
  exercice: 'Exercise',
  quest: 'Question',
  ex: 'Example',
  exmp: 'Example',
  sol: 'Solution',
  soln: 'Solution',
  solutionorbox: 'Solution',
  pf: 'Proof',
  ans: 'Answer',
  homeworkproblem: 'Problem',
  hw: 'Problem',
};

function beginEntries(text: string, table: MacroTable): readonly Entry[] {
  const span = { start: 0, end: text.length };
  const name = environmentName(text);
  if (name === 'document') return [{ kind: 'body', edge: 'begin', span }];
  const bare = name.replace(/\*$/, '');
  const title = table.theorems.get(name) ?? ABBREVIATIONS[bare.toLowerCase()] ?? bare;
  const found = readMark(title);
  const mark: Mark | undefined = found !== undefined && found.length >= title.length ? found : undefined;
  const given = /^\\begin\s*\{[^{}]*\}\s*\[([^\]]*)\]/.exec(text)?.[1]?.trim();
  const shown = mark === undefined ? name : title.charAt(0).toUpperCase() + title.slice(1);
  return [{ kind: 'open', name, title: given ? `${shown} (${given})` : shown, mark, span }];
}

class ParagraphReader {
  readonly #text: string;
  readonly #table: MacroTable;
  readonly #entries: Entry[] = [];

  constructor(text: string, table: MacroTable) {
    this.#text = text;
    this.#table = table;
  }

  read(kind: string, depth: number): readonly Entry[] {
    const collector = new StepCollector();
    let from = 0;
    let opening: StepOpening = { kind: 'paragraph', depth };
    if (kind === 'item') {
      const item = /^\\item\s*(?:\[([^\]\n]{0,100})\])?/.exec(this.#text);
      from = item?.[0].length ?? 0;
      const label = item?.[1]?.replace(/[{}$]|\\[A-Za-z]+\s*/g, '').trim();
      opening = { kind: 'item', depth, start: 0, ...(label ? { label } : {}) };
    }
    takeFlow(this.flow(from, this.#text.length), from, opening, collector, this.#entries);
    const steps = collector.finish();
    return [...this.#entries, ...steps.map((step): Entry => ({ kind: 'step', step }))];
  }

  /** Words and formulas between two offsets. */
  flow(from: number, to: number): readonly Inline[] {
    const masked = new TextBuilder();
    const formulas = new Map<number, Inline>();
    const put = (at: number, item: Inline): void => {
      formulas.set(at, item);
      masked.instead(placeholder, at, 0);
    };
    for (let at = from; at < to; ) {
      const token = tokenAt(this.#text, at);
      const end = Math.min(token.to, to);
      this.#take(token, end, masked, put);
      at = end;
    }
    return proseFlow(expandMacros(masked.build(), this.#table), formulas);
  }

  #take(token: Token, end: number, masked: TextBuilder, put: (at: number, item: Inline) => void): void {
    const { from } = token;
    const text = this.#text;
    switch (token.kind) {
      case 'text':
        maskText(text.slice(from, end), from, masked);
        return;
      case 'inline':
      case 'display':
        this.#formula(token, put);
        return;
      case 'comment': {
        const directive = readDirective(text.slice(from, end).replace(/^%+/, ''), from, end - from);
        if (directive !== undefined) this.#entries.push({ kind: 'directive', directive });
        return;
      }
      case 'verb':
        put(from, {
          kind: 'words',
          content: plainText(text.slice(token.inner, token.innerTo), token.inner),
          strong: false,
        });
        return;
      case 'code':
        put(from, {
          kind: 'code',
          ...codeOf(text.slice(token.inner, token.innerTo), token.inner, token.name, this.#table.listings),
          span: { start: from, end },
        });
        if (!token.closed) this.#entries.push(neverClosed(token.name, { start: from, end: token.inner }));
        return;
      case 'blank':
        masked.exact(text.slice(from, from + 1), from);
        return;
      case 'stray':
        this.#entries.push({
          kind: 'note',
          span: { start: from, end },
          message: `${text.slice(from, end)} has no partner in its paragraph.`,
        });
        // What stands on both sides of it must not become one command.
        if (/\\[A-Za-z]+$/.test(masked.text.slice(-LONGEST_NAME))) masked.instead(' ', from, 0);
        return;
      default:
        masked.instead(' ', from, end - from);
    }
  }

  #formula(token: MathToken, put: (at: number, item: Inline) => void): void {
    const span = { start: token.from, end: token.to };
    if (!token.closed) {
      const { environment } = token;
      const message =
        environment === undefined ? 'This display is never closed.' : `\\begin{${environment}} is never closed.`;
      this.#entries.push({ kind: 'note', span, message });
    }
    const content = expandMacros(this.#withoutComments(token.inner, token.innerTo), this.#table);
    if (token.kind === 'inline') put(token.from, { kind: 'formula', content, span });
    else {
      const { environment } = token;
      put(token.from, { kind: 'display', content, span, ...(environment === undefined ? {} : { environment }) });
    }
  }

  #withoutComments(from: number, to: number): MappedText {
    const inside = this.#text.slice(from, to);
    if (!inside.includes('%')) return plainText(inside, from);
    const builder = new TextBuilder();
    let at = 0;
    for (const match of inside.matchAll(/\\[\s\S]|%[^\n]*/g)) {
      if (!match[0].startsWith('%')) continue;
      builder.exact(inside.slice(at, match.index), from + at);
      at = match.index + match[0].length;
      const directive = readDirective(match[0].replace(/^%+/, ''), from + match.index, match[0].length);
      if (directive !== undefined) this.#entries.push({ kind: 'directive', directive });
    }
    builder.exact(inside.slice(at), from + at);
    return builder.build();
  }
}

/** Text of the source that must not be taken for a placeholder. */
function maskText(text: string, from: number, masked: TextBuilder): void {
  let at = 0;
  for (let next = text.indexOf(placeholder); next >= 0; next = text.indexOf(placeholder, at)) {
    masked.exact(text.slice(at, next), from + at);
    masked.instead('\uFFFD', from + next, 1);
    at = next + 1;
  }
  masked.exact(text.slice(at), from + at);
}
