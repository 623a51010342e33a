/**
 * Runs the extension-host tests with @vscode/test-electron against the installed package: in the desktop VS Code of
 * STEPWISE_VSCODE where that is set, else in code-server. Exits with 0 when all tests pass.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { resolveCliArgsFromVSCodeExecutablePath, runTests } from '@vscode/test-electron';
import { build } from 'esbuild';

const here = fileURLToPath(new URL('.', import.meta.url));
const bundle = join(here, 'out', 'host');
const desktop = process.env.STEPWISE_VSCODE;
const home = mkdtempSync(join(tmpdir(), 'stepwise-host-'));
const folders = ['extensions', 'user-data'].map(
  name => `--${name === 'extensions' ? 'extensions-dir' : 'user-data-dir'}=${join(home, name)}`,
);
const workspace = join(home, 'workspace');

mkdirSync(bundle, { recursive: true });
mkdirSync(workspace);
// An extension that holds only the tests: the extension under test is the installed package.
writeFileSync(
  join(bundle, 'package.json'),
  JSON.stringify({
    name: 'stepwise-host-tests',
    publisher: 'stepwise',
    version: '0.0.0',
    engines: { vscode: '^1.91.0' },
    type: 'commonjs',
  }),
);
await build({
  entryPoints: [join(here, 'host', 'index.ts')],
  outfile: join(bundle, 'index.js'),
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  external: ['vscode', 'mocha'],
  logLevel: 'warning',
});

if (desktop !== undefined) {
  const [cli, ...args] = resolveCliArgsFromVSCodeExecutablePath(desktop);
  const installed = spawnSync(
    cli ?? desktop,
    [...args, ...folders, '--install-extension', process.env.STEPWISE_VSIX ?? ''],
    { stdio: 'inherit' },
  );
  if (installed.status !== 0) throw new Error('the package could not be installed in the desktop VS Code');
}
try {
  process.exitCode = await runTests({
    vscodeExecutablePath: desktop ?? join(here, 'code-server-shim.ts'),
    extensionDevelopmentPath: bundle,
    extensionTestsPath: join(bundle, 'index'),
    launchArgs: [workspace, ...folders, '--disable-workspace-trust'],
  });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  rmSync(home, { recursive: true, force: true });
}
