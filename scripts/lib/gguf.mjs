// How the program that holds a language model is bundled: node-llama-cpp's JavaScript goes in, its native part is found at run time.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withLicences } from './licences.mjs';
import { root } from './project.mjs';

const packageFolder = join(root, 'node_modules', 'node-llama-cpp');

/** What node-llama-cpp has for its own command line, for building llama.cpp and for downloads. None of it is used. */
const unused =
  /^(?:chalk|cmake-js|electron|ipull|log-symbols|ora|pretty-ms|simple-git|slice-ansi|stdout-update|typescript|validate-npm-package-name|yargs)$/;

/**
 * Modules of node-llama-cpp that look for files beside themselves, where a bundle has none.
 * @returns {Readonly<Record<string, string>>} by the end of their path
 */
function replaced() {
  const { version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'));
  const { release } = JSON.parse(readFileSync(join(packageFolder, 'llama', 'binariesGithubRelease.json'), 'utf8'));
  return {
    'dist/utils/getModuleVersion.js': `export const getModuleVersion = async () => '${version}';`,
    'dist/bindings/utils/binariesGithubRelease.js': [
      `export const builtinLlamaCppRelease = '${release}', defaultLlamaCppRelease = '${release}';`,
      `export const getBinariesGithubRelease = async () => '${release}', setBinariesGithubRelease = async () => {};`,
    ].join('\n'),
    // It loads the native part in a process, to see whether that crashes. This is such a process.
    'dist/bindings/utils/testBindingBinary.js': 'export const testBindingBinary = async () => true;',
  };
}

/** @type {import('esbuild').Plugin} */
const apartFromItsBinary = {
  name: 'apart-from-its-binary',
  setup(build) {
    build.onResolve({ filter: unused }, ({ path }) => ({ path, namespace: 'unused' }));
    build.onLoad({ filter: /./, namespace: 'unused' }, () => ({ contents: 'module.exports = {};' }));
    for (const [path, contents] of Object.entries(replaced())) {
      build.onLoad(
        { filter: new RegExp(`node-llama-cpp/${path}$`.replaceAll('/', '[\\\\/]').replaceAll('.', '\\.')) },
        () => ({
          contents,
        }),
      );
    }
    const { version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8'));
    build.onResolve({ filter: /^@node-llama-cpp\// }, ({ path }) => ({ path, namespace: 'binary' }));
    build.onLoad({ filter: /./, namespace: 'binary' }, () => ({
      contents: `export const getBinsDir = () => ({ binsDir: globalThis.stepwiseBinary, packageVersion: '${version}' });`,
    }));
  },
};

/** @type {import('esbuild').BuildOptions} to be joined with what all bundles for Node have */
export const ggufBundle = {
  format: 'esm',
  entryPoints: ['server/src/adapters/gguf/process/main.node.ts'],
  outfile: 'dist/gguf/process.mjs',
  // node-llama-cpp's own CommonJS parts ask for Node's modules.
  banner: {
    js: "import { createRequire as stepwiseRequire } from 'node:module'; const require = stepwiseRequire(import.meta.url);",
  },
  plugins: [apartFromItsBinary, withLicences('dist/gguf/licenses.txt')],
};
