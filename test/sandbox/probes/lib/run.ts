/** Runs probes on a ground and judges, by what they say and by what a witness sees, which of them reached something. */
import process from 'node:process';
import * as z from 'zod/mini';
import { defaultLimits, type RunLimits } from '../../../../server/src/core/code/sandbox.ts';
import { type ListedFile, type ProbeFile, type StagedFile, type StagedProbe, textOfRepr } from './file.ts';
import type { Ground, Outcome } from './ground.ts';
import type { Witness } from './witness.ts';

export interface ProbeResult {
  readonly file: string;
  readonly name: string;
  /** What it got hold of; `undefined` where it was held. */
  readonly reached: string | undefined;
  /** What it said itself, or how its run ended. */
  readonly text: string;
}

export interface Course {
  readonly ground: Ground;
  readonly witness: Witness;
  /** Milliseconds for a run, where its file says nothing else. */
  readonly timeMs: number;
  /** Gives every file of ours what its probes share. */
  readonly roads: string;
  /** An honest solution, run after each attack. Its outcome is to be the same as ever. */
  readonly victim: string;
  /** Called before each staged probe: where a ground keeps what code did, it starts anew. */
  readonly fresh: () => void;
}

const victimLimits: RunLimits = { ...defaultLimits, timeMs: 10_000 };
/** Growth of the owner's memory, in bytes, that a flood may cause until the next collection. */
const MOST_GROWTH = 100 * 2 ** 20;

export async function runFile(file: ProbeFile, course: Course): Promise<readonly ProbeResult[]> {
  return file.form === 'listed' ? runListed(file, course) : runStaged(file, course);
}

const results = z.record(z.string(), z.string());

async function runListed(file: ListedFile, course: Course): Promise<readonly ProbeResult[]> {
  const together = await listed(file.name, file.text, course);
  if (together.ok) return together.results;
  const alone: ProbeResult[] = [];
  for (const text of file.single) {
    const one = await listed(file.name, text, course);
    alone.push(...(one.ok ? one.results : [one.result]));
  }
  return alone;
}

type Listed =
  | { readonly ok: true; readonly results: readonly ProbeResult[] }
  | { readonly ok: false; readonly result: ProbeResult };

async function listed(file: string, text: string, { ground, witness, roads, timeMs }: Course): Promise<Listed> {
  const outcome = await ground.run([`${witness.variables}\n${roads}`, text], { ...defaultLimits, timeMs });
  mustHaveRun(outcome);
  const seen = await evidence(witness, outcome);
  const said = saidBy(outcome);
  if (said === undefined) {
    const name = /^t\((['"])(.*?)\1/m.exec(text)?.[2] ?? 'whole file';
    return { ok: false, result: { file, name, reached: seen, text: `${outcome.status}: ${outcome.message}` } };
  }
  const own = Object.entries(said).map(([name, words]) => {
    const leaked = witness.leaked(words).length > 0 || /^REACHED/.test(words);
    return { file, name, reached: leaked ? words : undefined, text: words };
  });
  const unclaimed = seen !== undefined && own.every(({ reached }) => reached === undefined);
  return {
    ok: true,
    results: unclaimed ? [...own, { file, name: 'seen from outside', reached: seen, text: seen }] : own,
  };
}

/** What the probes of a file gave: the value of its last line, or else its last line of output. */
function saidBy({ value, stdout }: Outcome): Readonly<Record<string, string>> | undefined {
  for (const text of [value === undefined ? undefined : textOfRepr(value), stdout.trim().split('\n').at(-1)]) {
    try {
      const read = z.safeParse(results, JSON.parse(text ?? ''));
      if (read.success) return read.data;
    } catch {
      // Not JSON: the next place.
    }
  }
  return undefined;
}

async function evidence(witness: Witness, { value = '', stdout, message }: Outcome): Promise<string | undefined> {
  const seen = await witness.seen();
  const leaked = witness.leaked(`${value} ${stdout} ${message}`).map(text => `the host's ${text}`);
  const all = [...seen, ...leaked];
  return all.length === 0 ? undefined : all.join(', ');
}

async function runStaged(file: StagedFile, course: Course): Promise<readonly ProbeResult[]> {
  const found: ProbeResult[] = [];
  const { timeMs } = course;
  const own =
    file.timeMs === undefined ? { ...defaultLimits, timeMs } : { ...defaultLimits, timeMs: file.timeMs, outputKb: 16 };
  for (const probe of file.probes) {
    course.fresh();
    found.push(await staged(file.name, probe, own, course));
  }
  return found;
}

async function staged(file: string, probe: StagedProbe, own: RunLimits, course: Course): Promise<ProbeResult> {
  const { ground, witness, roads, victim } = course;
  const honest = await honestOutcome(course);
  mustHaveRun(honest);
  const before = process.memoryUsage.rss();
  const reached: string[] = [];
  let text = '';
  for (const cells of probe.solutions) {
    const [first = '', ...rest] = cells;
    const outcome = await ground.run([`${witness.variables}\n${roads}`, first, ...rest], own);
    mustHaveRun(outcome);
    text += `${outcome.status}: ${outcome.message || outcome.value || outcome.stdout.slice(0, 200)} `;
    const seen = await evidence(witness, outcome);
    if (seen !== undefined) reached.push(seen);
    const claim = /REACHED[^\n]*/.exec(`${outcome.value}\n${outcome.stdout}\n${outcome.message}`)?.[0];
    if (claim !== undefined) reached.push(claim);
  }
  const growth = process.memoryUsage.rss() - before;
  if (growth > MOST_GROWTH) reached.push(`the owner grew by ${Math.round(growth / 2 ** 20)} MB`);
  const after = await ground.run([victim], victimLimits);
  const changed = difference(honest, after);
  if (changed !== undefined) reached.push(`another solution: ${changed}`);
  const late = await evidence(witness, after);
  if (late !== undefined) reached.push(late);
  return { file, name: probe.name, reached: reached.length === 0 ? undefined : reached.join('; '), text: text.trim() };
}

/** A sandbox that does not start holds everything, and shows nothing. */
function mustHaveRun({ status, message }: Outcome): void {
  if (status === 'unavailable') throw new Error(`the probes could not be run: ${message}`);
}

const honestOutcomes = new WeakMap<Ground, Promise<Outcome>>();

/** What the honest solution gives where nothing has been attacked yet. */
function honestOutcome({ ground, victim }: Course): Promise<Outcome> {
  const known = honestOutcomes.get(ground) ?? ground.run([victim], victimLimits);
  honestOutcomes.set(ground, known);
  return known;
}

/** The first difference of two outcomes of the honest solution; `undefined` where they are the same. */
function difference(honest: Outcome, after: Outcome): string | undefined {
  if (after.status !== honest.status) return `${after.status}: ${after.message}`;
  for (const part of ['stdout', 'checks', 'value'] as const) {
    if (honest[part] === after[part]) continue;
    const [was, is] = [itemsOf(honest[part]), itemsOf(after[part])];
    const at = is.findIndex((item, index) => item !== was[index]);
    return `${is[at] ?? 'nothing'} instead of ${was[at] ?? 'nothing'}`;
  }
  return undefined;
}

function itemsOf(text = ''): readonly string[] {
  return text.split(', "');
}
