// Starts code-server on a loopback address, with a packaged extension and settings of its own.
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { environment, Failure, run } from './project.mjs';

const startLimitMs = 60_000;

/** What every run sets: no welcome page, nothing fetched, no other extension's code actions. */
const quietSettings = {
  'chat.disableAIFeatures': true,
  'workbench.startupEditor': 'none',
  'workbench.colorTheme': 'Default Light Modern',
  'workbench.tips.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'extensions.autoUpdate': 'off',
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'git.enabled': false,
  'security.workspace.trust.enabled': false,
};

/**
 * @typedef {object} CodeServer
 * @property {number} port
 * @property {string} url what to open in a browser, without a folder
 * @property {() => string} log what the server has printed so far
 * @property {() => Promise<void>} stop ends the server, everything it started, and removes its data
 */

/**
 * Installs the packages, starts the server and waits until it answers.
 * @param {object} options
 * @param {string} options.codeServer path of code-server's entry script
 * @param {readonly string[]} options.packages .vsix files to install
 * @param {number} [options.port] a free one without it
 * @param {Record<string, unknown>} [options.settings] user settings on top of the quiet ones
 * @param {Record<string, unknown>} [options.machine] settings of the machine
 * @param {Readonly<Record<string, string>>} [options.storage] what extensions find in the folder of their storage: a link to each target, by its path there
 * @param {Readonly<Record<string, string>>} [options.config] what Stepwise finds in its folder of settings: the text of each file, by its path there
 * @param {boolean} [options.testDriver] lets a page run extension-host tests
 * @returns {Promise<CodeServer>}
 * @throws {Failure} when a package cannot be installed or the server does not answer in time
 */
export async function startCodeServer(options) {
  const home = await mkdtemp(join(tmpdir(), 'stepwise-editor-'));
  const userFolder = join(home, 'user-data', 'User');
  await mkdir(userFolder, { recursive: true });
  await writeFile(
    join(userFolder, 'settings.json'),
    JSON.stringify({ ...quietSettings, ...options.settings }, null, 2),
  );
  const machineFolder = join(home, 'user-data', 'Machine');
  await mkdir(machineFolder, { recursive: true });
  await writeFile(join(machineFolder, 'settings.json'), JSON.stringify(options.machine ?? {}, null, 2));
  for (const [path, target] of Object.entries(options.storage ?? {})) {
    const link = join(userFolder, 'globalStorage', path);
    await mkdir(dirname(link), { recursive: true });
    await symlink(target, link);
  }
  for (const [path, text] of Object.entries(options.config ?? {})) {
    const file = join(home, 'stepwise', path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  await writeFile(join(home, 'config.yaml'), '');
  // No gallery: nothing is asked of a server on the network. What models use is not counted as the person's.
  const folder = { XDG_CONFIG_HOME: home, XDG_DATA_HOME: home, XDG_STATE_HOME: home };
  const env = { ...environment, ...folder, EXTENSIONS_GALLERY: '{}' };
  const folders = [
    ['--config', join(home, 'config.yaml')],
    ['--user-data-dir', join(home, 'user-data')],
    ['--extensions-dir', join(home, 'extensions')],
  ].flat();
  for (const file of options.packages) {
    const args = [options.codeServer, ...folders, '--install-extension', file, '--force'];
    const { code, output } = await run('node', args, { env, quiet: true, timeoutMs: startLimitMs });
    if (code !== 0) throw new Failure(`code-server does not install ${file}:\n${output.trim()}`);
  }
  const port = options.port ?? (await freePort());
  const child = spawn(
    'node',
    [
      options.codeServer,
      ...folders,
      ...['--bind-addr', `127.0.0.1:${port}`, '--auth', 'none', '--reconnection-grace-time', '1'],
      ...[
        '--disable-telemetry',
        '--disable-update-check',
        '--disable-workspace-trust',
        '--disable-getting-started-override',
      ],
      ...(options.testDriver === true ? ['--vscode-option', 'enable-smoke-test-driver'] : []),
    ],
    // A group of its own, so that the extension hosts end with it.
    { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true },
  );
  let output = '';
  child.stdout.on('data', chunk => (output += chunk));
  child.stderr.on('data', chunk => (output += chunk));
  child.on('error', error => (output += error.message));
  const endNow = () => endGroup(child.pid, 'SIGKILL');
  process.once('exit', endNow);
  const stop = async () => {
    process.removeListener('exit', endNow);
    endGroup(child.pid, 'SIGTERM');
    for (let i = 0; i < 20 && child.exitCode === null && child.signalCode === null; i++) await sleep(100);
    endGroup(child.pid, 'SIGKILL');
    await rm(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  const url = `http://127.0.0.1:${port}/`;
  const until = Date.now() + startLimitMs;
  while (!(await isHealthy(url))) {
    if (child.exitCode !== null || Date.now() > until) {
      await stop();
      throw new Failure(`code-server does not answer at ${url}; it printed:\n${output.trim()}`);
    }
    await sleep(100);
  }
  return { port, url, log: () => output, stop };
}

async function isHealthy(/** @type {string} */ url) {
  try {
    return (await fetch(`${url}healthz`)).ok;
  } catch {
    return false;
  }
}

function endGroup(/** @type {number | undefined} */ pid, /** @type {NodeJS.Signals} */ signal) {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch {
    // The group has ended.
  }
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((done, fail) => {
    const server = createServer();
    server.on('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        address !== null && typeof address === 'object' ? done(address.port) : fail(new Error('no port')),
      );
    });
  });
}
