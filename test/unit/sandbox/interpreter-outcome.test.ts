import { expect, test } from 'vitest';
import { readOutcome } from '../../../server/src/adapters/sandbox/interpreter-outcome.ts';

const ok = { status: 'ok', stdout: '', cut: false, checks: [] };
const check = { line: 1, verdict: 'proved', method: 'm', text: 't' };
const read = (value: unknown, bytes = 10): unknown => readOutcome(JSON.stringify(value), bytes);

test.each<[name: string, value: object]>([
  ['the least', ok],
  ['a value', { ...ok, value: '7' }],
  ['a check with a counterexample', { ...ok, status: 'failed', checks: [{ ...check, counterexample: { x: '1' } }] }],
  ['an error', { ...ok, status: 'error', error: { type: 'E', message: 'm', line: 2, cell: 0 } }],
])('taken as it is: %s', (_, value) => {
  expect(read(value)).toEqual(value);
});

test.each<[name: string, value: unknown]>([
  ['no object', 7],
  ['nothing', null],
  ['a status that there is not', { ...ok, status: 'proved' }],
  ['a status of the owner alone', { ...ok, status: 'timeout' }],
  ['no output', { status: 'ok', cut: false, checks: [] }],
  ['output that is no text', { ...ok, stdout: ['x'] }],
  ['a verdict that there is not', { ...ok, checks: [{ ...check, verdict: 'true' }] }],
  ['a line that is no whole number', { ...ok, checks: [{ ...check, line: 1.5 }] }],
  ['a cell before the first', { ...ok, error: { type: 'E', message: 'm', cell: -1 } }],
  ['a counterexample that is no text', { ...ok, checks: [{ ...check, counterexample: { x: 1 } }] }],
  ['a name of an error without end', { ...ok, error: { type: 'E'.repeat(2_001), message: 'm' } }],
  ['a message without end', { ...ok, error: { type: 'E', message: 'm'.repeat(100_001) } }],
  ['too many checks', { ...ok, checks: Array.from({ length: 1_001 }, () => check) }],
])('refused: %s', (_, value) => {
  expect(read(value)).toBeUndefined();
});

test('what is no JSON is refused', () => {
  expect(readOutcome('{"status": "ok"', 10)).toBeUndefined();
});

test.each<[value: object, stdout: string, shown: string | undefined]>([
  [{ ...ok, stdout: 'x'.repeat(11) }, 'x'.repeat(10), undefined],
  [{ ...ok, value: 'y'.repeat(11) }, '', 'y'.repeat(10)],
])('output and value are held to the limit, and said to be cut', (value, stdout, shown) => {
  expect(read(value)).toMatchObject({ stdout, cut: true, ...(shown === undefined ? {} : { value: shown }) });
});

test('what nobody knows is left out', () => {
  expect(read({ ...ok, extra: 1 })).toEqual(ok);
});
