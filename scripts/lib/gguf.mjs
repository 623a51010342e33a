// How the program that holds a language model is bundled: node-llama-cpp's JavaScript goes in, its native part is found at run time.
import { readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
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

/**
 * The licences of the packages in the bundle, which ask to go with it, into `licenses.txt` beside it.
 * @type {import('esbuild').Plugin}
 */
const withLicences = {
  name: 'with-licences',
  setup(build) {
    build.initialOptions.metafile = true;
    build.onEnd(async ({ metafile }) => {
      const inputs = Object.keys(metafile?.inputs ?? {});
      const folders = new Set(inputs.flatMap(path => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []));
      const texts = [...folders].sort().map(folder => licenceOf(join(root, folder)));
      await writeFile(join(root, 'dist', 'gguf', 'licenses.txt'), texts.join(`\n${'-'.repeat(80)}\n\n`));
    });
  },
};

function licenceOf(/** @type {string} */ folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const files = readdirSync(folder).filter(file => /^(?:licen[cs]e|copying)/i.test(file));
  return [`${name} ${version} (${license})\n`, ...files.map(file => readFileSync(join(folder, file), 'utf8'))].join(
    '\n',
  );
}

/** @type {import('esbuild').BuildOptions} to be joined with what all bundles for Node have */
export const ggufBundle = {
  format: 'esm',
  entryPoints: ['server/src/adapters/gguf/process/main.node.ts'],
  outfile: 'dist/gguf/process.mjs',
  // node-llama-cpp's own CommonJS parts ask for Node's modules.
  banner: {
    js: "import { createRequire as stepwiseRequire } from 'node:module'; const require = stepwiseRequire(import.meta.url);",
  },
  plugins: [apartFromItsBinary, withLicences],
};
