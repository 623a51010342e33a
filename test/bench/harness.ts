/** What every benchmark shares: its arguments, its data files, its output, a seeded random number, percentiles. */
export { seededRandom } from '../../server/src/core/math/random.ts';

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

/** A metric is a number, or numbers by kind or by file. `null` says that it could not be measured here. */
export type Metric = number | null | { readonly [name: string]: Metric };
export type Metrics = { readonly [name: string]: Metric };

/** One data file: its name without the folder, and its text. */
export interface DataFile {
  readonly name: string;
  readonly text: string;
}

export interface BenchContext {
  /** The files of `--data`, or the defaults in ../shared/data. Empty where the benchmark needs none. */
  readonly data: readonly DataFile[];
  /** Tells a person something while the benchmark runs; goes to stderr, so `--json` stays one line. */
  readonly note: (text: string) => void;
  /** `--verbose`: tell every single case through `note` (each false alarm, each miss). */
  readonly verbose: boolean;
  /** What was given for the options of this benchmark alone. */
  readonly options: Readonly<Record<string, string | undefined>>;
}

export interface Bench {
  readonly name: string;
  /** File names read from ../shared/data when `--data` names none. */
  readonly defaultData?: readonly string[];
  /** Options of its own, each with a value: `--limit 200`. */
  readonly options?: readonly string[];
  /** Bars to hold, shown beside the metric in the table; they do not change the exit code. */
  readonly bars?: Readonly<Record<string, string>>;
  readonly run: (context: BenchContext) => Promise<Metrics> | Metrics;
}

const sharedData = fileURLToPath(new URL('../../../shared/data/', import.meta.url));

/**
 * Runs a benchmark as the program of its file: reads `--data FILE…`, `--json` and `--verbose`, prints its metrics.
 * Exit code 0 after metrics, 2 for bad arguments or a missing data file (said on stderr, nothing on stdout).
 */
export async function runBench(bench: Bench): Promise<void> {
  const options = readArguments(process.argv.slice(2), bench.options ?? []);
  if (!options.ok) return fail(bench, options.reason);
  const files = readData(bench, options.data);
  if (!files.ok) return fail(bench, files.reason);
  const metrics = await bench.run({
    data: files.data,
    note: text => process.stderr.write(`${text}\n`),
    verbose: options.verbose,
    options: options.own,
  });
  process.stdout.write(
    options.json ? `${JSON.stringify({ bench: bench.name, metrics })}\n` : `${table(metrics, bench.bars ?? {})}\n`,
  );
}

function fail(bench: Bench, reason: string): void {
  process.stderr.write(`bench ${bench.name}: ${reason}\n`);
  process.exitCode = 2;
}

type Read<T> = ({ readonly ok: true } & T) | { readonly ok: false; readonly reason: string };

function readArguments(
  args: readonly string[],
  own: readonly string[],
): Read<{
  json: boolean;
  verbose: boolean;
  data: readonly string[];
  own: Readonly<Record<string, string | undefined>>;
}> {
  const ownOptions = Object.fromEntries(own.map(name => [name, { type: 'string' as const }]));
  try {
    // `--data a b` takes every following file, as the shell expands `--data *.jsonl`.
    const { values, positionals } = parseArgs({
      args: [...args],
      options: {
        json: { type: 'boolean', default: false },
        verbose: { type: 'boolean', default: false },
        data: { type: 'string', multiple: true, default: [] },
        ...ownOptions,
      },
      allowPositionals: true,
    });
    if (positionals.length > 0 && values.data.length === 0) {
      return { ok: false, reason: `unexpected argument ${positionals[0]}; data files stand after --data` };
    }
    const given: Readonly<Record<string, unknown>> = values;
    const ownValues = own.map(name => [name, typeof given[name] === 'string' ? given[name] : undefined] as const);
    return {
      ok: true,
      json: values.json,
      verbose: values.verbose,
      data: [...values.data, ...positionals],
      own: Object.fromEntries(ownValues),
    };
  } catch (error) {
    return { ok: false, reason: error instanceof Error ? error.message : String(error) };
  }
}

function readData(bench: Bench, given: readonly string[]): Read<{ data: readonly DataFile[] }> {
  const paths = given.length > 0 ? given : (bench.defaultData ?? []).map(name => resolve(sharedData, name));
  const missing = paths.filter(path => !existsSync(path));
  if (missing.length > 0) {
    return { ok: false, reason: `data not found: ${missing.join(', ')}; name the files with --data FILE…` };
  }
  const files = paths.flatMap(path => (statSync(path).isDirectory() ? filesOf(path) : [path]));
  return { ok: true, data: files.map(path => ({ name: basename(path), text: readFileSync(path, 'utf8') })) };
}

/** A folder stands for the files in it. */
function filesOf(folder: string): readonly string[] {
  const entries = readdirSync(folder, { withFileTypes: true }).filter(entry => entry.isFile());
  return entries.map(({ name }) => join(folder, name)).sort();
}

/** The items of a .jsonl or .json file, unvalidated: the benchmark reads them with its own schema. */
export function readItems(file: DataFile): readonly unknown[] {
  if (file.name.endsWith('.jsonl')) {
    return file.text
      .split('\n')
      .filter(line => line.trim() !== '')
      .map(line => JSON.parse(line) as unknown);
  }
  const value: unknown = JSON.parse(file.text);
  return Array.isArray(value) ? value : [value];
}

/** The value at share p (0 to 1) of the sorted sample, nearest rank; NaN for an empty one. */
export function percentile(sample: readonly number[], p: number): number {
  const sorted = [...sample].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(p * sorted.length) - 1)] ?? Number.NaN;
}

function table(metrics: Metrics, bars: Readonly<Record<string, string>>): string {
  const rows = [...flatten('', metrics)].map(([name, value]) => [name, show(value), bars[name] ?? ''] as const);
  const width = (column: 0 | 1): number => Math.max(...rows.map(row => row[column].length), 0);
  const [names, values] = [width(0), width(1)];
  return rows
    .map(([name, value, bar]) =>
      `${name.padEnd(names)}  ${value.padStart(values)}${bar === '' ? '' : `  (bar: ${bar})`}`.trimEnd(),
    )
    .join('\n');
}

function* flatten(prefix: string, metrics: Metrics): Generator<readonly [string, number | null]> {
  for (const [name, value] of Object.entries(metrics)) {
    const path = prefix === '' ? name : `${prefix}.${name}`;
    if (value === null || typeof value === 'number') yield [path, value];
    else yield* flatten(path, value);
  }
}

function show(value: number | null): string {
  if (value === null) return 'not measured';
  return Number.isInteger(value) ? String(value) : value.toPrecision(4);
}
