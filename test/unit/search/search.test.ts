import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../server/src/core/math/random.ts';
import { answersBelow, bestLines, isSettled } from '../../../server/src/core/search/answers.ts';
import { expansionEntry, followEntry, restoreTree } from '../../../server/src/core/search/journal.ts';
import type { Environment, Expansion, Move } from '../../../server/src/core/search/move.ts';
import { printTree } from '../../../server/src/core/search/print.ts';
import { runSearch, type SearchOptions, type Strategy } from '../../../server/src/core/search/search.ts';
import { beam } from '../../../server/src/core/search/strategies/beam.ts';
import { bestOfN } from '../../../server/src/core/search/strategies/best-of-n.ts';
import { greedy } from '../../../server/src/core/search/strategies/greedy.ts';
import { mcts } from '../../../server/src/core/search/strategies/mcts.ts';
import { SearchTree } from '../../../server/src/core/search/tree.ts';
import { troubleOn } from '../../../server/src/core/search/trouble.ts';
import { moves, never, quiet, usage, world } from './lib.ts';

const selecting = { exploration: 2, maxDepth: 8 };

const table = {
  '': moves('a 0.1', 'b 0.6', 'c x'),
  a: moves('a1 0.9', 'a2 =1'),
  b: moves('b1 -0.5', 'b2 -0.8'),
  'b b1': moves('b11 ~-0.5'),
  'b b2': moves('b21 x'),
  'a a1': moves('a11 ~0.8'),
};

type MakeStrategy = (tree: SearchTree) => Strategy;
const strategies: Readonly<Record<string, MakeStrategy>> = {
  greedy: tree => greedy(tree, 8),
  'best of 3': tree => bestOfN(tree, 3, 8),
  'beam 1': tree => beam(tree, 1, 8),
  'beam 2': tree => beam(tree, 2, 8),
  mcts: tree => mcts(tree, selecting),
};

describe('strategies', () => {
  it.each<readonly [strategy: string, asked: readonly string[]]>([
    ['greedy', ['', 'a', 'a a1']],
    ['best of 3', ['', 'a', 'a a1', '', 'a', 'a a1', '', 'a', 'a a1']],
    ['beam 1', ['', 'b', 'b b1']],
    ['beam 2', ['', 'b', 'a', 'a a1', 'b b1']],
    ['mcts', ['', 'b', 'a', 'a a1', 'b b1', 'b b2']],
  ])('%s', async (name, asked) => {
    const tree = new SearchTree();
    const environment = world(table);
    const result = await runSearch(tree, (strategies[name] as MakeStrategy)(tree), environment, quiet, never);
    expect([result.end, environment.asked]).toEqual(['exhausted', asked]);
  });

  it.each(Object.keys(strategies))('%s begins where the writer stands', async name => {
    const tree = new SearchTree();
    tree.follow([{ step: { text: 'a' }, key: 'a' }]);
    const environment = world(table);
    await runSearch(tree, (strategies[name] as MakeStrategy)(tree), environment, quiet, never);
    expect(new Set(environment.asked)).toEqual(new Set(['a', 'a a1']));
  });

  it.each(Object.keys(strategies))('%s asks for no step beyond the depth', async name => {
    const tree = new SearchTree();
    const endless: Environment = { expand: () => Promise.resolve({ ok: true, moves: moves('a 0', 'b 0'), usage }) };
    const shallow: Readonly<Record<string, MakeStrategy>> = {
      greedy: each => greedy(each, 3),
      'best of 3': each => bestOfN(each, 3, 3),
      'beam 1': each => beam(each, 1, 3),
      'beam 2': each => beam(each, 2, 3),
      mcts: each => mcts(each, { exploration: 2, maxDepth: 3 }),
    };
    const result = await runSearch(tree, (shallow[name] as MakeStrategy)(tree), endless, quiet, never);
    expect(result.end).toBe('exhausted');
    const depth = (node: ReturnType<typeof printTree>): number => 1 + Math.max(0, ...node.children.map(depth));
    expect(depth(printTree(tree)) - 1).toBe(3);
  });
});

describe('a search ends', () => {
  const endless: Environment = {
    expand: path => Promise.resolve({ ok: true, moves: moves(`n${path.length} 0`, 'm 0'), usage }),
  };
  const run = (options: Partial<SearchOptions>, signal = never): ReturnType<typeof runSearch> => {
    const tree = new SearchTree();
    return runSearch(tree, mcts(tree, { exploration: 2, maxDepth: 1000 }), endless, { ...quiet, ...options }, signal);
  };
  let clock = 0;

  it.each<readonly [string, Partial<SearchOptions>, unknown]>([
    ['nodes', { budget: { nodes: 10 } }, { spent: 'nodes' }],
    ['expansions', { budget: { expansions: 7 } }, { spent: 'expansions' }],
    ['tokens', { budget: { tokens: 95 } }, { spent: 'tokens' }],
    ['time', { budget: { timeMs: 50 }, now: () => clock++ }, { spent: 'timeMs' }],
    ['nothing to spend', { budget: { nodes: 0 } }, { spent: 'nodes' }],
    ['a settled answer', { settled: tree => tree.size > 20 }, 'settled'],
  ])('%s', async (_, options, end) => {
    expect((await run(options)).end).toEqual(end);
  });

  it('exactly at the number of expansions, whatever is in flight', async () => {
    const { spent } = await run({ budget: { expansions: 10 }, parallel: 8, order: 'arrival' });
    expect(spent.expansions).toBe(10);
    expect(spent.usage.calls).toBe(10);
  });

  it('at once when it is cancelled, keeping what was there', async () => {
    const cancel = new AbortController();
    const tree = new SearchTree();
    const seen: boolean[] = [];
    const slow: Environment = {
      expand: (path, _options, signal) => {
        if (path.length === 0) return Promise.resolve({ ok: true, moves: moves('a 0', 'b 0'), usage });
        return new Promise(resolve => {
          signal.addEventListener('abort', () => {
            seen.push(true);
            resolve({ ok: false, fault: { kind: 'cancelled', message: '' }, usage });
          });
        });
      },
    };
    const searching = runSearch(tree, mcts(tree, selecting), slow, { ...quiet, parallel: 4 }, cancel.signal);
    await Promise.resolve().then(() => undefined);
    setTimeout(() => cancel.abort(), 0);
    expect((await searching).end).toBe('cancelled');
    expect([tree.size, seen, tree.root.pending]).toEqual([3, [true, true], 0]);
  });

  it('before it begins, where the signal was aborted', async () => {
    const cancel = new AbortController();
    cancel.abort();
    const result = await run({}, cancel.signal);
    expect([result.end, result.spent.expansions]).toEqual(['cancelled', 0]);
  });

  it('when the environment fails again and again, with the last fault', async () => {
    const tree = new SearchTree();
    let asked = 0;
    const fault = { kind: 'unreachable', message: 'Nothing answers.' } as const;
    const broken: Environment = {
      expand: () => {
        asked += 1;
        return Promise.resolve({ ok: false, fault, usage });
      },
    };
    const result = await runSearch(tree, mcts(tree, selecting), broken, quiet, never);
    expect([result.end, result.fault, asked, tree.size]).toEqual(['failed', fault, 3, 1]);
  });

  it('not after a fault that passes', async () => {
    const tree = new SearchTree();
    const good = world(table);
    let asked = 0;
    const flaky: Environment = {
      expand: (path, options, signal) =>
        ++asked % 3 === 0
          ? Promise.resolve<Expansion>({ ok: false, fault: { kind: 'busy', message: '' }, usage })
          : good.expand(path, options, signal),
    };
    const result = await runSearch(tree, mcts(tree, selecting), flaky, quiet, never);
    expect([result.end, new Set(good.asked)]).toEqual(['exhausted', new Set(['', 'a', 'b', 'a a1', 'b b1', 'b b2'])]);
  });
});

/** Answers come in an order of their own, by the seed; what they hold depends on what was asked alone. */
function jittering(timing: number): Environment {
  const random = seededRandom(timing);
  return {
    expand: async (path, { seed }): Promise<Expansion> => {
      const drawn = seededRandom(seed);
      for (let turns = Math.floor(random() * 5); turns > 0; turns -= 1) await Promise.resolve();
      return {
        ok: true,
        moves: moves(...Array.from({ length: 4 }, (_, i) => `s${path.length}${i} ${(2 * drawn() - 1).toFixed(3)}`)),
        usage,
      };
    },
  };
}

describe('many in flight', () => {
  const grown = async (timing: number, order: SearchOptions['order'] = 'asked'): Promise<SearchTree> => {
    const tree = new SearchTree();
    const options: SearchOptions = { ...quiet, budget: { expansions: 60 }, parallel: 6, seed: 7, order };
    await runSearch(tree, mcts(tree, selecting), jittering(timing), options, never);
    return tree;
  };

  it('the same seed and the same answers give the same tree, whatever their timing', async () => {
    const [one, two] = await Promise.all([grown(1), grown(2)]);
    expect(JSON.stringify(printTree(two))).toBe(JSON.stringify(printTree(one)));
  });

  it('nothing is left on its way when the search has ended', async () => {
    expect((await grown(3, 'arrival')).root.pending).toBe(0);
  });

  it('spread over different leaves', async () => {
    const tree = new SearchTree();
    const waiting: string[] = [];
    const slow: Environment = {
      expand: path =>
        path.length === 0
          ? Promise.resolve({ ok: true, moves: moves('a 0.5', 'b 0.4', 'c 0.3'), usage })
          : new Promise(() => waiting.push(path.map(({ text }) => text).join(' '))),
    };
    const cancel = new AbortController();
    const searching = runSearch(tree, mcts(tree, selecting), slow, { ...quiet, parallel: 3 }, cancel.signal);
    setTimeout(() => cancel.abort(), 0);
    await searching;
    expect(waiting).toEqual(['a', 'b', 'c']);
  });
});

describe('the journal', () => {
  const journalled = async (): Promise<{ readonly tree: SearchTree; readonly journal: string }> => {
    const tree = new SearchTree();
    let journal = '';
    const follow = (...texts: readonly string[]): void => {
      const steps = texts.map(text => ({ step: { text }, key: text }));
      tree.follow(steps);
      journal += followEntry(steps);
    };
    const options: SearchOptions = {
      ...quiet,
      budget: { expansions: 10 },
      onExpanded: (node, found) => {
        journal += expansionEntry(node, found);
      },
    };
    await runSearch(tree, mcts(tree, selecting), jittering(1), options, never);
    follow('s00');
    await runSearch(tree, mcts(tree, selecting), jittering(2), options, never);
    follow('s00', 'new');
    await runSearch(tree, mcts(tree, selecting), jittering(3), options, never);
    return { tree, journal };
  };

  it('brings the tree back, byte for byte', async () => {
    const { tree, journal } = await journalled();
    const restored = restoreTree(journal);
    expect(restored.problem).toBeUndefined();
    expect(JSON.stringify(printTree(restored.tree))).toBe(JSON.stringify(printTree(tree)));
  });

  it.each<readonly [string, (journal: string) => string, string | undefined]>([
    ['empty', () => '', undefined],
    ['cut off in its last line', journal => journal.slice(0, -5), 'line 32 was cut off'],
    ['with a line that is no JSON', journal => `${journal}oops\n{}\n`, 'line 33 is not an entry of a search'],
    [
      'with a node that is not there',
      journal => `${journal}{"at":99999,"moves":[]}\n`,
      'line 33 names a node that is not there',
    ],
  ])('%s', async (_, spoil, problem) => {
    const { journal } = await journalled();
    const restored = restoreTree(spoil(journal));
    expect(restored.problem).toBe(problem);
    expect(journal.startsWith(spoil(journal).slice(0, restored.length))).toBe(true);
  });
});

describe('what was found', () => {
  const searched = async (): Promise<SearchTree> => {
    const tree = new SearchTree();
    await runSearch(tree, mcts(tree, selecting), world(table), quiet, never);
    return tree;
  };

  it('the best lines, distinct in their next step', async () => {
    const lines = bestLines((await searched()).root, 5);
    expect(lines.map(({ steps, finished }) => [steps.map(({ text }) => text).join(' '), finished])).toEqual([
      ['a a2', true],
      ['b b1 b11', true],
    ]);
  });

  it('a known answer first, wrong ones left out', async () => {
    const [best] = answersBelow((await searched()).root);
    expect([best?.key, best?.known]).toEqual(['a', true]);
  });

  it('an answer in decimals agrees with the exact one, which is shown', () => {
    const tree = new SearchTree();
    const stating = (text: string, answer: string, value: number): Move => ({
      step: { text, final: true, answer, tokens: 10 },
      key: text,
      fate: { kind: 'final', value, known: false },
      checked: 'unchecked',
      answerKey: answer,
    });
    tree.add(tree.root, [stating('a', '15.5563', 0.9), stating('b', '14', 0.9), stating('c', '11\\sqrt{2}', 0.1)]);
    const [best, other] = answersBelow(tree.root);
    expect(best?.solutions.map(({ step }) => step.answer)).toEqual(['11\\sqrt{2}', '15.5563']);
    expect(other?.count).toBe(1);
  });

  it.each<readonly [string, readonly string[], boolean]>([
    ['known to be right', ['p =1', 'q 0'], true],
    ['known to be wrong', ['p =-1', 'q 0'], false],
    ['three agree', ['p1 ~0.9', 'p2 ~0.8', 'p3 ~0.7'], true],
    ['two agree', ['p1 ~0.9', 'p2 ~0.8'], false],
    ['three agree and one of weight does not', ['p1 ~0.5', 'p2 ~0.5', 'p3 ~0.5', 'q ~0.9'], false],
  ])('settled: %s', (_, given, settled) => {
    const tree = new SearchTree();
    tree.add(tree.root, moves(...given));
    expect(isSettled(tree.root, 3)).toBe(settled);
  });
});

describe('where the trouble starts', () => {
  it('at the step whose siblings do better', () => {
    const tree = new SearchTree();
    tree.add(tree.root, moves('good 0.8', 'bad 0.5'));
    const [good, bad] = tree.root.children;
    if (good === undefined || bad === undefined) throw new Error('two children');
    for (let k = 0; k < 10; k += 1) tree.add(good, moves(`g${k} 0.9`));
    for (let k = 0; k < 10; k += 1) tree.add(bad, moves(`b${k} -0.7`));
    tree.follow([{ step: { text: 'bad' }, key: 'bad' }]);
    const trouble = troubleOn(tree.current, 0.5);
    expect([trouble?.step, trouble?.instead.map(({ key }) => key)]).toEqual([0, ['good']]);
    expect(troubleOn(good, 0.5)).toBeUndefined();
  });

  it('nowhere while there are too few visits', () => {
    const tree = new SearchTree();
    tree.add(tree.root, moves('good 0.8', 'bad -0.5'));
    tree.follow([{ step: { text: 'bad' }, key: 'bad' }]);
    expect(troubleOn(tree.current, 0.5)).toBeUndefined();
  });
});
