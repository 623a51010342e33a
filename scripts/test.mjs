// npm test: sets up what is missing, runs every suite, ends with one line that counts them all.

import { runEditorSuites } from './lib/editor-suites.mjs';
import { ensureBuilt, ensureDependencies, run, runMain } from './lib/project.mjs';
import { Tally } from './lib/tally.mjs';

await runMain(async () => {
  await ensureDependencies();
  const tally = new Tally();
  tally.check('lint', (await run('npm', ['run', '-s', 'lint'])).code === 0);
  tally.check('typecheck', (await run('npm', ['run', '-s', 'typecheck'])).code === 0);
  await ensureBuilt();
  await tally.vitest();
  await runEditorSuites(tally);
  return tally.close();
});
