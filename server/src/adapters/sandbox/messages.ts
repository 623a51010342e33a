/**
 * What a sandbox process and its owner say to each other: one interpreter in each process, one request at a time. Plain data, for
 * Node's IPC with `serialization: 'advanced'` and for a web worker's `postMessage`.
 */
import type { Cell, RunLimits, RunResult } from '../../core/code/sandbox.ts';

/** To the interpreter. */
export type ToInterpreter =
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

/** From the interpreter. */
export type FromInterpreter =
  /** It can take requests. `ms` since the process began. */
  | { readonly kind: 'ready'; readonly ms: number }
  | { readonly kind: 'progress'; readonly share: number; readonly message: string }
  /** The snapshot, to be kept by the owner: the interpreter may not write. */
  | { readonly kind: 'snapshot'; readonly bytes: Uint8Array }
  /** The code of cell `index` begins now: its time counts from here. */
  | { readonly kind: 'began'; readonly id: number; readonly index: number }
  /** `memoryMb` after the run, for the owner to decide whether the process has grown too large. */
  | { readonly kind: 'done'; readonly id: number; readonly result: RunResult; readonly memoryMb: number }
  /** It could not start. */
  | { readonly kind: 'broken'; readonly reason: string };
