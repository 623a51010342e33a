import { appendFileSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { UsageLog } from '../../../../server/src/adapters/models/usage-log.ts';
import { noUsage } from '../../../../server/src/core/model/fault.ts';
import { usage } from '../../model/scripted.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stepwise-usage-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const noon = new Date(2026, 10, 23, 12);
const never = (message: string): void => {
  throw new Error(message);
};

test('all who share the folder count together, what is not limited is not counted', () => {
  const one = new UsageLog(folder, () => noon, never);
  const other = new UsageLog(folder, () => noon, never);
  one.add('a', usage, true);
  other.add('b', usage, true);
  other.add('local', usage, false);
  const both = { tokens: 240, money: 0.004, calls: 2 };
  expect(one.spentToday()).toEqual(both);
  expect(other.spentToday()).toEqual(both);
  expect(new UsageLog(folder, () => noon, never).spentToday()).toEqual(both);
});

test('a new day begins at nothing', () => {
  let now = noon;
  const log = new UsageLog(folder, () => now, never);
  log.add('a', usage, true);
  now = new Date(2026, 10, 24, 0, 1);
  expect(log.spentToday().calls).toBe(0);
  now = noon;
  expect(log.spentToday().calls).toBe(1);
});

test('what used nothing leaves no line', () => {
  new UsageLog(folder, () => noon, never).add('a', noUsage, true);
  expect(readdirSync(folder)).toEqual([]);
});

test.each([
  ['no JSON', 'oops\n'],
  ['a line of something else', '{"tokens":1}\n'],
  ['a negative count', '{"model":"a","promptTokens":-9,"completionTokens":0,"calls":1,"cost":0,"limited":true}\n'],
])('%s in the file counts nothing and loses nothing', (_, line) => {
  const log = new UsageLog(folder, () => noon, never);
  log.add('a', usage, true);
  appendFileSync(join(folder, '2026-11-23.jsonl'), line);
  log.add('a', usage, true);
  expect(log.spentToday().calls).toBe(2);
});

test('a line that another process is still writing counts once it is whole', () => {
  const log = new UsageLog(folder, () => noon, never);
  const file = join(folder, '2026-11-23.jsonl');
  appendFileSync(file, '{"model":"a","promptTokens":5,"completionTokens":0,');
  expect(log.spentToday().tokens).toBe(0);
  appendFileSync(file, '"calls":1,"cost":0,"limited":true}\n');
  expect(log.spentToday().tokens).toBe(5);
});

test('where nothing can be written, this run is counted and it is said once', () => {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  const told: string[] = [];
  const log = new UsageLog(
    join(file, 'usage'),
    () => noon,
    message => told.push(message),
  );
  log.add('a', usage, true);
  log.add('a', usage, true);
  expect(log.spentToday().calls).toBe(2);
  expect(told).toEqual([expect.stringContaining('cannot be written down')]);
});

test('files of long ago are removed', () => {
  for (let day = 1; day <= 70; day++)
    writeFileSync(
      join(
        folder,
        `2025-${String(1 + Math.floor(day / 28)).padStart(2, '0')}-${String((day % 28) + 1).padStart(2, '0')}.jsonl`,
      ),
      '',
    );
  writeFileSync(join(folder, 'notes.txt'), '');
  new UsageLog(folder, () => noon, never).add('a', usage, true);
  expect(readdirSync(folder)).toHaveLength(62 + 1 + 1);
  expect(readdirSync(folder)).toContain('notes.txt');
});
