// Runs compile.py in Pyodide, in a process of its own: node compile.mjs JOBS. A job is {from, to, skip} with folders and files of this machine.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadPyodide } from 'pyodide';

/** @type {readonly {from: string, to: string, skip: string}[]} */
const jobs = JSON.parse(process.argv[2] ?? '[]');
const pyodide = await loadPyodide();
const mounted = jobs.map(({ from, skip }, index) => {
  pyodide.FS.mkdirTree(`/from/${index}`);
  pyodide.FS.mount(pyodide.FS.filesystems.NODEFS, { root: from }, `/from/${index}`);
  return { from: `/from/${index}`, to: `/to${index}.zip`, skip };
});
const script = readFileSync(join(dirname(fileURLToPath(import.meta.url)), 'compile.py'), 'utf8');
pyodide.globals.set('jobs', JSON.stringify(mounted));
pyodide.runPython(script);
for (const [index, { to }] of jobs.entries()) {
  mkdirSync(dirname(to), { recursive: true });
  writeFileSync(to, pyodide.FS.readFile(`/to${index}.zip`));
}
