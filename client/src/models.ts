/** What the server says of models, kept for the status bar and the menu, and the command that asks for scores. */
import { commands, type Disposable, type Event, EventEmitter, window } from 'vscode';
import { type BaseLanguageClient, State } from 'vscode-languageclient';
import { type ModelsParams, models, type ScoreAnswer, scoreDocument } from '../../server/src/protocol.ts';
import { requestWithProgress } from './progress.ts';

/** Context for `when` clauses: the server can use models. */
const hasModelsContext = 'stepwise.hasModels';

export class Models implements Disposable {
  readonly #client: BaseLanguageClient;
  readonly #onChange = new EventEmitter<void>();
  readonly #subscriptions: readonly Disposable[];
  #state: ModelsParams | undefined;

  constructor(client: BaseLanguageClient) {
    this.#client = client;
    this.#subscriptions = [
      client.onNotification(models.method, (params: ModelsParams) => this.#take(params)),
      client.onDidChangeState(({ newState }) => {
        if (newState === State.Stopped) this.#take(undefined);
      }),
      commands.registerCommand('stepwise.scoreDocument', () => this.#score()),
      this.#onChange,
    ];
  }

  get onChange(): Event<void> {
    return this.#onChange.event;
  }

  /** `undefined` where the server can use none. */
  get state(): ModelsParams | undefined {
    return this.#state;
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #take(state: ModelsParams | undefined): void {
    const had = this.#state !== undefined;
    this.#state = state;
    if (had !== (state !== undefined)) {
      void commands.executeCommand('setContext', hasModelsContext, state !== undefined);
    }
    this.#onChange.fire();
  }

  async #score(): Promise<void> {
    const document = window.activeTextEditor?.document;
    if (document === undefined) return;
    const uri = this.#client.code2ProtocolConverter.asUri(document.uri);
    const answer = await requestWithProgress<ScoreAnswer>(this.#client, scoreDocument.method, {
      title: 'Stepwise: scoring the steps',
      params: { uri },
    });
    if (!answer.ok) {
      void window.showWarningMessage(`Stepwise: ${answer.message}`);
      return;
    }
    const { scored, low } = answer;
    const steps = scored === 1 ? '1 step has a score' : `${scored} steps have a score`;
    void window.showInformationMessage(`Stepwise: ${steps}, ${low === 0 ? 'none' : low} of them low.`);
  }
}
