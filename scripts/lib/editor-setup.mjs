// Gets a real VS Code (code-server, from npm) and a browser to show it in. The editor is no dependency of the product:
// it lies in a cache folder outside the repository and is shared by all clones.
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { cacheFolder } from './cache.mjs';
import { environment, hasProgram, run } from './project.mjs';

const codeServerVersion = '4.139.1';
const installLimitMs = 15 * 60_000;

const editorFolder = join(cacheFolder, `code-server-${codeServerVersion}`);
const entry = join(editorFolder, 'node_modules', 'code-server', 'out', 'node', 'entry.js');

/**
 * Makes sure that an editor and a browser are there, installing what is missing (about 3 minutes the first time).
 * @param {{browser: boolean}} needs whether Chromium is needed too
 * @returns {Promise<{ok: true, codeServer: string, chromium: string | undefined} | {ok: false, reason: string}>}
 *   the path of code-server's entry script and of the browser, or why they cannot be had
 */
export async function ensureEditor(needs) {
  if (process.platform !== 'linux') {
    return { ok: false, reason: `code-server is installed on Linux only, this is ${process.platform}` };
  }
  const packages = missingPackages(needs);
  if (packages.length > 0) {
    const installed = await installDebianPackages(packages);
    if (!installed.ok) return installed;
  }
  if (!existsSync(entry)) {
    const installed = await withLock(installCodeServer);
    if (!installed.ok) return installed;
  }
  const chromium = findChromium();
  if (needs.browser && chromium === undefined) return { ok: false, reason: 'Chromium was installed but is not found' };
  return { ok: true, codeServer: entry, chromium };
}

/** The browser of $STEPWISE_CHROMIUM, else the system's Chromium. */
function findChromium() {
  const places = [
    process.env.STEPWISE_CHROMIUM,
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
  ];
  return places.find(path => path !== undefined && existsSync(path));
}

function missingPackages(/** @type {{browser: boolean}} */ needs) {
  const wanted = [];
  if (needs.browser && findChromium() === undefined) wanted.push('chromium');
  if (existsSync(entry)) return wanted;
  // Without Kerberos' headers code-server's native modules fail to build after two minutes.
  if (!existsSync('/usr/include/gssapi/gssapi.h')) wanted.push('libkrb5-dev');
  if (!hasProgram('g++') || !hasProgram('make')) wanted.push('build-essential');
  if (!hasProgram('python3')) wanted.push('python3');
  return wanted;
}

/** @returns {Promise<{ok: true} | {ok: false, reason: string}>} */
async function installDebianPackages(/** @type {readonly string[]} */ packages) {
  const names = packages.join(' ');
  if (!hasProgram('apt-get')) return { ok: false, reason: `${names} missing, and there is no apt-get to install it` };
  const isRoot = process.getuid?.() === 0;
  if (!isRoot && (await run('sudo', ['-n', 'true'], { quiet: true })).code !== 0) {
    return { ok: false, reason: `${names} missing; install it with: sudo apt-get install -y ${names}` };
  }
  console.error(`stepwise: installing ${names} (apt-get) …`);
  const prefix = isRoot ? [] : ['sudo', '-n'];
  const env = { ...environment, DEBIAN_FRONTEND: 'noninteractive' };
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', ...packages]]) {
    const [command, ...rest] = [...prefix, 'apt-get', '-o', 'DPkg::Lock::Timeout=300', '-q', ...args];
    const { code, output } = await run(command ?? 'apt-get', rest, { quiet: true, env, timeoutMs: installLimitMs });
    if (code !== 0 && args[0] === 'install') {
      return { ok: false, reason: `apt-get install ${names} failed: ${lastLines(output)}` };
    }
  }
  return { ok: true };
}

/** @returns {Promise<{ok: true} | {ok: false, reason: string}>} */
async function installCodeServer() {
  if (existsSync(entry)) return { ok: true };
  console.error(`stepwise: installing code-server ${codeServerVersion} into ${cacheFolder} (about 3 minutes, once) …`);
  const partial = `${editorFolder}.partial`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(partial, { recursive: true });
  const nodeVersion = (await run('node', ['--version'], { quiet: true })).output.trim().replace(/^v/, '');
  const nodePackage = `node-${process.platform}-${process.arch}`;
  const headers = join(partial, 'headers');
  await mkdir(headers);
  await writeFile(join(headers, 'package.json'), '{"private":true}\n');
  await writeFile(join(partial, 'package.json'), '{"private":true}\n');
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
  const steps = [
    { cwd: headers, args: ['install', `${nodePackage}@${nodeVersion}`, ...quiet] },
    {
      cwd: partial,
      // Node's headers come from npm, since node-gyp would fetch them from a download server.
      args: [
        'install',
        `code-server@${codeServerVersion}`,
        `--nodedir=${join(headers, 'node_modules', nodePackage)}`,
        ...quiet,
      ],
    },
  ];
  for (const { cwd, args } of steps) {
    const { code, output } = await run('npm', args, { quiet: true, cwd, timeoutMs: installLimitMs });
    if (code !== 0) {
      await rm(partial, { recursive: true, force: true });
      return { ok: false, reason: `npm ${args[0]} ${args[1]} failed: ${lastLines(output)}` };
    }
  }
  await rm(editorFolder, { recursive: true, force: true });
  await rename(partial, editorFolder);
  return { ok: true };
}

/**
 * Only one process installs at a time; the others wait for it.
 * @template T
 * @param {() => Promise<T>} action
 */
async function withLock(action) {
  await mkdir(cacheFolder, { recursive: true });
  const lock = join(cacheFolder, 'install.lock');
  for (;;) {
    try {
      await writeFile(lock, String(process.pid), { flag: 'wx' });
      break;
    } catch {
      if (await isAbandoned(lock)) await rm(lock, { force: true });
      else await sleep(1000);
    }
  }
  try {
    return await action();
  } finally {
    await rm(lock, { force: true });
  }
}

async function isAbandoned(/** @type {string} */ lock) {
  try {
    const owner = Number(await readFile(lock, 'utf8'));
    if (Date.now() - (await stat(lock)).mtimeMs > installLimitMs) return true;
    process.kill(owner, 0);
    return false;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH';
  }
}

function lastLines(/** @type {string} */ text) {
  return text.trim().split('\n').slice(-6).join(' | ');
}
