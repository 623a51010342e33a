// npm start [-- FILE…]: sets up what is missing, then checks the examples or the given files, with the given options.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ensureBuilt, ensureDependencies, environment, root, runMain } from './lib/project.mjs';

await runMain(async () => {
  await ensureDependencies();
  await ensureBuilt();
  const given = process.argv.slice(2);
  const from = process.env.INIT_CWD ?? process.cwd();
  // Where only options are given, they are meant for the examples.
  const takesValue = (/** @type {string | undefined} */ arg) => arg === '--format' || arg === '--language';
  const optionsOnly = given.every((arg, at) => (arg.startsWith('-') && arg !== '-') || takesValue(given[at - 1]));
  const args = optionsOnly ? [...given, 'examples'] : given;
  const result = spawnSync('node', [join(root, 'dist', 'cli.js'), 'check', ...args], {
    cwd: optionsOnly ? root : from,
    env: environment,
    stdio: 'inherit',
  });
  // Flagged steps are what the examples are there for: only without files of one's own is 1 a success.
  return optionsOnly && result.status === 1 ? 0 : (result.status ?? 1);
});
