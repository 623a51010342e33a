// Runs the editor suites: page tests in Chromium, and extension-host tests, both against the packaged extension.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureEditor } from './editor-setup.mjs';
import { makePackage } from './package.mjs';
import { environment, Failure, root, run } from './project.mjs';

const suiteLimitMs = 25 * 60_000;
const hostReport = 'stepwise-host-report ';

/**
 * Gets the editor and packs the extension.
 * @returns {Promise<{ok: true, env: NodeJS.ProcessEnv} | {ok: false, reason: string, missing: boolean}>}
 *   the environment that tells test/editor where both are; `missing` where there is no editor, not where the package fails
 */
export async function prepareEditor() {
  const editor = await ensureEditor({ browser: true });
  if (!editor.ok) return { ok: false, reason: `no editor: ${editor.reason}`, missing: true };
  try {
    const paths = {
      STEPWISE_CODE_SERVER: editor.codeServer,
      STEPWISE_CHROMIUM: editor.chromium,
      STEPWISE_VSIX: await makePackage(),
    };
    return { ok: true, env: { ...environment, ...paths } };
  } catch (error) {
    if (error instanceof Failure) return { ok: false, reason: error.message, missing: false };
    throw error;
  }
}

/**
 * Adds the suites' counts to the tally. Where no editor can be had they are skipped with the reason, in continuous
 * integration they fail.
 * @param {import('./tally.mjs').Tally} tally
 */
export async function runEditorSuites(tally) {
  const editor = await prepareEditor();
  if (!editor.ok) {
    const skip = editor.missing && process.env.CI !== 'true';
    tally.add('editor', { passed: 0, failed: skip ? 0 : 1, skipped: skip ? 1 : 0 }, editor.reason);
    return;
  }
  const { env } = editor;
  rmSync(join(root, 'test', 'editor', 'out'), { recursive: true, force: true });
  await tally.vitest('editor, page', ['--config', 'test/editor/vitest.config.ts'], { env, timeoutMs: suiteLimitMs });
  const { code, output } = await run('node', ['test/editor/run-host.ts'], { env, timeoutMs: suiteLimitMs });
  const line = output.split('\n').find(text => text.includes(hostReport));
  if (line === undefined) {
    tally.check('editor, extension host', false);
    return;
  }
  const counts = JSON.parse(line.slice(line.indexOf(hostReport) + hostReport.length));
  const failed = counts.failed === 0 && code !== 0 ? 1 : counts.failed;
  tally.add('editor, extension host', { ...counts, failed });
}
