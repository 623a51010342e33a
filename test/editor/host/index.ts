/** Entry of the extension-host tests: VS Code calls `run` inside its extension host. */
import Mocha from 'mocha';
import { defineTests } from './extension.ts';

/** Starts every line meant for a person, among all that VS Code logs. */
const mark = 'stepwise-host';

/** Runs the tests; rejects when one fails, which makes VS Code end with code 1. */
export function run(): Promise<void> {
  const mocha = new Mocha({ ui: 'bdd', color: false, timeout: 60_000, reporter: Silent });
  mocha.suite.emit('pre-require', globalThis, 'stepwise', mocha);
  defineTests();
  return new Promise((done, fail) => {
    const counts = { passed: 0, failed: 0, skipped: 0 };
    const runner = mocha.run(() => {
      console.log(`${mark}-report ${JSON.stringify(counts)}`);
      if (counts.failed > 0) fail(new Error(`${counts.failed} extension-host tests failed`));
      else done();
    });
    runner.on('pass', test => {
      counts.passed++;
      console.log(`${mark}: ✓ ${test.fullTitle()} (${test.duration ?? 0} ms)`);
    });
    runner.on('fail', (test, error: Error) => {
      counts.failed++;
      console.log(`${mark}: × ${test.fullTitle()}\n${error.stack ?? error.message}`);
    });
    runner.on('pending', test => {
      counts.skipped++;
      console.log(`${mark}: - ${test.fullTitle()}`);
    });
  });
}

/** The runner's events are told above; mocha's own reporter would format its lines through VS Code's log. */
class Silent extends Mocha.reporters.Base {}
