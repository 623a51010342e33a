/** Tells the server which lines the person has in view, when they have come to rest there. */
import { Disposable, languages, type TextEditor, window } from 'vscode';
import { type BaseLanguageClient, State } from 'vscode-languageclient';
import { checkedLanguages, type VisibleParams, visible } from '../../server/src/protocol.ts';

/** A scroll is over after this (ms). */
const REST_MS = 250;

export function tellVisible(client: BaseLanguageClient): Disposable {
  /** What was told of each document, so that nothing is told twice. */
  const told = new Map<string, string>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tell = (): void => {
    if (!client.isRunning()) return;
    const now = inView(client, window.visibleTextEditors);
    for (const uri of told.keys()) if (!now.has(uri)) now.set(uri, []);
    for (const [uri, lines] of now) {
      const said = JSON.stringify(lines);
      if (told.get(uri) === said) continue;
      if (lines.length === 0) told.delete(uri);
      else told.set(uri, said);
      const params: VisibleParams = { uri, lines };
      void client.sendNotification(visible.method, params);
    }
  };
  const soon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(tell, REST_MS);
  };
  return Disposable.from(
    window.onDidChangeTextEditorVisibleRanges(soon),
    window.onDidChangeVisibleTextEditors(soon),
    window.onDidChangeActiveTextEditor(soon),
    client.onDidChangeState(({ newState }) => {
      told.clear();
      if (newState === State.Running) soon();
    }),
    new Disposable(() => clearTimeout(timer)),
  );
}

function inView(client: BaseLanguageClient, editors: readonly TextEditor[]): Map<string, [number, number][]> {
  const selector = checkedLanguages.map(language => ({ language }));
  const found = new Map<string, [number, number][]>();
  for (const { document, visibleRanges } of editors) {
    if (languages.match(selector, document) === 0) continue;
    const uri = client.code2ProtocolConverter.asUri(document.uri);
    const lines = visibleRanges.map(({ start, end }): [number, number] => [start.line, end.line]);
    found.set(uri, [...(found.get(uri) ?? []), ...lines]);
  }
  return found;
}
