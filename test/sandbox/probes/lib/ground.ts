/** Where probes run: in the sandbox, or in a plain Pyodide that nothing holds. */
import type { RunLimits, RunResult, Sandbox } from '../../../../server/src/core/code/sandbox.ts';

/** What a run gave, as far as a probe may have changed it. */
export interface Outcome {
  readonly status: string;
  readonly value?: string;
  readonly stdout: string;
  /** Of the error; empty where there is none. */
  readonly message: string;
  /** The checks of the run, as text. */
  readonly checks: string;
}

export interface Ground {
  /** Runs the cells of one solution, the last one's outcome is given. Never rejects. */
  run(cells: readonly string[], limits: RunLimits): Promise<Outcome>;
  dispose(): void;
}

/** How long any request may take, with its limits far lower: past this the owner hangs. */
const HANGS_MS = 30_000;

/** The sandbox as the language server has it. */
export function sandboxGround(sandbox: Sandbox): Ground {
  return {
    async run(cells, limits) {
      const symbols = [] as const;
      const request = { cells: cells.map(code => ({ code, symbols })), limits, priority: 'asked' } as const;
      return outcomeOf(await sandbox.run(request, AbortSignal.timeout(HANGS_MS)));
    },
    dispose: () => sandbox.dispose(),
  };
}

export function outcomeOf({ status, value, stdout, error, checks }: RunResult): Outcome {
  return {
    status,
    ...(value === undefined ? {} : { value }),
    stdout,
    message: error === undefined ? '' : `${error.type}: ${error.message}`,
    checks: JSON.stringify(checks),
  };
}
