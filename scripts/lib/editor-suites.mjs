// Runs the editor suites: page tests in Chromium, and extension-host tests, both against the packaged extension.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureEditor } from './editor-setup.mjs';
import { makePackage } from './package.mjs';
import { environment, Failure, root, run } from './project.mjs';

const suiteLimitMs = 15 * 60_000;
const hostReport = 'stepwise-host-report ';

/**
 * Adds the suites' counts to the tally. Where no editor can be had they are skipped with the reason, in continuous
 * integration they fail.
 * @param {import('./tally.mjs').Tally} tally
 */
export async function runEditorSuites(tally) {
  const editor = await ensureEditor({ browser: true });
  if (!editor.ok) {
    const must = process.env.CI === 'true';
    tally.add('editor', { passed: 0, failed: must ? 1 : 0, skipped: must ? 0 : 1 }, `no editor: ${editor.reason}`);
    return;
  }
  const file = await packageOrReason();
  if (file instanceof Failure) return tally.add('editor', { passed: 0, failed: 1, skipped: 0 }, file.message);
  rmSync(join(root, 'test', 'editor', 'out'), { recursive: true, force: true });
  const env = {
    ...environment,
    STEPWISE_CODE_SERVER: editor.codeServer,
    STEPWISE_CHROMIUM: editor.chromium,
    STEPWISE_VSIX: file,
  };
  await tally.vitest('editor, page', ['--config', 'test/editor/vitest.config.ts'], { env, timeoutMs: suiteLimitMs });
  const { code, output } = await run('node', ['test/editor/run-host.ts'], { env, timeoutMs: suiteLimitMs });
  const line = output.split('\n').find(text => text.includes(hostReport));
  if (line === undefined) {
    tally.check('editor, extension host', false);
    return;
  }
  const counts = JSON.parse(line.slice(line.indexOf(hostReport) + hostReport.length));
  tally.add('editor, extension host', {
    ...counts,
    failed: counts.failed + (code !== 0 && counts.failed === 0 ? 1 : 0),
  });
}

async function packageOrReason() {
  try {
    return await makePackage();
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}
