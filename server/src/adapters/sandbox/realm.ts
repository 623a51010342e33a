/**
 * Python (Pyodide) in a realm of its own: the script `dist/sandbox/realm.js`. The walls, from the inside out:
 *
 * 1. **The bridge is cut.** Once our own modules are loaded, `seal` closes every import by which Python's WebAssembly reaches JavaScript
 *    (realm-imports.ts: an allow-list). What is left: clocks, reading the packed files, growing the memory up to a limit. Cells are run through
 *    Python's C interface with text in and text out, so no JavaScript object is ever handed to Python, and one that is found in its
 *    memory can be neither read nor called. Whatever Python code does, down to writing over the interpreter's memory, it has no other imports to call.
 * 2. **The realm is bare** (realm-globals.ts): a context of `node:vm` (or an emptied web worker) that never had a process, a require, a fetch or a
 *    timer, with evaluation of strings off. Objects of the program around it never enter; host functions take and give text, numbers, bytes.
 * 3. **The process is restricted** (its owner starts it so): Node's permission model, no environment, no evaluation of strings. In a browser a worker has
 *    no files, processes or environment to begin with; worker.ts gives it an origin of its own, so that nothing of the site is there either. No wall of
 *    the browser's keeps it from the network: the second wall does that, by itself.
 *
 * Removing modules and names on Python's side (stepwise/_realm.py) is for clear messages only: Python code can undo it.
 *
 * State: the linear memory is all of it. Files are read-only, timers and finalisers are dropped, open files and the stack pointer are put right after
 * each run, random numbers start again. So an image of the memory (image.ts) is an image of the interpreter.
 */
import './realm-globals.ts';
import { loadPyodide } from 'pyodide';
import createModule from 'pyodide/pyodide.asm.mjs';
import { info } from 'pyodide/pyodide-lock.json';
import { asset, host } from './realm-globals.ts';
import type { OpenRealm, Realm, RealmOptions } from './realm-host.ts';
import { type Guard, guardImports, type Imports, type Machine } from './realm-imports.ts';

const unlimited = 0xffff_0000;
const firstSeed = 1;

/** Part of Emscripten's module object, with functions of Python's C interface: pointers are numbers. */
interface Module extends Machine {
  readonly FS: FileSystem;
  growMemory(bytes: number): unknown;
  readonly _PyExc_RuntimeError: number;
  _malloc(bytes: number): number;
  _free(pointer: number): void;
  _PyImport_ImportModule(name: number): number;
  _PyObject_GetAttrString(object: number, name: number): number;
  _PyObject_CallOneArg(callable: number, argument: number): number;
  _PyUnicode_FromStringAndSize(text: number, bytes: number): number;
  _PyUnicode_AsUTF8AndSize(text: number, size: number): number;
  _PyErr_SetString(type: number, message: number): void;
  _PyErr_Clear(): void;
  _Py_DecRef(object: number): void;
  stackSave(): number;
  stackRestore(pointer: number): void;
}

/** Its number is null once it is closed. */
interface OpenFile {
  fd: number | null;
  position: number;
}

interface FileSystem {
  readonly streams: (OpenFile | null | undefined)[];
  readonly filesystems: Record<string, unknown>;
  writeFile(path: string, data: Uint8Array, options: { readonly canOwn: boolean }): void;
  unlink(path: string): void;
}

/** What Emscripten is given; it makes its module object out of it. */
interface Settings {
  instantiateWasm(info: { readonly env: Imports }, done: unknown): unknown;
}

/**
 * Loads Pyodide, from the snapshot where there is one.
 * @throws {Error} where the snapshot belongs to another build or a file is broken
 */
export async function open(options: RealmOptions): Promise<OpenRealm> {
  const snapshot = options.restore ? asset('snapshot') : undefined;
  const restored = snapshot?.subarray(memoryStart(snapshot));
  let loaded: { readonly module: Module; readonly guard: Guard } | undefined;
  const createPyodideModule = async (settings: Settings): Promise<unknown> => {
    const module = settings as unknown as Module;
    const guard: Guard = { memoryLimit: unlimited, sealed: false, seed: firstSeed, raise: text => raise(module, text) };
    const instantiate = settings.instantiateWasm;
    settings.instantiateWasm = (info, done) => {
      guardImports(info.env, module, guard);
      return instantiate(info, done);
    };
    await createModule(settings);
    if (restored !== undefined) module.growMemory(restored.length);
    loaded = { module, guard };
    return module;
  };
  const settings: unknown = {
    indexURL: '/assets/',
    lockFileContents: noPackages,
    jsglobals: Object.create(null),
    env: { HOME: '/', PYTHONHASHSEED: '0' },
    stdin: () => null,
    stdout: (text: string) => host.print(`${text}\n`),
    stderr: (text: string) => host.print(`${text}\n`),
    fsInit: async (fs: FileSystem) => {
      for (const name of libraries) fs.writeFile(`/lib/${name}`, asset(name), { canOwn: true });
    },
    createPyodideModule,
    ...(snapshot === undefined ? {} : { _loadSnapshot: snapshot }),
    ...(options.snapshots ? { _makeSnapshot: true } : {}),
  };
  const pyodide = await loadPyodide(settings as Parameters<typeof loadPyodide>[0]);
  if (loaded === undefined) throw new Error('Pyodide made no module');
  const { module, guard } = loaded;
  if (snapshot === undefined) {
    const paths = libraries.map(name => `'/lib/${name}'`).join(', ');
    pyodide.runPython(`import sys; sys.path[:0] = [${paths}]; del sys`);
  }
  return {
    runOwn: python => String(pyodide.runPython(python)),
    snapshot: () => pyodide.makeMemorySnapshot(),
    seal() {
      pyodide.runPython('import stepwise._realm; stepwise._realm.close(); del stepwise');
      for (const name of Object.keys(module.FS.filesystems)) if (name !== 'MEMFS') delete module.FS.filesystems[name];
      for (const device of ['/dev/random', '/dev/urandom', '/dev/tty', '/dev/tty1']) module.FS.unlink(device);
      pyodide.setInterruptBuffer(interrupts as unknown as Int32Array);
      const runCell = attribute(module, 'stepwise._runner', 'run_cell');
      guard.sealed = true;
      return sealed(module, guard, runCell, restored);
    },
  };
}

/** Pyodide's snapshots begin with what they know of JavaScript; the second word says where the memory begins. */
function memoryStart(snapshot: Uint8Array): number {
  return new DataView(snapshot.buffer, snapshot.byteOffset).getUint32(4, true);
}

const libraries = ['packages.zip', 'stepwise.zip'] as const;

/** A lock file without a package: nothing is ever loaded from a server. */
const noPackages = JSON.stringify({ info, packages: {} });

/** Time in which the runner, interrupted, must have put its result together before it is interrupted again. */
const againMs = 100;
let nextInterrupt = 0;

/** Python looks here between instructions, takes 2 for Ctrl+C, and writes 0 back. */
const interrupts = {
  get 0(): number {
    if (!host.mustStop()) return 0;
    const now = host.now();
    if (now < nextInterrupt) return 0;
    nextInterrupt = now + againMs;
    return 2;
  },
  set 0(_taken: number) {},
};

function sealed(module: Module, guard: Guard, runCell: number, restored: Uint8Array | undefined): Realm {
  const stack = module.stackSave();
  const files = module.FS.streams.map(file => ({ file, position: file?.position ?? 0 }));
  return {
    memory: () => module.HEAPU8,
    restored,
    setMemoryLimit(bytes) {
      guard.memoryLimit = bytes;
    },
    runCell(request) {
      nextInterrupt = 0;
      const argument = pythonText(module, request);
      const result = module._PyObject_CallOneArg(runCell, argument);
      module._Py_DecRef(argument);
      if (result === 0) {
        module._PyErr_Clear();
        return undefined;
      }
      const text = textOf(module, result);
      module._Py_DecRef(result);
      return text;
    },
    tidy() {
      const { streams } = module.FS;
      streams.length = files.length;
      for (const [fd, { file, position }] of files.entries()) {
        streams[fd] = file;
        if (file) Object.assign(file, { fd, position });
      }
      module.stackRestore(stack);
      guard.seed = firstSeed;
    },
  };
}

/** Gives back a reference that is kept for ever. */
function attribute(module: Module, of: string, name: string): number {
  const owner = withText(module, of, pointer => module._PyImport_ImportModule(pointer));
  const found = owner === 0 ? 0 : withText(module, name, pointer => module._PyObject_GetAttrString(owner, pointer));
  if (found === 0) throw new Error(`${of}.${name} is not there`);
  return found;
}

function raise(module: Module, message: string): void {
  const type = module.HEAPU32[module._PyExc_RuntimeError >>> 2] ?? 0;
  withText(module, message, pointer => module._PyErr_SetString(type, pointer));
}

function pythonText(module: Module, text: string): number {
  const bytes = new TextEncoder().encode(text);
  const pointer = module._malloc(bytes.length);
  if (pointer === 0) throw new Error('out of memory');
  module.HEAPU8.set(bytes, pointer >>> 0);
  const made = module._PyUnicode_FromStringAndSize(pointer, bytes.length);
  module._free(pointer);
  if (made === 0) throw new Error('out of memory');
  return made;
}

/** Text of a `str`. Python may have been tampered with: a length is believed only as far as the memory goes. */
function textOf(module: Module, object: number): string {
  const size = module._malloc(4);
  const pointer = module._PyUnicode_AsUTF8AndSize(object, size) >>> 0;
  if (pointer === 0) throw new Error('the runner gave no text');
  const length = module.HEAPU32[size >>> 2] ?? 0;
  module._free(size);
  return new TextDecoder().decode(module.HEAPU8.subarray(pointer, pointer + length));
}

function withText<Result>(module: Module, text: string, use: (pointer: number) => Result): Result {
  const pointer = module._malloc(text.length * 3 + 1);
  const bytes = new TextEncoder().encode(`${text}\0`);
  module.HEAPU8.set(bytes, pointer >>> 0);
  const result = use(pointer);
  module._free(pointer);
  return result;
}
