import { describe, expect, test } from 'vitest';
import { clip, columnsOf, oneLine, painter, wantsColour, wrap } from '../../server/src/cli/terminal.ts';

describe('text in a terminal', () => {
  test.each([
    ['x² = 4', 6],
    ['解答', 4],
    ['e\u0301', 1],
    ['', 0],
  ])('%j takes %i columns', (text, columns) => {
    expect(columnsOf(text)).toBe(columns);
  });

  test.each([
    ['short', 10, 'short'],
    ['exactly10!', 10, 'exactly10!'],
    ['a longer text', 8, 'a longe…'],
    ['解答解答', 5, '解答…'],
  ])('%j cut to %i columns', (text, columns, expected) => {
    expect(clip(text, columns)).toBe(expected);
  });

  test.each([
    ['one two three', 7, ['one two', 'three']],
    ['unbreakable', 4, ['unbr', 'eaka', 'ble']],
    ['解答解答', 4, ['解答', '解答']],
    ['', 9, []],
  ])('%j wrapped at %i columns', (text, columns, expected) => {
    expect(wrap(text, columns)).toEqual(expected);
  });

  test('what would steer the terminal is not passed on', () => {
    expect(oneLine(' a\n\tb \u001b[31mc\u202e ')).toBe('a b \ufffd[31mc\ufffd');
  });

  test.each([
    [{}, true, true],
    [{}, false, false],
    [{ NO_COLOR: '1' }, true, false],
    [{ NO_COLOR: '' }, true, true],
    [{ TERM: 'dumb' }, true, false],
    [{ FORCE_COLOR: '1' }, false, true],
    [{ FORCE_COLOR: '0' }, true, false],
    [{ NO_COLOR: '1', FORCE_COLOR: '1' }, true, false],
  ])('colour with %j, terminal %s: %s', (env, isTerminal, expected) => {
    expect(wantsColour(env, isTerminal)).toBe(expected);
  });

  test('painted text has escape codes only where colour is wanted', () => {
    expect(painter(false)('red', 'x')).toBe('x');
    expect(painter(true)('red', 'x')).toBe('\u001b[31mx\u001b[39m');
  });
});
