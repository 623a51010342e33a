import { describe, expect, test } from 'vitest';
import { AnswerCache, withCache } from '../../../server/src/core/model/cached.ts';
import { noUsage } from '../../../server/src/core/model/fault.ts';
import { messages, refused, requests, scripted, signal } from './scripted.ts';

describe('answers that depend on their request alone', () => {
  test.each(['read', 'weigh', 'pool', 'decide'] as const)('%s is asked for once', async method => {
    const bare = scripted();
    const model = withCache(bare, new AnswerCache());
    const ask = (): Promise<object> | undefined =>
      model[method]?.(requests[method] as never, signal) as Promise<object> | undefined;
    const first = await ask();
    expect(await ask()).toEqual({ ...first, usage: noUsage });
    expect(bare.calls).toEqual([method]);
  });

  test('what is written is written anew', async () => {
    const bare = scripted();
    const model = withCache(bare, new AnswerCache());
    await model.generate(requests.generate, signal);
    await model.generate(requests.generate, signal);
    expect(bare.calls).toEqual(['generate', 'generate']);
  });

  test('another request, another method and another model are asked', async () => {
    const bare = scripted();
    const cache = new AnswerCache();
    const model = withCache(bare, cache);
    await model.weigh(requests.weigh, signal);
    await model.weigh({ ...requests.weigh, labels: ['+', '-'] }, signal);
    await model.pool({ messages, marker: 'x', count: 2 }, signal);
    await withCache({ ...bare, id: 'scripted:2' }, cache).weigh(requests.weigh, signal);
    expect(bare.calls).toEqual(['weigh', 'weigh', 'pool', 'weigh']);
  });

  test('a failure is not kept', async () => {
    let down = true;
    const bare = scripted();
    const model = withCache(
      { ...bare, weigh: (r, s) => (down ? Promise.resolve(refused) : bare.weigh(r, s)) },
      new AnswerCache(),
    );
    expect((await model.weigh(requests.weigh, signal)).ok).toBe(false);
    down = false;
    expect((await model.weigh(requests.weigh, signal)).ok).toBe(true);
  });

  test('what was used longest ago makes room', async () => {
    const bare = scripted();
    const model = withCache(bare, new AnswerCache(1200));
    const ask = (label: string) => model.weigh({ messages, labels: [label, 'No'] }, signal);
    await ask('a');
    await ask('b');
    await ask('a');
    await ask('c');
    await ask('a');
    expect(bare.calls).toHaveLength(3);
    await ask('b');
    expect(bare.calls).toHaveLength(4);
  });
});
