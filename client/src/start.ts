/** The extension, whatever it runs on: a language client, a status bar item, commands. */
import { type Disposable, type ExtensionContext, workspace } from 'vscode';
import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient';
import { checkedLanguages, type InitializationOptions } from '../../server/src/protocol.ts';
import { codeCommands, followTrust } from './code.ts';
import { registerCommands } from './commands.ts';
import { Consent } from './consent.ts';
import { EditorModels } from './editorModels.ts';
import { answerFiles } from './files.ts';
import { ghostTextCommand } from './ghostText.ts';
import { Keys } from './keys.ts';
import { localModelCommand } from './localModel.ts';
import { Models } from './models.ts';
import { nextStepCommands } from './nextStep.ts';
import { Outcomes } from './outcomes.ts';
import { rulePage, showRuleCommand } from './rulePages.ts';
import { SearchTreeView } from './searchTree/view.ts';
import { setUpCommand } from './setUp.ts';
import { dropStale } from './staleDiagnostics.ts';
import { StatusBar } from './statusBar.ts';
import { tellVisible } from './visible.ts';

export type CreateClient = (options: LanguageClientOptions) => BaseLanguageClient;

/** Where documents live that a person writes. Others hold copies: the old side of a diff, an output channel. */
const schemes = ['file', 'untitled', 'vscode-vfs', 'vscode-remote', 'vscode-test-web', 'memfs'];

export class Extension {
  readonly #client: BaseLanguageClient;
  readonly #disposables: Disposable[] = [];

  /** @param sandboxFiles address of the folder `dist/sandbox`, for a server that cannot look beside itself */
  constructor(context: ExtensionContext, createClient: CreateClient, sandboxFiles?: string) {
    this.#client = createClient(clientOptions(context, sandboxFiles));
    const models = new Models(this.#client);
    const statusBar = new StatusBar(this.#client, models);
    const keys = new Keys(context.secrets, this.#client);
    const consent = new Consent(context.globalState);
    const editorModels = new EditorModels(this.#client, consent);
    this.#disposables.push(
      models,
      statusBar,
      ...registerCommands(this.#client, { models, consent, extension: context.extensionUri }),
      ...answerFiles(this.#client),
      ...codeCommands(this.#client, context.workspaceState),
      nextStepCommands(this.#client),
      ghostTextCommand(this.#client),
      new SearchTreeView(this.#client, context.extensionUri),
      followTrust(this.#client),
      ...keys.register(),
      ...editorModels.register(),
      ...consent.register(),
      localModelCommand(this.#client),
      setUpCommand({ client: this.#client, keys, editorModels, consent }),
      new Outcomes(this.#client),
      tellVisible(this.#client),
    );
    context.subscriptions.push({ dispose: () => this.#dispose() });
  }

  start(): Promise<void> {
    return this.#client.start();
  }

  async stop(): Promise<void> {
    this.#dispose();
    if (this.#client.needsStop()) await this.#client.dispose();
  }

  #dispose(): void {
    for (const disposable of this.#disposables.splice(0)) disposable.dispose();
  }
}

function clientOptions(
  { extensionUri: extension, globalStorageUri }: ExtensionContext,
  sandboxFiles: string | undefined,
): LanguageClientOptions {
  const folders = (workspace.workspaceFolders ?? []).map(({ uri }) => uri.scheme);
  const written = [...new Set([...schemes, ...folders])];
  return {
    documentSelector: written.flatMap(scheme => checkedLanguages.map(language => ({ scheme, language }))),
    diagnosticCollectionName: 'stepwise',
    initializationOptions: (): InitializationOptions => ({
      files: true,
      settings: JSON.parse(JSON.stringify(workspace.getConfiguration('stepwise'))) as unknown,
      rulePage,
      trusted: workspace.isTrusted,
      ...(globalStorageUri.scheme === 'file' ? { storage: globalStorageUri.fsPath } : {}),
      ...(sandboxFiles === undefined ? {} : { sandboxFiles }),
      showsOutcomes: true,
      choosesNextStep: true,
    }),
    markdown: { isTrusted: { enabledCommands: [showRuleCommand] } },
    connectionOptions: { messageStrategy: dropStale },
    middleware: {
      // The pages of the rules show what is wrong on purpose.
      didOpen: async (document, next) => {
        if (!document.uri.toString().startsWith(`${extension.toString()}/`)) await next(document);
      },
    },
  };
}
