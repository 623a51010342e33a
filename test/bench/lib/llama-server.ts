/** llama.cpp's own server with a model from the cache, for benchmarks. It comes with the Python package xllamacpp. */
import { spawn, spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

export interface LlamaServer {
  /** Base address: `http://127.0.0.1:…/v1`. */
  readonly url: string;
  close(): void;
}

export interface LlamaServerOptions {
  readonly threads: number;
  /** Requests in flight together. */
  readonly parallel: number;
  /** Tokens for each. */
  readonly window: number;
  /** A free one without it. */
  readonly port?: number;
  /** A Python that has the package; `python3` without it. */
  readonly python?: { readonly command: string; readonly env: Readonly<Record<string, string>> };
}

const program = fileURLToPath(new URL('./llama-server.py', import.meta.url));
const startMs = 120_000;

/** Whether the package is installed for the Python that is there. */
export function hasLlamaServer(): boolean {
  return spawnSync('python3', ['-c', 'import xllamacpp']).status === 0;
}

/** Starts it on a free port; resolves once it listens, rejects with its last words where it does not. */
export async function startLlamaServer(file: string, options: LlamaServerOptions): Promise<LlamaServer> {
  const port = options.port ?? (await freePort());
  const { threads, parallel, window, python = { command: 'python3', env: {} } } = options;
  const child = spawn(python.command, [program, file, ...[port, threads, parallel, window].map(String)], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...python.env },
  });
  let said = '';
  await new Promise<void>((resolve, reject) => {
    const failed = (): void => {
      child.kill();
      reject(new Error(`llama.cpp's server did not start: ${said.slice(-500)}`));
    };
    const timer = setTimeout(failed, startMs);
    child.once('exit', failed);
    // What it logs goes to stderr, a piece of a line at a time.
    child.stderr.on('data', (chunk: Buffer) => {
      said = `${said}${chunk}`.slice(-4000);
    });
    let told = '';
    child.stdout.on('data', (chunk: Buffer) => {
      told += chunk;
      if (!/^listening /m.test(told)) return;
      clearTimeout(timer);
      child.off('exit', failed);
      resolve();
    });
  });
  return { url: `http://127.0.0.1:${port}/v1`, close: () => void child.kill() };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
