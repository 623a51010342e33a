/** What the server costs: time from the start of its process to the first diagnostics, memory with ten files open, size of the bundles. */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { spawnServer } from '../protocol/lib/stdio.ts';
import { type BenchContext, type Metrics, percentile, runBench } from './harness.ts';
import { longDocument } from './lib/document.ts';

const RUNS = 9;
const WRONG = 'Solve it.\n\n## Solution\n\n1. $3 \\cdot 7 = 24$.\n';
const WRONG_TEX = '\\begin{document}\n\\begin{proof}\nFirst, $3 \\cdot 7 = 24$.\n\\end{proof}\n\\end{document}\n';

await runBench({
  name: 'start',
  bars: { firstDiagnosticsMs: '< 300', serverMb: '< 150', bundleKb: '< 3000' },
  run: async (context: BenchContext): Promise<Metrics> => {
    context.note(`built server over stdio, started as the extension starts it; medians of ${RUNS} starts`);
    context.note('firstEver: nothing compiled is kept from an earlier start');
    const serverMb = await memory();
    const compiled = mkdtempSync(join(tmpdir(), 'stepwise-start-'));
    const metrics = {
      firstDiagnosticsMs: await median('file:///bench/a.md', WRONG, compiled),
      firstDiagnosticsLatexMs: await median('file:///bench/a.tex', WRONG_TEX, compiled),
      firstEverMs: await median('file:///bench/a.md', WRONG),
    };
    rmSync(compiled, { recursive: true, force: true });
    return {
      ...metrics,
      serverMb,
      bundleKb: sizeKb('dist/client.cjs') + sizeKb('dist/server.js'),
    };
  },
});

async function median(uri: string, text: string, compiled?: string): Promise<number> {
  const times: number[] = [];
  if (compiled !== undefined) await start(uri, text, compiled);
  for (let run = 0; run < RUNS; run++) times.push(await start(uri, text, compiled));
  return percentile(times, 0.5);
}

async function start(uri: string, text: string, compiled?: string): Promise<number> {
  const before = performance.now();
  const { client, exited } = spawnServer(compiled);
  await client.start();
  await client.open(uri, text);
  const diagnostics = await client.diagnostics(uri);
  const took = performance.now() - before;
  if (diagnostics.length === 0) throw new Error(`the slip in ${uri} was not flagged`);
  await client.stop({ exit: true });
  await exited;
  return took;
}

/** Resident memory of the server in MB: six Markdown files of 200 steps, two LaTeX files, two `.steps` files with as many. */
async function memory(): Promise<number | null> {
  const { client, process: child, exited } = spawnServer();
  await client.start();
  for (let index = 0; index < 10; index++) {
    const solution = longDocument(200, index);
    const [uri, text] =
      index < 6
        ? [`file:///bench/${index}.md`, solution]
        : index < 8
          ? [`file:///bench/${index}.tex`, asLatex(solution)]
          : [`file:///bench/${index}.steps`, solution];
    await client.open(uri, text);
    await client.diagnostics(uri);
  }
  const resident = child.pid === undefined ? null : residentMb(child.pid);
  await client.stop({ exit: true });
  await exited;
  return resident;
}

function asLatex(markdown: string): string {
  const items = markdown.match(/^\d+\. .*$/gm)?.map(line => line.replace(/^\d+\./, '  \\item')) ?? [];
  return `\\begin{document}\n\\begin{proof}\n\\begin{enumerate}\n${items.join('\n')}\n\\end{enumerate}\n\\end{proof}\n\\end{document}\n`;
}

function residentMb(pid: number): number | null {
  try {
    const kb = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kb === undefined ? null : Number(kb) / 1024;
  } catch {
    if (process.platform === 'win32') return null;
    const kb = Number(spawnSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim());
    return Number.isFinite(kb) && kb > 0 ? kb / 1024 : null;
  }
}

function sizeKb(path: string): number {
  return statSync(fileURLToPath(new URL(`../../${path}`, import.meta.url))).size / 1024;
}
