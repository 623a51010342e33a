// npm test [-- SUITE…]: sets up what is missing, runs every suite (or the named ones: code, unit, property, cli, protocol, sandbox, models, editor),
// and ends with one line that counts them all.
import { runEditorSuites } from './lib/editor-suites.mjs';
import { checkLayers } from './lib/layers.mjs';
import { ensureBuilt, ensureDependencies, run, runMain } from './lib/project.mjs';
import { Tally } from './lib/tally.mjs';

await runMain(async () => {
  const named = process.argv.slice(2);
  const wants = (/** @type {string} */ suite) => named.length === 0 || named.includes(suite);
  const started = Date.now();
  await ensureDependencies();
  const tally = new Tally();
  if (wants('code')) {
    tally.check('lint', (await run('npm', ['run', '-s', 'lint'])).code === 0);
    tally.add('layers', await checkLayers());
    tally.check('types', (await run('npm', ['run', '-s', 'typecheck'])).code === 0);
  }
  for (const suite of ['unit', 'property']) {
    if (wants(suite)) await tally.vitest(suite, ['--project', suite]);
  }
  for (const suite of ['cli', 'protocol', 'sandbox', 'models']) {
    if (!wants(suite)) continue;
    await ensureBuilt();
    await tally.vitest(suite, ['--project', suite]);
  }
  if (wants('editor')) await runEditorSuites(tally);
  console.log(`\n${Math.round((Date.now() - started) / 1000)} s`);
  return tally.close();
});
