/** Pyodide as it comes, as a ground for probes. What runs there has the rights of the person who started it: only for probes of our own. */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import * as z from 'zod/mini';
import type { RunLimits } from '../../../../server/src/core/code/sandbox.ts';
import type { Ground, Outcome } from './ground.ts';

const script = fileURLToPath(new URL('open-interpreter.ts', import.meta.url));

const answer = z.object({ id: z.number(), said: z.string() });
const said = z.object({ status: z.string(), message: z.string(), stdout: z.string(), value: z.nullable(z.string()) });

export interface OpenOptions {
  /** The folder `dist/sandbox`, for its SymPy. */
  readonly assets: string;
  /** Folders of the host that are mounted. */
  readonly folders: readonly string[];
}

/** A process that is started anew after each run that broke it. */
export class OpenPyodide implements Ground {
  readonly #options: OpenOptions;
  #child: Promise<ChildProcess> | undefined;
  #runs = 0;

  constructor(options: OpenOptions) {
    this.#options = options;
  }

  async run(cells: readonly string[], limits: RunLimits): Promise<Outcome> {
    this.#child ??= this.#start();
    const child = await this.#child;
    const id = ++this.#runs;
    return new Promise(resolve => {
      const settle = (outcome: Outcome): void => {
        clearTimeout(timer);
        child.removeAllListeners();
        resolve(outcome);
      };
      const failed = (status: string, message: string): void => {
        this.restart();
        settle({ status, stdout: '', message, checks: '' });
      };
      const timer = setTimeout(() => failed('timeout', 'killed'), limits.timeMs + 3_000);
      child.on('exit', code => failed('crashed', `ended with ${code}`));
      child.on('message', message => {
        const read = z.safeParse(answer, message);
        if (!read.success || read.data.id !== id) return failed('forged', 'REACHED a message of its own to the owner');
        const result = z.parse(said, JSON.parse(read.data.said));
        const { value, ...rest } = result;
        settle({ ...rest, ...(value === null ? {} : { value }), checks: '' });
      });
      child.send({ id, cells });
    });
  }

  restart(): void {
    void this.#child?.then(child => child.kill('SIGKILL'));
    this.#child = undefined;
  }

  dispose(): void {
    this.restart();
  }

  #start(): Promise<ChildProcess> {
    const { assets, folders } = this.#options;
    const child = fork(script, [assets, ...folders], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'], execArgv: [] });
    return new Promise((resolve, reject) => {
      child.once('exit', code => reject(new Error(`Pyodide could not be started: ${code}`)));
      child.once('message', () => {
        child.removeAllListeners();
        resolve(child);
      });
    });
  }
}
