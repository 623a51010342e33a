/** LaTeX → units: paragraphs with their displays, items, headings, the beginnings and ends of environments. */
import { type Atom, groupAtoms, scanAtoms } from '../atoms.ts';
import { callsForFormula, endsSentence, isUnfinished } from '../sentenceEnd.ts';
import type { Splitter } from '../splitter.ts';
import { type Change, makeUnit, type Unit, type UnitSpan } from '../units.ts';
import { changedNames, type MacroTable, noMacros, readDefinitions } from './macros.ts';
import { scanLatex } from './scan.ts';
import { readLatexUnit } from './unit.ts';

export class LatexSplitter implements Splitter {
  #text = '';
  #atoms: readonly Atom[] = [];
  #definitions: readonly string[] = [];
  #table: MacroTable = noMacros;
  #changed: readonly string[] = [];

  split(text: string, change: Change | undefined): readonly UnitSpan[] {
    this.#atoms = scanAtoms(text, scanLatex, this.#atoms, change);
    this.#text = text;
    this.#readDefinitions();
    return groupAtoms(text, this.#atoms, joins);
  }

  #readDefinitions(): void {
    const definitions = this.#atoms.flatMap(atom =>
      atom.kind === 'definition' ? [this.#text.slice(atom.from, atom.to)] : [],
    );
    this.#changed = [];
    const known = this.#definitions;
    if (definitions.length === known.length && definitions.every((text, index) => text === known[index])) return;
    const table = readDefinitions(definitions);
    this.#changed = [...changedNames(this.#table, table)];
    this.#definitions = definitions;
    this.#table = table;
  }

  isStale(unit: Unit): boolean {
    return this.#changed.some(name => unit.block.text.includes(name));
  }

  read(span: UnitSpan): Unit {
    const text = this.#text.slice(span.from, span.to);
    const bar = span.context.lastIndexOf('|');
    const kind = span.context.slice(bar + 1).split('+')[0] ?? 'paragraph';
    const environments = span.context.slice(0, bar).split('>');
    return makeUnit(span.context, text, readLatexUnit(text, kind, environments, this.#table));
  }
}

/**
 * A display after a blank line goes on with an unfinished sentence; code and words in lower case go on with what was before. Code between
 * the two is looked through.
 */
function joins(text: string, before: Atom, next: Atom, lead: Atom): boolean {
  if (before.after !== next.before) return false;
  const isText = before.kind === 'paragraph' || before.kind === 'item';
  if (next.kind === 'code') return isText || before.kind === 'code';
  if (next.kind !== 'paragraph' || (lead.kind !== 'paragraph' && lead.kind !== 'item')) return false;
  const head = text.slice(next.from, next.from + 12);
  const isDisplay = /^(?:\\\[|\$\$|\\begin\{)/.test(head);
  const wasDisplay = /(?:\\\]|\$\$|\\end\{[A-Za-z]+\*?\})\s*$/.test(text.slice(Math.max(0, lead.to - 20), lead.to));
  if (wasDisplay && /^[a-z,.;]/.test(head)) return true;
  if (before === lead) return isDisplay && !endsSentence(text, lead.to);
  if (wasDisplay) return false;
  return isDisplay ? isUnfinished(text, lead.to) : /^(?:\$|\\\()/.test(head) && callsForFormula(text, lead.to);
}
