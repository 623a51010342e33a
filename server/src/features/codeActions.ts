/**
 * Quick fixes for what is flagged: put the right value, ignore the step, switch the rule off here or in the workspace. On a claim: write its check
 * in Python into the step.
 */
import {
  type CodeAction,
  type CodeActionContext,
  CodeActionKind,
  CodeActionTriggerKind,
  type Connection,
  type Disposable,
  type Range,
  type ServerCapabilities,
} from 'vscode-languageserver';
import type { Finding } from '../core/findings.ts';
import { checkToInsert } from '../core/settle/insert.ts';
import {
  type DisableRuleArguments,
  disableRuleCommand,
  type IgnoreStepArguments,
  ignoreStepCommand,
  workspaceFileName,
} from '../protocol.ts';
import { type RulePages, toDiagnostic } from './diagnostics.ts';
import { disableRuleEdit, ignoreStepEdit } from './directives.ts';
import type { Feature } from './feature.ts';
import { stepOf } from './findings.ts';
import type { NextStepsFeature } from './nextSteps.ts';
import type { Checked } from './session.ts';
import type { DocumentSessions } from './sessions.ts';
import { workspaceEdit } from './workspaceEdit.ts';

export class CodeActionsFeature implements Feature {
  readonly capabilities: Partial<ServerCapabilities>;
  readonly #sessions: DocumentSessions;
  readonly #pages: RulePages;
  readonly #hasWorkspaceFile: (uri: string) => boolean;
  readonly #nextSteps: NextStepsFeature | undefined;

  /** @param hasWorkspaceFile whether a document lies in a workspace folder, where a workspace file can keep what is ignored. */
  constructor(
    sessions: DocumentSessions,
    pages: RulePages,
    hasWorkspaceFile: (uri: string) => boolean,
    nextSteps?: NextStepsFeature,
  ) {
    this.#sessions = sessions;
    this.#pages = pages;
    this.#hasWorkspaceFile = hasWorkspaceFile;
    this.#nextSteps = nextSteps;
    const codeActionKinds = [CodeActionKind.QuickFix, CodeActionKind.RefactorRewrite];
    this.capabilities = { codeActionProvider: { codeActionKinds, resolveProvider: nextSteps !== undefined } };
  }

  register(connection: Connection): Disposable {
    return connection.onCodeAction(async ({ textDocument, range, context }, token) => {
      const fixes = wants(context, CodeActionKind.QuickFix);
      // Every formula has one: a bulb at each of them would say nothing.
      const inserts =
        wants(context, CodeActionKind.RefactorRewrite) && context.triggerKind !== CodeActionTriggerKind.Automatic;
      if (!fixes && !inserts) return null;
      const checked = await this.#sessions.checked(textDocument.uri, token);
      if (checked === undefined) return null;
      const next = inserts ? ((await this.#nextSteps?.actions.at(checked, range.start)) ?? []) : [];
      if (token.isCancellationRequested) return null;
      const hasFile = this.#hasWorkspaceFile(textDocument.uri);
      return [
        ...(fixes ? codeActionsAt(checked, range, this.#pages, hasFile) : []),
        ...(inserts ? insertCheckAt(checked, range) : []),
        ...next,
      ];
    });
  }
}

/** Kinds are asked for by a prefix: `refactor` asks for `refactor.rewrite` too. */
function wants({ only }: CodeActionContext, kind: string): boolean {
  return only === undefined || only.some(asked => asked === '' || kind === asked || kind.startsWith(`${asked}.`));
}

function insertCheckAt(checked: Checked, { start }: Range): CodeAction[] {
  const check = checkToInsert(checked.document, checked.text.offsetAt(start));
  if (check === undefined) return [];
  const edit = workspaceEdit(checked, check.edits);
  return [{ title: 'Insert a code check', kind: CodeActionKind.RefactorRewrite, edit }];
}

export function codeActionsAt(
  checked: Checked,
  range: Range,
  pages: RulePages,
  hasWorkspaceFile: boolean,
): CodeAction[] {
  const start = checked.text.offsetAt(range.start);
  const end = checked.text.offsetAt(range.end);
  const here = checked.findings.filter(({ span }) => span.start <= end && start <= span.end);
  return here.flatMap(finding => actionsFor(checked, finding, pages, hasWorkspaceFile));
}

function actionsFor(checked: Checked, finding: Finding, pages: RulePages, hasWorkspaceFile: boolean): CodeAction[] {
  const { text } = checked;
  const { format } = checked.document.document;
  const diagnostics = [toDiagnostic(text, finding, pages)];
  const actions: CodeAction[] = [];
  const add = (title: string, rest: Partial<CodeAction>): void => {
    actions.push({ title, kind: CodeActionKind.QuickFix, diagnostics, ...rest });
  };
  if (finding.fix !== undefined) {
    const { title, span, newText } = finding.fix;
    add(title, { isPreferred: true, edit: workspaceEdit(checked, [{ span, text: newText }]) });
  }
  const placed = stepOf(checked.document, finding)?.placed;
  if (placed !== undefined) {
    const { step, offset } = placed;
    const span = { start: step.span.start + offset, end: step.span.end + offset };
    const ignore = ignoreStepEdit(text.getText(), format, step, span);
    if (ignore !== undefined) add('Ignore this step', { edit: workspaceEdit(checked, [ignore]) });
    if (hasWorkspaceFile) {
      const title = `Ignore this step in ${workspaceFileName}`;
      const argument: IgnoreStepArguments = {
        uri: text.uri,
        step: step.key,
        text: text.getText().slice(span.start, span.end),
      };
      add(title, { command: { title, command: ignoreStepCommand, arguments: [argument] } });
    }
  }
  const { rule } = finding;
  add(`Switch ${rule} off for this file`, {
    edit: workspaceEdit(checked, [disableRuleEdit(text.getText(), format, rule)]),
  });
  if (hasWorkspaceFile) {
    const title = `Switch ${rule} off for the workspace`;
    const argument: DisableRuleArguments = { uri: text.uri, rule };
    add(title, { command: { title, command: disableRuleCommand, arguments: [argument] } });
  }
  return actions;
}
