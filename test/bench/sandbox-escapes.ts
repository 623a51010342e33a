/**
 * Probes that try to get out of the sandbox, into the host or into another solution: ours and those of the development data, or what `--data` names
 * (Python files, or folders of them). `--ground open` runs them in a plain Pyodide, to show which of them bite where nothing holds them.
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ownProbes, probesAt, startCourse } from '../sandbox/probes/lib/course.ts';
import { type ProbeFile, readProbes } from '../sandbox/probes/lib/file.ts';
import { type ProbeResult, runFile } from '../sandbox/probes/lib/run.ts';
import { type BenchContext, type Metrics, runBench } from './harness.ts';

const sharedProbes = fileURLToPath(new URL('../../../shared/data/sandbox_probes', import.meta.url));

await runBench({
  name: 'sandbox-escapes',
  bars: { reached: '0' },
  options: ['ground'],
  async run({ data, note, verbose, options }: BenchContext): Promise<Metrics> {
    const given = data
      .filter(({ name }) => name.endsWith('.py'))
      .map(({ name, text }): ProbeFile => readProbes(name.slice(0, -3), text));
    const own = data.length > 0 ? [] : probesAt(ownProbes);
    const named = data.length > 0 || !existsSync(sharedProbes) ? given : probesAt(sharedProbes);
    const course = await startCourse({ open: options['ground'] === 'open', log: note });
    const results: ProbeResult[] = [];
    try {
      // Those of others run as they are.
      for (const file of named) results.push(...(await runFile(file, { ...course, roads: '' })));
      for (const file of own) results.push(...(await runFile(file, course)));
    } finally {
      course.close();
    }
    for (const { file, name, reached, text } of results) {
      if (reached !== undefined || verbose)
        note(`${file}: ${name}: ${reached === undefined ? text : `REACHED ${reached}`}`);
    }
    const count = (of: readonly ProbeResult[]): Metrics => ({
      probes: of.length,
      reached: of.filter(({ reached }) => reached !== undefined).length,
    });
    const names = [...new Set(results.map(({ file }) => file))];
    return {
      ...count(results),
      byFile: Object.fromEntries(names.map(name => [name, count(results.filter(({ file }) => file === name))])),
    };
  },
});
