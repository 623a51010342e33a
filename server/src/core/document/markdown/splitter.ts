/** Markdown → units: a block of the tree, an item of a list, or some blocks that make one step together. */
import { type SyntaxNode, Tree, TreeFragment } from '@lezer/common';
import type { Splitter } from '../splitter.ts';
import { type Change, makeUnit, type Unit, type UnitSpan } from '../units.ts';
import { BlockReader, joins, type Stretch } from './blocks.ts';
import { frontMatterEnd, readFrontMatter } from './frontMatter.ts';
import { markdownParser } from './parser.ts';

const FRONT = 'front matter';

export class MarkdownSplitter implements Splitter {
  #text = '';
  #tree: Tree | undefined;
  #fragments: readonly TreeFragment[] = [];
  /** Where the body begins, after the front matter. Offsets of the tree count from there. */
  #bodyFrom = 0;

  split(text: string, change: Change | undefined): readonly UnitSpan[] {
    const bodyFrom = frontMatterEnd(text);
    const tree = markdownParser.parse(text.slice(bodyFrom), this.#keptFragments(bodyFrom, change));
    this.#text = text;
    this.#bodyFrom = bodyFrom;
    this.#tree = tree;
    this.#fragments = TreeFragment.addTree(tree);
    const spans = bodyFrom === 0 ? [] : [{ from: 0, to: bodyFrom, context: FRONT }];
    return [...spans, ...this.#spans(tree)];
  }

  #keptFragments(bodyFrom: number, change: Change | undefined): readonly TreeFragment[] {
    const shift = change === undefined ? 0 : change.newEnd - change.oldEnd;
    const before = this.#bodyFrom;
    // An edit in the front matter leaves the body as it is only where the body moves with it.
    if (change === undefined) return [];
    if (change.oldEnd <= before && bodyFrom === before + shift) return this.#fragments;
    if (bodyFrom !== before || change.start < before) return [];
    return TreeFragment.applyChanges(this.#fragments, [
      {
        fromA: change.start - before,
        toA: change.oldEnd - before,
        fromB: change.start - before,
        toB: change.newEnd - before,
      },
    ]);
  }

  #spans(tree: Tree): readonly UnitSpan[] {
    const shift = this.#bodyFrom;
    const text = this.#text;
    const spans: { from: number; to: number; context: string }[] = [];
    let before: Stretch | undefined;
    for (const next of topBlocks(tree, shift)) {
      const last = spans.at(-1);
      if (before !== undefined && last !== undefined && joins(text, before, next)) {
        last.to = next.to;
        last.context += `+${next.name}`;
      } else spans.push({ from: next.from, to: next.to, context: contextOf(next.name, column(text, next.from)) });
      before = next;
    }
    return spans;
  }

  read(span: UnitSpan): Unit {
    const text = this.#text.slice(span.from, span.to);
    if (span.context === FRONT) return makeUnit(FRONT, text, readFrontMatter(text));
    const tree = this.#tree;
    const shift = this.#bodyFrom;
    const reader = new BlockReader({ text: this.#text.slice(shift), origin: span.from - shift });
    let before: SyntaxNode | undefined;
    for (const node of tree === undefined ? [] : blocksIn(tree, span.from - shift, span.to - shift)) {
      const joined = before !== undefined && joins(this.#text, placed(before, shift), placed(node, shift));
      if (node.name === 'ListItem') reader.item(node, 0);
      else reader.block(node, 0, joined);
      before = node;
    }
    return makeUnit(span.context, text, reader.finish());
  }
}

/** The blocks of the document, an item of a list for a list. Walks over the tree itself: its cursor makes an object a node. */
function topBlocks(tree: Tree, shift: number): readonly Stretch[] {
  const blocks: Stretch[] = [];
  const walk = (parent: Tree, start: number): void => {
    for (let index = 0; index < parent.children.length; index++) {
      const child = parent.children[index];
      if (child === undefined) continue;
      const from = start + (parent.positions[index] ?? 0);
      if (!(child instanceof Tree)) {
        const { buffer, set } = child;
        for (let at = 0; at < buffer.length; at = buffer[at + 3] ?? buffer.length) {
          const name = set.types[buffer[at] ?? 0]?.name ?? '';
          if (!isListMark(name))
            blocks.push({ name, from: from + (buffer[at + 1] ?? 0), to: from + (buffer[at + 2] ?? 0) });
        }
        continue;
      }
      const { name, isAnonymous } = child.type;
      if (isAnonymous || name === 'BulletList' || name === 'OrderedList') walk(child, from);
      else if (!isListMark(name)) blocks.push({ name, from, to: from + child.length });
    }
  };
  walk(tree, shift);
  return blocks;
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

function placed(node: SyntaxNode, shift: number): { name: string; from: number; to: number } {
  return { name: node.name, from: node.from + shift, to: node.to + shift };
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
