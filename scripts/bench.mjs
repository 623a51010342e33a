// npm run -s bench -- NAME [--data FILE…] [--json]: runs test/bench/NAME.ts.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ensureBuilt, ensureDependencies, environment, Failure, root, runMain } from './lib/project.mjs';

await runMain(async () => {
  const [name, ...rest] = process.argv.slice(2);
  const folder = join(root, 'test', 'bench');
  const names = readdirSync(folder)
    .filter(file => file.endsWith('.ts') && file !== 'harness.ts')
    .map(file => file.slice(0, -3));
  if (name === undefined || !names.includes(name)) {
    throw new Failure(`usage: npm run -s bench -- NAME [--data FILE…] [--json]; NAME is one of ${names.join(', ')}`);
  }
  await ensureDependencies();
  await ensureBuilt();
  const from = process.env.INIT_CWD ?? process.cwd();
  const args = rest.map(arg => (!arg.startsWith('-') && existsSync(resolve(from, arg)) ? resolve(from, arg) : arg));
  const result = spawnSync('node', ['--expose-gc', join('test', 'bench', `${name}.ts`), ...args], {
    cwd: root,
    env: environment,
    stdio: 'inherit',
  });
  return result.status ?? 1;
});
