/** The commands that look ahead from the cursor, or back for where the trouble starts, and let the person choose among what is found. */
import {
  CancellationTokenSource,
  commands,
  Disposable,
  ProgressLocation,
  type QuickPick,
  type QuickPickItem,
  Range,
  type TextEditor,
  ThemeIcon,
  window,
} from 'vscode';
import { type BaseLanguageClient, ProgressType, WorkDoneProgress } from 'vscode-languageclient';
import {
  findTrouble,
  findTroubleCommand,
  type NextStep,
  type NextSteps,
  type NextStepsParams,
  nextStepCommand,
  nextSteps,
} from '../../server/src/protocol.ts';
import { searchTreeCommand } from './searchTree/view.ts';

const partial = new ProgressType<NextSteps>();

type Found = NextSteps & { readonly kind: 'found' };
const treeButton = { iconPath: new ThemeIcon('list-tree'), tooltip: 'Show the search tree' };

type Choice = QuickPickItem & { readonly step: NextStep };

export function nextStepCommands(client: BaseLanguageClient): Disposable {
  return Disposable.from(
    commands.registerCommand(nextStepCommand, (given?: NextStepsParams) => search(client, nextSteps.method, given)),
    commands.registerCommand(findTroubleCommand, (given?: NextStepsParams) =>
      search(client, findTrouble.method, given),
    ),
  );
}

async function search(client: BaseLanguageClient, method: string, given: NextStepsParams | undefined): Promise<void> {
  const editor = window.activeTextEditor;
  if (editor === undefined || !client.isRunning()) return;
  const { document, selection } = editor;
  const { line, character } = selection.active;
  const place = given ?? { uri: client.code2ProtocolConverter.asUri(document.uri), position: { line, character } };
  const cancel = new CancellationTokenSource();
  const choosing = new Choosing(editor, () => cancel.cancel());
  const token = `stepwise-${Math.random().toString(36).slice(2)}`;
  const closed = window.onDidChangeVisibleTextEditors(editors => {
    if (!editors.includes(editor)) cancel.cancel();
  });
  const listening = client.onProgress(partial, token, found => choosing.show(found));
  const progress = showProgress(client, `${token}-done`, titles[method] ?? '', () => cancel.cancel());
  try {
    const params: NextStepsParams = { ...place, partialResultToken: token, workDoneToken: `${token}-done` };
    const found = await client.sendRequest<NextSteps | null>(method, params, cancel.token).catch((error: unknown) => {
      // Whoever has stopped the search, or chosen already, wants what there is.
      if (cancel.token.isCancellationRequested) return null;
      throw error;
    });
    progress.dispose();
    if (found !== null) choosing.show(found);
    choosing.searched(cancel.token.isCancellationRequested);
    const chosen = await choosing.chosen;
    if (chosen !== undefined) await write(editor, chosen);
  } finally {
    choosing.dispose();
    progress.dispose();
    listening.dispose();
    closed.dispose();
    cancel.dispose();
  }
}

const titles: Readonly<Record<string, string>> = {
  [nextSteps.method]: 'Stepwise: looking for the next step',
  [findTrouble.method]: 'Stepwise: looking for where the trouble starts',
};

/** Milliseconds until a search that goes on is shown. */
const SHOWN_AFTER = 400;

/** A notification that tells how far the search is, with Cancel; it goes when it is disposed of. */
function showProgress(client: BaseLanguageClient, token: string, title: string, onCancel: () => void): Disposable {
  let end = (): void => {};
  const ended = new Promise<void>(resolve => {
    end = resolve;
  });
  let message: string | undefined;
  let report = (): void => {};
  const listening = client.onProgress(WorkDoneProgress.type, token, value => {
    message = value.message;
    report();
  });
  const timer = setTimeout(() => {
    void window.withProgress({ location: ProgressLocation.Notification, title, cancellable: true }, (shown, stop) => {
      stop.onCancellationRequested(onCancel);
      report = () => shown.report(message === undefined ? {} : { message });
      report();
      return ended;
    });
  }, SHOWN_AFTER);
  return new Disposable(() => {
    clearTimeout(timer);
    listening.dispose();
    end();
  });
}

interface Chosen {
  readonly step: NextStep;
  readonly version: number;
}

async function write(editor: TextEditor, { step: { edit }, version }: Chosen): Promise<void> {
  if (editor.document.version !== version) {
    void window.showInformationMessage('Stepwise: The text has changed meanwhile. Ask again; what was found is kept.');
    return;
  }
  const { start, end } = edit.range;
  await editor.edit(change =>
    change.replace(new Range(start.line, start.character, end.line, end.character), edit.newText),
  );
}

/** A list that is there as soon as something is found, and grows while the search goes on. */
class Choosing {
  /** What the person takes; `undefined` where nothing. */
  readonly chosen: Promise<Chosen | undefined>;
  readonly #editor: TextEditor;
  readonly #onEnd: () => void;
  #list: QuickPick<Choice> | undefined;
  #version = 0;
  #take: (chosen: Chosen | undefined) => void = () => {};
  #ended = false;

  /** @param onEnd called when the person has chosen, or wants nothing */
  constructor(editor: TextEditor, onEnd: () => void) {
    this.#editor = editor;
    this.#onEnd = onEnd;
    this.chosen = new Promise(resolve => {
      this.#take = resolve;
    });
  }

  show(found: NextSteps): void {
    if (this.#ended) return;
    if (found.kind === 'none') {
      void window.showInformationMessage(`Stepwise: ${found.message}`);
      this.#end(undefined);
      return;
    }
    const list = this.#list ?? this.#open();
    const before = list.activeItems[0]?.label;
    list.title = found.title;
    // While the list is looked at, nothing in it changes its place: a click meant for one choice must not take another.
    list.items = inPlace(found.version === this.#version ? list.items : [], choicesOf(found));
    this.#version = found.version;
    // The choice that the person has gone to stays theirs while others come.
    const same = list.items.find(({ label }) => label === before);
    if (same !== undefined) list.activeItems = [same];
    const { line } = found;
    if (line !== undefined) this.#editor.revealRange(new Range(line, 0, line, 0));
  }

  /** Nothing more will come. */
  searched(stopped: boolean): void {
    if (this.#list !== undefined) this.#list.busy = false;
    else if (!this.#ended) {
      if (stopped) void window.showInformationMessage('Stepwise: Stopped before anything was found.');
      this.#end(undefined);
    }
  }

  dispose(): void {
    this.#end(undefined);
    this.#list?.dispose();
  }

  #open(): QuickPick<Choice> {
    const list = window.createQuickPick<Choice>();
    this.#list = list;
    list.placeholder = 'The step is written into the document; one undo takes it back';
    list.matchOnDetail = true;
    list.buttons = [treeButton];
    list.onDidTriggerButton(() => {
      list.hide();
      void commands.executeCommand(searchTreeCommand);
    });
    list.busy = true;
    list.onDidAccept(() => {
      const step = list.selectedItems[0]?.step ?? list.activeItems[0]?.step;
      this.#end(step && { step, version: this.#version });
      list.hide();
    });
    list.onDidHide(() => this.#end(undefined));
    list.show();
    return list;
  }

  #end(chosen: Chosen | undefined): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#take(chosen);
    this.#onEnd();
  }
}

/** The choices that are shown, each as it is now known, and behind them those that are new. */
function inPlace(shown: readonly Choice[], found: readonly Choice[]): readonly Choice[] {
  const isSame = (a: Choice, b: Choice): boolean => a.label === b.label;
  return [
    ...shown.map(choice => found.find(each => isSame(each, choice)) ?? choice),
    ...found.filter(choice => !shown.some(each => isSame(each, choice))),
  ];
}

function choicesOf({ steps, whole }: Found): readonly Choice[] {
  const choices: Choice[] = steps.map(step => ({ label: plain(step.text), description: step.detail, step }));
  if (whole !== undefined)
    choices.push({
      label: '$(check-all) Finish the solution',
      description: whole.detail,
      detail: plain(whole.text),
      step: whole,
    });
  return choices;
}

/** A list shows text: formulas are easier to read there without what only LaTeX needs. */
function plain(text: string): string {
  return text
    .replace(/\\left|\\right/g, '')
    .replace(/\$/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}
