/**
 * Python in a sandbox, for Node. To run code:
 *
 * ```ts
 * const sandbox = createSandbox({ assets: join(extensionRoot, 'dist', 'sandbox'), storage: globalStorage, log });
 * const result = await sandbox.run({ cells: [{ code: '1 + 1', symbols: [] }], limits: defaultLimits, priority: 'asked' }, signal);
 * sandbox.dispose();
 * ```
 *
 * Nothing is started before the first request. The first on a machine builds the memory snapshot (seconds; `preparing` states tell of it).
 */
import { join } from 'node:path';
import type { Sandbox } from '../../core/code/sandbox.ts';
import { keysOf } from './keys.ts';
import { Pool } from './pool.ts';
import { type NodeProgram, ownProgram, processLauncher } from './process.ts';
import { snapshotFile } from './snapshot.ts';

export interface SandboxOptions {
  /** The folder `dist/sandbox`: interpreter, Pyodide, packed libraries. */
  readonly assets: string;
  /** Folder where the memory snapshot (some 60 MB) may be kept; made where it is missing. One folder may serve several processes. */
  readonly storage: string;
  readonly log: (message: string) => void;
  /** The Node that runs the interpreters; the one that runs this, where absent. */
  readonly program?: NodeProgram;
  /** How many processes there may be at once, each some 200 MB; 2 where absent. */
  readonly size?: number;
  /** Milliseconds without a request after which all processes end and give their memory back; two minutes where absent. */
  readonly idleMs?: number;
}

/** A sandbox in child processes. Cheap to make: the first request starts it. */
export function createSandbox({
  assets,
  storage,
  log,
  program = ownProgram(),
  size = 2,
  idleMs = 120_000,
}: SandboxOptions): Sandbox {
  return new Pool({
    launcher: processLauncher({ program, assets, log }),
    store: snapshotFile({ folder: join(storage, 'sandbox'), assets, program, log }),
    keysOf,
    size,
    idleMs,
    log,
  });
}

export { createOwnPython, type OwnPythonOptions } from './own-python.ts';
