/** When code runs: on a command, when the document is saved, or as the person pauses. Runs end with the text that they were for. */
import {
  type CancellationToken,
  type Connection,
  type Disposable,
  Emitter,
  ErrorCodes,
  type Event,
  ResponseError,
} from 'vscode-languageserver';
import * as z from 'zod/mini';
import { type PlacedCell, placedCells } from '../core/code/runner.ts';
import type { RunResult } from '../core/code/sandbox.ts';
import { type RunCodeAnswer, runCodeCommand, stopCodeCommand } from '../protocol.ts';
import type { Settings } from '../settings/schema.ts';
import { cellsAt } from './cells.ts';
import { CodeRun, type RunKind } from './codeRun.ts';
import type { CodeService } from './codeService.ts';
import { all, type Feature } from './feature.ts';
import { positionSchema } from './places.ts';
import { Progress } from './progress.ts';
import type { Checked, DocumentSession } from './session.ts';
import type { DocumentSessions } from './sessions.ts';

/** As long without a key is a pause (ms). */
const PAUSE_MS = 1000;

/** What takes longer than this (ms) is shown as progress. */
const NOTICEABLE_MS = 700;

/** Outcomes that arrive one after the other are shown together, this often (ms). */
const TOGETHER_MS = 80;

const runArguments = z.object({ uri: z.string(), position: z.optional(positionSchema), key: z.optional(z.string()) });
const stopArguments = z.optional(z.object({ uri: z.optional(z.string()), key: z.optional(z.string()) }));

export class CodeRunsFeature implements Feature {
  readonly capabilities = {};
  readonly commands = {
    [runCodeCommand]: (given: unknown, token: CancellationToken): Promise<RunCodeAnswer> => this.#asked(given, token),
    [stopCodeCommand]: async (given: unknown): Promise<null> => this.#stopAsked(given),
  };
  readonly #sessions: DocumentSessions;
  readonly #code: CodeService;
  readonly #settings: () => Settings;
  readonly #runs = new Set<CodeRun>();
  readonly #pauses = new Map<DocumentSession, ReturnType<typeof setTimeout>>();
  readonly #refreshes = new Map<DocumentSession, ReturnType<typeof setTimeout>>();
  readonly #onBusy = new Emitter<boolean>();
  #connection: Connection | undefined;

  constructor(sessions: DocumentSessions, code: CodeService, settings: () => Settings) {
    this.#sessions = sessions;
    this.#code = code;
    this.#settings = settings;
  }

  /** Code has begun to run where none ran, or the last run has ended. */
  get onBusy(): Event<boolean> {
    return this.#onBusy.event;
  }

  get isBusy(): boolean {
    return this.#runs.size > 0;
  }

  /** Whether the cell with this key runs in a document, or is about to. */
  readonly isPending = (uri: string, key: string): boolean => {
    // What is run of itself may turn out to hold as it is.
    const isOpen = this.#code.outcomeOf(key)?.kind !== 'done';
    return [...this.#runs].some(
      ({ session, pending, kind }) => session.uri === uri && pending.has(key) && (kind.asked || isOpen),
    );
  };

  stopAll(): void {
    for (const run of this.#runs) run.stop();
  }

  register(connection: Connection): Disposable {
    this.#connection = connection;
    return all([
      this.#sessions.onStale(session => this.#clearPause(session)),
      this.#sessions.onSettled(session => this.#settled(session)),
      this.#sessions.onSaved(session => void this.#saved(session)),
      this.#sessions.onClosed(session => this.#closed(session)),
      this.#code.onReplaced(() => {
        this.stopAll();
        for (const session of this.#sessions.sessions) this.#refresh(session);
      }),
      { dispose: () => this.#dispose() },
    ]);
  }

  async #asked(given: unknown, token: CancellationToken): Promise<RunCodeAnswer> {
    const parsed = runArguments.safeParse(given);
    if (!parsed.success)
      throw new ResponseError(ErrorCodes.InvalidParams, `${runCodeCommand}: ${parsed.error.message}`);
    const { uri, key, position: at } = parsed.data;
    const checked = await this.#sessions.checked(uri, token);
    const session = this.#sessions.get(uri);
    if (checked === undefined || session === undefined) return { cells: 0 };
    const cells = chosen(checked, key, at);
    this.#begin(session, cells, { asked: true });
    return { cells: cells.length };
  }

  #stopAsked(given: unknown): null {
    const parsed = stopArguments.safeParse(given);
    if (!parsed.success)
      throw new ResponseError(ErrorCodes.InvalidParams, `${stopCodeCommand}: ${parsed.error.message}`);
    const { uri, key } = parsed.data ?? {};
    for (const run of this.#runs) {
      if ((uri === undefined || run.session.uri === uri) && (key === undefined || run.pending.has(key))) run.stop();
    }
    return null;
  }

  #settled(session: DocumentSession): void {
    const { checked } = session;
    for (const run of this.#runs) {
      if (run.session !== session) continue;
      if (checked === undefined) run.stop();
      else run.follow(checked.document);
    }
    if (this.#settings()['code.run'] !== 'onPause') return;
    this.#clearPause(session);
    this.#pauses.set(
      session,
      setTimeout(() => this.#runNew(session), PAUSE_MS),
    );
  }

  async #saved(session: DocumentSession): Promise<void> {
    if (this.#settings()['code.run'] === 'onRequest') return;
    await session.whenChecked();
    this.#runNew(session);
  }

  /** What has no outcome yet, or may have another one now that the limits are others. */
  #runNew(session: DocumentSession): void {
    this.#clearPause(session);
    const cells = session.checked === undefined ? [] : placedCells(session.checked.document);
    const open = cells.filter(({ key }) => {
      const outcome = this.#code.outcomeOf(key);
      return outcome?.kind !== 'done' || limited(outcome.result);
    });
    this.#begin(session, open, { asked: false });
  }

  /** What runs already, or is about to, is not run twice; one that was asked for overtakes. */
  #begin(session: DocumentSession, cells: readonly PlacedCell[], kind: RunKind): void {
    const keys = new Set(cells.map(({ key }) => key));
    for (const run of this.#runs) {
      if (run.session !== session || run.kind.asked !== kind.asked) continue;
      for (const key of run.pending) keys.delete(key);
    }
    if (keys.size === 0) return;
    void this.#run(new CodeRun(session, keys, kind, this.#code, () => this.#refreshSoon(session)));
  }

  async #run(run: CodeRun): Promise<void> {
    this.#runs.add(run);
    if (this.#runs.size === 1) this.#onBusy.fire(true);
    this.#refreshSoon(run.session);
    const progress = new Progress(this.#connection, NOTICEABLE_MS, {
      title: run.total === 1 ? 'Stepwise: running a check' : 'Stepwise: running checks',
      message: () => (run.total === 1 ? undefined : `${run.total - run.pending.size} of ${run.total}`),
      share: () => (run.total === 1 ? undefined : (run.total - run.pending.size) / run.total),
      onCancel: () => run.stop(),
    });
    try {
      await run.run();
    } finally {
      progress.end();
      this.#runs.delete(run);
      this.#refresh(run.session);
      if (this.#runs.size === 0) this.#onBusy.fire(false);
    }
  }

  #refreshSoon(session: DocumentSession): void {
    if (this.#refreshes.has(session)) return;
    this.#refreshes.set(
      session,
      setTimeout(() => this.#refresh(session), TOGETHER_MS),
    );
  }

  #refresh(session: DocumentSession): void {
    clearTimeout(this.#refreshes.get(session));
    this.#refreshes.delete(session);
    session.refresh();
  }

  #clearPause(session: DocumentSession): void {
    clearTimeout(this.#pauses.get(session));
    this.#pauses.delete(session);
  }

  #closed(session: DocumentSession): void {
    this.#clearPause(session);
    for (const run of this.#runs) if (run.session === session) run.stop();
  }

  #dispose(): void {
    this.stopAll();
    for (const timers of [this.#pauses, this.#refreshes]) {
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
    }
    this.#onBusy.dispose();
  }
}

function limited({ status, cut }: RunResult): boolean {
  return status === 'timeout' || status === 'memory' || cut;
}

/** By key where it is still there, else by place; all without either. */
function chosen(
  checked: Checked,
  key: string | undefined,
  at: z.output<typeof positionSchema> | undefined,
): readonly PlacedCell[] {
  const cells = placedCells(checked.document);
  const byKey = cells.filter(cell => cell.key === key);
  if (byKey.length > 0) return byKey;
  return at === undefined ? cells : cellsAt(checked, at);
}
