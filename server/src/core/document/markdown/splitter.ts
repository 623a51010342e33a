/** Markdown → units: a block of the tree, an item of a list, or some blocks that make one step together. */
import { type SyntaxNode, Tree, TreeFragment } from '@lezer/common';
import {
  changedNames,
  definitionSpans,
  type MacroTable,
  mayDefineMacros,
  noMacros,
  readDefinitions,
} from '../latex/macros.ts';
import type { Splitter } from '../splitter.ts';
import { type Change, makeUnit, stillMay, type Unit, type UnitSpan } from '../units.ts';
import { BlockReader } from './blocks.ts';
import { frontMatterEnd, readFrontMatter } from './frontMatter.ts';
import { isCode, joins, mayJoin, type Stretch } from './joins.ts';
import { isClosing, isOpen, OpenDisplay } from './openDisplay.ts';
import { markdownParser } from './parser.ts';

const FRONT = 'front matter';
/** In the context of a unit: a display in it has blank lines. */
const CLOSED = '+closed';

export class MarkdownSplitter implements Splitter {
  readonly #mayHaveFront: boolean;
  #text = '';
  #tree: Tree | undefined;
  #fragments: readonly TreeFragment[] = [];
  /** Where the body begins, after the front matter. Offsets of the tree count from there. */
  #bodyFrom = 0;
  #mayDefine = false;
  #definitions: readonly string[] = [];
  #macros: MacroTable = noMacros;
  #changed: readonly string[] = [];

  /** `isFirst`: the text begins the document, and so may begin with front matter. */
  constructor(isFirst: boolean) {
    this.#mayHaveFront = isFirst;
  }

  split(text: string, change: Change | undefined): readonly UnitSpan[] {
    const bodyFrom = this.#mayHaveFront ? frontMatterEnd(text) : 0;
    const tree = markdownParser.parse(text.slice(bodyFrom), this.#keptFragments(text, bodyFrom, change));
    this.#text = text;
    this.#bodyFrom = bodyFrom;
    this.#tree = tree;
    this.#fragments = TreeFragment.addTree(tree);
    this.#mayDefine = stillMay(this.#mayDefine, text, change, mayDefineMacros);
    if (this.#mayDefine || this.#definitions.length > 0) this.#readDefinitions(text.slice(bodyFrom), tree);
    else this.#changed = [];
    const spans = bodyFrom === 0 ? [] : [{ from: 0, to: bodyFrom, context: FRONT }];
    return [...spans, ...this.#spans(tree)];
  }

  /** Macros are defined in formulas, as MathJax reads them, or in a paragraph that begins with the definition. */
  #readDefinitions(body: string, tree: Tree): void {
    const definitions = definitionSpans(body)
      .filter(({ start }) => definesMacros(tree, start))
      .map(({ start, end }) => body.slice(start, end));
    const known = this.#definitions;
    this.#changed = [];
    if (definitions.length === known.length && definitions.every((text, index) => text === known[index])) return;
    const macros = readDefinitions(definitions);
    this.#changed = [...changedNames(this.#macros, macros)];
    this.#definitions = definitions;
    this.#macros = macros;
  }

  isStale(unit: Unit): boolean {
    return this.#changed.some(name => unit.block.text.includes(name));
  }

  #keptFragments(text: string, bodyFrom: number, change: Change | undefined): readonly TreeFragment[] {
    const shift = change === undefined ? 0 : change.newEnd - change.oldEnd;
    const before = this.#bodyFrom;
    // An edit in the front matter leaves the body as it is only where the body moves with it.
    if (change === undefined) return [];
    if (change.oldEnd <= before && bodyFrom === before + shift) return this.#fragments;
    if (bodyFrom !== before || change.start < before) return [];
    const from = Math.max(before, firstInDoubt(text, change.start)) - before;
    return TreeFragment.applyChanges(this.#fragments, [
      { fromA: from, toA: change.oldEnd - before, fromB: from, toB: change.newEnd - before },
    ]);
  }

  #spans(tree: Tree): readonly UnitSpan[] {
    const shift = this.#bodyFrom;
    const text = this.#text;
    const spans: { from: number; to: number; context: string }[] = [];
    let before: Stretch | undefined;
    let lead: Stretch | undefined;
    const displays = new OpenDisplay();
    /** The unit that holds a display which may be closed further down. */
    let open = 0;
    eachTopBlock(tree, shift, (name, from, to) => {
      const next = { name, from, to };
      const display = displays.take(text, next);
      if (display === 'closes') spans.length = open + 1;
      const last = spans.at(-1);
      if (display === 'closes' && last !== undefined) {
        last.to = to;
        last.context += CLOSED;
        lead = next;
      } else if (
        last !== undefined &&
        before !== undefined &&
        lead !== undefined &&
        mayJoin(before.name, name) &&
        joins(text, before, lead, next)
      ) {
        last.to = to;
        last.context += `+${name}`;
        if (!isCode(text, next)) lead = next;
      } else {
        spans.push({ from, to, context: contextOf(name, column(text, from)) });
        lead = next;
      }
      if (display === 'opens') open = spans.length - 1;
      before = next;
    });
    return spans;
  }

  read(span: UnitSpan): Unit {
    const text = this.#text.slice(span.from, span.to);
    if (span.context === FRONT) return makeUnit(FRONT, text, readFrontMatter(text));
    const tree = this.#tree;
    const shift = this.#bodyFrom;
    const body = this.#text.slice(shift);
    const reader = new BlockReader({ text: body, origin: span.from - shift, macros: this.#macros });
    // What stands in one unit was found to belong together.
    let joined = false;
    const nodes = tree === undefined ? [] : [...blocksIn(tree, span.from - shift, span.to - shift)];
    for (let index = 0; index < nodes.length; index++) {
      const node = nodes[index] as SyntaxNode;
      const end =
        span.context.includes(CLOSED) && isOpen(body, node)
          ? nodes.findIndex((next, at) => at > index && isClosing(body, next))
          : -1;
      if (end > index) {
        reader.openDisplay(node.from, nodes[end] as SyntaxNode, joined);
        index = end;
      } else if (node.name === 'ListItem') reader.item(node, 0);
      else reader.block(node, 0, joined);
      joined = true;
    }
    return makeUnit(span.context, text, reader.finish());
  }
}

/**
 * Where what is kept of the tree before a change must end. The parser ends a paragraph before a table, and knows the table by its second line: where
 * the line above the change may be the first, the line before that is read again.
 */
function firstInDoubt(text: string, change: number): number {
  const line = text.lastIndexOf('\n', change - 1);
  const above = line <= 0 ? -1 : text.lastIndexOf('\n', line - 1);
  if (line <= 0 || !text.slice(above + 1, line).includes('|')) return change;
  return above <= 0 ? 0 : text.lastIndexOf('\n', above - 1) + 1;
}

function definesMacros(tree: Tree, at: number): boolean {
  for (let node: SyntaxNode | null = tree.resolveInner(at, 1); node !== null; node = node.parent) {
    if (/^(?:Inline|Display|Block)Math$/.test(node.name)) return true;
    if (node.name === 'Paragraph') return node.from === at;
  }
  return false;
}

/** Hands on the blocks of the document, an item of a list for a list. Walks over the tree itself: its cursor makes an object a node. */
function eachTopBlock(tree: Tree, start: number, take: (name: string, from: number, to: number) => void): void {
  for (let index = 0; index < tree.children.length; index++) {
    const child = tree.children[index];
    if (child === undefined) continue;
    const from = start + (tree.positions[index] ?? 0);
    if (child instanceof Tree) {
      const { name, isAnonymous } = child.type;
      if (isAnonymous || name === 'BulletList' || name === 'OrderedList') eachTopBlock(child, from, take);
      else if (!isListMark(name)) take(name, from, from + child.length);
      continue;
    }
    const { buffer, set } = child;
    for (let at = 0; at < buffer.length; at = buffer[at + 3] ?? buffer.length) {
      const name = set.types[buffer[at] ?? 0]?.name ?? '';
      if (!isListMark(name)) take(name, from + (buffer[at + 1] ?? 0), from + (buffer[at + 2] ?? 0));
    }
  }
}

function isListMark(name: string): boolean {
  return name === 'ListMark' || name === 'QuoteMark';
}

const contexts = new Map<string, string[]>();

/** The same string each time: comparing contexts is comparing pointers then. */
function contextOf(name: string, at: number): string {
  if (at > 40) return `${name}@${at}`;
  const known = contexts.get(name) ?? [];
  contexts.set(name, known);
  known[at] ??= `${name}@${at}`;
  return known[at];
}

/** Column of an offset in its line: the same item text reads differently at another indentation. */
function column(text: string, at: number): number {
  return at - text.lastIndexOf('\n', at - 1) - 1;
}

/** Top-level blocks and list items between two offsets of the tree. */
function* blocksIn(tree: Tree, from: number, to: number): Generator<SyntaxNode> {
  for (let node = tree.topNode.childAfter(from); node !== null && node.from < to; node = node.nextSibling) {
    if (node.name !== 'BulletList' && node.name !== 'OrderedList') {
      yield node;
      continue;
    }
    for (let item = node.childAfter(from); item !== null && item.from < to; item = item.nextSibling) {
      if (item.name === 'ListItem') yield item;
    }
  }
}
