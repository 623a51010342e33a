/** The built server as a process, started with the flags that the extension gives it, spoken to over stdin and stdout. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import {
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver-protocol/node';
import { serverFlags } from '../../../server/src/protocol.ts';
import { TestClient } from './client.ts';

export const serverBundle = fileURLToPath(new URL('../../../dist/server.js', import.meta.url));

export interface ServerProcess {
  readonly client: TestClient;
  readonly process: ChildProcessWithoutNullStreams;
  /** Resolves with the exit code; `null` where a signal ended it. */
  readonly exited: Promise<number | null>;
  /** What it wrote to stderr so far. */
  readonly errors: () => string;
}

/**
 * @param compiled folder that keeps compiled code from one start to the next, as the extension gives one
 * @param program another program that speaks as the server does
 */
export function spawnServer(compiled?: string, program = serverBundle): ServerProcess {
  const child = spawn(process.execPath, [...serverFlags, program, '--stdio'], {
    stdio: 'pipe',
    env: { ...process.env, ...(compiled === undefined ? {} : { NODE_COMPILE_CACHE: compiled }) },
  });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const reader = new StreamMessageReader(child.stdout);
  const client = new TestClient(createProtocolConnection(reader, new StreamMessageWriter(child.stdin)));
  return {
    client,
    process: child,
    exited: once(child, 'exit').then(([code]) => code as number | null),
    errors: () => errors,
  };
}
