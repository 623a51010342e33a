/**
 * A process with Pyodide as it comes: what probes reach where nothing holds them. Run by `open.ts` alone. As Pyodide's own command line does, it
 * hands on the environment and mounts folders of the host: those that the probes are after.
 */
import { readFileSync } from 'node:fs';
import process from 'node:process';
import { loadPyodide } from 'pyodide';

const [assets = '', ...folders] = process.argv.slice(2);
// biome-ignore lint/complexity/useLiteralKeys: an index signature
const pyodide = await loadPyodide({ env: { ...process.env, HOME: process.env['HOME'] ?? '/' } as { HOME: string } });
for (const name of ['packages.zip', 'stepwise.zip'])
  pyodide.FS.writeFile(`/${name}`, readFileSync(`${assets}/${name}`));
for (const folder of folders) {
  pyodide.FS.mkdirTree(folder);
  pyodide.FS.mount(pyodide.FS.filesystems.NODEFS, { root: folder }, folder);
}
const run = pyodide.runPython(`
import sys
sys.path[:0] = ['/packages.zip', '/stepwise.zip']
def run(cells):
    import contextlib, io, json
    from pyodide.code import eval_code
    names, out, value = {'__name__': '__main__'}, io.StringIO(), None
    try:
        with contextlib.redirect_stdout(out):
            for cell in json.loads(cells):
                value = eval_code(cell, names)
            status, message = 'ok', ''
            value = None if value is None else repr(value)
    except BaseException as error:
        status, message, value = 'error', f'{type(error).__name__}: {error}', None
    return json.dumps({'status': status, 'message': message, 'stdout': out.getvalue(), 'value': value})
run
`) as (cells: string) => string;

process.on('message', ({ id, cells }: { id: number; cells: readonly string[] }) => {
  const said = run(JSON.stringify(cells));
  // What is left on the event loop runs before the next request.
  setTimeout(() => process.send?.({ id, said }), 20);
});
process.send?.({ ready: true });
