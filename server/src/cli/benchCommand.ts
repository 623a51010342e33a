/** `stepwise bench processbench`: how well a reward model finds the first wrong step. */
import { resolve } from 'node:path';
import type { FaultKind } from '../core/model/fault.ts';
import type { BenchArguments } from './arguments.ts';
import { type Item, readSample } from './bench/items.ts';
import { judgeItem } from './bench/judge.ts';
import { type Measures, measuresOf } from './bench/measures.ts';
import { type ItemResult, keyOf, openResults, type ResultsFile } from './bench/results.ts';
import { ExitCode, type Io, progress, unusable } from './io.ts';
import { type ChosenReward, type ModelSession, withModels } from './modelSession.ts';

/** Failures of one item: the next may fare better. Any other ends the run. */
const ofItem: ReadonlySet<FaultKind> = new Set(['too-long', 'not-understood']);

export interface BenchReport {
  readonly version: 1;
  readonly reward: string;
  readonly calibrated: boolean;
  readonly threshold: number;
  readonly seed: number;
  /** Stopped before every item was done: the measures are of those that were. */
  readonly partial: boolean;
  readonly total: Measures;
  /** The published mean: of the files' F1. */
  readonly meanF1: number;
  readonly byFile: Readonly<Record<string, Measures>>;
}

export async function bench(args: BenchArguments, io: Io): Promise<number> {
  const read = await readSample(args, io.cwd);
  if (!read.ok) return await unusable(read.reason, io);
  const { items } = read;
  return await withModels(args, io, session => run(items, session, args, io));
}

async function run(items: readonly Item[], session: ModelSession, args: BenchArguments, io: Io): Promise<number> {
  const chosen = await session.reward();
  if (!chosen.ok) return await unusable(chosen.fault.message, io);
  const { reward, calibration } = chosen.value;
  const head = { reward: reward.id, calibrated: calibration !== undefined };
  const file = args.results === undefined ? undefined : openResults(resolve(io.cwd, args.results), head);
  if (file?.ok === false) return await unusable(file.reason, io);
  const { results, reason } = await judgeAll(items, { chosen: chosen.value, session, file: file?.results, io });
  file?.results.close();
  const report: BenchReport = {
    version: 1,
    reward: reward.name,
    calibrated: calibration !== undefined,
    threshold: args.threshold,
    seed: args.seed,
    partial: results.length < items.length,
    ...summed(results, args.threshold),
  };
  await io.out(args.json ? `${JSON.stringify(report, null, 2)}\n` : textOf(report, items.length));
  if (io.signal.aborted) return ExitCode.interrupted;
  return reason === undefined ? ExitCode.clean : await unusable(reason, io);
}

interface Judging {
  readonly chosen: ChosenReward;
  readonly session: ModelSession;
  readonly file: ResultsFile | undefined;
  readonly io: Io;
}

/** Results of the items in order, as far as they came; `reason` says what ended it early, where Ctrl-C did not. */
async function judgeAll(
  items: readonly Item[],
  { chosen, session, file, io }: Judging,
): Promise<{ readonly results: readonly ItemResult[]; readonly reason?: string }> {
  const results: ItemResult[] = [];
  for (const [index, item] of items.entries()) {
    const known = file?.done.get(keyOf(item));
    if (known !== undefined && known.values.length === item.steps.length) {
      results.push(known);
      continue;
    }
    if (io.signal.aborted) break;
    await progress(`item ${index + 1} of ${items.length}`, io);
    const began = performance.now();
    const { values, usage, fault } = await judgeItem(item, chosen.reward, chosen.calibration, io.signal);
    if (io.signal.aborted) break;
    if (fault !== undefined && !ofItem.has(fault.kind)) {
      await progress('', io);
      return { results, reason: session.worded(fault).message };
    }
    const result = {
      file: item.file,
      id: item.id,
      label: item.label,
      values: [...values],
      seconds: (performance.now() - began) / 1000,
      tokens: usage.promptTokens + usage.completionTokens,
      money: usage.cost,
      ...(fault === undefined ? {} : { fault: fault.message }),
    };
    results.push(result);
    file?.add(result);
  }
  await progress('', io);
  return { results };
}

function summed(results: readonly ItemResult[], threshold: number): Pick<BenchReport, 'total' | 'meanF1' | 'byFile'> {
  const files = [...new Set(results.map(({ file }) => file))];
  const byFile = Object.fromEntries(
    files.map(file => [
      file,
      measuresOf(
        results.filter(result => result.file === file),
        threshold,
      ),
    ]),
  );
  const f1 = Object.values(byFile).map(measures => measures.f1);
  return {
    total: measuresOf(results, threshold),
    meanF1: f1.length === 0 ? 0 : f1.reduce((sum, value) => sum + value, 0) / f1.length,
    byFile,
  };
}

function textOf(
  { reward, calibrated, threshold, total, meanF1, byFile, partial }: BenchReport,
  wanted: number,
): string {
  const rows = [...Object.entries(byFile), ...(Object.keys(byFile).length > 1 ? [['all', total] as const] : [])];
  const width = Math.max(4, ...rows.map(([name]) => name.length));
  const cells = (...texts: readonly string[]): string => texts.map(text => text.padStart(9)).join('');
  const percent = (value: number): string => (100 * value).toFixed(1);
  const lines = [
    `${reward}${calibrated ? '' : ', not calibrated'}; a step below ${threshold} counts as wrong`,
    `${'file'.padEnd(width)}${cells('items', 'error', 'correct', 'F1', 's/item', 'failed')}`,
    ...rows.map(
      ([name, measures]) =>
        `${name.padEnd(width)}${cells(
          String(measures.items),
          percent(measures.errorAccuracy),
          percent(measures.correctAccuracy),
          percent(measures.f1),
          measures.secondsPerItem.toFixed(2),
          String(measures.failed),
        )}`,
    ),
    `mean F1 of the files ${percent(meanF1)}; ${total.tokens.toLocaleString('en-US')} tokens, $${total.money.toFixed(2)}`,
    ...(partial ? [`partial: ${total.items} of ${wanted} items`] : []),
  ];
  return `${lines.join('\n')}\n`;
}
