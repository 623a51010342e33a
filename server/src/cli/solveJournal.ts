/** A file that a search is written to as it goes, so that one that was killed goes on from there. */
import { appendFileSync, closeSync, fstatSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { expansionEntry, keptTree, restoreKept } from '../core/search/journal.ts';
import type { Move } from '../core/search/move.ts';
import type { SearchNode } from '../core/search/node.ts';
import { SearchTree } from '../core/search/tree.ts';

export interface Journal {
  /** What was kept; an empty tree where nothing was. */
  readonly tree: SearchTree;
  /** Appends an expansion. */
  readonly add: (node: SearchNode, moves: readonly Move[]) => void;
  close(): void;
}

export type OpenedJournal =
  | { readonly ok: true; readonly journal: Journal }
  | { readonly ok: false; readonly reason: string };

/** Makes the file where there is none. One that holds another search, or something else, is a reason; an entry that was cut off is dropped. */
export function openJournal(path: string, key: string): OpenedJournal {
  try {
    const known = textOf(path);
    const tree = known === '' ? new SearchTree() : restoreOrBegin(key, known);
    if (tree === undefined)
      return { ok: false, reason: `${path} holds another search: name another file for --journal` };
    // Written anew in one piece, and put in its place at once.
    writeFileSync(`${path}.part`, keptTree(key, tree));
    renameSync(`${path}.part`, path);
    const file = openSync(path, 'a');
    return {
      ok: true,
      journal: {
        tree,
        add: (node, moves) => appendFileSync(file, expansionEntry(node, moves)),
        close: () => closeSync(file),
      },
    };
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    return { ok: false, reason: `${path} cannot be used as a journal: ${error.message}` };
  }
}

/** A search that was killed before its first step has an empty tree, which is not told from another's. */
function restoreOrBegin(key: string, text: string): SearchTree | undefined {
  const tree = restoreKept(key, text);
  if (tree !== undefined) return tree;
  const [header = ''] = keptTree(key, new SearchTree()).split('\n');
  return text.startsWith(`${header}\n`) ? new SearchTree() : undefined;
}

function textOf(path: string): string {
  try {
    const file = openSync(path, 'r');
    try {
      return fstatSync(file).size === 0 ? '' : readFileSync(file, 'utf8');
    } finally {
      closeSync(file);
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}
