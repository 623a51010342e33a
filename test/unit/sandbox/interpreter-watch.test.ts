import { expect, test } from 'vitest';
import { Watch } from '../../../server/src/adapters/sandbox/interpreter-watch.ts';

/** At each time (ms) whether code that began at 0 with a deadline at 100 must stop, and why. */
test.each<[name: string, askedAt: number, seen: readonly (readonly [ms: number, reason: string | undefined])[]]>([
  [
    'nobody asks',
    Number.POSITIVE_INFINITY,
    [
      [0, undefined],
      [99, undefined],
      [100, 'timeout'],
      [500, 'timeout'],
    ],
  ],
  [
    'asked while it runs',
    30,
    [
      [10, undefined],
      [50, 'cancelled'],
      [200, 'cancelled'],
    ],
  ],
  ['asked before it began', -1, [[0, 'cancelled']]],
  ['asked as its time is up', 100, [[100, 'timeout']]],
  [
    'looked for every 20 ms at most',
    5,
    [
      [0, undefined],
      [19, undefined],
      [20, 'cancelled'],
    ],
  ],
])('%s', (_, askedAt, seen) => {
  let now = 0;
  const watch = new Watch({ now: () => now, stopAsked: () => now >= askedAt });
  watch.start(100);
  for (const [ms, reason] of seen) {
    now = ms;
    expect([ms, watch.mustStop(), watch.reason]).toEqual([ms, reason !== undefined, reason]);
  }
});

test('between runs nothing is stopped, and the reason stays until the next', () => {
  let now = 0;
  let looks = 0;
  const watch = new Watch({
    now: () => now,
    stopAsked: () => {
      looks++;
      return false;
    },
  });
  expect(watch.mustStop()).toBe(false);
  watch.start(10);
  now = 10;
  expect(watch.mustStop()).toBe(true);
  watch.end();
  now = 1_000;
  expect([watch.mustStop(), watch.reason]).toEqual([false, 'timeout']);
  watch.start(2_000);
  expect([watch.mustStop(), watch.reason, looks]).toEqual([false, undefined, 1]);
});
