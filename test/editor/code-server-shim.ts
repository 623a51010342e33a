#!/usr/bin/env node
/**
 * Stands in for the VS Code executable where only code-server is to be had: @vscode/test-electron starts it with the
 * arguments of a desktop VS Code, it opens the same tests in code-server and Chromium, prints their log and ends with
 * their exit code. Reads STEPWISE_CODE_SERVER, STEPWISE_CHROMIUM and STEPWISE_VSIX.
 */
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { startCodeServer } from '../../scripts/lib/code-server.mjs';
import { remoteUri, startBrowser, workbenchUrl } from './page.ts';

const limitMs = 300_000;
const outFolder = fileURLToPath(new URL('./out/', import.meta.url));
const logFile = `${outFolder}host.log`;

function argument(name: string): string {
  const prefix = `--${name}=`;
  const found = process.argv.find(arg => arg.startsWith(prefix))?.slice(prefix.length);
  if (found === undefined) throw new Error(`${prefix}… is missing`);
  return found;
}

function variable(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set`);
  return value;
}

mkdirSync(outFolder, { recursive: true });
writeFileSync(logFile, '');
const folder = process.argv.slice(2).find(arg => arg.startsWith('/'));
if (folder === undefined) throw new Error('the workspace folder is missing');
const server = await startCodeServer({
  codeServer: variable('STEPWISE_CODE_SERVER'),
  packages: [variable('STEPWISE_VSIX')],
  testDriver: true,
});
const browser = await startBrowser(variable('STEPWISE_CHROMIUM'));
try {
  const page = await browser.newPage();
  const ended = new Promise<number>(done => {
    const timer = setTimeout(() => {
      console.error(`the extension-host tests have not ended after ${limitMs} ms; VS Code's log: ${logFile}`);
      done(1);
    }, limitMs);
    void page.exposeFunction('codeAutomationLog', (type: string, args: readonly unknown[]) => {
      const line = args.map(String).join(' ');
      if (line.startsWith('stepwise-host')) console.log(line);
      // The rest is VS Code's own log: of use only when something is wrong.
      else appendFileSync(logFile, `[${type}] ${line}\n`);
    });
    void page.exposeFunction('codeAutomationExit', (code: number) => {
      clearTimeout(timer);
      done(code);
    });
  });
  await page.goto(
    workbenchUrl(server.url, folder, [
      ['extensionDevelopmentPath', remoteUri(server.url, argument('extensionDevelopmentPath'))],
      ['extensionTestsPath', remoteUri(server.url, argument('extensionTestsPath'))],
      ['skipWelcome', 'true'],
    ]),
  );
  process.exitCode = await ended;
} finally {
  await browser.close();
  await server.stop();
}
// Nothing is left to do; a timer of the driver would keep the process alive.
process.exit();
