/** Python for one command: made when there is code to run, ended with the command. */
import type { CheckedDocument } from '../core/check.ts';
import { type CellOutcome, CodeRunner, placedCells } from '../core/code/runner.ts';
import type { Sandbox, SandboxState } from '../core/code/sandbox.ts';
import type { LateEvidence } from '../core/late.ts';
import { Settler } from '../core/settle/settler.ts';
import type { Verdict } from '../core/verify/verdict.ts';
import { isOpen } from '../core/verify/verdicts.ts';
import type { CodeArguments } from './arguments.ts';
import { NO_PYTHON } from './codeText.ts';
import type { Io } from './io.ts';

interface Realm {
  readonly sandbox: Sandbox;
  readonly runner: CodeRunner;
  readonly settler: Settler;
}

/** Clears the line that the cursor is in. */
const CLEAR = '\r\u001b[K';

export class Python implements LateEvidence {
  readonly #args: CodeArguments;
  readonly #io: Io;
  #realm: Realm | undefined;
  /** A line of progress stands on the terminal. */
  #shows = false;
  #unavailable: string | undefined;
  #state: SandboxState = { kind: 'idle' };

  constructor(args: CodeArguments, io: Io) {
    this.#args = args;
    this.#io = io;
  }

  /** Why no code could be run, where that is so. */
  get unavailable(): string | undefined {
    return this.#unavailable;
  }

  readonly outcomeOf = (key: string): CellOutcome | undefined => this.#realm?.runner.outcomeOf(key);

  readonly verdictOf = (key: string): Verdict | undefined => this.#realm?.settler.verdictOf(key);

  /** Where code runs, for what writes code of its own. */
  get sandbox(): Sandbox {
    return this.#used.sandbox;
  }

  /** Runs all code of a document. Stopped by Ctrl-C, the code under way ends as cancelled and the rest has no outcome. */
  async run(document: CheckedDocument): Promise<void> {
    const cells = placedCells(document);
    if (cells.length === 0) return;
    const { limits } = this.#args;
    await this.#used.runner.run(document, { limits, priority: 'asked' }, this.#io.signal, () => undefined);
    for (const { key } of cells) {
      const outcome = this.outcomeOf(key);
      if (outcome?.kind !== 'done' || outcome.result.status !== 'unavailable') continue;
      this.#unavailable = outcome.result.error?.message || NO_PYTHON;
    }
    this.#clear();
  }

  /** Asks SymPy about every claim that is open. */
  async settle(document: CheckedDocument): Promise<void> {
    const open = document.solutions.some(({ steps }) =>
      steps.some(({ claims }) => claims.some(({ task, verdict }) => task !== undefined && isOpen(verdict))),
    );
    if (!open) return;
    const { limits } = this.#args;
    await this.#used.settler.settle(document, { limits, inView: [] }, this.#io.signal, () => undefined);
    if (this.#state.kind === 'unavailable') this.#unavailable = this.#state.reason || NO_PYTHON;
    this.#clear();
  }

  dispose(): void {
    this.#clear();
    this.#realm?.sandbox.dispose();
  }

  get #used(): Realm {
    this.#realm ??= this.#start();
    return this.#realm;
  }

  #start(): Realm {
    const { python } = this.#args;
    if (python !== undefined) {
      this.#tell(`code runs with ${python}, which is no sandbox: it can read, change and send all that you can`);
    }
    // What the sandbox logs of its processes comes with a result that says what is wrong.
    const sandbox = this.#io.createSandbox({ log: () => undefined, ...(python === undefined ? {} : { python }) });
    sandbox.onState(state => this.#show(state));
    return { sandbox, runner: new CodeRunner(sandbox), settler: new Settler(sandbox, message => this.#tell(message)) };
  }

  #tell(message: string): void {
    this.#clear();
    void this.#io.err(`stepwise: ${message}\n`);
  }

  #show(state: SandboxState): void {
    this.#state = state;
    if (state.kind !== 'preparing') this.#clear();
    if (state.kind !== 'preparing' || !this.#io.errIsTerminal) return;
    this.#shows = true;
    void this.#io.err(`${CLEAR}${state.message} ${Math.round(state.share * 100)} %`);
  }

  #clear(): void {
    if (!this.#shows) return;
    this.#shows = false;
    void this.#io.err(CLEAR);
  }
}
