/** Interpreters without a process, for what the pool decides: each says what a test makes it say. */

import type { ToInterpreter } from '../../../server/src/adapters/sandbox/messages.ts';
import type { InterpreterEvents, Launcher, SnapshotStore } from '../../../server/src/adapters/sandbox/transport.ts';
import type { RunResult } from '../../../server/src/core/code/sandbox.ts';

type Run = Extract<ToInterpreter, { kind: 'run' }>;

export class FakeInterpreter {
  readonly runs: Run[] = [];
  asked = false;
  killed = false;
  readonly #events: InterpreterEvents;

  constructor(events: InterpreterEvents) {
    this.#events = events;
  }

  hear(message: ToInterpreter): void {
    if (message.kind === 'run') this.runs.push(message);
  }

  say(message: unknown): void {
    this.#events.onMessage(message);
  }

  ready(): void {
    this.say({ kind: 'ready', ms: 1 });
  }

  /** The code that it was given last. */
  get code(): string | undefined {
    return this.runs.at(-1)?.cells.at(-1)?.code;
  }

  began(index = (this.runs.at(-1)?.cells.length ?? 1) - 1): void {
    this.say({ kind: 'began', id: this.runs.at(-1)?.id, index });
  }

  done(result: Partial<RunResult> = {}, memoryMb = 60): void {
    this.say({ kind: 'done', id: this.runs.at(-1)?.id, result: { ...plainResult, ...result }, memoryMb });
  }

  end(reason = 'ended with code 1', outOfMemory = false): void {
    this.#events.onEnd({ reason, outOfMemory });
  }
}

export const plainResult: RunResult = { status: 'ok', stdout: '', cut: false, checks: [], ms: 1, ran: 1 };

export class FakeLauncher implements Launcher {
  readonly interpreters: FakeInterpreter[] = [];
  disposed = false;

  launch(_snapshot: unknown, events: InterpreterEvents): ReturnType<Launcher['launch']> {
    const fake = new FakeInterpreter(events);
    this.interpreters.push(fake);
    const interpreter = {
      stoppable: true,
      stop: { kind: 'file', path: '/stop' },
      send: (message: ToInterpreter) => fake.hear(message),
      askToStop: () => {
        fake.asked = true;
      },
      clearStop: () => {
        fake.asked = false;
      },
      kill: () => {
        fake.killed = true;
      },
      hold: () => undefined,
    } as const;
    return { ok: true, interpreter };
  }

  dispose(): void {
    this.disposed = true;
  }
}

/** A snapshot that is there. */
export const readyStore: SnapshotStore = {
  find: async () => ({ kind: 'bytes', bytes: new Uint8Array() }),
  keep: async bytes => ({ kind: 'bytes', bytes }),
  drop: async () => undefined,
};
