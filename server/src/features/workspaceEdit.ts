/** Edits of core as an editor takes them. */
import type { Range, WorkspaceEdit } from 'vscode-languageserver';
import type { TextEdit } from '../core/document/solution.ts';
import { rangeOf } from './diagnostics.ts';
import type { Checked } from './session.ts';

/** For this version of the text only: an editor refuses it when the text has changed since. All edits count in that text. */
export function workspaceEdit({ text, version }: Checked, edits: readonly TextEdit[]): WorkspaceEdit {
  const changes = edits.map(edit => rangedEdit(text, edit));
  return { documentChanges: [{ textDocument: { uri: text.uri, version }, edits: changes }] };
}

export function rangedEdit(
  text: Checked['text'],
  { span, text: newText }: TextEdit,
): { readonly range: Range; readonly newText: string } {
  return { range: rangeOf(text, span), newText };
}
