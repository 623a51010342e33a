// npm run editor [-- --port N] [-- FOLDER]: a real VS Code in the browser, with the extension and the examples loaded.
import { isAbsolute, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startCodeServer } from './lib/code-server.mjs';
import { ensureEditor } from './lib/editor-setup.mjs';
import { makePackage } from './lib/package.mjs';
import { ensureDependencies, Failure, root, runMain } from './lib/project.mjs';

await runMain(async () => {
  const { values, positionals } = parseArgs({ options: { port: { type: 'string' } }, allowPositionals: true });
  const given = positionals[0] ?? join(root, 'examples');
  const folder = isAbsolute(given) ? given : resolve(process.env.INIT_CWD ?? process.cwd(), given);
  await ensureDependencies();
  const editor = await ensureEditor({ browser: false });
  if (!editor.ok) throw new Failure(`no editor: ${editor.reason}`);
  const server = await startCodeServer({
    codeServer: editor.codeServer,
    packages: [await makePackage()],
    ...(values.port === undefined ? {} : { port: Number(values.port) }),
  });
  console.log(
    `\n  ${server.url}?folder=${encodeURI(folder)}\n\nOpen this address in a browser; Ctrl+C ends the editor.`,
  );
  await new Promise(done => {
    process.once('SIGINT', done);
    process.once('SIGTERM', done);
  });
  await server.stop();
  return 0;
});
