/** The same seed and the same recording give the same tree, byte for byte, whatever the timing and however many requests are in flight. */
import { describe, expect, it } from 'vitest';
import type { LanguageModel } from '../../../server/src/core/model/language-model.ts';
import type { Answer, Recording } from '../../../server/src/core/model/recording.ts';
import { recorded, replayed } from '../../../server/src/core/model/recording.ts';
import { createLanguagePolicy } from '../../../server/src/core/policy/language-policy.ts';
import { createEnvironment } from '../../../server/src/core/search/environment.ts';
import { keptTree } from '../../../server/src/core/search/journal.ts';
import { printTree } from '../../../server/src/core/search/print.ts';
import { runSearch } from '../../../server/src/core/search/search.ts';
import { mcts } from '../../../server/src/core/search/strategies/mcts.ts';
import { SearchTree } from '../../../server/src/core/search/tree.ts';
import { scripted, usage } from '../model/scripted.ts';
import { never, quiet } from './lib.ts';

/** Kept in memory. */
function recording(): Recording {
  const answers = new Map<string, Answer>();
  const others = new Map<string, unknown>();
  const key = (...parts: readonly unknown[]): string => JSON.stringify(parts);
  return {
    find: (...asked) => answers.get(key(...asked)),
    add: (model, asked, turn, answer) => void answers.set(key(model, asked, turn), answer),
    abilitiesOf: model => others.get(model) as ReturnType<Recording['abilitiesOf']>,
    addAbilities: (model, answer) => void others.set(model, answer),
    tokensIn: (model, text) => others.get(key(model, text)) as number | undefined,
    addTokens: (model, text, tokens) => void others.set(key(model, text), tokens),
  };
}

/** Draws numbers in [0, 1) in an order that its seed gives (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The same answer in three forms, a wrong step, or one of many that hold. */
function reply(drawn: number): string {
  const k = Math.floor(drawn * 40);
  if (k < 6) return ` So $x = 2$. The answer is $\\boxed{${['2', '2.0', '\\frac{4}{2}'][k % 3]}}$.`;
  return k === 7 ? ' Add 1: $2x + 2 = 7$.' : ` Add ${k}: $2x + ${1 + k} = ${5 + k}$.`;
}

function model(): LanguageModel {
  const draw = random(42);
  return scripted({
    generate: ({ n }) => {
      const texts = Array.from({ length: n }, () => reply(draw()));
      const completions = texts.map(text => ({ text, tokens: 20, finish: 'stop' as const }));
      return Promise.resolve({ ok: true, completions, usage });
    },
  });
}

/** Answers take a while that differs from one to the next. */
function late(model: LanguageModel, timing: number): LanguageModel {
  const draw = random(timing);
  return {
    ...model,
    generate: async (request, signal) => {
      for (let turns = Math.floor(draw() * 40); turns > 0; turns -= 1) await Promise.resolve();
      return model.generate(request, signal);
    },
  };
}

async function grown(policyModel: LanguageModel): Promise<SearchTree> {
  const tree = new SearchTree();
  await runSearch(
    tree,
    mcts(tree, { exploration: 2, maxDepth: 4 }),
    createEnvironment({
      problem: 'Solve $2x + 1 = 5$.',
      policy: createLanguagePolicy(policyModel),
      form: 'plain',
      maxTokens: 100,
      repairs: true,
    }),
    { ...quiet, n: 4, parallel: 6, budget: { expansions: 20 }, maxDepth: 4, seed: 11 },
    never,
  );
  return tree;
}

describe('the same seed and recording', () => {
  it('give the same tree, byte for byte', { timeout: 60_000 }, async () => {
    const kept = recording();
    const first = await grown(recorded(late(model(), 1), kept));
    expect(first.size).toBeGreaterThan(40);
    for (const timing of [2, 3, 4]) {
      const again = await grown(late(replayed({ id: 'scripted:1', name: 'Scripted' }, kept), timing));
      expect(JSON.stringify(printTree(again))).toBe(JSON.stringify(printTree(first)));
      expect(keptTree('p', again)).toBe(keptTree('p', first));
    }
  });
});
