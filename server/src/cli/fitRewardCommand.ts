/** `stepwise fit-reward`: trains the embedded PPM over a local model on labelled solutions, and tells how good it is. */
import { rename, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import process from 'node:process';
import { cacheFolder } from '../cacheFolder.ts';
import { readinessOf } from '../core/reward/measure.ts';
import { crossValidate, defaultFitOptions, type FitSolution, fitWeights, wholeOf } from '../core/reward/ppm/fit.ts';
import { probeTokens } from '../core/reward/ppm/probe-tokens.ts';
import type { PpmWeights } from '../core/reward/ppm/weights.ts';
import type { FitRewardArguments } from './arguments.ts';
import { readSample } from './bench/items.ts';
import { ExitCode, type Io, progress, unusable } from './io.ts';
import { modelNamed, readModelsFile } from './modelsFile.ts';
import { READ_WINDOW, withReadCache } from './reward/readCache.ts';
import { readItems } from './reward/readItems.ts';
import { growingSample } from './reward/sample.ts';
import { tableOf } from './reward/table.ts';

/** Fewer solutions with or without an error teach nothing that holds. */
const FEWEST = 20;

export async function fitReward(args: FitRewardArguments, io: Io): Promise<number> {
  const labelled = await readSample(args, io.cwd, growingSample);
  if (!labelled.ok) return await unusable(labelled.reason, io);
  const { items } = labelled;
  const wrong = items.filter(({ label }) => label !== -1).length;
  if (Math.min(wrong, items.length - wrong) < FEWEST)
    return await unusable(
      `a fit needs at least ${FEWEST} solutions with an error and ${FEWEST} without; there are ${wrong} and ${items.length - wrong}`,
      io,
    );
  const named = await localModelNamed(args.model, io);
  if (!named.ok) return await unusable(named.reason, io);
  const makers = io.models.makers({ log: () => {}, sandbox: () => io.createSandbox({ log: () => {} }) });
  try {
    const made = await makers.gguf({ ...named.config, window: READ_WINDOW });
    if (!made.ok) return await unusable(made.fault.message, io);
    const sha256 = /[0-9a-f]{64}/.exec(made.value.id)?.[0];
    if (sha256 === undefined) return await unusable(`${named.config.file ?? args.model} cannot be read`, io);
    const folder = join(cacheFolder(process.platform, io.env, homedir()), 'reward');
    const tell = (done: number): Promise<void> => progress(`read ${done} of ${items.length} solutions`, io);
    const read = await readItems(withReadCache(made.value, sha256, folder), items, probeTokens(), tell, io.signal);
    await progress('', io);
    if (io.signal.aborted) return ExitCode.interrupted;
    if (read.fault !== undefined) return await unusable(read.fault.message, io);
    for (const { id, reason } of read.skipped) await io.err(`stepwise: left out ${id}: ${reason}\n`);
    return await train(read.solutions, { name: made.value.name, sha256 }, resolve(io.cwd, args.output), args.seed, io);
  } finally {
    makers.dispose?.();
  }
}

async function train(
  solutions: readonly FitSolution[],
  language: PpmWeights['language'],
  file: string,
  seed: number,
  io: Io,
): Promise<number> {
  const options = { ...defaultFitOptions, seed };
  const folds = await crossValidate(solutions, options, io.signal, async (done, of) => {
    await progress(`fold ${done} of ${of}`, io);
    // Ctrl-C is heard between two folds.
    await new Promise(next => setImmediate(next));
  });
  await progress('', io);
  if (folds === 'stopped') return ExitCode.interrupted;
  const weights = await fitWeights(solutions, folds, { options, language, probe: probeTokens() }, io.signal);
  if (weights === 'stopped') return ExitCode.interrupted;
  const whole = await wholeOf(folds, solutions, readinessOf(folds), io.signal);
  await io.out(tableOf('embedded PPM', folds, options) + tableOf('with the evidence', whole, options));
  const half = `${file}.tmp`;
  try {
    await writeFile(half, `${JSON.stringify(weights)}\n`);
    await rename(half, file);
  } catch (error) {
    return await unusable(`${file} cannot be written: ${error instanceof Error ? error.message : String(error)}`, io);
  }
  await io.out(`${solutions.length} solutions; weights for ${language.name} written to ${basename(file)}\n`);
  return ExitCode.clean;
}

async function localModelNamed(word: string, io: Io) {
  const file = await readModelsFile(io.models.file);
  if (!file.ok) return file;
  const path = word.toLowerCase().endsWith('.gguf') && !word.startsWith('gguf:') ? `gguf:${word}` : word;
  const named = modelNamed(path, file.models, io.models.file, io.cwd);
  if (!named.ok) return named;
  if (named.config.kind !== 'gguf')
    return { ok: false, reason: `the embedded PPM needs a model from a GGUF file, and "${word}" is none` } as const;
  return { ok: true, config: named.config } as const;
}
