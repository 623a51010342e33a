/** Versions, bursts, cancellation, failure: with a checker whose pace the test decides. */
import { describe, expect, test } from 'vitest';
import { connect } from './lib/inMemory.ts';
import { scripted } from './lib/scripted.ts';

const uri = 'file:///solutions/a.steps';

describe('a document is checked at its newest version', () => {
  test('opening publishes the first version', async () => {
    const client = connect({ createChecker: scripted(0).create });
    await client.start();
    await client.open(uri, 'right\nwrong!\n');
    const diagnostics = await client.diagnostics(uri);
    expect(diagnostics.map(({ range }) => client.at(uri, range))).toEqual(['!']);
    expect(client.published.map(({ version }) => version)).toEqual([1]);
    await client.stop();
  });

  test('a burst of 100 edits publishes few versions, the last one last', async () => {
    const script = scripted(2);
    const client = connect({ createChecker: script.create });
    await client.start();
    await client.open(uri, 'a\n');
    await client.diagnostics(uri);
    for (let i = 0; i < 100; i++) await client.change(uri, [{ range: client.range(uri, 1, 1), text: '!' }]);
    expect(await client.diagnostics(uri)).toHaveLength(100);
    expect(client.published.at(-1)?.version).toBe(101);
    expect(client.published.length).toBeLessThan(50);
    expect(script.made).toBe(1);
    await client.stop();
  });

  test('a newer edit ends the check of an older text', async () => {
    const script = scripted(1_000_000);
    const client = connect({ createChecker: script.create });
    await client.start();
    await client.open(uri, 'first!\n');
    await client.until(() => (script.begun.length > 0 ? true : undefined));
    script.slices = 1;
    await client.edit(uri, 'first', 'second');
    await client.diagnostics(uri);
    expect(script.ended).toEqual(['second!\n']);
    expect(client.published.map(({ version }) => version)).toEqual([2]);
    await client.stop();
  });

  test('old diagnostics stay until the new ones are there', async () => {
    const script = scripted(0);
    const client = connect({ createChecker: script.create });
    await client.start();
    await client.open(uri, 'wrong!\n');
    await client.diagnostics(uri);
    script.slices = 20;
    await client.edit(uri, 'wrong', 'still wrong');
    await client.diagnostics(uri);
    expect(client.published.map(({ version, diagnostics }) => [version, diagnostics.length])).toEqual([
      [1, 1],
      [2, 1],
    ]);
    await client.stop();
  });

  test('a slow check says so in the status, a quick one does not', async () => {
    const script = scripted(0);
    const client = connect({ createChecker: script.create });
    await client.start();
    await client.open(uri, 'a\n');
    await client.status(uri);
    expect(client.statuses.map(({ state }) => state.kind)).toEqual(['checked']);
    script.slices = Number.POSITIVE_INFINITY;
    await client.edit(uri, 'a', 'b');
    await client.status(uri, 'checking');
    script.slices = 0;
    await client.edit(uri, 'b', 'c');
    await client.status(uri, 'checked');
    await client.stop();
  });

  test('closing clears the diagnostics and ends the check', async () => {
    const script = scripted(0);
    const client = connect({ createChecker: script.create });
    await client.start();
    await client.open(uri, 'wrong!\n');
    await client.diagnostics(uri);
    script.slices = 1_000_000;
    await client.edit(uri, 'wrong', 'wronger');
    await client.close(uri);
    await client.until(() => (client.published.at(-1)?.diagnostics.length === 0 ? true : undefined));
    expect(script.ended).toEqual(['wrong!\n']);
    await client.stop();
  });

  test('a checker that fails is told of, clears what is out of date, and is replaced at the next edit', async () => {
    const script = scripted(0, 'poison');
    const client = connect({ createChecker: script.create });
    await client.start();
    await client.open(uri, 'wrong!\n');
    await client.diagnostics(uri);
    await client.edit(uri, 'wrong', 'poison');
    expect(await client.diagnostics(uri)).toEqual([]);
    expect(await client.status(uri)).toEqual({ kind: 'failed', reason: 'cannot check poison' });
    expect(client.logged.join()).toContain('cannot check poison');
    await client.edit(uri, 'poison', 'wrong');
    expect(await client.diagnostics(uri)).toHaveLength(1);
    expect(script.made).toBe(2);
    await client.stop();
  });

  test('several changes in one message, and a change of the whole text', async () => {
    const client = connect({ createChecker: scripted(0).create });
    await client.start();
    await client.open(uri, 'a!\nb!\nc!\n');
    await client.diagnostics(uri);
    await client.edit(uri, '!', '?!');
    const spots = async (): Promise<string[]> =>
      (await client.diagnostics(uri)).map(({ range }) => `${range.start.line}:${range.start.character}`);
    expect(await spots()).toEqual(['0:2', '1:2', '2:2']);
    await client.change(uri, [{ text: 'new!\n' }]);
    expect(await spots()).toEqual(['0:3']);
    await client.edit(uri, 'new', 'newer');
    expect(await spots()).toEqual(['0:5']);
    await client.stop();
  });
});
