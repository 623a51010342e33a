// Bundles the extension's client, the server (Node and browser worker) and the command line into dist/.
import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { ggufBundle } from './lib/gguf.mjs';
import { withLicences, writeLicences } from './lib/licences.mjs';
import { writePins } from './lib/pins.mjs';
import { root, runMain } from './lib/project.mjs';
import { packSandbox, writeManifest } from './lib/sandbox.mjs';

/**
 * Packages that most documents never need, with what is imported of them: functions only. They are evaluated at their first call.
 * @type {Readonly<Record<string, readonly string[]>>}
 */
const late = {
  yaml: ['parseDocument', 'isMap', 'isScalar'],
  '@unified-latex/unified-latex-util-parse': ['getParser'],
};

/** @type {import('esbuild').Plugin} */
const evaluateLate = {
  name: 'evaluate-late',
  setup(build) {
    const filter = new RegExp(`^(?:${Object.keys(late).join('|')})$`);
    build.onResolve({ filter }, ({ kind, path }) =>
      kind === 'import-statement' ? { path, namespace: 'late' } : undefined,
    );
    build.onLoad({ filter: /./, namespace: 'late' }, ({ path }) => ({
      resolveDir: root,
      contents: [
        `let loaded;`,
        `const load = () => (loaded ??= require('${path}'));`,
        ...(late[path] ?? []).map(name => `export const ${name} = (...args) => load().${name}(...args);`),
      ].join('\n'),
    }));
  },
};

const common = {
  absWorkingDir: root,
  plugins: [evaluateLate, withLicences('dist/licenses.txt')],
  bundle: true,
  // Without keepNames: every closure would be given its name as it is made, which doubles the time of re-reading after a key.
  minify: true,
  sourcemap: /** @type {const} */ ('linked'),
  sourcesContent: false,
  legalComments: /** @type {const} */ ('eof'),
  logLevel: /** @type {const} */ ('warning'),
  target: 'es2022',
};
const onNode = {
  ...common,
  platform: /** @type {const} */ ('node'),
  format: /** @type {const} */ ('cjs'),
  target: 'node20',
};

/** For bundles with Pyodide in them. Its ways into Node are left open ends: where it runs there is no Node. Nor may it import by address. */
const pyodide = {
  external: ['node:*', 'ws'],
  define: { 'import.meta.url': '""' },
  supported: { 'dynamic-import': false },
};

/** @type {import('esbuild').BuildOptions[]} */
const bundles = [
  { ...onNode, entryPoints: ['client/src/extension.ts'], outfile: 'dist/client.cjs', external: ['vscode'] },
  { ...onNode, entryPoints: ['server/src/main.node.ts'], outfile: 'dist/server.js' },
  {
    ...common,
    platform: 'browser',
    format: 'cjs',
    entryPoints: ['client/src/extension.browser.ts'],
    outfile: 'dist/client.browser.cjs',
    external: ['vscode'],
  },
  {
    ...common,
    platform: 'browser',
    format: 'iife',
    entryPoints: ['server/src/main.browser.ts'],
    outfile: 'dist/server.browser.js',
  },
  {
    ...common,
    platform: 'browser',
    format: 'iife',
    entryPoints: { searchTree: 'client/src/searchTree/page/page.ts' },
    outdir: 'dist/view',
  },
  { ...common, entryPoints: { searchTree: 'client/src/searchTree/page/page.css' }, outdir: 'dist/view' },
  { ...onNode, entryPoints: ['server/src/cli/main.ts'], outfile: 'dist/cli.js', banner: { js: '#!/usr/bin/env node' } },
  { ...onNode, ...ggufBundle },
  {
    ...onNode,
    format: 'esm',
    entryPoints: ['server/src/adapters/sandbox/interpreter.node.ts'],
    outfile: 'dist/sandbox/interpreter.mjs',
  },
  {
    ...common,
    platform: 'browser',
    format: 'iife',
    entryPoints: ['server/src/adapters/sandbox/realm.ts'],
    outfile: 'dist/sandbox/realm.js',
    globalName: 'stepwiseRealm',
    // The value of the script is its exports.
    footer: { js: 'stepwiseRealm;' },
    ...pyodide,
  },
  {
    ...common,
    ...pyodide,
    platform: 'browser',
    format: 'iife',
    entryPoints: ['server/src/adapters/sandbox/interpreter.browser.ts'],
    outfile: 'dist/sandbox/interpreter.browser.js',
  },
];

await runMain(async () => {
  await mkdir(join(root, 'dist'), { recursive: true });
  // The bundles are CommonJS; the sources are ES modules. VS Code goes by the name alone and would load a client.js of a package
  // of type module as an ES module.
  await writeFile(join(root, 'dist', 'package.json'), '{"type":"commonjs"}\n');
  const started = new Date();
  await writePins();
  await Promise.all([packSandbox(), ...bundles.map(bundle => build(bundle))]);
  await writeManifest();
  await writeLicences();
  // The stamp bears the time at which the sources were read: what has changed since is built again.
  const stamp = join(root, 'dist', '.built');
  await writeFile(stamp, '');
  await utimes(stamp, started, started);
  return 0;
});
