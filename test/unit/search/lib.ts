/** A world made of a table: what each path leads to. */
import { noUsage } from '../../../server/src/core/model/fault.ts';
import type { Environment, Expansion, Fate, Move } from '../../../server/src/core/search/move.ts';
import type { SearchOptions } from '../../../server/src/core/search/search.ts';

/** `a 0.5`: an open step; `b =1`: final and known; `c ~0.3`: final, judged; `d x`: dead. The first word is text and key. */
export function moves(...lines: readonly string[]): readonly Move[] {
  return lines.map(line => {
    const [text = '', fate = '0'] = line.split(' ');
    return {
      step: { text, final: /[=~]/.test(fate), tokens: 10 },
      key: text,
      fate: fateOf(fate),
      checked: 'unchecked',
      ...(/[=~]/.test(fate) ? { answerKey: text.replace(/\d+$/, '') } : {}),
    };
  });
}

function fateOf(word: string): Fate {
  if (word === 'x') return { kind: 'dead', reason: 'refuted' };
  if (word.startsWith('=')) return { kind: 'final', value: Number(word.slice(1)), known: true };
  if (word.startsWith('~')) return { kind: 'final', value: Number(word.slice(1)), known: false };
  return { kind: 'open', value: Number(word) };
}

export const usage = { ...noUsage, promptTokens: 5, completionTokens: 5, calls: 1 };

/** Paths are joined by spaces; a path that is not in the table leads nowhere: no moves. */
export function world(table: Readonly<Record<string, readonly Move[]>>): Environment & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    expand: (path): Promise<Expansion> => {
      const key = path.map(({ text }) => text).join(' ');
      asked.push(key);
      return Promise.resolve({ ok: true, moves: table[key] ?? [], usage });
    },
  };
}

export const quiet: SearchOptions = {
  budget: { expansions: 100 },
  n: 2,
  temperature: 1,
  maxDepth: 8,
  parallel: 1,
  seed: 1,
  order: 'asked',
  now: () => 0,
};

export const never = new AbortController().signal;
