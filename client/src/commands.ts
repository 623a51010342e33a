/** The commands: check the file or the workspace, switch off and on, restart, and the menu behind the status bar item. */
import { commands, type Disposable, Position, type QuickPickItem, type Uri, window, workspace } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import {
  checkFile,
  checkWorkspace,
  type FileSummary,
  type ModelsParams,
  type WorkspaceSummary,
} from '../../server/src/protocol.ts';
import { runsCode } from './code.ts';
import { type Consent, withdrawCommand } from './consent.ts';
import type { Models } from './models.ts';
import { requestWithProgress } from './progress.ts';
import { showRule, showRuleCommand } from './rulePages.ts';
import { solutionMark } from './solutionMark.ts';
import { showMenuCommand } from './statusBar.ts';

const beginSolutionCommand = 'stepwise.beginSolution';

interface Shown {
  readonly models: Models;
  readonly consent: Consent;
  readonly extension: Uri;
}

export function registerCommands(client: BaseLanguageClient, shown: Shown): readonly Disposable[] {
  return [
    commands.registerCommand('stepwise.checkFile', () => checkActiveFile(client)),
    commands.registerCommand('stepwise.checkWorkspace', () => checkAllFiles(client)),
    commands.registerCommand(beginSolutionCommand, beginSolution),
    commands.registerCommand('stepwise.switchOff', () => setEnabled(false)),
    commands.registerCommand('stepwise.switchOn', () => setEnabled(true)),
    commands.registerCommand('stepwise.restart', () => restart(client)),
    commands.registerCommand(showMenuCommand, () => showMenu(client, shown)),
    commands.registerCommand(showRuleCommand, (code: unknown) => showRule(shown.extension, code)),
  ];
}

async function checkActiveFile(client: BaseLanguageClient): Promise<void> {
  const document = window.activeTextEditor?.document;
  if (document === undefined) return;
  const uri = client.code2ProtocolConverter.asUri(document.uri);
  const summary = await client.sendRequest<FileSummary | null>(checkFile.method, { uri });
  if (summary === null) void window.showInformationMessage('Stepwise does not check this document.');
  else await tell(`Stepwise: ${count(summary)}.`, summary.flagged);
}

async function checkAllFiles(client: BaseLanguageClient): Promise<void> {
  const summary = await requestWithProgress<WorkspaceSummary>(client, checkWorkspace.method, {
    title: 'Stepwise: checking the workspace',
  });
  const files = summary.files === 1 ? '1 file' : `${summary.files} files`;
  const skipped = summary.skipped === 0 ? '' : `, ${summary.skipped} skipped`;
  const end = summary.cancelled ? ' The check was cancelled.' : '';
  await tell(`Stepwise: ${files}${skipped}: ${count(summary)}.${end}`, summary.flagged);
}

function count({ steps, flagged }: FileSummary): string {
  return `${steps === 1 ? '1 step' : `${steps} steps`}, ${flagged} flagged`;
}

async function tell(message: string, flagged: number): Promise<void> {
  const show = 'Show Problems';
  const chosen = await window.showInformationMessage(message, ...(flagged > 0 ? [show] : []));
  if (chosen === show) await commands.executeCommand('workbench.actions.view.problems');
}

/** In a `.steps` file everything is a solution. */
function canBeginSolution(): boolean {
  return ['markdown', 'latex', 'tex'].includes(window.activeTextEditor?.document.languageId ?? '');
}

/** Marks what stands at the cursor, and below, as a solution. */
async function beginSolution(): Promise<void> {
  const editor = window.activeTextEditor;
  if (editor === undefined || !canBeginSolution()) {
    void window.showInformationMessage('Stepwise: put the cursor into the steps of a Markdown or LaTeX file first.');
    return;
  }
  const { document, selection } = editor;
  const format = document.languageId === 'markdown' ? 'markdown' : 'latex';
  const { line, text } = solutionMark(document.getText().split(/\r?\n/), selection.active.line, format);
  await editor.edit(edit => edit.insert(new Position(line, 0), text));
}

/** Where the setting has a value for the workspace that one decides, so it is the one to change. */
async function setEnabled(enabled: boolean): Promise<void> {
  const settings = workspace.getConfiguration('stepwise');
  const inWorkspace = settings.inspect('enable')?.workspaceValue !== undefined;
  await settings.update('enable', enabled, !inWorkspace);
}

async function restart(client: BaseLanguageClient): Promise<void> {
  if (client.needsStop()) await client.stop();
  await client.start();
}

type MenuItem = QuickPickItem & { readonly command: string; readonly argument?: string };

/** What went wrong stands here as well: the status bar has no room for it. */
function modelItems(state: ModelsParams | undefined): readonly MenuItem[] {
  if (state === undefined) return [];
  const setUp = {
    label: '$(hubot) Set up a model',
    command: 'stepwise.setUpModel',
    ...(state.fault === undefined ? {} : { detail: state.fault }),
  };
  const score = { label: '$(pulse) Score this document', command: 'stepwise.scoreDocument' };
  return state.reward === undefined ? [setUp] : [score, setUp];
}

async function showMenu(client: BaseLanguageClient, { models, consent }: Shown): Promise<void> {
  const enabled = workspace.getConfiguration('stepwise').get('enable', true);
  const items: readonly MenuItem[] = [
    { label: '$(list-unordered) Show problems', command: 'workbench.actions.view.problems' },
    { label: '$(check) Check this file', command: 'stepwise.checkFile' },
    { label: '$(check-all) Check the workspace', command: 'stepwise.checkWorkspace' },
    ...(enabled && canBeginSolution()
      ? [{ label: '$(edit) Begin a solution here', command: beginSolutionCommand }]
      : []),
    ...(runsCode(client) ? [{ label: '$(run-all) Run all checks', command: 'stepwise.runAllChecks' }] : []),
    ...modelItems(models.state),
    ...(consent.isGiven ? [{ label: '$(mute) Stop sending steps to a VS Code model', command: withdrawCommand }] : []),
    enabled
      ? { label: '$(circle-slash) Switch off', command: 'stepwise.switchOff' }
      : { label: '$(play) Switch on', command: 'stepwise.switchOn' },
    { label: '$(refresh) Restart the server', command: 'stepwise.restart' },
    { label: '$(gear) Settings', command: 'workbench.action.openSettings', argument: '@ext:stepwise.stepwise' },
  ];
  const chosen = await window.showQuickPick(items, { title: 'Stepwise' });
  if (chosen === undefined) return;
  await commands.executeCommand(chosen.command, ...(chosen.argument === undefined ? [] : [chosen.argument]));
}
