/** One editor for a suite: a server with the packaged extension, a browser, and a workspace folder of its own. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { startCodeServer } from '../../scripts/lib/code-server.mjs';
import { EditorWindow, startBrowser } from './page.ts';

/** Nothing in the window but what is looked at. */
export const testSettings = {
  'files.autoSave': 'off',
  'files.hotExit': 'off',
  'editor.hover.delay': 100,
  'editor.minimap.enabled': false,
  'editor.occurrencesHighlight': 'off',
};

export interface EditorSession {
  /** Opens the file of the workspace in a new window. */
  open(file: string): Promise<EditorWindow>;
  /** Writes a file of the workspace. */
  write(file: string, text: string): void;
  /** Reads a file of the workspace as it is on disk. */
  read(file: string): string;
  stop(): Promise<void>;
}

export interface SessionExtras {
  /** Further packages to install. */
  readonly packages?: readonly string[];
  /** Settings of the machine that the extension runs on: those that a person's own settings cannot give to another machine. */
  readonly machine?: Record<string, unknown>;
  /** What the extensions find in the folder of their storage: the target of a link by its path there. */
  readonly storage?: Readonly<Record<string, string>>;
  /** What Stepwise finds in its folder of settings: the text of each file, by its path there. */
  readonly config?: Readonly<Record<string, string>>;
}

/** @throws when STEPWISE_CODE_SERVER, STEPWISE_CHROMIUM or STEPWISE_VSIX is not set: `node scripts/test.mjs editor` sets them. */
export async function startSession(
  settings: Record<string, unknown> = {},
  { packages = [], machine = {}, storage = {}, config = {} }: SessionExtras = {},
): Promise<EditorSession> {
  const home = mkdtempSync(join(tmpdir(), 'stepwise-workspace-'));
  const workspace = join(home, 'solutions');
  mkdirSync(workspace);
  const server = await startCodeServer({
    codeServer: variable('STEPWISE_CODE_SERVER'),
    packages: [variable('STEPWISE_VSIX'), ...packages],
    settings: { ...testSettings, ...settings },
    machine,
    storage,
    config,
  });
  const browser = await startBrowser(variable('STEPWISE_CHROMIUM'));
  return {
    open: file => EditorWindow.open(browser, server.url, workspace, file),
    write: (file, text) => {
      mkdirSync(dirname(join(workspace, file)), { recursive: true });
      writeFileSync(join(workspace, file), text);
    },
    read: file => readFileSync(join(workspace, file), 'utf8'),
    stop: async () => {
      await browser.close();
      await server.stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** @throws where the variable is not set */
export function variable(name: string): string {
  const value = process.env[name];
  if (value === undefined)
    throw new Error(`${name} is not set; run the editor suites with: node scripts/test.mjs editor`);
  return value;
}
