/** The program `stepwise`: connects the command line to its process, nothing else. */
import { realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { createOwnPython, createSandbox } from '../adapters/sandbox/index.ts';
import { cacheFolder } from '../cacheFolder.ts';
import { configFolder, stateFolder } from '../folders.ts';
import { ExitCode, type Io, run } from './run.ts';
import { createModelWorld } from './world.node.ts';

const interruption = new AbortController();
process.once('SIGINT', () => {
  interruption.abort();
  // A second Ctrl-C ends at once, also where one step takes long.
  process.once('SIGINT', () => process.exit(ExitCode.interrupted));
});

// `stepwise check … | head` closes the pipe: nobody reads the rest, which is no error.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
}

function writer(stream: NodeJS.WriteStream): (text: string) => Promise<void> {
  return text => new Promise(done => stream.write(text, () => done()));
}

/** The bundle lies beside the sandbox's files; it may have been called by a link. */
const dist = dirname(realpathSync(process.argv[1] ?? '.'));
const assets = join(dist, 'sandbox');
const platformFolders = [process.platform, process.env, homedir()] as const;

const io: Io = {
  cwd: process.cwd(),
  env: process.env,
  stdin: process.stdin,
  stdinIsTerminal: process.stdin.isTTY === true,
  out: writer(process.stdout),
  err: writer(process.stderr),
  errIsTerminal: process.stderr.isTTY === true,
  columns: process.stdout.isTTY ? process.stdout.columns : undefined,
  signal: interruption.signal,
  createSandbox: ({ python, log }) =>
    python === undefined
      ? createSandbox({ assets, storage: cacheFolder(...platformFolders), log })
      : createOwnPython({ path: python, runner: join(assets, 'python'), log }),
  models: createModelWorld({
    assets: join(dist, 'gguf'),
    config: configFolder(...platformFolders),
    state: stateFolder(...platformFolders),
    cache: cacheFolder(...platformFolders),
  }),
};

run(process.argv.slice(2), io).then(
  code => {
    process.exitCode = code;
    // Standard input that was not read to its end would keep the process alive.
    process.stdin.destroy();
  },
  (error: unknown) => {
    process.stderr.write(
      `stepwise: this is a bug in Stepwise: ${error instanceof Error ? error.stack : String(error)}\n`,
    );
    process.exitCode = 70;
  },
);
