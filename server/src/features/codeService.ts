/**
 * Python for the open documents: the sandbox, or the person's own Python where that was chosen, and what came of it. Features ask this
 * service; it asks core's runner and settler, which keep what they found by content.
 */
import { type Disposable, Emitter, type Event } from 'vscode-languageserver';
import type { CheckedDocument } from '../core/check.ts';
import { type CellOutcome, CodeRunner, type RunOptions } from '../core/code/runner.ts';
import type { RunLimits, Sandbox, SandboxState } from '../core/code/sandbox.ts';
import type { LateEvidence } from '../core/late.ts';
import { type SettleOptions, Settler } from '../core/settle/settler.ts';
import type { Verdict } from '../core/verify/verdict.ts';
import { defaultSettings, type Settings } from '../settings/schema.ts';

/** Which Python. */
export interface SandboxChoice {
  /** Folder in which what was prepared once may be kept; absent: it is prepared at each start. */
  readonly storage?: string;
  /** Address of the folder with the sandbox's files, where the client named one. */
  readonly files?: string;
  /** Path of the person's own Python, to be used instead of the sandbox. */
  readonly python?: string;
  readonly log: (message: string) => void;
}

export type CreateSandbox = (choice: SandboxChoice) => Sandbox;

export interface CodeServices {
  readonly createSandbox: CreateSandbox;
  readonly storage: string | undefined;
  /** Whether the person's own Python can be had here at all. */
  readonly ownPython: boolean;
  /** Asks the person whether documents may run code with this Python. */
  readonly confirmPython: (python: string) => Promise<boolean>;
  readonly log: (message: string) => void;
  /** Lets other work have its turn. */
  readonly pause: () => Promise<void>;
}

/** One Python and all that is known through it. */
interface Realm {
  readonly sandbox: Sandbox;
  readonly runner: CodeRunner;
  readonly settler: Settler;
  readonly states: () => void;
}

export class CodeService implements LateEvidence, Disposable {
  readonly #services: CodeServices;
  readonly #onState = new Emitter<SandboxState>();
  readonly #onReplaced = new Emitter<void>();
  #settings = defaultSettings;
  #trusted: boolean;
  #realm: Realm | undefined;
  /** What the person has said of which Python. */
  #answer: { readonly python: string; readonly allowed: boolean } | undefined;
  #asking: Promise<boolean> | undefined;
  /** For the code of models where the documents' own runs elsewhere. */
  #apart: Sandbox | undefined;

  /** @param trusted whether the person trusts the workspace */
  constructor(services: CodeServices, trusted: boolean) {
    this.#services = services;
    this.#trusted = trusted;
  }

  get onState(): Event<SandboxState> {
    return this.#onState.event;
  }

  /** Another Python is used from now on, and nothing is known through it yet. */
  get onReplaced(): Event<void> {
    return this.#onReplaced.event;
  }

  get limits(): RunLimits {
    const settings = this.#settings;
    return {
      timeMs: settings['code.timeLimit'] * 1000,
      memoryMb: settings['code.memoryLimit'],
      outputKb: settings['code.outputLimit'],
    };
  }

  configure(settings: Settings): void {
    const before = this.#python;
    this.#settings = settings;
    if (this.#python !== before) this.#replace();
  }

  trust(): void {
    const before = this.#python;
    this.#trusted = true;
    if (this.#python !== before) this.#replace();
  }

  /** Runs what a model writes: always in the sandbox, also where the person has chosen their own Python for what stands in documents. */
  readonly forModels: Sandbox = {
    run: (request, signal) => this.#closed().run(request, signal),
    onState: () => () => {},
    dispose: () => {},
  };

  readonly outcomeOf = (key: string): CellOutcome | undefined => this.#realm?.runner.outcomeOf(key);

  readonly verdictOf = (key: string): Verdict | undefined => this.#realm?.settler.verdictOf(key);

  /**
   * Where the person's own Python is chosen, they are asked whether code may run with it, once; two that wait for the answer are one question.
   * @param asked whether the person asks for a run now: only then a refusal is not the last word
   */
  async mayRun(asked: boolean): Promise<boolean> {
    const python = this.#python;
    if (python === undefined) return true;
    const known = this.#answer?.python === python ? this.#answer : undefined;
    if (known !== undefined && (known.allowed || !asked)) return known.allowed;
    this.#asking ??= this.#services.confirmPython(python).finally(() => {
      this.#asking = undefined;
    });
    const allowed = await this.#asking;
    this.#answer = { python, allowed };
    return allowed && this.#python === python;
  }

  /** Runs cells as core's runner does, with the limits of the settings. Only after `mayRun`. */
  async run(
    document: CheckedDocument,
    options: Omit<RunOptions, 'limits'>,
    signal: AbortSignal,
    onChange: () => void,
  ): Promise<void> {
    await this.#used.runner.run(document, { ...options, limits: this.limits }, signal, onChange);
  }

  /** Settles claims as core's settler does. Resolves to false where the person has not agreed to the use of their own Python: then nothing was asked. */
  async settle(
    document: CheckedDocument,
    inView: SettleOptions['inView'],
    signal: AbortSignal,
    onChange: () => void,
  ): Promise<boolean> {
    const python = this.#python;
    if (python !== undefined && !(this.#answer?.python === python && this.#answer.allowed)) return false;
    const { pause } = this.#services;
    await this.#used.settler.settle(document, { limits: this.limits, inView, pause }, signal, onChange);
    return true;
  }

  dispose(): void {
    this.#end();
    this.#apart?.dispose();
    this.#onState.dispose();
    this.#onReplaced.dispose();
  }

  /** The person's own Python, where it is chosen and may be used at all. */
  get #python(): string | undefined {
    const python = this.#settings['code.python'].trim();
    return this.#services.ownPython && this.#trusted && python !== '' ? python : undefined;
  }

  /** Made at its first use. */
  get #used(): Realm {
    this.#realm ??= this.#begin();
    return this.#realm;
  }

  #closed(): Sandbox {
    if (this.#python === undefined) return this.#used.sandbox;
    this.#apart ??= this.#create(undefined);
    return this.#apart;
  }

  #create(python: string | undefined): Sandbox {
    const { createSandbox, storage, log } = this.#services;
    return createSandbox({
      log,
      ...(storage === undefined ? {} : { storage }),
      ...(python === undefined ? {} : { python }),
    });
  }

  #begin(): Realm {
    const { log } = this.#services;
    const sandbox = this.#create(this.#python);
    return {
      sandbox,
      runner: new CodeRunner(sandbox),
      settler: new Settler(sandbox, log),
      states: sandbox.onState(state => this.#onState.fire(state)),
    };
  }

  #end(): void {
    this.#realm?.states();
    this.#realm?.sandbox.dispose();
    this.#realm = undefined;
  }

  #replace(): void {
    this.#end();
    this.#onReplaced.fire();
  }
}
