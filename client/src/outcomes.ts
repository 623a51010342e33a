/** What came of a block of Python, in one muted line behind its last line. It moves with the text until the next word of the server. */
import { type Disposable, type Range, type TextEditor, ThemeColor, window, workspace } from 'vscode';
import { type BaseLanguageClient, State } from 'vscode-languageclient';
import { type OutcomesParams, outcomes } from '../../server/src/protocol.ts';

export class Outcomes implements Disposable {
  readonly #look = window.createTextEditorDecorationType({
    after: { color: new ThemeColor('editorCodeLens.foreground'), margin: '0 0 0 3ch' },
  });
  readonly #known = new Map<string, OutcomesParams>();
  readonly #subscriptions: Disposable[];

  constructor(client: BaseLanguageClient) {
    this.#subscriptions = [
      client.onNotification(outcomes.method, (params: OutcomesParams) => {
        const uri = client.protocol2CodeConverter.asUri(params.uri).toString();
        this.#known.set(uri, params);
        for (const editor of window.visibleTextEditors) if (editor.document.uri.toString() === uri) this.#show(editor);
      }),
      client.onDidChangeState(({ newState }) => {
        if (newState !== State.Stopped) return;
        this.#known.clear();
        for (const editor of window.visibleTextEditors) editor.setDecorations(this.#look, []);
      }),
      window.onDidChangeVisibleTextEditors(editors => {
        for (const editor of editors) this.#show(editor);
      }),
      workspace.onDidCloseTextDocument(({ uri }) => this.#known.delete(uri.toString())),
    ];
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#look.dispose();
  }

  /** Outcomes of a text that has changed since stay where they are: those of the newest text are on their way. */
  #show(editor: TextEditor): void {
    const { document } = editor;
    const params = this.#known.get(document.uri.toString());
    if (params === undefined || params.version !== document.version) return;
    editor.setDecorations(
      this.#look,
      params.outcomes.map(({ line, text }) => ({
        range: endOf(editor, line),
        renderOptions: { after: { contentText: text } },
      })),
    );
  }
}

function endOf({ document }: TextEditor, line: number): Range {
  const { range } = document.lineAt(Math.min(line, document.lineCount - 1));
  return range.with(range.end);
}
