import { describe, expect, test } from 'vitest';
import { decode } from '../../server/src/cli/decode.ts';

const bytes = (...values: readonly number[]): Uint8Array => Uint8Array.from(values);
const utf16 = (text: string, littleEndian: boolean): Uint8Array => {
  const view = new DataView(new ArrayBuffer(2 * text.length));
  for (let at = 0; at < text.length; at += 1) view.setUint16(2 * at, text.charCodeAt(at), littleEndian);
  return new Uint8Array(view.buffer);
};

describe('bytes become text', () => {
  test.each([
    ['UTF-8', new TextEncoder().encode('x² = 4 解'), 'x² = 4 解'],
    ['an empty file', bytes(), ''],
    ['UTF-8 with a mark, which is no text', bytes(0xef, 0xbb, 0xbf, 0x78), 'x'],
    ['UTF-16, little end first', utf16('\ufeffx² 解', true), 'x² 解'],
    ['UTF-16, big end first', utf16('\ufeffx² 解', false), 'x² 解'],
    ['CR LF as it stands', new TextEncoder().encode('a\r\nb'), 'a\r\nb'],
  ])('%s', (_, input, text) => {
    expect(decode(input)).toEqual({ ok: true, text });
  });

  test('broken UTF-8 is read as far as possible, and told', () => {
    expect(decode(bytes(0x78, 0xff, 0x79))).toEqual({
      ok: true,
      text: 'x\ufffdy',
      remark: expect.stringContaining('not valid UTF-8'),
    });
  });

  test.each([
    ['a binary', bytes(0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13)],
    ['UTF-16 without a mark', utf16('x = 4', true)],
  ])('%s is refused', (_, input) => {
    expect(decode(input)).toEqual({ ok: false, reason: expect.stringContaining('binary') });
  });
});
