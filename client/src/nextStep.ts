/** The command that looks ahead from the cursor and lets the person choose among what was found. */
import { CancellationTokenSource, commands, type Disposable, type QuickPickItem, Range, window } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import {
  type NextStep,
  type NextSteps,
  type NextStepsParams,
  nextStepCommand,
  nextSteps,
} from '../../server/src/protocol.ts';

export function nextStepCommands(client: BaseLanguageClient): Disposable {
  return commands.registerCommand(nextStepCommand, (given?: NextStepsParams) => findNextStep(client, given));
}

async function findNextStep(client: BaseLanguageClient, given: NextStepsParams | undefined): Promise<void> {
  const editor = window.activeTextEditor;
  if (editor === undefined || !client.isRunning()) return;
  const { document, selection } = editor;
  const { line, character } = selection.active;
  const params = given ?? { uri: client.code2ProtocolConverter.asUri(document.uri), position: { line, character } };
  const cancel = new CancellationTokenSource();
  const closed = window.onDidChangeVisibleTextEditors(editors => {
    if (!editors.includes(editor)) cancel.cancel();
  });
  try {
    const found = await client.sendRequest<NextSteps | null>(nextSteps.method, params, cancel.token);
    if (found === null || cancel.token.isCancellationRequested) return;
    if (found.kind === 'none') {
      void window.showInformationMessage(`Stepwise: ${found.message}`);
      return;
    }
    if (document.version !== found.version) {
      void window.showInformationMessage(
        'Stepwise: The text has changed meanwhile. Ask again; what was found is kept.',
      );
      return;
    }
    const chosen = await choose(found);
    if (chosen === undefined || document.version !== found.version) return;
    const { start, end } = chosen.edit.range;
    await editor.edit(edit =>
      edit.replace(new Range(start.line, start.character, end.line, end.character), chosen.edit.newText),
    );
  } finally {
    closed.dispose();
    cancel.dispose();
  }
}

type Choice = QuickPickItem & { readonly step: NextStep };

async function choose({
  steps,
  whole,
  insteadOf,
}: NextSteps & { readonly kind: 'found' }): Promise<NextStep | undefined> {
  const choices: Choice[] = steps.map(step => ({ label: plain(step.text), description: step.detail, step }));
  if (whole !== undefined)
    choices.push({
      label: '$(check-all) Finish the solution',
      description: whole.detail,
      detail: plain(whole.text),
      step: whole,
    });
  const title = insteadOf === undefined ? 'Next step' : `Step ${insteadOf} is refuted: go on from before it with`;
  const chosen = await window.showQuickPick(choices, {
    title,
    placeHolder: 'The step is written below; one undo takes it back',
    matchOnDetail: true,
  });
  return chosen?.step;
}

/** A list shows text: formulas are easier to read there without what only LaTeX needs. */
function plain(text: string): string {
  return text
    .replace(/\\left|\\right/g, '')
    .replace(/\$/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}
