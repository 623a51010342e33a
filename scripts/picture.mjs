// npm run picture: takes the picture of the README from the editor as it is.
import { prepareEditor } from './lib/editor-suites.mjs';
import { ensureDependencies, Failure, run, runMain } from './lib/project.mjs';

await runMain(async () => {
  await ensureDependencies();
  const editor = await prepareEditor();
  if (!editor.ok) throw new Failure(editor.reason);
  const { code } = await run('node', ['test/editor/picture.ts'], { env: editor.env, timeoutMs: 300_000 });
  return code;
});
