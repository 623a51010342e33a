/** What the pool asks of the world: to start interpreters, in processes or in workers, and to keep their snapshot. */
import type { ChildEnd as InterpreterEnd, ChildEvents as InterpreterEvents } from '../child.ts';
import type { SnapshotSource, StopSource, ToInterpreter } from './messages.ts';

export type { InterpreterEnd, InterpreterEvents };

/** A running process or worker. */
export interface Interpreter {
  /** Whether `askToStop` does anything; otherwise code can only be stopped by `kill`. */
  readonly stoppable: boolean;
  /** What the interpreter is told to look at; `undefined` where it is asked in another way, or cannot be. */
  readonly stop: StopSource | undefined;
  /** Never throws; what is sent to an ended interpreter is lost. */
  send(message: ToInterpreter): void;
  askToStop(): void;
  /** Takes the question back, before the next request. */
  clearStop(): void;
  /** Ends it without asking. `onEnd` follows. */
  kill(): void;
  /** Whether the owner's process is to stay alive for it. */
  hold(held: boolean): void;
}

export interface Launcher {
  /**
   * Starts an interpreter that may read its own files and this snapshot. What it is sent before it has them waits.
   * @returns the reason where it could not be started at all
   */
  launch(
    snapshot: SnapshotSource | undefined,
    events: InterpreterEvents,
  ): { readonly ok: true; readonly interpreter: Interpreter } | { readonly ok: false; readonly reason: string };
  /** Gives back what belongs to all interpreters. They have been killed before. */
  dispose(): void;
}

/** Keeps the snapshot that was built on this machine. */
export interface SnapshotStore {
  /** A sound snapshot of this very build, Node and machine; `undefined` where one has to be built. Never rejects. */
  find(): Promise<SnapshotSource | undefined>;
  /** Keeps a new one, in memory where it cannot be written. Never rejects. */
  keep(bytes: Uint8Array): Promise<SnapshotSource>;
  /** An interpreter could not start from it: it is thrown away. Never rejects. */
  drop(): Promise<void>;
}
