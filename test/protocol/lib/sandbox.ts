/** A sandbox whose pace and answers a test decides. It runs no Python: the code of a cell says what becomes of it. */
import type { Cell, RunRequest, RunResult, Sandbox, SandboxState } from '../../../server/src/core/code/sandbox.ts';
import type { SandboxChoice } from '../../../server/src/features/codeService.ts';

const nothing: RunResult = { status: 'ok', stdout: '', cut: false, checks: [], ms: 7, ran: 1 };

/** `hang`: runs until it is stopped. `fail LINE`, `raise LINE`: at a line of the cell. Any other code is the value that it gives. */
export class ScriptedSandbox implements Sandbox {
  readonly choice: SandboxChoice;
  /** The code of each request's last cell, as they came and as they ended. */
  readonly begun: string[] = [];
  readonly ended: string[] = [];
  readonly requests: RunRequest[] = [];
  /** Nothing else is answered. */
  unavailable: string | undefined;
  disposed = false;
  #listener: (state: SandboxState) => void = () => {};
  readonly #release: (() => void)[] = [];

  readonly #script: Script;

  constructor(choice: SandboxChoice, script: Script) {
    this.choice = choice;
    this.#script = script;
  }

  async run(request: RunRequest, signal: AbortSignal): Promise<RunResult> {
    const { code } = request.cells.at(-1) as Cell;
    this.requests.push(request);
    this.begun.push(code);
    const result = await this.#answer(code, signal);
    this.ended.push(`${code}: ${result.status}`);
    return result;
  }

  onState(listener: (state: SandboxState) => void): () => void {
    this.#listener = listener;
    return () => {
      this.#listener = () => {};
    };
  }

  tell(state: SandboxState): void {
    this.#listener(state);
  }

  /** Lets what hangs run to its end. */
  release(): void {
    for (const end of this.#release.splice(0)) end();
  }

  dispose(): void {
    this.disposed = true;
    this.release();
  }

  async #answer(code: string, signal: AbortSignal): Promise<RunResult> {
    if (this.unavailable !== undefined) {
      return { ...nothing, status: 'unavailable', error: { type: 'Sandbox', message: this.unavailable }, ran: 0 };
    }
    if (code.includes('hang') || this.#script.hangs) {
      await new Promise<void>(resolve => {
        this.#release.push(resolve);
        signal.addEventListener('abort', () => resolve(), { once: true });
        if (signal.aborted) resolve();
      });
    }
    if (signal.aborted) return { ...nothing, status: 'cancelled' };
    const [word, line] = code.split('\n').at(-1)?.split(' ') ?? [];
    const at = line === undefined ? {} : { line: Number(line) };
    if (word === 'fail') {
      return { ...nothing, status: 'failed', error: { type: 'CheckFailed', message: '9 is not 6', ...at } };
    }
    if (word === 'raise') {
      return { ...nothing, status: 'error', error: { type: 'NameError', message: "name 'y' is not defined", ...at } };
    }
    return { ...nothing, value: code.trim(), ...this.#script.answer };
  }
}

interface Script {
  /** Everything runs until it is stopped. */
  hangs: boolean;
  /** What is answered to all but the codes with a meaning of their own. */
  answer: Partial<RunResult>;
}

/** Makes scripted sandboxes, and keeps them for the test to look at: the one in use is the last. */
export function scriptedSandboxes(): Script & {
  readonly made: ScriptedSandbox[];
  readonly create: (choice: SandboxChoice) => Sandbox;
} {
  const script: Script = { hangs: false, answer: {} };
  const made: ScriptedSandbox[] = [];
  return Object.assign(script, {
    made,
    create: (choice: SandboxChoice) => {
      const sandbox = new ScriptedSandbox(choice, script);
      made.push(sandbox);
      return sandbox;
    },
  });
}
