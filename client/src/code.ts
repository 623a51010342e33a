/** Commands for the Python in a solution, and the question that comes before the person's own Python is used. */
import { commands, type Disposable, type Memento, window, workspace } from 'vscode';
import { type BaseLanguageClient, State } from 'vscode-languageclient';
import {
  confirmPython,
  type RunCodeAnswer,
  type RunCodeArguments,
  runCodeCommand,
  type StopCodeArguments,
  stopCodeCommand,
  trustGranted,
} from '../../server/src/protocol.ts';

/** Context for `when` clauses: the server can run code. */
const runsCodeContext = 'stepwise.runsCode';

/** Where it is kept which Python the person has agreed to for the code of this workspace. */
const agreedKey = 'agreedPython';

/** @param memory what is remembered of the workspace */
export function codeCommands(client: BaseLanguageClient, memory: Memento): readonly Disposable[] {
  return [
    commands.registerCommand('stepwise.runCheck', () => runAtCursor(client)),
    commands.registerCommand('stepwise.runAllChecks', () => runAll(client)),
    commands.registerCommand('stepwise.stopChecks', () => commands.executeCommand(stopCodeCommand, everything)),
    client.onRequest<boolean, void>(confirmPython.method, ({ python }: { python: string }) => confirm(python, memory)),
    client.onDidChangeState(({ newState }) => {
      const can = newState === State.Running && runsCode(client);
      void commands.executeCommand('setContext', runsCodeContext, can);
    }),
  ];
}

/** Whether the server has said that it can. */
export function runsCode(client: BaseLanguageClient): boolean {
  return client.initializeResult?.capabilities.executeCommandProvider?.commands.includes(runCodeCommand) === true;
}

/** Tells the server when the person comes to trust the workspace. */
export function followTrust(client: BaseLanguageClient): Disposable {
  return workspace.onDidGrantWorkspaceTrust(() => {
    // A server that is not running is told at its next start.
    if (client.isRunning()) void client.sendNotification(trustGranted.method, {});
  });
}

const everything: StopCodeArguments = {};

async function runAtCursor(client: BaseLanguageClient): Promise<void> {
  const editor = window.activeTextEditor;
  if (editor === undefined) return;
  const { line, character } = editor.selection.active;
  await run(client, { line, character }, 'There is no Python at the cursor.');
}

async function runAll(client: BaseLanguageClient): Promise<void> {
  await run(client, undefined, 'There is no Python in the solutions of this document.');
}

async function run(client: BaseLanguageClient, position: RunCodeArguments['position'], none: string): Promise<void> {
  const document = window.activeTextEditor?.document;
  if (document === undefined) return;
  const uri = client.code2ProtocolConverter.asUri(document.uri);
  const given: RunCodeArguments = { uri, ...(position === undefined ? {} : { position }) };
  const { cells } = (await commands.executeCommand<RunCodeAnswer | undefined>(runCodeCommand, given)) ?? { cells: 0 };
  if (cells === 0) void window.showInformationMessage(`Stepwise: ${none}`);
}

/** Asked once for each Python and workspace; a refusal is not kept, so that the person can think again. */
async function confirm(python: string, memory: Memento): Promise<boolean> {
  if (memory.get<string>(agreedKey) === python) return true;
  const run = 'Run with My Python';
  const chosen = await window.showWarningMessage(
    `Run the Python in the documents of this workspace with ${python}?`,
    {
      modal: true,
      detail:
        'It runs outside the sandbox, with your rights on this machine: code in any document that you open here can read, change and send your files. ' +
        'To use the sandbox instead, empty the setting stepwise.code.python.',
    },
    run,
  );
  if (chosen === run) await memory.update(agreedKey, python);
  return chosen === run;
}
