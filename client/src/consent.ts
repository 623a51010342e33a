/** Which of VS Code's language models the person lets read their solutions: asked once for each, and taken back by command. */
import {
  type CancellationToken,
  CancellationTokenSource,
  commands,
  type Disposable,
  lm,
  type Memento,
  window,
} from 'vscode';
import type { EditorModelAbout } from '../../server/src/protocol.ts';

/** What the question names. */
type Asked = Pick<EditorModelAbout, 'vendor' | 'id' | 'name'>;

/** Where it is kept which models the person has agreed to. */
const agreedKey = 'agreedModels';

export const withdrawCommand = 'stepwise.withdrawModelConsent';

/** Context for `when` clauses: there is something to take back. */
const hasAgreedContext = 'stepwise.hasAgreedModels';

export class Consent {
  readonly #memory: Memento;
  readonly #asking = new Map<string, Promise<boolean>>();
  /** Those that the person has said no to; asked again after a restart, or when the person chooses them anew. */
  readonly #refused = new Set<string>();
  /** Requests that run now. */
  readonly #running = new Map<CancellationTokenSource, string>();

  /** @param memory what is remembered of the person, whatever the workspace */
  constructor(memory: Memento) {
    this.#memory = memory;
  }

  /** Whether there is a model that may be sent steps. */
  get isGiven(): boolean {
    return this.#agreed.length > 0;
  }

  register(): readonly Disposable[] {
    void this.#tellContext();
    return [commands.registerCommand(withdrawCommand, () => this.#withdraw())];
  }

  /**
   * Asks the person, once for each model; two that wait for the answer are one question.
   * @param chosen the person has chosen the model just now: a dialog asks, again where they said no before. Else it is a notification, which can wait.
   */
  async agreed({ vendor, id, name }: Asked, chosen: boolean): Promise<boolean> {
    const key = keyOf({ vendor, id });
    if (this.#agreed.includes(key)) return true;
    if (this.#refused.has(key) && !chosen) return false;
    const asked = (chosen ? undefined : this.#asking.get(key)) ?? this.#question(key, `${name} (${vendor})`, chosen);
    this.#asking.set(key, asked);
    try {
      return await asked;
    } finally {
      this.#asking.delete(key);
    }
  }

  async #question(key: string, name: string, modal: boolean): Promise<boolean> {
    const send = 'Send Steps to This Model';
    const question = `Let Stepwise send your solutions to ${name}?`;
    const detail =
      'The problem and the steps of the solutions that you open go to this model, so that it can judge them; nothing else of your files does. ' +
      'Its provider may count each request against your quota. Stepwise asks this once for each model; "Stepwise: Stop Sending Steps to a VS Code Model" takes it back.';
    const answer = modal
      ? await window.showWarningMessage(question, { modal, detail }, send)
      : await window.showWarningMessage(`${question} ${detail}`, send, 'Not Now');
    if (answer !== send) {
      this.#refused.add(key);
      return false;
    }
    this.#refused.delete(key);
    await this.#keep([...this.#agreed, key]);
    return true;
  }

  /** Runs a request, which is cancelled when the person takes the consent back meanwhile; then it gives nothing. */
  async whileGiven<T>(
    model: Pick<Asked, 'vendor' | 'id'>,
    token: CancellationToken,
    run: (token: CancellationToken) => Promise<T>,
  ): Promise<T | undefined> {
    const source = new CancellationTokenSource();
    const cancelled = token.onCancellationRequested(() => source.cancel());
    this.#running.set(source, keyOf(model));
    try {
      const answer = await run(source.token);
      return this.#running.has(source) ? answer : undefined;
    } finally {
      this.#running.delete(source);
      cancelled.dispose();
      source.dispose();
    }
  }

  async #withdraw(): Promise<void> {
    const agreed = this.#agreed;
    if (agreed.length === 0) {
      void window.showInformationMessage("Stepwise sends steps to none of VS Code's language models.");
      return;
    }
    const known = new Map((await lm.selectChatModels()).map(model => [keyOf(model), model.name]));
    const items = agreed.map(key => ({ label: known.get(key) ?? key, description: key, key }));
    const chosen = await window.showQuickPick(items, {
      title: 'Stop sending steps to',
      placeHolder: 'Stepwise sends this model nothing more until you choose it anew',
    });
    if (chosen === undefined) return;
    this.#refused.add(chosen.key);
    await this.#keep(this.#agreed.filter(key => key !== chosen.key));
    for (const [source, key] of [...this.#running]) {
      if (key !== chosen.key) continue;
      this.#running.delete(source);
      source.cancel();
    }
    void window.showInformationMessage(`Stepwise sends no more steps to ${chosen.label}.`);
  }

  get #agreed(): readonly string[] {
    return this.#memory.get<readonly string[]>(agreedKey, []);
  }

  async #keep(agreed: readonly string[]): Promise<void> {
    await this.#memory.update(agreedKey, agreed);
    await this.#tellContext();
  }

  async #tellContext(): Promise<void> {
    await commands.executeCommand('setContext', hasAgreedContext, this.isGiven);
  }
}

function keyOf({ vendor, id }: Pick<Asked, 'vendor' | 'id'>): string {
  return `${vendor}/${id}`;
}
