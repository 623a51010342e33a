// The licences of the packages whose code is in a bundle, which ask to go with it.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure, root } from './project.mjs';

/** Folders of packages by the file that lists them: bundles that ship together share one. */
const listed = /** @type {Map<string, Set<string>>} */ (new Map());

/**
 * Notes what goes into a bundle, for `writeLicences`.
 * @param {string} file relative to the repository: `dist/licenses.txt`
 * @returns {import('esbuild').Plugin}
 */
export const withLicences = file => ({
  name: 'with-licences',
  setup(build) {
    build.initialOptions.metafile = true;
    build.onEnd(({ metafile }) => {
      const folders = listed.get(file) ?? new Set();
      listed.set(file, folders);
      for (const path of Object.keys(metafile?.inputs ?? {})) {
        // The innermost: a package may hold packages of its own.
        const folder = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0];
        if (folder !== undefined) folders.add(folder);
      }
    });
  },
});

/** To be called when all bundles are made. */
export async function writeLicences() {
  for (const [file, folders] of listed) {
    const texts = [...folders].sort().map(folder => licenceOf(join(root, folder)));
    await writeFile(join(root, file), texts.join(`\n${'-'.repeat(80)}\n\n`));
  }
}

function licenceOf(/** @type {string} */ folder) {
  const about = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const { name, version, license } = about;
  const files = readdirSync(folder).filter(file => /^(?:licen[cs]e|copying|notice)/i.test(file));
  const texts = files.map(file => readFileSync(join(folder, file), 'utf8'));
  const given = texts.length > 0 ? texts : [termsOf(about)];
  return [`${name} ${version} (${license})\n`, ...given].join('\n');
}

/**
 * Of a package that names its licence and brings no text: the text that the project keeps of it; of MIT the terms, which are those of this project, and who holds the rights as far as it tells.
 * @param {{name: string, license?: string, author?: string | {name?: string}, repository?: string | {url?: string}}} about
 */
function termsOf({ name, license, author, repository }) {
  if (license !== 'MIT') {
    const text = join(root, 'scripts', 'sandbox', 'licenses', `${license}.txt`);
    if (!existsSync(text)) throw new Failure(`${name} brings no text of its licence (${license}): add ${text}`);
    return readFileSync(text, 'utf8');
  }
  const holder = typeof author === 'string' ? author : author?.name;
  const place = typeof repository === 'string' ? repository : repository?.url;
  const terms = readFileSync(join(root, 'LICENSE'), 'utf8').replace(/^[\s\S]*?(?=Permission is hereby granted)/, '');
  return `MIT License\n\nCopyright (c) ${holder ?? 'its authors'}${place === undefined ? '' : ` (${place})`}\n\n${terms}`;
}
