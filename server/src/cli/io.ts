/** What the command line needs of its process, so that it can be run without one. */
import type { Sandbox } from '../core/code/sandbox.ts';
import type { ModelWorld } from './modelWorld.ts';

export const ExitCode = { clean: 0, flagged: 1, unusable: 2, interrupted: 130 } as const;

/** Which Python runs code: the sandbox, or the person's own where a path is named. */
export interface PythonChoice {
  readonly python?: string;
  readonly log: (message: string) => void;
}

export interface Io {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: AsyncIterable<Uint8Array>;
  /** Somebody would have to type the input: then a file is wanted rather than waited for. */
  readonly stdinIsTerminal: boolean;
  /** Resolves when more can be written. */
  readonly out: (text: string) => Promise<void>;
  readonly err: (text: string) => Promise<void>;
  /** Progress may be shown on `err`, on a line that is written over. */
  readonly errIsTerminal: boolean;
  /** Width of the terminal that `out` writes to; undefined where it is none. */
  readonly columns: number | undefined;
  /** Aborted by Ctrl-C: what is done by then is reported. */
  readonly signal: AbortSignal;
  /** Cheap: nothing starts before code is run. */
  readonly createSandbox: (choice: PythonChoice) => Sandbox;
  readonly models: ModelWorld;
}

/** Where the output is no terminal, lines are as long as this. */
const PLAIN_COLUMNS = 120;
const FEWEST_COLUMNS = 40;

export function columnsFor(io: Io): number {
  return Math.max(io.columns ?? PLAIN_COLUMNS, FEWEST_COLUMNS);
}

/** Says why nothing can be done, and gives the exit code for it. */
export async function unusable(reason: string, io: Io): Promise<number> {
  await io.err(`stepwise: ${reason}\n`);
  return ExitCode.unusable;
}

/** On a line of a terminal that is written over; a pipe gets none. An empty text takes the line away. */
export async function progress(text: string, io: Io): Promise<void> {
  if (io.errIsTerminal) await io.err(`\r\u001b[K${text}`);
}
