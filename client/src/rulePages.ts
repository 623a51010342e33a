/** Diagnostics and hovers link to the rule's page that ships with the extension, shown as a rendered page. */
import { commands, Uri } from 'vscode';

export const showRuleCommand = 'stepwise.showRule';

/** Address of a rule's page, for the server: `{rule}` stands for the code. */
export const rulePage = `command:${showRuleCommand}?%5B%22{rule}%22%5D`;

/** Opens the page of a rule. Codes come out of links, so nothing but a code is let through to the path. */
export async function showRule(extension: Uri, code: unknown): Promise<void> {
  if (typeof code !== 'string' || !/^[a-z]+\.[a-z-]+$/.test(code)) return;
  const page = Uri.joinPath(extension, 'docs', 'rules', `${code}.md`);
  // Locked: it stays on this page when another Markdown file becomes the active one.
  await commands.executeCommand('markdown.showPreview', page, undefined, { locked: true });
}
