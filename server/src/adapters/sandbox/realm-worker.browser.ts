/**
 * What the program of a sandbox worker needs of its scope, taken before the scope is emptied (realm-globals.ts). Imported first; afterwards these
 * functions are the worker's only way to the world, and only this program has them.
 */
import type { FromInterpreter } from './messages.ts';
import type { AssetName, RealmHost } from './realm-host.ts';
import type { WorkerFiles } from './worker.ts';

interface WorkerScope {
  addEventListener(kind: 'message', listener: (event: { readonly data: unknown }) => void): void;
  postMessage(message: unknown): void;
  reportError(error: unknown): void;
  readonly performance: { now(): number };
  stepwiseHost?: RealmHost;
}

const scope = globalThis as unknown as WorkerScope;
const { performance } = scope;
const decoder = new TextDecoder();
const encoder = new TextEncoder();
const post = scope.postMessage.bind(scope);

/** Sent at once: the owner has it whatever this thread does next. */
export const send = (message: FromInterpreter): void => post(message);
/** Tells the owner that this worker is of no use any more. */
export const giveUp = scope.reportError.bind(scope);
export const now = performance.now.bind(performance);

let hear: (message: unknown) => void = () => undefined;
scope.addEventListener('message', ({ data }) => hear(data));

/** Whoever hears what the owner says: one listener. */
export function listen(listener: (message: unknown) => void): void {
  hear = listener;
}

/** What the realm asks for, put here by the program once the owner has sent it. */
export const lent: { files: Partial<WorkerFiles>; snapshot: Uint8Array | undefined; mustStop: () => boolean } = {
  files: {},
  snapshot: undefined,
  mustStop: () => false,
};

/** Characters that Python wrote past a cell's output, the last of them. */
const mostWords = 2_000;
let words = '';

/** What Python or Pyodide wrote last outside of cells: it may say why something broke. */
export const lastWords = (): string => words.trim();

function bytesOf(name: AssetName): Uint8Array {
  const bytes = name === 'snapshot' ? lent.snapshot : lent.files[name];
  if (bytes === undefined) throw new Error(`${name} is missing`);
  return bytes;
}

scope.stepwiseHost = {
  sizeOf: name => bytesOf(name).length,
  read: (name, into) => into.set(bytesOf(name)),
  now,
  mustStop: () => lent.mustStop(),
  print: text => {
    words = (words + text).slice(-mostWords);
  },
  decode: bytes => decoder.decode(bytes),
  encode: (text, bytes) => encoder.encodeInto(text, bytes).written,
};
