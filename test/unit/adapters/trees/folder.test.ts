/** Trees in real folders: what was given comes back, whatever became of the process, the disk or the file. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTreeFolder, type TreeFolderLimits, usualLimits } from '../../../../server/src/adapters/trees/folder.ts';
import { Forest } from '../../../../server/src/core/search/forest.ts';
import { printTree } from '../../../../server/src/core/search/print.ts';
import type { SearchTree } from '../../../../server/src/core/search/tree.ts';
import type { TreeStore } from '../../../../server/src/core/search/tree-store.ts';
import { moves } from '../../search/lib.ts';

let home: string;
let folder: string;
let said: string[];
let clock: number;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'stepwise-trees-'));
  folder = join(home, 'trees');
  said = [];
  clock = 0;
});

// A store may be writing still.
afterEach(() => rmSync(home, { recursive: true, force: true, maxRetries: 10, retryDelay: 20 }));

/** As a process that starts opens it. */
function opened(limits: Partial<TreeFolderLimits> = {}): TreeStore {
  const heard = said;
  return openTreeFolder({
    folder,
    log: message => heard.push(message),
    now: () => clock,
    limits: { ...usualLimits, ...limits },
  });
}

const files = (): readonly string[] => (existsSync(folder) ? readdirSync(folder).sort() : []);
/** What is written from now on is newer than all that is there: clocks of file systems are coarse. */
const age = (): void => {
  for (const name of files()) utimesSync(join(folder, name), 1000, 1000);
};
const onlyFile = (): string => join(folder, files()[0] ?? '');
const step = (text: string) => ({ step: { text }, key: text });
const printed = (tree: SearchTree | undefined): string =>
  JSON.stringify(tree === undefined ? undefined : printTree(tree));

/** A tree of two levels; the writer stands at `a`. */
function grow(forest: Forest, key: string): SearchTree {
  const tree = forest.grow(key);
  tree.add(tree.root, moves('a 0.5', 'b 0.25', 'x x'));
  tree.follow([step('a')]);
  tree.add(tree.current, moves('c ~0.75', 'd =1'));
  return tree;
}

async function restored(key: string, store = opened()): Promise<SearchTree | undefined> {
  const forest = new Forest(store);
  await forest.load(key);
  return forest.standing(key);
}

describe('a tree comes back', () => {
  it('byte for byte, and is gone on with', async () => {
    const store = opened();
    const tree = grow(new Forest(store), 'p');
    await store.flush();
    const again = await restored('p');
    expect(printed(again)).toBe(printed(tree));
    const more = moves('e 0.1');
    for (const each of [tree, again]) each?.add(each.current, more);
    expect(printed(again)).toBe(printed(tree));
  });

  it('after what the writer changed, and after several processes', async () => {
    let store = opened();
    let tree: SearchTree | undefined = grow(new Forest(store), 'p');
    for (const text of ['b', 'new', 'a']) {
      tree?.follow([step('a'), step(text)]);
      tree?.add(tree.current, moves(`${text}1 0.5`, `${text}2 -0.5`));
      await store.flush();
      const before = printed(tree);
      store = opened();
      tree = await restored('p', store);
      expect(printed(tree)).toBe(before);
      expect(files()).toHaveLength(1);
    }
    expect(said).toEqual([]);
  });

  it('where its file was cut off in its last line, as it was before that', async () => {
    const store = opened();
    const tree = new Forest(store).grow('p');
    tree.add(tree.root, moves('a 0.5'));
    await store.flush();
    const before = printed(tree);
    tree.add(tree.root, moves('b 0.5'));
    await store.flush();
    truncateSync(onlyFile(), statSync(onlyFile()).size - 3);
    const next = opened();
    const again = await restored('p', next);
    expect(printed(again)).toBe(before);
    again?.add(again.root, moves('c 0.5'));
    await next.flush();
    expect(printed(await restored('p'))).toBe(printed(again));
  });

  it.each<readonly [string, (text: string) => string]>([
    ['of an older version', text => text.replace('"version":1', '"version":0')],
    ['of another key', text => text.replace('"key":"p"', '"key":"q"')],
    ['without a header', text => text.slice(text.indexOf('\n') + 1)],
    ['that is no text of ours', () => '\u0000\u0001 oops'],
    ['that is empty', () => ''],
    ['whose nodes are not of one tree', text => text.replace('"parent":0', '"parent":7')],
  ])('not from a file %s, and what grows anew is kept', async (_, spoil) => {
    const store = opened();
    grow(new Forest(store), 'p');
    await store.flush();
    writeFileSync(onlyFile(), spoil(readFileSync(onlyFile(), 'utf8')));
    const next = opened();
    const forest = new Forest(next);
    await forest.load('p');
    expect(forest.standing('p')).toBeUndefined();
    const tree = grow(forest, 'p');
    await next.flush();
    expect(printed(await restored('p'))).toBe(printed(tree));
  });

  it('under its own key alone', async () => {
    const store = opened();
    grow(new Forest(store), 'p');
    await store.flush();
    expect(await restored('q')).toBeUndefined();
  });

  it('not where nothing was looked for: then nothing is written', async () => {
    const store = opened();
    new Forest(store).grow('p').follow([step('a')]);
    await store.flush();
    expect(files()).toEqual([]);
  });
});

describe('two windows on one folder', () => {
  it('grow the same tree apart; the newer one comes back', async () => {
    const [one, two] = [opened(), opened()];
    const first = grow(new Forest(one), 'p');
    await one.flush();
    age();
    const forest = new Forest(two);
    await forest.load('p');
    const second = forest.standing('p');
    second?.add(second.root, moves('of-two 0'));
    await two.flush();
    age();
    first.add(first.root, moves('of-one 0'));
    await one.flush();
    expect(printed(await restored('p'))).toBe(printed(first));
    age();
    second?.add(second.root, moves('again 0'));
    await two.flush();
    expect(printed(await restored('p'))).toBe(printed(second));
    expect(said).toEqual([]);
  });

  it('add at once: no file is mixed up', async () => {
    const stores = [opened(), opened()];
    const trees = stores.map(store => new Forest(store).grow('p'));
    for (let k = 0; k < 50; k += 1) {
      for (const [window, tree] of trees.entries()) tree.add(tree.root, moves(`w${window}-${k} 0.1`));
      if (k % 7 === 0) await Promise.all(stores.map(store => store.flush()));
    }
    await Promise.all(stores.map(store => store.flush()));
    const kept: string[] = [];
    for (const [index, name] of files().entries()) {
      utimesSync(join(folder, name), 3e9 + index, 3e9 + index);
      kept.push(printed(await restored('p')));
    }
    expect(new Set(kept)).toEqual(new Set(trees.map(printed)));
  });
});

describe('room', () => {
  it('a long journal is written whole again', async () => {
    const store = opened({ entries: 2000 });
    const tree = new Forest(store).grow('p');
    for (let k = 0; k < 200; k += 1) {
      tree.follow([step(`draft ${k % 2}`)]);
      tree.add(tree.current, moves('a 0.5'));
      tree.follow([]);
      await store.flush();
    }
    tree.follow([step('draft 1')]);
    await store.flush();
    expect(readFileSync(onlyFile(), 'utf8').split('\n').length).toBeLessThan(60);
    expect(printed(await restored('p'))).toBe(printed(tree));
  });

  it.each<readonly [string, Partial<TreeFolderLimits>]>([
    ['files', { files: 3 }],
    ['bytes', { folder: 3500 }],
  ])('past the number of %s the oldest go', async (_, limits) => {
    const store = opened(limits);
    const forest = new Forest(store);
    for (const [index, key] of ['k1', 'k2', 'k3', 'k4', 'k5'].entries()) {
      const before = new Set(index === 0 ? [] : files());
      grow(forest, key);
      await store.flush();
      const made = files().find(name => !before.has(name)) ?? '';
      utimesSync(join(folder, made), 1000 + index, 1000 + index);
    }
    const kept = await Promise.all(
      ['k1', 'k2', 'k3', 'k4', 'k5'].map(async key => (await restored(key)) !== undefined),
    );
    expect(kept.slice(-2)).toEqual([true, true]);
    expect(kept.slice(0, 2)).toEqual([false, false]);
  });

  it('a tree that grows too large stays as it was, and the others are kept', async () => {
    const store = opened({ tree: 2000, entries: 100 });
    const forest = new Forest(store);
    const tree = forest.grow('p');
    tree.add(tree.root, moves('a 0.5'));
    await store.flush();
    for (let k = 0; k < 40; k += 1) {
      tree.add(tree.root, moves(`more-${k} 0.5`));
      await store.flush();
    }
    expect(said).toEqual([expect.stringMatching(/^a search has grown to 0 MB/)]);
    expect(await restored('p')).toBeDefined();
    const other = forest.grow('q');
    other.add(other.root, moves('a 0.5'));
    await store.flush();
    expect(printed(await restored('q'))).toBe(printed(other));
  });

  it('all of it is forgotten when asked, and the search goes on unkept until it grows again', async () => {
    const store = opened();
    const forest = new Forest(store);
    const tree = grow(forest, 'p');
    await forest.forget();
    tree.add(tree.current, moves('late 0'));
    await store.flush();
    expect([files(), forest.standing('p')]).toEqual([[], undefined]);
    grow(forest, 'p');
    await store.flush();
    expect(files()).toHaveLength(1);
  });
});

describe('a folder that fails', () => {
  it('cannot be made: said once, and the search goes on', async () => {
    writeFileSync(folder, 'a file stands where the folder would be');
    const store = opened();
    const tree = grow(new Forest(store), 'p');
    await store.flush();
    clock = 60_000;
    tree.add(tree.root, moves('more 0'));
    await store.flush();
    expect(said).toEqual([expect.stringMatching(/^searches cannot be kept in .*: they last as long as this window$/)]);
  });

  it('has something else where the file would be: kept again once it has gone', async () => {
    const store = opened();
    const tree = grow(new Forest(store), 'p');
    await store.flush();
    const file = onlyFile();
    rmSync(file);
    mkdirSync(file);
    tree.add(tree.root, moves('lost 0'));
    await store.flush();
    rmSync(file, { recursive: true });
    tree.add(tree.root, moves('resting 0'));
    await store.flush();
    expect(files()).toEqual([]);
    clock = 60_000;
    tree.add(tree.root, moves('back 0'));
    await store.flush();
    expect(said).toHaveLength(1);
    expect(printed(await restored('p'))).toBe(printed(tree));
  });

  it('removed under way: made again, with the whole tree', async () => {
    const store = opened();
    const tree = grow(new Forest(store), 'p');
    await store.flush();
    rmSync(folder, { recursive: true });
    tree.add(tree.root, moves('more 0'));
    await store.flush();
    expect(printed(await restored('p'))).toBe(printed(tree));
    expect(said).toEqual([]);
  });

  it.runIf(existsSync('/dev/full'))(
    'is full in the middle of a line: the next that is kept is the whole tree',
    async () => {
      const store = opened();
      const tree = grow(new Forest(store), 'p');
      await store.flush();
      // A device that takes nothing stands for a full disk.
      const file = onlyFile();
      rmSync(file);
      symlinkSync('/dev/full', file);
      tree.add(tree.root, moves('lost 0'));
      await store.flush();
      expect(said).toEqual([expect.stringMatching(/ENOSPC/)]);
      clock = 60_000;
      tree.add(tree.root, moves('back 0'));
      await store.flush();
      expect(printed(await restored('p'))).toBe(printed(tree));
    },
  );
});
