/** Everything that probes need to run: files, a ground, a witness. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createSandbox } from '../../../../server/src/adapters/sandbox/index.ts';
import { interpreterScript } from '../../../../server/src/adapters/sandbox/messages.ts';
import { type ProbeFile, readProbes } from './file.ts';
import { type Ground, sandboxGround } from './ground.ts';
import { OpenPyodide } from './open.ts';
import type { Course } from './run.ts';
import { startWitness } from './witness.ts';

/** The folder of our own probes. */
export const ownProbes = fileURLToPath(new URL('..', import.meta.url));
const builtAssets = fileURLToPath(new URL('../../../../dist/sandbox', import.meta.url));

/** The probes of a file, or of all Python files of a folder. */
export function probesAt(path: string): readonly ProbeFile[] {
  const names = statSync(path).isDirectory() ? readdirSync(path).map(name => join(path, name)) : [path];
  const python = names.filter(name => name.endsWith('.py')).sort();
  return python.map(name => readProbes(basename(name, '.py'), readFileSync(name, 'utf8')));
}

export interface CourseOptions {
  /** Plain Pyodide instead of the sandbox. */
  readonly open: boolean;
  /** Another ground, made elsewhere; `open` is then false. */
  readonly ground?: Ground;
  /** Milliseconds for the probes of a file that run together; 4,000 where absent. */
  readonly timeMs?: number;
  /** Where the sandbox keeps its snapshot; a folder of its own where absent. */
  readonly storage?: string;
  /** The built sandbox; that of `dist` where absent. */
  readonly assets?: string;
  readonly log: (message: string) => void;
}

/** Everything that is started is ended by `close`. */
export async function startCourse({
  open,
  ground: given,
  timeMs = 4_000,
  storage,
  assets = builtAssets,
  log,
}: CourseOptions): Promise<Course & { readonly close: () => void }> {
  const witness = await startWitness({
    watched: [assets],
    // A browser starts processes as it likes, and what it shows is bundled by one.
    isOurs: commandLine =>
      given === undefined
        ? commandLine.includes(open ? 'open-interpreter' : interpreterScript.node)
        : /chrom|esbuild/.test(commandLine),
  });
  const own =
    storage === undefined && given === undefined ? mkdtempSync(join(tmpdir(), 'stepwise-probes-')) : undefined;
  const opened = new OpenPyodide({ assets, folders: [witness.folder, '/etc', '/proc'] });
  // One process, so that what follows an attack runs where the attack ran.
  const inProcess = (): Ground => sandboxGround(createSandbox({ assets, storage: storage ?? own ?? '', log, size: 1 }));
  const ground = given ?? (open ? opened : inProcess());
  const python = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8');
  return {
    ground,
    witness,
    timeMs,
    roads: python('roads.py'),
    victim: python('victim.py'),
    fresh: () => (open ? opened.restart() : undefined),
    close() {
      ground.dispose();
      witness.close();
      if (own !== undefined) rmSync(own, { recursive: true, force: true });
    },
  };
}
