/** The one status bar item: what is known of the document in the active editor. */
import { type Disposable, StatusBarAlignment, type StatusBarItem, ThemeColor, window, workspace } from 'vscode';
import { type BaseLanguageClient, State } from 'vscode-languageclient';
import { checkedLanguages, type DocumentState, type StatusParams, status } from '../../server/src/protocol.ts';
import type { Models } from './models.ts';
import { modelsLook } from './modelsLook.ts';

export const showMenuCommand = 'stepwise.showMenu';

interface Look {
  readonly text: string;
  readonly tooltip: string;
  readonly warns?: boolean;
}

export class StatusBar implements Disposable {
  readonly #item: StatusBarItem;
  readonly #states = new Map<string, DocumentState>();
  readonly #subscriptions: Disposable[];
  readonly #models: Models;
  #stopped = false;

  constructor(client: BaseLanguageClient, models: Models) {
    this.#models = models;
    this.#item = window.createStatusBarItem('stepwise.status', StatusBarAlignment.Right, 100);
    this.#item.name = 'Stepwise';
    this.#item.command = showMenuCommand;
    this.#subscriptions = [
      client.onNotification(status.method, ({ uri, state }: StatusParams) => {
        this.#states.set(client.protocol2CodeConverter.asUri(uri).toString(), state);
        this.#show();
      }),
      client.onDidChangeState(({ newState }) => {
        this.#stopped = newState === State.Stopped || newState === State.StartFailed;
        if (this.#stopped) this.#states.clear();
        this.#show();
      }),
      models.onChange(() => this.#show()),
      window.onDidChangeActiveTextEditor(() => this.#show()),
      workspace.onDidCloseTextDocument(({ uri }) => this.#states.delete(uri.toString())),
    ];
    this.#show();
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#item.dispose();
  }

  #show(): void {
    const document = window.activeTextEditor?.document;
    if (document === undefined || !(checkedLanguages as readonly string[]).includes(document.languageId)) {
      this.#item.hide();
      return;
    }
    const look = this.#stopped
      ? { text: '$(error) Stepwise stopped', tooltip: 'The server has stopped. Choose Restart in the menu.' }
      : lookOf(this.#states.get(document.uri.toString()) ?? { kind: 'checking' }, document.languageId);
    const ofModels = this.#stopped ? undefined : modelsLook(this.#models.state);
    this.#item.text = [look.text, ofModels?.text].filter(text => text !== undefined).join(' ');
    this.#item.tooltip = [look.tooltip, ofModels?.tooltip].filter(text => text !== undefined).join('\n');
    const warns = look.warns === true || ofModels?.warns === true;
    this.#item.backgroundColor = warns ? new ThemeColor('statusBarItem.warningBackground') : undefined;
    this.#item.show();
  }
}

function lookOf(state: DocumentState, languageId: string): Look {
  switch (state.kind) {
    case 'checking':
      return { text: '$(sync~spin) Stepwise: checking…', tooltip: 'Stepwise is checking this document.' };
    case 'checked':
      return checkedLook(state.steps, state.flagged, languageId);
    case 'off':
      return { text: '$(circle-slash) Stepwise: off', tooltip: 'Stepwise is switched off for this document.' };
    case 'tooLarge':
      return {
        text: '$(circle-slash) Stepwise: too large',
        tooltip: `This document is larger than ${state.limitKb} KB (stepwise.maxFileSizeKb).`,
      };
    case 'failed':
      return { text: '$(error) Stepwise: failed', tooltip: `The check failed: ${state.reason}`, warns: true };
  }
}

function checkedLook(steps: number, flagged: number, languageId: string): Look {
  const counted = steps === 1 ? '1 step' : `${steps} steps`;
  if (steps === 0) {
    const how =
      languageId === 'steps'
        ? 'Write the first one.'
        : 'Put a heading such as “Solution” above the steps, or choose “Begin a solution here” in the menu.';
    return { text: '$(pass) Stepwise: no steps', tooltip: `No solution was found in this document. ${how}` };
  }
  if (flagged === 0) return { text: `$(pass) ${counted}`, tooltip: `Stepwise: ${counted}, none flagged.` };
  return { text: `$(warning) ${counted}, ${flagged} flagged`, tooltip: `Stepwise: ${counted}, ${flagged} flagged.` };
}
