/**
 * Makes the realm's global object fit for strangers. Imported first, before Pyodide's modules are evaluated: they look around as they load.
 *
 * In Node the realm is a bare context of `node:vm` and has nothing but ECMAScript; in a web worker the scope is emptied until it is the same.
 * What Pyodide needs of a host is then put in, over the functions of `RealmHost`.
 */
import type { AssetName, RealmHost } from './realm-host.ts';

const scope = globalThis as unknown as { [name: string]: unknown; stepwiseHost?: RealmHost };

/** Left by whoever evaluates this script, and taken away at once. */
export const host = scope.stepwiseHost as RealmHost;
delete scope.stepwiseHost;

/** What ECMAScript gives and Python's engine uses. */
const kept = new Set(
  (
    'Object Function Array Number String Boolean Symbol BigInt Math JSON Reflect Proxy Date RegExp Promise Intl parseInt parseFloat isNaN ' +
    'isFinite NaN Infinity undefined globalThis Map Set WeakMap WeakSet WeakRef Iterator Error AggregateError EvalError RangeError ' +
    'ReferenceError SyntaxError TypeError URIError ArrayBuffer SharedArrayBuffer Atomics DataView Int8Array Uint8Array Uint8ClampedArray ' +
    'Int16Array Uint16Array Int32Array Uint32Array Float32Array Float64Array BigInt64Array BigUint64Array WebAssembly decodeURI ' +
    'decodeURIComponent encodeURI encodeURIComponent'
  ).split(' '),
);

/** Removes everything else, also from the interfaces that a worker's scope inherits from. What resists is overwritten. */
function empty(): void {
  for (let object: object | null = globalThis; object !== null && object !== Object.prototype; ) {
    for (const key of Reflect.ownKeys(object)) {
      if (object === globalThis && typeof key === 'string' && kept.has(key)) continue;
      if (!Reflect.deleteProperty(object, key)) Reflect.set(object, key, undefined);
    }
    object = Reflect.getPrototypeOf(object);
  }
}

/** No code from strings, whatever object somebody starts from. */
function disableEvaluation(): void {
  const refuse = (): never => {
    throw new TypeError('code from strings is disabled');
  };
  for (const sample of [() => 0, async () => 0, function* () {}, async function* () {}]) {
    const prototype: object = Object.getPrototypeOf(sample);
    Object.defineProperty(prototype, 'constructor', { value: refuse, writable: false, configurable: false });
  }
  // It stays as a name to compare with.
  refuse.prototype = Function.prototype;
  scope.Function = refuse;
}

/** Nothing may run later: what Python hands to a timer or a finaliser is dropped, so that no code outlives its cell. */
function stopTimers(): void {
  const never = (): number => 0;
  for (const name of ['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask']) scope[name] = never;
  for (const name of ['clearTimeout', 'clearInterval', 'clearImmediate']) scope[name] = () => undefined;
  scope.FinalizationRegistry = class {
    register(): void {}
    unregister(): boolean {
      return false;
    }
  };
  // Stack switching would let Python wait for a promise.
  const wasm = WebAssembly as unknown as Record<string, unknown>;
  for (const name of [
    'promising',
    'Suspending',
    'SuspendError',
    'Function',
    'compileStreaming',
    'instantiateStreaming',
  ]) {
    delete wasm[name];
  }
}

/** The names by which Pyodide takes its surroundings for a plain JavaScript shell, and what it uses of one. */
function furnish(): void {
  const refuse = (): never => {
    throw new Error('not available in the sandbox');
  };
  scope.read = refuse;
  scope.load = refuse;
  scope.readbuffer = (path: string) => asset(path.slice(path.lastIndexOf('/') + 1) as AssetName);
  const print = (...parts: readonly unknown[]) => host.print(parts.map(part => String(part)).join(' '));
  scope.console = { log: print, info: print, debug: print, warn: print, error: print };
  scope.performance = { now: () => host.now(), timeOrigin: 0 };
  scope.TextDecoder = class {
    decode(bytes?: Uint8Array): string {
      return bytes === undefined ? '' : host.decode(bytes);
    }
  };
  scope.TextEncoder = class {
    encode(text: string): Uint8Array {
      const bytes = new Uint8Array(text.length * 3);
      return bytes.slice(0, host.encode(text, bytes));
    }
    encodeInto(text: string, bytes: Uint8Array): { read: number; written: number } {
      return { read: text.length, written: host.encode(text, bytes) };
    }
  };
}

/** Read into an array of the realm's own: an object of the program never comes in. */
export function asset(name: AssetName): Uint8Array {
  const bytes = new Uint8Array(host.sizeOf(name));
  host.read(name, bytes);
  return bytes;
}

empty();
disableEvaluation();
stopTimers();
furnish();
