/** Python in a sandbox, for a web worker: index.ts tells how it is used. */
import type { Sandbox } from '../../core/code/sandbox.ts';
import { contentKeys } from './keys.browser.ts';
import { interpreterScript } from './messages.ts';
import { Pool } from './pool.ts';
import { snapshotInMemory } from './snapshot.browser.ts';
import { type WorkerProgram, workerLauncher } from './worker.ts';

export interface BrowserSandboxOptions {
  /** Address of the folder `dist/sandbox`, which this worker can fetch from. */
  readonly assets: string;
  readonly log: (message: string) => void;
  /** How many workers there may be at once, each some 200 MB; 2 where absent. */
  readonly size?: number;
  /** Milliseconds without a request after which all workers end and give their memory back; two minutes where absent. */
  readonly idleMs?: number;
}

/** A sandbox in web workers. Cheap to make: the first request fetches the files and starts it. */
export function createSandbox({ assets, log, size = 2, idleMs = 120_000 }: BrowserSandboxOptions): Sandbox {
  const launcher = workerLauncher({ load: () => loadProgram(assets) });
  return new Pool({ launcher, store: snapshotInMemory(), keysOf: contentKeys(), size, idleMs, log });
}

/** @throws where a file cannot be fetched */
async function loadProgram(assets: string): Promise<WorkerProgram> {
  const bytesOf = async (name: string): Promise<Uint8Array> => {
    const answer = await fetch(`${assets}/${name}`);
    if (!answer.ok) throw new Error(`${name}: HTTP ${answer.status}`);
    return new Uint8Array(await answer.arrayBuffer());
  };
  const names = ['pyodide.asm.wasm', 'python_stdlib.zip', 'packages.zip', 'stepwise.zip'] as const;
  const [script, wasm, library, packages, own] = await Promise.all([interpreterScript.browser, ...names].map(bytesOf));
  if (!script || !wasm || !library || !packages || !own) throw new Error('a file is missing');
  return {
    script: new TextDecoder().decode(script),
    files: { 'pyodide.asm.wasm': wasm, 'python_stdlib.zip': library, 'packages.zip': packages, 'stepwise.zip': own },
  };
}
