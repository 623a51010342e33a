/**
 * What a sandbox process and its owner say to each other: one interpreter in each process, one request at a time. Plain data, for
 * Node's IPC with `serialization: 'advanced'` and for a web worker's `postMessage`.
 */
import type { Cell, RunLimits, RunResult } from '../../core/code/sandbox.ts';

/** Where an interpreter finds the memory snapshot. Behind `offset` bytes of header in a file of the owner's; a worker is handed the bytes. */
export type SnapshotSource =
  | { readonly kind: 'file'; readonly path: string; readonly offset: number; readonly length: number }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array };

/** How the owner asks running code to stop: the code is to be interrupted while a file of that path exists; the owner removes it before the next request. */
export interface StopSource {
  readonly kind: 'file';
  readonly path: string;
}

/** Name of the script in `dist/sandbox` that a sandbox process runs, and of the one for a web worker. Neither takes arguments. */
export const interpreterScript = { node: 'interpreter.mjs', browser: 'interpreter.browser.js' } as const;

/** `manifest.json` beside the script, written by the build: what a snapshot belongs to. */
export interface SandboxManifest {
  readonly pyodide: string;
  readonly python: string;
  readonly sympy: string;
  /** SHA-256, in hex, over the names and bytes of the other files of the folder: another build has another snapshot. */
  readonly digest: string;
}

/** To the interpreter. The first message is `start` or `build`, and neither comes again. */
export type ToInterpreter =
  /** Without a snapshot it starts from the packed libraries, slowly. Answered by `ready` or `broken`. */
  | { readonly kind: 'start'; readonly snapshot?: SnapshotSource; readonly stop?: StopSource }
  /**
   * Runs the last cell in the state after the others. `keys[i]` names the state after cells 0…i: the interpreter goes on from the longest prefix whose
   * state it keeps.
   */
  | {
      readonly kind: 'run';
      readonly id: number;
      readonly cells: readonly Cell[];
      readonly keys: readonly string[];
      readonly limits: RunLimits;
    }
  /** Builds the memory snapshot from the packed libraries; answered by `snapshot`. The process is thrown away after it. */
  | { readonly kind: 'build' };

/**
 * From the interpreter. The owner checks each and ends a process that says anything out of turn, or more than it was asked for: the interpreter bounds
 * what Python gives it (output, value, messages, number of checks) before it sends.
 */
export type FromInterpreter =
  /** It can take requests. `ms` since the process began. */
  | { readonly kind: 'ready'; readonly ms: number }
  | { readonly kind: 'progress'; readonly share: number; readonly message: string }
  /** The snapshot, to be kept by the owner: the interpreter may not write. */
  | { readonly kind: 'snapshot'; readonly bytes: Uint8Array }
  /** The code of cell `index` begins now: its time counts from here. */
  | { readonly kind: 'began'; readonly id: number; readonly index: number }
  /** It has ended, one way or another: what is left is to keep the state. */
  | { readonly kind: 'ended'; readonly id: number; readonly index: number }
  /** `memoryMb`: Python's memory and the states kept (2^20 bytes) after the run, for the owner to decide whether the process has grown too large. */
  | { readonly kind: 'done'; readonly id: number; readonly result: RunResult; readonly memoryMb: number }
  /** It could not start. */
  | { readonly kind: 'broken'; readonly reason: string };
