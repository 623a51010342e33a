// What every script shares. Runs on Node 20 with nothing installed.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root folder. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** The environment for child processes: the project's own tools, and so Node 24, come first. */
export const environment = {
  ...process.env,
  PATH: `${join(root, 'node_modules', '.bin')}${delimiter}${process.env.PATH ?? ''}`,
};

/** An error whose message is all a person needs; scripts print it without a stack. */
export class Failure extends Error {}

/**
 * Runs a script's main function; a Failure is printed as one message and exits with 1.
 * @param {() => Promise<number | undefined>} main gives the exit code; nothing means 0
 */
export async function runMain(main) {
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    console.error(`stepwise: ${error.message}`);
    process.exitCode = 1;
  }
}

/**
 * Runs a command in the repository and waits for its end.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{quiet?: boolean, cwd?: string, env?: NodeJS.ProcessEnv, onLine?: (line: string) => void, timeoutMs?: number}} [options]
 *   quiet: keep the output, give it back only; onLine: called for every line of stdout and stderr;
 *   timeoutMs: after that the command and its children are ended and the code is 124
 * @returns {Promise<{code: number, output: string}>} a command that cannot be started gives code 127
 */
export function run(command, args, options = {}) {
  return new Promise(done => {
    const child = spawn(command, args, {
      cwd: options.cwd ?? root,
      env: options.env ?? environment,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
      shell: process.platform === 'win32',
    });
    let output = '';
    let rest = '';
    let timedOut = false;
    const timer =
      options.timeoutMs === undefined
        ? undefined
        : setTimeout(() => {
            timedOut = true;
            endGroup(child, 'SIGKILL');
          }, options.timeoutMs);
    const stop = () => endGroup(child, 'SIGTERM');
    process.once('exit', stop);
    const onInterrupt = () => {
      stop();
      process.exit(130);
    };
    process.once('SIGINT', onInterrupt);
    process.once('SIGTERM', onInterrupt);
    const take = (/** @type {Buffer} */ chunk, /** @type {NodeJS.WriteStream} */ stream) => {
      const text = chunk.toString();
      output += text;
      if (!options.quiet) stream.write(chunk);
      if (options.onLine === undefined) return;
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) options.onLine(line);
    };
    const finish = (/** @type {number} */ code) => {
      clearTimeout(timer);
      process.removeListener('exit', stop);
      process.removeListener('SIGINT', onInterrupt);
      process.removeListener('SIGTERM', onInterrupt);
      done({ code: timedOut ? 124 : code, output });
    };
    child.stdout.on('data', chunk => take(chunk, process.stdout));
    child.stderr.on('data', chunk => take(chunk, process.stderr));
    child.on('error', error => {
      output += `${error.message}\n`;
      finish(127);
    });
    child.on('close', code => finish(code ?? 1));
  });
}

/** Ends a detached child together with what it started. */
function endGroup(
  /** @type {import('node:child_process').ChildProcess} */ child,
  /** @type {NodeJS.Signals} */ signal,
) {
  if (child.pid === undefined || child.exitCode !== null) return;
  try {
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    // It has ended by itself.
  }
}

/** Whether a program of that name is on the PATH. */
export function hasProgram(/** @type {string} */ name) {
  return spawnSync(process.platform === 'win32' ? 'where' : 'which', [name], { stdio: 'ignore' }).status === 0;
}

/**
 * Installs the dependencies of package-lock.json when they are absent or others.
 * Compares with npm's own record of what is installed, so nothing is done twice.
 */
export async function ensureDependencies() {
  if (dependenciesCurrent()) return;
  console.error('stepwise: installing dependencies (npm ci) …');
  const { code, output } = await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { quiet: true });
  if (code !== 0) throw new Failure(`npm ci failed:\n${output.trim()}`);
}

function dependenciesCurrent() {
  const installedFile = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(installedFile)) return false;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const installed = JSON.parse(readFileSync(installedFile, 'utf8')).packages;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '' || entry.optional || entry.peer || entry.devOptional) return true;
    return installed[path]?.version === entry.version;
  });
}

/** Builds the bundles when a source is newer than the last build. */
export async function ensureBuilt() {
  const stamp = join(root, 'dist', '.built');
  const built = existsSync(stamp) ? statSync(stamp).mtimeMs : 0;
  const scripts = ['scripts/build.mjs', 'scripts/lib/sandbox.mjs', 'scripts/lib/gguf.mjs', 'scripts/sandbox'];
  const sources = ['client/src', 'server/src', 'package.json', 'package-lock.json', ...scripts];
  const newest = Math.max(...(await Promise.all(sources.map(source => newestIn(join(root, source))))));
  if (built > newest) return;
  const { code, output } = await run('node', ['scripts/build.mjs'], { quiet: true });
  if (code !== 0) throw new Failure(`the build failed:\n${output.trim()}`);
}

/** @returns {Promise<number>} */
async function newestIn(/** @type {string} */ path) {
  if (!existsSync(path)) return 0;
  const info = await stat(path);
  if (!info.isDirectory()) return info.mtimeMs;
  const names = await readdir(path);
  // The folder's own time tells of a file that was removed.
  return Math.max(info.mtimeMs, ...(await Promise.all(names.map(name => newestIn(join(path, name))))));
}
