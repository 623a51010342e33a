/**
 * Where Python runs: apart from the person's machine and from every other solution. Core knows this interface alone; `adapters/sandbox`
 * carries it out. A failure of any kind is a result: `run` never rejects.
 */
import type { Domain } from '../claims/claim.ts';

/** A name that a cell may use without having made it: what the ledger knows at that step. Python source, with SymPy's names in scope. */
export type SymbolDeclaration =
  /** An unknown, with what is known of its values. */
  | { readonly kind: 'symbol'; readonly name: string; readonly domain: Domain }
  /** A name that stands for a value: `r` in "let r = 2s". */
  | { readonly kind: 'value'; readonly name: string; readonly python: string }
  /** f(x) = …: a Python callable that takes SymPy expressions. */
  | { readonly kind: 'function'; readonly name: string; readonly params: readonly string[]; readonly python: string };

/** The code of one step. Cells are equal when their content is. */
export interface Cell {
  readonly code: string;
  /** Defined before the code runs, in order, where neither an earlier cell's code nor Python has given the name another meaning. */
  readonly symbols: readonly SymbolDeclaration[];
}

export interface RunLimits {
  /** Milliseconds for one cell, by the clock. */
  readonly timeMs: number;
  /** Megabytes (2^20 bytes) of Python's memory, the interpreter and SymPy in it (about 60) included. */
  readonly memoryMb: number;
  /** Kilobytes (2^10 bytes) of what a cell prints; the rest is cut and `RunResult.cut` set. The printed value has the same limit. */
  readonly outputKb: number;
}

export const defaultLimits: RunLimits = { timeMs: 5000, memoryMb: 256, outputKb: 64 };

export interface RunRequest {
  /** The last is wanted; those before it make its namespace. What is kept of them is not run again. At least one. */
  readonly cells: readonly Cell[];
  /** For each cell that has to be run. */
  readonly limits: RunLimits;
  /** `idle` waits while something that a person asked for is waiting. */
  readonly priority: 'asked' | 'idle';
}

/**
 * - `ok`: ran to its end, and no check in it failed.
 * - `failed`: a `check…` or an `assert` failed: the mathematics is refuted. `error` holds the failure.
 * - `error`: another exception: the code is at fault, not the mathematics.
 * - `timeout`, `memory`: stopped at a limit. `cancelled`: stopped by the signal.
 * - `unavailable`: the sandbox could not be started; `error.message` says why and what to do.
 * After `timeout`, `memory`, `cancelled` and `unavailable` the cell has left nothing behind in the namespace.
 */
export type RunStatus = 'ok' | 'failed' | 'error' | 'timeout' | 'memory' | 'cancelled' | 'unavailable';

/** Values at which two sides differ, printed by SymPy: `{ x: '3', y: '-1/2' }`. */
export type Counterexample = Readonly<Record<string, string>>;

export interface RunError {
  /** Python's class name (`ZeroDivisionError`), `CheckFailed`, `AssertionError`; for a limit `Timeout`, `OutOfMemory`; else `Sandbox`. */
  readonly type: string;
  /** One or more lines for a person, without a traceback. */
  readonly message: string;
  /** Line of the cell's code, from 1, where there is one. */
  readonly line?: number;
  /** Where the cell called something of an earlier cell that raised: index of that cell in `cells`, and `line` is a line of it. */
  readonly cell?: number;
  readonly counterexample?: Counterexample;
}

/** What one `check…` call of a cell found. */
export interface CheckRecord {
  /** Line of the cell's code, from 1. */
  readonly line: number;
  /** `tested`: held at points, not proved. `unknown`: could not be decided, which fails nothing. */
  readonly verdict: 'proved' | 'tested' | 'refuted' | 'unknown';
  /** How: `simplify(lhs - rhs) = 0`, `solveset over the reals`; for `unknown` why. */
  readonly method: string;
  /** The relation as SymPy prints it. */
  readonly text: string;
  readonly counterexample?: Counterexample;
}

export interface RunResult {
  readonly status: RunStatus;
  /** `repr` of the last expression statement, as in a notebook; absent for None and where there is none. */
  readonly value?: string;
  readonly stdout: string;
  /** Output or value was longer than the limit. */
  readonly cut: boolean;
  readonly error?: RunError;
  /** In order of running. */
  readonly checks: readonly CheckRecord[];
  /** Milliseconds that the last cell took, without waiting and starting. */
  readonly ms: number;
  /** How many cells had to be run for this, the last one included; 0 where it never came to run. */
  readonly ran: number;
}

/** What the sandbox is about: `preparing` happens once on a machine (share from 0 to 1). */
export type SandboxState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'preparing'; readonly share: number; readonly message: string }
  | { readonly kind: 'ready' }
  | { readonly kind: 'unavailable'; readonly reason: string };

export interface Sandbox {
  /**
   * Runs the last cell of the request after those before it. Never rejects. An aborted signal interrupts the code; where it does not yield, the
   * interpreter is thrown away with what it kept, and later requests get a fresh one.
   */
  run(request: RunRequest, signal: AbortSignal): Promise<RunResult>;
  /** Tells of changes of state until the function it gives back is called. */
  onState(listener: (state: SandboxState) => void): () => void;
  /** Ends every process; requests under way end as `cancelled`. */
  dispose(): void;
}
