/**
 * The program of a sandbox worker. There is no context beside it as in Node: program and realm share the worker, whose scope is emptied as this script is
 * loaded. So what the program needs of the scope is taken first.
 */
import './realm-worker.browser.ts';
import { differs } from './image-differs.ts';
import { Interpreter } from './interpreter.ts';
import { Watch } from './interpreter-watch.ts';
import type { SnapshotSource } from './messages.ts';
import { open } from './realm.ts';
import type { OpenRealm } from './realm-host.ts';
import { prepareLibraries } from './realm-prepare.ts';
import { giveUp, lastWords, lent, listen, now, send } from './realm-worker.browser.ts';
import type { ToWorker } from './worker.ts';

let interpreter: Interpreter | undefined;

/** Only the clock stops code here: while it runs no message is heard. Who wants to stop it sooner ends the worker. */
const watch = new Watch({ now, stopAsked: () => false });
lent.mustStop = () => watch.mustStop();

function realm(snapshot: SnapshotSource | undefined, snapshots: boolean): Promise<OpenRealm> {
  if (snapshot?.kind === 'file') throw new Error('a worker has no files');
  lent.snapshot = snapshot?.bytes;
  return open({ restore: snapshot !== undefined, snapshots });
}

async function receive(message: ToWorker): Promise<void> {
  switch (message.kind) {
    case 'files':
      lent.files = message.files;
      return;
    case 'start': {
      const opened = await realm(message.snapshot, false);
      if (message.snapshot === undefined) await prepareLibraries(opened, async () => undefined);
      interpreter = new Interpreter(opened.seal(), watch, { send: async message => send(message), now, differs });
      // Python has its own copies by now.
      lent.files = {};
      lent.snapshot = undefined;
      return send({ kind: 'ready', ms: now() });
    }
    case 'build': {
      const opened = await realm(undefined, true);
      await prepareLibraries(opened, async (share, text) => send({ kind: 'progress', share, message: text }));
      return send({ kind: 'snapshot', bytes: opened.snapshot() });
    }
    case 'run':
      if (interpreter === undefined) throw new Error('not started');
      return interpreter.run(message);
  }
}

/** One message after the other, however fast they come. */
let queue = Promise.resolve();

listen(value => {
  const message = value as ToWorker;
  queue = queue
    .then(() => receive(message))
    .catch((error: unknown) => {
      const reason = `${describe(error)} ${lastWords()}`.trim();
      if (message.kind === 'run') giveUp(new Error(reason));
      else send({ kind: 'broken', reason });
    });
});

function describe(error: unknown): string {
  const { message } = Object(error) as { message?: unknown };
  return (typeof message === 'string' ? message : String(error)).slice(0, 2_000);
}
