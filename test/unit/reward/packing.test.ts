/** What of a long solution is shown at once. A token is a character here; marks around a step count 12, the note of what is left out 40. */
import { describe, expect, test } from 'vitest';
import type { WrittenStep } from '../../../server/src/core/policy/policy.ts';
import { shownSteps } from '../../../server/src/core/policy/prompts/judge.ts';
import { citedIn, definitionsIn } from '../../../server/src/core/reward/citing.ts';
import { pack, type Room, roomFor } from '../../../server/src/core/reward/packing.ts';

function room(tokens: number): Room {
  return { tokens, count: text => text.length };
}

/** Steps of 88 characters each: with what stands around them 100 tokens. */
function long(count: number, change: Readonly<Record<number, string>> = {}): readonly WrittenStep[] {
  return Array.from({ length: count }, (_, index) => ({
    text: (change[index] ?? `Now number ${index}`).padEnd(88, '.'),
  }));
}

function shown(steps: readonly WrittenStep[], from: number, tokens: number, most?: number) {
  const packed = pack({ problem: '', steps }, from, room(tokens), most === undefined ? {} : { most });
  const windows = packed.windows.map(({ context, targets, left }) => ({
    context: context.map(({ index }) => index).join(' '),
    targets: targets.map(({ index }) => index).join(' '),
    left: left.join(' '),
  }));
  return { windows, unplaced: packed.unplaced };
}

test('what fits is shown at once', () => {
  expect(shown(long(4), 0, 400)).toEqual({ windows: [{ context: '', targets: '0 1 2 3', left: '' }], unplaced: [] });
});

test('steps that have a score are context', () => {
  expect(shown(long(4), 3, 400).windows).toEqual([{ context: '0 1 2', targets: '3', left: '' }]);
});

test('nothing is asked for: nothing is shown', () => {
  expect(shown(long(4), 4, 400)).toEqual({ windows: [], unplaced: [] });
});

test('longer than the window: several, each with the steps right before it, and the rest told', () => {
  expect(shown(long(10), 0, 500).windows).toEqual([
    { context: '', targets: '0 1 2 3 4', left: '' },
    { context: '4', targets: '5 6 7', left: '0 1 2 3' },
    { context: '7', targets: '8 9', left: '0 1 2 3 4 5 6' },
  ]);
});

test('one step at a time has all the room for the steps before it', () => {
  expect(shown(long(10), 9, 500, 1).windows).toEqual([{ context: '7 8', targets: '9', left: '0 1 2 3 4 5 6' }]);
});

test('a step that is cited is shown before nearer ones', () => {
  const steps = long(10, { 9: 'By Step 2 and the equation (7),', 4: 'So $x = y$ \\tag{7}' });
  expect(shown(steps, 9, 640, 1).windows).toEqual([{ context: '1 4 8', targets: '9', left: '0 2 3 5 6 7' }]);
});

test('a step that does not fit beside the problem is told, and the others are shown', () => {
  const steps = [{ text: 'short' }, { text: 'x'.repeat(500) }, { text: 'short' }];
  const { windows, unplaced } = shown(steps, 0, 200);
  expect(unplaced).toEqual([1]);
  expect(windows.map(({ targets }) => targets)).toEqual(['0', '2']);
  expect(windows[1]).toMatchObject({ left: '1' });
});

test('a problem that leaves no room leaves every step out', () => {
  expect(pack({ problem: 'x'.repeat(300), steps: long(2) }, 0, room(350))).toEqual({ windows: [], unplaced: [0, 1] });
});

test('no window is over the room', () => {
  for (const tokens of [150, 260, 333, 500, 777]) {
    for (const most of [1, 3, undefined]) {
      const { windows } = pack(
        { problem: 'p'.repeat(40), steps: long(14) },
        0,
        room(tokens),
        most === undefined ? {} : { most },
      );
      for (const window of windows) {
        const steps = (window.context.length + window.targets.length) * 100;
        const ledger = window.ledger.reduce((sum, sentence) => sum + sentence.length, 0);
        expect(40 + steps + ledger).toBeLessThanOrEqual(tokens);
      }
    }
  }
});

test('definitions of what is left out are kept, and the model is told what it does not see', () => {
  const steps = long(10, { 0: 'Let $r$ be the radius.', 2: 'Then it follows that' });
  const [window] = pack({ problem: '', steps }, 9, room(500), { most: 1 }).windows;
  expect(window?.ledger).toEqual([`Let $r$ be the radius.${'.'.repeat(66)}`]);
  expect(window === undefined ? '' : shownSteps(window)).toContain(
    '[Steps 1 to 7 are left out here for length. What the steps left out define: Let $r$ be the radius.',
  );
});

test('code and its output are a part of the step', () => {
  const [window] = pack(
    { problem: '', steps: [{ text: 'Add.', code: 'print(1 + 1)', output: '2' }] },
    0,
    room(200),
  ).windows;
  expect(window === undefined ? '' : shownSteps(window)).toBe('Step 1: Add.\n```python\nprint(1 + 1)\n```\nOutput:\n2');
});

test('of the window are taken off: what stands around, the reply, and a margin', () => {
  const model = { countTokens: (text: string) => text.length };
  expect(roomFor(model, 1000, ['x'.repeat(100)], 200).tokens).toBe(1000 - 100 - 200 - 40);
});

describe('steps that a step speaks of', () => {
  const steps = ['Let $x = 2$.', 'So $y = 3$. (4)', '\\[ z = 4 \\tag{*} \\]', 'Then $z > y$ (5).'].map(text => ({
    text,
  }));
  test.each([
    ['By Step 1, done.', [0]],
    ['From (4) we get it.', [1]],
    ['Equations 1 and (4) say so.', [0, 1]],
    ['由步骤 2 得。', [1]],
    ['The value f(3) is 7.', []],
    ['By Step 9.', []],
    ['Using (5).', [3]],
  ])('%s', (text, cited) => {
    expect(citedIn([...steps, { text }], 4)).toEqual(cited);
  });
});

test.each([
  ['Let $r$ be the radius. Then $A = \\pi r^2$.', ['Let $r$ be the radius.']],
  ['设 $x$ 为宽。那么 $2x$ 是长。', ['设 $x$ 为宽。']],
  ['Hence the claim holds.', []],
  ['Let us go on.', []],
])('%s defines', (text, definitions) => {
  expect(definitionsIn(text)).toEqual(definitions);
});
