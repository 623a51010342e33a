import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ownProgram } from '../../../server/src/adapters/sandbox/process.ts';
import type { Launcher } from '../../../server/src/adapters/sandbox/transport.ts';
import { launcherOf, RealInterpreter, snapshotOf } from '../lib/real-interpreter.ts';
import { outcomeOf, read, readTable } from './tables.ts';

const preamble = read('preamble.py');
/** Above what any line needs, even where the machine is busy: the tables are about verdicts. */
const limits = { timeMs: 15_000 };

let launcher: Launcher;
let python: RealInterpreter;
beforeAll(async () => {
  launcher = launcherOf(ownProgram());
  python = await RealInterpreter.start(launcher, await snapshotOf(ownProgram()));
});
afterAll(() => {
  python?.interpreter.kill();
  launcher?.dispose();
});

describe.each(['equalities', 'inequalities', 'implications', 'solutions'])('%s', name => {
  test.each(readTable(`${name}.py`))('$code is $wanted', async row => {
    expect(outcomeOf(row, await python.run([preamble, row.code], limits))).toBe(row.wanted);
  });
});
