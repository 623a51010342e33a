/** The code of a diagnostic links to the rule's page that ships with the extension, shown as a rendered page. */
import { commands, type Diagnostic, Uri } from 'vscode';
import type { HandleDiagnosticsSignature } from 'vscode-languageclient';

export const showRuleCommand = 'stepwise.showRule';

export function withRulePages(uri: Uri, diagnostics: Diagnostic[], next: HandleDiagnosticsSignature): void {
  for (const diagnostic of diagnostics) {
    const { code } = diagnostic;
    if (typeof code !== 'object') continue;
    const argument = encodeURIComponent(JSON.stringify([code.value]));
    diagnostic.code = { value: code.value, target: Uri.parse(`command:${showRuleCommand}?${argument}`) };
  }
  next(uri, diagnostics);
}

/** Opens the page of a rule. Codes come out of links, so nothing but a code is let through to the path. */
export async function showRule(extension: Uri, code: unknown): Promise<void> {
  if (typeof code !== 'string' || !/^[a-z]+\.[a-z-]+$/.test(code)) return;
  const page = Uri.joinPath(extension, 'docs', 'rules', `${code}.md`);
  // Locked: it stays on this page when another Markdown file becomes the active one.
  await commands.executeCommand('markdown.showPreview', page, undefined, { locked: true });
}
