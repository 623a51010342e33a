/** The program of a sandbox process. It is told everything by its owner's messages and ends when its owner does. */
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { Interpreter } from './interpreter.ts';
import { Watch } from './interpreter-watch.ts';
import type { FromInterpreter, SnapshotSource, StopSource, ToInterpreter } from './messages.ts';
import { openRealm } from './realm-context.node.ts';
import type { OpenRealm } from './realm-host.ts';
import { prepareLibraries } from './realm-prepare.ts';

const folder = dirname(fileURLToPath(import.meta.url));
const decoder = new TextDecoder();
const encoder = new TextEncoder();
const owner = process.ppid;

let stop: StopSource | undefined;
let interpreter: Interpreter | undefined;

const watch = new Watch({
  now: () => performance.now(),
  stopAsked() {
    // The channel's end is only noticed between messages; code that runs for ever must not outlive its owner.
    if (process.ppid !== owner) process.exit(0);
    return stop?.kind === 'file' && existsSync(stop.path);
  },
});

function open(snapshot: SnapshotSource | undefined, snapshots: boolean): Promise<OpenRealm> {
  return openRealm(
    folder,
    snapshot,
    {
      now: () => performance.now(),
      mustStop: () => watch.mustStop(),
      print: text => void process.stderr.write(text),
      decode: bytes => decoder.decode(bytes),
      encode: (text, bytes) => encoder.encodeInto(text, bytes).written,
    },
    { snapshots },
  );
}

/** Some hosts take Node's flags and do not heed them: without its outer wall the sandbox does not start. */
function checkRestricted(): void {
  const { permission } = process as { permission?: { has(scope: string, path?: string): boolean } };
  const open = ['fs.read', 'fs.write', 'child', 'worker'].filter(
    scope => permission?.has(scope, ...(scope.startsWith('fs') ? [process.execPath] : [])) ?? true,
  );
  if (open.length > 0) throw new Error(`this program does not restrict its processes (${open.join(', ')})`);
}

async function receive(message: ToInterpreter): Promise<void> {
  checkRestricted();
  switch (message.kind) {
    case 'start': {
      stop = message.stop;
      const realm = await open(message.snapshot, false);
      if (message.snapshot === undefined) await prepareLibraries(realm, () => Promise.resolve());
      interpreter = new Interpreter(realm.seal(), watch, { send, now: () => performance.now(), differs });
      return send({ kind: 'ready', ms: performance.now() });
    }
    case 'build': {
      const realm = await open(undefined, true);
      await prepareLibraries(realm, (share, text) => send({ kind: 'progress', share, message: text }));
      return send({ kind: 'snapshot', bytes: realm.snapshot() });
    }
    case 'run':
      if (interpreter === undefined) throw new Error('not started');
      return interpreter.run(message);
  }
}

function send(message: FromInterpreter): Promise<void> {
  return new Promise((sent, failed) => {
    process.send?.(message, undefined, undefined, error => (error === null ? sent() : failed(error)));
  });
}

function differs(one: Uint8Array, oneStart: number, other: Uint8Array, otherStart: number, bytes: number): boolean {
  const buffer = Buffer.from(one.buffer, one.byteOffset, one.byteLength);
  return buffer.compare(other, otherStart, otherStart + bytes, oneStart, oneStart + bytes) !== 0;
}

/** One message after the other, however fast they come. */
let queue = Promise.resolve();

process.on('message', (message: ToInterpreter) => {
  queue = queue
    .then(() => receive(message))
    .catch(async (error: unknown) => {
      if (message.kind !== 'run') await send({ kind: 'broken', reason: describe(error) });
      end(error);
    });
});
process.on('disconnect', () => process.exit(0));
// Pyodide's own promises among them. Node would print the line of the bundle, which is a megabyte long.
process.on('uncaughtException', end);

/** The interpreter's state means nothing any more: the code broke it, or it could not start. */
const brokenExitCode = 70;

function end(error: unknown): never {
  process.stderr.write(`${describe(error)}\n`);
  process.exit(brokenExitCode);
}

/** Errors of the realm are no Errors of this program. */
function describe(error: unknown): string {
  const { message } = Object(error) as { message?: unknown };
  return (typeof message === 'string' ? message : String(error)).slice(0, 2_000);
}
