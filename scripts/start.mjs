// npm start [-- FILE…]: sets up what is missing, then checks the examples or the given files.
import { spawnSync } from 'node:child_process';
import { isAbsolute, join, resolve } from 'node:path';
import { ensureBuilt, ensureDependencies, environment, root, runMain } from './lib/project.mjs';

await runMain(async () => {
  await ensureDependencies();
  await ensureBuilt();
  const given = process.argv.slice(2);
  const from = process.env.INIT_CWD ?? process.cwd();
  // Options and "-" go through as they are; a file is meant from where npm was called.
  const args = given.map(arg => (arg.startsWith('-') || isAbsolute(arg) ? arg : resolve(from, arg)));
  const files = args.length > 0 ? args : ['examples'];
  const result = spawnSync('node', [join('dist', 'cli.js'), 'check', ...files], {
    cwd: root,
    env: environment,
    stdio: 'inherit',
  });
  // Flagged steps are what the examples are there for: only without files of one's own is 1 a success.
  return given.length === 0 && result.status === 1 ? 0 : (result.status ?? 1);
});
