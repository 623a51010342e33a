// Makes the .vsix.
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt, Failure, root, run } from './project.mjs';

/**
 * Builds what is stale and packs the extension with @vscode/vsce.
 * @returns {Promise<string>} the path of the package
 * @throws {Failure} with vsce's output when it refuses
 */
export async function makePackage() {
  await ensureBuilt();
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const file = join(root, 'dist', `stepwise-${version}.vsix`);
  const args = [
    'package',
    '--no-dependencies',
    '--allow-missing-repository',
    '--no-rewrite-relative-links',
    '--out',
    file,
  ];
  const { code, output } = await run('vsce', args, { quiet: true, timeoutMs: 120_000 });
  if (code !== 0 || !existsSync(file)) throw new Failure(`vsce package failed:\n${output.trim()}`);
  return file;
}

/** A package's size in whole kB. */
export function sizeInKb(/** @type {string} */ file) {
  return Math.ceil(statSync(file).size / 1000);
}
