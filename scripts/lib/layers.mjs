// Proves that the lint holds the layers: breaks each rule in a scratch copy and looks whether it is told.
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { root, run } from './project.mjs';

/** A file, one line of it, and whether the lint must refuse it. */
const table = /** @type {const} */ ([
  ['server/src/core/math/a.ts', "import { a } from './expr.ts';", 'allowed'],
  ['server/src/core/math/a.ts', "import { Decimal as a } from 'decimal.js';", 'allowed'],
  ['server/src/core/math/a.ts', "import { a } from '../document/solution.ts';", 'refused'],
  ['server/src/core/document/a.ts', "import { a } from '../claims/claim.ts';", 'refused'],
  ['server/src/core/claims/a.ts', "import { a } from '../document/solution.ts';", 'allowed'],
  ['server/src/core/claims/a.ts', "import { a } from '../verify/verdict.ts';", 'refused'],
  ['server/src/core/verify/rules/a.ts', "import { a } from '../../claims/claim.ts';", 'allowed'],
  ['server/src/core/verify/rules/a.ts', "import { a } from '../../../adapters/store.ts';", 'refused'],
  ['server/src/core/math/a.ts', "import { a } from '../code/names.ts';", 'refused'],
  ['server/src/core/document/a.ts', "import { a } from '../settle/python.ts';", 'refused'],
  ['server/src/core/claims/a.ts', "import { a } from '../code/cells.ts';", 'refused'],
  ['server/src/core/verify/a.ts', "import { a } from '../code/sandbox.ts';", 'refused'],
  ['server/src/core/verify/rules/a.ts', "import { a } from '../../settle/task.ts';", 'refused'],
  ['server/src/core/verify/a.ts', "import { a } from '../check.ts';", 'refused'],
  ['server/src/core/verify/a.ts', "import { a } from '../late.ts';", 'refused'],
  ['server/src/core/code/a.ts', "import { a } from '../verify/verdict.ts';", 'allowed'],
  ['server/src/core/code/a.ts', "import { a } from '../settle/python.ts';", 'allowed'],
  ['server/src/core/code/a.ts', "import { a } from '../late.ts';", 'refused'],
  ['server/src/core/code/a.ts', "import { a } from '../../adapters/sandbox/index.ts';", 'refused'],
  ['server/src/core/settle/a.ts', "import { a } from '../code/sandbox.ts';", 'allowed'],
  ['server/src/core/settle/a.ts', "import { a } from '../late.ts';", 'refused'],
  ['server/src/core/settle/a.ts', "import { a } from '../search/tree.ts';", 'refused'],
  ['server/src/core/a.ts', "import { a } from './check.ts';", 'allowed'],
  ['server/src/core/a.ts', "import { readFileSync as a } from 'node:fs';", 'refused'],
  ['server/src/core/a.ts', "import a from 'path';", 'refused'],
  ['server/src/core/a.ts', "import * as a from 'vscode';", 'refused'],
  ['server/src/core/a.ts', "import { a } from 'vscode-languageserver/node';", 'refused'],
  ['server/src/core/a.ts', "import { URI as a } from 'vscode-uri';", 'refused'],
  ['server/src/core/a.ts', "import { a } from '../features/hover.ts';", 'refused'],
  ['server/src/core/a.ts', "import { a } from '../cli/main.ts';", 'refused'],
  ['server/src/core/a.ts', "import { a } from '../settings/schema.ts';", 'refused'],
  ['server/src/core/a.ts', "import { a } from '../server.ts';", 'refused'],
  ['server/src/core/a.ts', "import { a } from '../protocol.ts';", 'refused'],
  ['server/src/core/a.ts', "const a = fetch('x');", 'refused'],
  ['server/src/core/a.ts', 'const a = process.pid;', 'refused'],
  ['server/src/core/a.ts', 'const a = Date.now();', 'refused'],
  ['server/src/core/a.ts', 'const a: any = 1;', 'refused'],
  ['server/src/features/a.ts', "import { a } from '../core/check.ts';", 'allowed'],
  ['server/src/features/a.ts', "import { a } from '../adapters/store.ts';", 'refused'],
  ['server/src/cli/a.ts', "import { a } from '../features/hover.ts';", 'refused'],
  ['server/src/adapters/a.ts', "import { a } from '../core/check.ts';", 'allowed'],
  ['server/src/adapters/a.ts', "import { a } from '../cli/main.ts';", 'refused'],
  ['client/src/a.ts', "import { a } from '../../server/src/protocol.ts';", 'allowed'],
  ['client/src/a.ts', "import { a } from '../../server/src/core/check.ts';", 'refused'],
]);

/** @returns {Promise<{passed: number, failed: number, skipped: number}>} one count for each row; a wrong one is printed */
export async function checkLayers() {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const scratch = mkdtempSync(join(tmpdir(), 'stepwise-layers-'));
  try {
    for (const name of ['biome.json', '.gitignore']) copyFileSync(join(root, name), join(scratch, name));
    const files = table.map(([file, line], row) => {
      const path = file.replace('a.ts', `row${row}.ts`);
      mkdirSync(dirname(join(scratch, path)), { recursive: true });
      writeFileSync(join(scratch, path), `${line}\nexport const b = a;\n`);
      return path;
    });
    const { output } = await run('biome', ['lint', '--reporter=github', '--max-diagnostics=none', '.'], {
      cwd: scratch,
      quiet: true,
    });
    for (const [row, [file, line, expected]] of table.entries()) {
      const told = output.split('\n').some(text => text.startsWith('::error') && text.includes(files[row] ?? ''));
      if (told === (expected === 'refused')) counts.passed++;
      else {
        counts.failed++;
        console.log(`layers: ${line} in ${file} must be ${expected}`);
      }
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  return counts;
}
