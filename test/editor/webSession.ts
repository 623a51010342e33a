/**
 * VS Code for the Web: the packaged extension as a web extension, with no Node beside it. code-server's workbench is told of it as it is of those that come
 * with a site; its files are served through code-server's own address, for the workbench fetches from nowhere else.
 */
import { spawnSync } from 'node:child_process';
import { createReadStream, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { startCodeServer } from '../../scripts/lib/code-server.mjs';
import { EditorWindow, startBrowser } from './page.ts';
import { testSettings, variable } from './session.ts';

export interface WebSession {
  /** Writes a file of the workspace and opens it in a new window. */
  open(file: string, text: string): Promise<EditorWindow>;
  stop(): Promise<void>;
}

export async function startWebSession(settings: Record<string, unknown> = {}): Promise<WebSession> {
  const home = mkdtempSync(join(tmpdir(), 'stepwise-web-'));
  const workspace = join(home, 'solutions');
  mkdirSync(workspace);
  unpack(variable('STEPWISE_VSIX'), join(home, 'package'));
  const files = await serve(join(home, 'package', 'extension'));
  const server = await startCodeServer({
    codeServer: variable('STEPWISE_CODE_SERVER'),
    packages: [],
    // Switched off, they have the workbench start its extension hosts again, and the second has no extension that came with the site.
    settings: { ...testSettings, 'chat.disableAIFeatures': false, ...settings },
  });
  const browser = await startBrowser(variable('STEPWISE_CHROMIUM'));
  const { port } = files.address() as AddressInfo;
  return {
    open: (file, text) => {
      writeFileSync(join(workspace, file), text);
      return EditorWindow.open(browser, server.url, workspace, file, page =>
        page.addInitScript(addExtension, `/proxy/${port}`),
      );
    },
    stop: async () => {
      await browser.close();
      await server.stop();
      files.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** A package is a zip; Python, which the build needs as well, opens those. */
function unpack(archive: string, folder: string): void {
  const { status, stderr } = spawnSync('python3', ['-m', 'zipfile', '-e', archive, folder], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${archive} cannot be unpacked: ${stderr}`);
}

const types: Readonly<Record<string, string>> = {
  '.cjs': 'text/javascript',
  '.js': 'text/javascript',
  '.json': 'application/json',
};

async function serve(folder: string): Promise<Server> {
  const server = createServer(({ url = '/' }, response) => {
    const path = join(folder, normalize(decodeURIComponent(url.replace(/\?.*/, ''))));
    if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) {
      response.writeHead(404).end();
      return;
    }
    response.setHeader('Content-Type', types[extname(path)] ?? 'application/octet-stream');
    createReadStream(path).pipe(response);
  });
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  return server;
}

/** Runs in the page before the workbench: adds the extension to those that the page says come with it. */
function addExtension(path: string): void {
  const getAttribute = Element.prototype.getAttribute;
  Element.prototype.getAttribute = function (name) {
    const value = getAttribute.call(this, name);
    if (this.id !== 'vscode-workbench-web-configuration' || value === null || name !== 'data-settings') return value;
    const configuration = JSON.parse(value) as Record<string, unknown>;
    const additionalBuiltinExtensions = [{ scheme: 'http', authority: location.host, path }];
    return JSON.stringify({ ...configuration, additionalBuiltinExtensions });
  };
}
