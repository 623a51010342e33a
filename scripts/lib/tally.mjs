// Counts the tests of all suites together.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root, run } from './project.mjs';

export class Tally {
  #passed = 0;
  #failed = 0;
  #skipped = 0;
  /** @type {string[]} */
  #notes = [];

  /** One check that passes or fails as a whole, such as the lint. */
  check(/** @type {string} */ name, /** @type {boolean} */ passed) {
    this.add(name, passed ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 });
  }

  /**
   * @param {string} name
   * @param {{passed: number, failed: number, skipped: number}} counts
   * @param {string} [note] shown in the summary, such as why a suite was skipped
   */
  add(name, counts, note) {
    this.#passed += counts.passed;
    this.#failed += counts.failed;
    this.#skipped += counts.skipped;
    const { passed, failed, skipped } = counts;
    this.#notes.push(
      `${name}: ${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}${note ? ` (${note})` : ''}`,
    );
  }

  /**
   * Runs vitest; a run that ends without a report counts as one failure.
   * @param {string} name
   * @param {readonly string[]} args
   * @param {{env?: NodeJS.ProcessEnv, timeoutMs?: number}} [options]
   */
  async vitest(name, args, options = {}) {
    const file = join(root, 'node_modules', '.cache', 'stepwise', 'vitest.json');
    rmSync(file, { force: true });
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
    const { code } = await run('vitest', ['run', ...args, ...reporters], options);
    if (!existsSync(file)) return this.check(name, false);
    const report = JSON.parse(readFileSync(file, 'utf8'));
    const counts = {
      passed: report.numPassedTests,
      failed: report.numFailedTests,
      skipped: report.numPendingTests + report.numTodoTests,
    };
    // A file that cannot be loaded, or an error outside a test, fails the run without a failed test.
    if (code !== 0 && counts.failed === 0) counts.failed = 1;
    this.add(name, counts);
  }

  /** Prints what each suite counted and, last, the line that counts all; gives the exit code. */
  close() {
    console.log(`\n${this.#notes.join('\n')}`);
    const skipped = this.#skipped > 0 ? `, ${this.#skipped} skipped` : '';
    console.log(`${this.#passed} passed, ${this.#failed} failed${skipped}`);
    return this.#failed === 0 && this.#passed > 0 ? 0 : 1;
  }
}
