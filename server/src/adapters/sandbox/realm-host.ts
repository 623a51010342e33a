/** What passes between the realm that Python lives in and the program around it: functions over numbers, strings and bytes, nothing else. */

/** Files of `dist/sandbox` that the realm asks for, and the snapshot. */
export type AssetName = 'pyodide.asm.wasm' | 'python_stdlib.zip' | 'packages.zip' | 'stepwise.zip' | 'snapshot';

/** Given to the realm. Once it is sealed none of these may throw: an error object of the program would be a way out. */
export interface RealmHost {
  /** Bytes. Throws where there is no such file. */
  sizeOf(name: AssetName): number;
  /** Fills an array of the realm's, as long as the file. Throws where it cannot be read. */
  read(name: AssetName, into: Uint8Array): void;
  /** Milliseconds of a clock that never goes back. */
  now(): number;
  /** Whether the code that runs now must stop. Asked every few microseconds. */
  mustStop(): boolean;
  /** Python or Pyodide wrote to standard output or error outside of a cell's `sys.stdout`. */
  print(text: string): void;
  /** UTF-8, lenient. */
  decode(bytes: Uint8Array): string;
  /** Writes UTF-8 into `bytes`, as much as there is room for; gives the number of bytes. */
  encode(text: string, bytes: Uint8Array): number;
}

export interface RealmOptions {
  /** Start from the memory snapshot that the host has, made by `OpenRealm.snapshot` with the same build and JavaScript engine. */
  readonly restore: boolean;
  /** Whether a snapshot is going to be taken. */
  readonly snapshots: boolean;
}

/** A Python interpreter whose bridge to JavaScript is still open. Only our own code has run in it. */
export interface OpenRealm {
  /** Runs Python of ours. Throws where it raises. */
  runOwn(python: string): string;
  snapshot(): Uint8Array;
  /** Closes the bridge for good: from here on other people's code may run. */
  seal(): Realm;
}

/** A sealed interpreter. Its whole state is its memory. */
export interface Realm {
  /** The linear memory as it is now. The array is void once the memory has grown. */
  memory(): Uint8Array;
  /** The memory as the snapshot had it, to be kept or written over: as long as the memory now, and nearly the same. */
  readonly restored: Uint8Array | undefined;
  /** Most bytes that the memory may grow to. A request beyond that is a MemoryError in Python. */
  setMemoryLimit(bytes: number): void;
  /**
   * Calls the runner's `run_cell`. Synchronous. `undefined` where the call raised: the interrupt came while the runner was at work.
   * Throws where the interpreter is broken: then it must be thrown away, for its state means nothing any more.
   */
  runCell(request: string): string | undefined;
  /** Puts right what lies outside the memory, after a run: open files, the stack pointer. */
  tidy(): void;
}
