/** Entry of the extension-host tests: VS Code calls `run` inside its extension host. */
import Mocha from 'mocha';
import { defineTests } from './extension.ts';

/** The line that tells the caller what was counted; it is all that leaves the extension host besides the exit code. */
export const reportMark = 'stepwise-host-report ';

/** Runs the tests; rejects when one fails, which makes VS Code end with code 1. */
export function run(): Promise<void> {
  const mocha = new Mocha({ ui: 'bdd', color: false, timeout: 60_000 });
  mocha.suite.emit('pre-require', globalThis, 'stepwise', mocha);
  defineTests();
  return new Promise((done, fail) => {
    const runner = mocha.run(failures => {
      const { passes = 0, failures: failed = 0, pending = 0 } = runner.stats ?? {};
      console.log(`${reportMark}${JSON.stringify({ passed: passes, failed, skipped: pending })}`);
      if (failures > 0) fail(new Error(`${failures} extension-host tests failed`));
      else done();
    });
  });
}
