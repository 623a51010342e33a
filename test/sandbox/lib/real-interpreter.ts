/** The interpreter as it is shipped, in a process with the flags that it is shipped with. */
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { keysOf } from '../../../server/src/adapters/sandbox/keys.ts';
import type { FromInterpreter, SnapshotSource } from '../../../server/src/adapters/sandbox/messages.ts';
import { buildSnapshot } from '../../../server/src/adapters/sandbox/pool-build.ts';
import { readMessage } from '../../../server/src/adapters/sandbox/pool-messages.ts';
import { type NodeProgram, otherProgram, processLauncher } from '../../../server/src/adapters/sandbox/process.ts';
import { snapshotFile } from '../../../server/src/adapters/sandbox/snapshot.ts';
import type { Interpreter, InterpreterEnd, Launcher } from '../../../server/src/adapters/sandbox/transport.ts';
import { type Cell, defaultLimits, type RunLimits, type RunResult } from '../../../server/src/core/code/sandbox.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
export const assets = join(root, 'dist', 'sandbox');
const folder = join(root, 'node_modules', '.cache', 'stepwise', 'sandbox');

const log = (message: string): void => void process.stderr.write(`${message}\n`);

export function launcherOf(program: NodeProgram): Launcher {
  return processLauncher({ program, assets, log });
}

/** The snapshot for this Node; built where there is none yet. */
export async function snapshotOf(program: NodeProgram): Promise<SnapshotSource> {
  const store = snapshotFile({ folder, assets, program, log });
  const found = await store.find();
  if (found !== undefined) return found;
  const launcher = launcherOf(program);
  const built = await buildSnapshot({
    launcher,
    silenceMs: 60_000,
    onProgress: () => undefined,
    signal: new AbortController().signal,
  });
  launcher.dispose();
  if (!built.ok) throw new Error(built.reason);
  return store.keep(built.bytes);
}

/** A Node on the PATH that is not the one of the project. */
export async function systemNode(): Promise<NodeProgram | undefined> {
  const places = (process.env.PATH ?? '').split(delimiter).filter(place => !place.includes('node_modules'));
  for (const path of places.map(place => join(place, 'node')).filter(path => existsSync(path))) {
    const found = await otherProgram(path);
    if (found.ok && found.program.permissionFlag !== undefined && found.program.version !== process.versions.node) {
      return found.program;
    }
  }
  return undefined;
}

type Done = Extract<FromInterpreter, { kind: 'done' }>;

export class RealInterpreter {
  readonly interpreter: Interpreter;
  /** Kinds of what it said, in order. */
  readonly said: string[] = [];
  readonly ended: Promise<InterpreterEnd>;
  readonly #waiting: ((message: FromInterpreter) => void)[] = [];
  #runs = 0;
  lastMemoryMb = 0;

  private constructor(launcher: Launcher, snapshot: SnapshotSource | undefined) {
    let end: (how: InterpreterEnd) => void = () => {};
    this.ended = new Promise(resolve => {
      end = resolve;
    });
    const launched = launcher.launch(snapshot, {
      onMessage: value => {
        const message = readMessage(value);
        if (message === undefined) throw new Error(`said ${JSON.stringify(value).slice(0, 200)}`);
        this.said.push(message.kind);
        if (message.kind === 'done' || message.kind === 'ready' || message.kind === 'broken') {
          this.#waiting.shift()?.(message);
        }
      },
      onEnd: how => {
        end(how);
        for (const waiting of this.#waiting) waiting({ kind: 'broken', reason: how.reason });
      },
    });
    if (!launched.ok) throw new Error(launched.reason);
    this.interpreter = launched.interpreter;
  }

  static async start(launcher: Launcher, snapshot: SnapshotSource | undefined): Promise<RealInterpreter> {
    const made = new RealInterpreter(launcher, snapshot);
    const { stop } = made.interpreter;
    const answer = made.#next();
    made.interpreter.send({
      kind: 'start',
      ...(snapshot === undefined ? {} : { snapshot }),
      ...(stop === undefined ? {} : { stop }),
    });
    const message = await answer;
    if (message.kind !== 'ready') throw new Error(JSON.stringify(message));
    return made;
  }

  /** Runs the last of these pieces of code after the others. */
  async run(code: readonly string[], limits: Partial<RunLimits> = {}): Promise<RunResult> {
    const cells: readonly Cell[] = code.map(each => ({ code: each, symbols: [] }));
    const answer = this.#next();
    this.interpreter.send({
      kind: 'run',
      id: ++this.#runs,
      cells,
      keys: keysOf(cells),
      limits: { ...defaultLimits, ...limits },
    });
    const message = await answer;
    if (message.kind !== 'done') throw new Error(JSON.stringify(message));
    this.lastMemoryMb = (message as Done).memoryMb;
    return message.result;
  }

  #next(): Promise<FromInterpreter> {
    return new Promise(resolve => this.#waiting.push(resolve));
  }
}
