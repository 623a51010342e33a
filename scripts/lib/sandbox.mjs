// Packs what the sandbox runs into dist/sandbox: Pyodide, SymPy and mpmath compiled for it, and the module stepwise.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { cp, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { cacheFolder } from './cache.mjs';
import { findPip } from './pip.mjs';
import { Failure, root, run } from './project.mjs';

const target = join(root, 'dist', 'sandbox');
const pyodideFolder = join(root, 'node_modules', 'pyodide');
const requirements = join(root, 'scripts', 'sandbox', 'requirements.txt');
const compiler = ['compile.py', 'compile.mjs'].map(name => join(root, 'scripts', 'sandbox', name));
const ownModules = join(root, 'server', 'src', 'adapters', 'sandbox', 'python');

/** Of the packed libraries: tests, and modules that need a display, a compiler or another program. */
const unneeded = '(^|/)(tests|benchmarks|__pycache__)/|^[^/]*\\.(dist-info|data)/|^isympy\\.py$|\\.pyi$|/py\\.typed$';
const purpose = 'the build downloads SymPy with pip once';
const pipLimitMs = 5 * 60_000;

/**
 * Brings dist/sandbox up to date. What has not changed is taken from the cache folder, so that the network and a minute of compiling are needed
 * once a machine.
 * @throws {Failure} when SymPy cannot be had
 */
export async function packSandbox() {
  await mkdir(target, { recursive: true });
  await place(join(pyodideFolder, 'pyodide.asm.wasm'), 'pyodide.asm.wasm');
  const standard = join(pyodideFolder, 'python_stdlib.zip');
  const library = await compiled('python_stdlib', digestOf([standard]), async to => ({
    from: await unzipped([standard], `${to}-sources`),
    to,
    skip: unneeded,
  }));
  await place(library, 'python_stdlib.zip');
  const wheels = await ensureWheels();
  const libraries = await compiled('packages', wheels.digest, async to => {
    return { from: await unpacked(wheels.folder), to, skip: unneeded };
  });
  await place(libraries, 'packages.zip');
  const own = await compiled('stepwise', digestOf(filesUnder(ownModules)), async to => ({
    from: ownModules,
    to,
    skip: unneeded,
  }));
  await place(own, 'stepwise.zip');
  // As source too: the person's own Python is of another version than the compiled files are for.
  const sources = join(target, 'python');
  await rm(sources, { recursive: true, force: true });
  await cp(ownModules, sources, { recursive: true, filter: path => basename(path) !== '__pycache__' });
  await packLicences(wheels.folder);
}

/** Writes manifest.json, by which a snapshot is known to belong to this build. Comes last, when the bundles are in the folder too. */
export async function writeManifest() {
  const { version } = JSON.parse(readFileSync(join(pyodideFolder, 'package.json'), 'utf8'));
  const lock = JSON.parse(readFileSync(join(pyodideFolder, 'pyodide-lock.json'), 'utf8'));
  const sympy = /^sympy==(\S+)/m.exec(readFileSync(requirements, 'utf8'))?.[1];
  const names = readdirSync(target).filter(name => /\.(wasm|zip|js|mjs)$/.test(name));
  const digest = digestOf(names.sort().map(name => join(target, name)));
  const manifest = { pyodide: version, python: lock.info.python, sympy, digest };
  await writeFile(join(target, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}

/**
 * A zip of compiled Python from the cache, made there if need be.
 * @param {string} name
 * @param {string} digest of what it is made from
 * @param {(to: string) => Promise<{from: string, to: string, skip: string}>} job
 */
async function compiled(name, digest, job) {
  const { version } = JSON.parse(readFileSync(join(pyodideFolder, 'package.json'), 'utf8'));
  const key = createHash('sha256')
    .update(`${version} ${digest} ${digestOf(compiler)} ${unneeded}`)
    .digest('hex');
  const file = join(cacheFolder, 'sandbox', `${name}-${key.slice(0, 16)}.zip`);
  if (existsSync(file)) return file;
  console.error(`stepwise: compiling ${name} for the sandbox …`);
  const partial = `${file}.${process.pid}`;
  const { code, output } = await run('node', [compiler[1] ?? '', JSON.stringify([await job(partial)])], {
    quiet: true,
  });
  if (code !== 0) throw new Failure(`compiling ${name} failed:\n${output.trim().slice(-2000)}`);
  await rename(partial, file);
  await removeOld(name);
  return file;
}

/** Packs of one name that are kept: the one in use and the one before it, for a step back. */
const packsKept = 2;

/** Removes the packs of that name that were made before the newest, with the sources that they were made from. Another build may do the same meanwhile. */
async function removeOld(/** @type {string} */ name) {
  const folder = join(cacheFolder, 'sandbox');
  const made = readdirSync(folder)
    .filter(file => new RegExp(`^${name}-[0-9a-f]{16}\\.zip(\\.\\d+-sources)?$`).test(file))
    .flatMap(file => {
      const at = statSync(join(folder, file), { throwIfNoEntry: false })?.mtimeMs;
      return at === undefined ? [] : [{ path: join(folder, file), at, isPack: file.endsWith('.zip') }];
    })
    .sort((a, b) => b.at - a.at);
  const kept = new Set(made.filter(({ isPack }) => isPack).slice(0, packsKept));
  for (const one of made) if (!kept.has(one)) await rm(one.path, { recursive: true, force: true });
}

/** The wheels of requirements.txt: downloaded once, by pip, which knows the person's mirror and checks the hashes. */
async function ensureWheels() {
  const digest = digestOf([requirements]);
  const folder = join(cacheFolder, 'sandbox', `wheels-${digest.slice(0, 16)}`);
  if (existsSync(folder)) return { folder, digest };
  const python = await findPip(purpose);
  console.error('stepwise: downloading SymPy and mpmath (pip) …');
  const partial = `${folder}.${process.pid}`;
  const options = ['--no-deps', '--only-binary', ':all:', '--require-hashes', '--disable-pip-version-check', '-q'];
  const args = ['-m', 'pip', 'download', ...options, '-r', requirements, '-d', partial];
  const { code, output } = await run(python, args, { quiet: true, timeoutMs: pipLimitMs });
  if (code !== 0) {
    await rm(partial, { recursive: true, force: true });
    throw new Failure(`SymPy cannot be downloaded; the build needs it once:\n${output.trim()}`);
  }
  await rename(partial, folder);
  return { folder, digest };
}

/** The wheels' files in a folder of the cache. */
async function unpacked(/** @type {string} */ wheels) {
  const folder = `${wheels}-unpacked`;
  if (existsSync(folder)) return folder;
  const partial = await unzipped(
    readdirSync(wheels).map(wheel => join(wheels, wheel)),
    `${folder}.${process.pid}`,
  );
  await rename(partial, folder);
  return folder;
}

async function unzipped(/** @type {readonly string[]} */ archives, /** @type {string} */ folder) {
  const python = await findPip(purpose);
  for (const archive of archives) {
    const { code, output } = await run(python, ['-m', 'zipfile', '-e', archive, folder], { quiet: true });
    if (code !== 0) throw new Failure(`${archive} cannot be unpacked:\n${output.trim()}`);
  }
  return folder;
}

async function packLicences(/** @type {string} */ wheels) {
  await mkdir(join(target, 'licenses'), { recursive: true });
  await place(join(root, 'scripts', 'sandbox', 'THIRD-PARTY.md'), join('licenses', 'THIRD-PARTY.md'));
  // Pyodide's package brings no text of its licences.
  for (const file of filesUnder(join(root, 'scripts', 'sandbox', 'licenses'))) {
    await place(file, join('licenses', basename(file)));
  }
  const sources = await unpacked(wheels);
  for (const info of readdirSync(sources).filter(name => name.endsWith('.dist-info'))) {
    for (const file of filesUnder(join(sources, info))) {
      if (!/(LICEN[CS]E|COPYING|AUTHORS)[^/\\]*$/i.test(file)) continue;
      await place(file, join('licenses', `${info.split('-')[0]}-${basename(file)}`));
    }
  }
}

/** Copies a file into dist/sandbox where it is another. An interpreter that starts meanwhile reads the old one or the new one, never half of one. */
async function place(/** @type {string} */ from, /** @type {string} */ name) {
  const to = join(target, name);
  const bytes = readFileSync(from);
  if (existsSync(to) && readFileSync(to).equals(bytes)) return;
  await writeFile(`${to}.${process.pid}`, bytes);
  await rename(`${to}.${process.pid}`, to);
}

/** @returns {readonly string[]} sorted; without what Python leaves beside its sources */
function filesUnder(/** @type {string} */ folder) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map(name => join(folder, name))
    .filter(path => !path.includes('__pycache__') && statSync(path).isFile())
    .sort();
}

function digestOf(/** @type {readonly string[]} */ files) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(file.slice(root.length)).update('\0').update(readFileSync(file)).update('\0');
  return hash.digest('hex');
}
