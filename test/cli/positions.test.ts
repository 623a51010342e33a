import { describe, expect, test } from 'vitest';
import { Lines } from '../../server/src/cli/positions.ts';

describe('an offset has a line and a character', () => {
  test.each([
    ['', 0, [0, 0]],
    ['ab\ncd', 0, [0, 0]],
    ['ab\ncd', 2, [0, 2]],
    ['ab\ncd', 3, [1, 0]],
    ['ab\ncd', 5, [1, 2]],
    ['ab\r\ncd', 4, [1, 0]],
    ['ab\rcd', 3, [1, 0]],
    ['\n\n\n', 3, [3, 0]],
    ['解\n²x', 3, [1, 1]],
    ['𝑥y', 2, [0, 2]],
    ['ab', 99, [0, 2]],
  ])('%j at %i', (text, offset, [line, character]) => {
    expect(new Lines(text).position(offset)).toMatchObject({ line, character });
  });
});
