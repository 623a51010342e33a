/** The search tree beside the editor: it follows the cursor, and what the server says of the tree there. */
import {
  type CancellationToken,
  CancellationTokenSource,
  commands,
  Disposable,
  languages,
  Selection,
  type TextEditor,
  type Uri,
  ViewColumn,
  type WebviewPanel,
  window,
} from 'vscode';
import { type BaseLanguageClient, State } from 'vscode-languageclient';
import {
  checkedLanguages,
  type FileParams,
  insertFromTree,
  type LookAheadParams,
  type LookedAhead,
  lookAhead,
  type SearchTreeAnswer,
  type StepsInserted,
  searchTree,
  searchTreeChanged,
  stopLookingAhead,
} from '../../../server/src/protocol.ts';
import { htmlOf, pageFolder } from './html.ts';
import { type FromPage, fromPage, type Place, savedState, type ToPage, type ViewState } from './messages.ts';

export const searchTreeCommand = 'stepwise.searchTree';

const VIEW_TYPE = 'stepwise.searchTree';

/** The cursor has come to rest after this (ms). */
const REST_MS = 120;

const FEWEST_NODES = 400;
const MOST_NODES = 20_000;

export class SearchTreeView implements Disposable {
  readonly #client: BaseLanguageClient;
  readonly #extension: Uri;
  readonly #subscriptions: Disposable;
  #panel: WebviewPanel | undefined;
  /** The cursor in the document that was looked at last. */
  #place: Place | undefined;
  #nodes = FEWEST_NODES;
  /** A question is on its way, and another is to follow. */
  #asking = false;
  #askAgain = false;
  #toSay: string | undefined;
  /** A search was asked for from here in a solution without a tree. */
  #beginning = false;
  /** The page that comes next takes the keys: the person has called it. */
  #isCalled = false;
  /** Ends the searches that were asked for from here. */
  #stop = new CancellationTokenSource();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(client: BaseLanguageClient, extension: Uri) {
    this.#client = client;
    this.#extension = extension;
    this.#subscriptions = Disposable.from(
      commands.registerCommand(searchTreeCommand, () => this.#call()),
      window.registerWebviewPanelSerializer(VIEW_TYPE, {
        deserializeWebviewPanel: async (panel, state: unknown) => {
          const saved = savedState.safeParse(state);
          if (saved.success) this.#place ??= saved.data.place;
          this.#take(panel);
        },
      }),
      window.onDidChangeActiveTextEditor(editor => this.#follow(editor)),
      window.onDidChangeTextEditorSelection(({ textEditor }) => this.#follow(textEditor)),
      client.onNotification(searchTreeChanged.method, ({ uri }: FileParams) => {
        if (uri === this.#place?.uri) this.#ask();
      }),
      client.onDidChangeState(() => this.#ask()),
    );
    this.#follow(window.activeTextEditor);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    // The panel stays: after a reload of the window it is brought back.
    this.#subscriptions.dispose();
    this.#stop.cancel();
  }

  #call(): void {
    this.#follow(window.activeTextEditor);
    if (this.#panel !== undefined) {
      this.#panel.reveal();
      this.#post({ kind: 'focus' });
      return;
    }
    this.#isCalled = true;
    const panel = window.createWebviewPanel(VIEW_TYPE, 'Search Tree', ViewColumn.Beside, { enableFindWidget: true });
    this.#take(panel);
  }

  #take(panel: WebviewPanel): void {
    this.#panel?.dispose();
    this.#panel = panel;
    const { webview } = panel;
    webview.options = { enableScripts: true, localResourceRoots: [pageFolder(this.#extension)] };
    const listening = Disposable.from(
      webview.onDidReceiveMessage((given: unknown) => {
        const message = fromPage.safeParse(given);
        if (message.success) void this.#carryOut(message.data);
      }),
      panel.onDidChangeViewState(() => this.#ask()),
    );
    panel.onDidDispose(() => {
      listening.dispose();
      if (this.#panel === panel) this.#panel = undefined;
    });
    webview.html = htmlOf(webview, this.#extension);
  }

  #follow(editor: TextEditor | undefined): void {
    if (editor === undefined || !isChecked(editor)) return;
    const { line, character } = editor.selection.active;
    const uri = this.#client.code2ProtocolConverter.asUri(editor.document.uri);
    if (uri !== this.#place?.uri) this.#nodes = FEWEST_NODES;
    else if (line === this.#place.position.line && character === this.#place.position.character) return;
    this.#place = { uri, position: { line, character } };
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#ask(), REST_MS);
  }

  /** Asks for the tree and shows it; one question at a time, and never for a page that nobody sees. */
  #ask(): void {
    if (this.#panel?.visible !== true) return;
    if (this.#asking) {
      this.#askAgain = true;
      return;
    }
    this.#asking = true;
    void this.#current().then(state => {
      this.#asking = false;
      if (this.#panel !== undefined) this.#panel.title = titleOf(this.#place);
      this.#post({ kind: 'state', state, place: this.#place });
      if (this.#askAgain) {
        this.#askAgain = false;
        this.#ask();
      } else if (this.#toSay !== undefined) {
        this.#post({ kind: 'said', message: this.#toSay });
        this.#toSay = undefined;
      }
    });
  }

  /** Says how something ended, when what it led to is to be seen. */
  #say(message: string): void {
    this.#toSay = message;
    this.#ask();
  }

  async #current(): Promise<ViewState> {
    const { state } = this.#client;
    if (state !== State.Running) return { kind: state === State.Starting ? 'starting' : 'stopped' };
    if (this.#place === undefined) return { kind: 'no-document' };
    const { uri, position } = this.#place;
    const answer = await this.#request<SearchTreeAnswer | null>(searchTree.method, {
      uri,
      position,
      nodes: this.#nodes,
    });
    if (answer === undefined) return { kind: 'stopped' };
    if (answer === null) return { kind: 'no-document' };
    switch (answer.kind) {
      case 'tree':
        return { kind: 'tree', answer };
      case 'empty':
        return { kind: 'empty', searching: this.#beginning };
      case 'none':
        return { kind: 'no-solution' };
    }
  }

  async #carryOut(message: FromPage): Promise<void> {
    if (message.kind === 'ready') {
      this.#ask();
      if (this.#isCalled) this.#post({ kind: 'focus' });
      this.#isCalled = false;
      return;
    }
    const place = this.#place;
    if (place === undefined) return;
    switch (message.kind) {
      case 'more':
        this.#nodes = Math.min(MOST_NODES, this.#nodes * 2);
        this.#ask();
        return;
      case 'stop':
        this.#stop.cancel();
        this.#stop = new CancellationTokenSource();
        await this.#client.sendNotification(stopLookingAhead.method, place);
        return;
      case 'begin':
        this.#beginning = true;
        await this.#lookAhead(place);
        this.#beginning = false;
        this.#ask();
        return;
      case 'insert':
        return this.#insert(place, message);
      case 'look-ahead':
        return this.#lookAhead({ ...place, below: { node: message.node, version: message.version } });
    }
  }

  async #lookAhead(params: LookAheadParams): Promise<void> {
    this.#ask();
    const { token } = this.#stop;
    const ended = await this.#request<LookedAhead>(lookAhead.method, params, token);
    if (ended !== undefined) this.#say(ended.message);
    else if (token.isCancellationRequested) this.#say('Stopped; what was found stays.');
    else this.#ask();
  }

  async #insert(place: Place, { node, version }: { readonly node: number; readonly version: number }): Promise<void> {
    const written = await this.#request<StepsInserted>(insertFromTree.method, { ...place, node, version });
    if (written === undefined) return;
    if (!written.ok) {
      this.#say(written.message);
      return;
    }
    // The view goes on from behind what was written, and so does the cursor where the document is to be seen.
    this.#place = { uri: place.uri, position: written.end };
    const end = this.#client.protocol2CodeConverter.asPosition(written.end);
    for (const editor of window.visibleTextEditors) {
      if (this.#client.code2ProtocolConverter.asUri(editor.document.uri) !== place.uri) continue;
      editor.selection = new Selection(end, end);
      editor.revealRange(editor.selection);
    }
    this.#say('Written into the document; undo there takes it back.');
  }

  /** `undefined` where the server has gone, which the client tells the person itself. */
  async #request<R>(method: string, params: object, token?: CancellationToken): Promise<R | undefined> {
    try {
      return await this.#client.sendRequest<R>(method, params, token);
    } catch (error) {
      if (token?.isCancellationRequested === true) return undefined;
      this.#client.error(`The search tree: ${method} failed`, error, false);
      return undefined;
    }
  }

  #post(message: ToPage): void {
    void this.#panel?.webview.postMessage(message);
  }
}

function titleOf(place: Place | undefined): string {
  const file = place?.uri.slice(place.uri.lastIndexOf('/') + 1);
  return file === undefined ? 'Search Tree' : `Search Tree: ${decodeURIComponent(file)}`;
}

function isChecked({ document }: TextEditor): boolean {
  return checkedLanguages.some(language => languages.match({ language }, document) > 0);
}
