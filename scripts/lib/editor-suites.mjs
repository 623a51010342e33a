// Runs the editor suites of test/editor.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './project.mjs';

/** @param {import('./tally.mjs').Tally} tally */
export async function runEditorSuites(tally) {
  if (!existsSync(join(root, 'test', 'editor', 'suites')))
    tally.add('editor', { passed: 0, failed: 0, skipped: 0 }, 'none yet');
}
