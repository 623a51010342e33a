// llama.cpp's own HTTP server for tests and benchmarks: the Python package xllamacpp holds it.
import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder } from './cache.mjs';
import { findPip } from './pip.mjs';
import { Failure, run } from './project.mjs';

const wanted = 'xllamacpp==2026.10.11549';
const purpose = "llama.cpp's server comes through pip";
const pipLimitMs = 5 * 60_000;

/**
 * A Python that can import xllamacpp: the one that is there, or that one with the package in the cache folder, where it is put once a machine.
 * @returns {Promise<{command: string, env: Record<string, string>}>} a program, and what its environment needs
 * @throws {Failure} where it cannot be had for this machine
 */
export async function ensureLlamaServer() {
  const command = await findPip(purpose);
  if ((await run(command, ['-c', 'import xllamacpp'], { quiet: true })).code === 0) return { command, env: {} };
  const folder = join(cacheFolder, wanted.replace('==', '-'));
  if (!existsSync(folder)) {
    console.error(`stepwise: downloading ${wanted} (34 MB, pip) …`);
    const partial = `${folder}.${process.pid}`;
    const options = ['--no-deps', '--only-binary', ':all:', '--disable-pip-version-check', '-q'];
    const args = ['-m', 'pip', 'install', ...options, '--target', partial, wanted];
    const { code, output } = await run(command, args, { quiet: true, timeoutMs: pipLimitMs });
    if (code !== 0) {
      await rm(partial, { recursive: true, force: true });
      throw new Failure(`${wanted} cannot be installed:\n${output.trim().slice(-1000)}`);
    }
    await rename(partial, folder);
  }
  const env = { PYTHONPATH: folder };
  const { code, output } = await run(command, ['-c', 'import xllamacpp'], {
    quiet: true,
    env: { ...process.env, ...env },
  });
  if (code !== 0) throw new Failure(`${wanted} does not run on this machine:\n${output.trim().slice(-1000)}`);
  return { command, env };
}
