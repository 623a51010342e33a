/** The built sandbox for a benchmark, with its storage in a folder that goes when the benchmark ends. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createSandbox, type SandboxOptions } from '../../../server/src/adapters/sandbox/index.ts';
import { defaultLimits, type RunLimits, type RunResult, type Sandbox } from '../../../server/src/core/code/sandbox.ts';

export const sandboxAssets = fileURLToPath(new URL('../../../dist/sandbox', import.meta.url));

/** Calls `use` with a folder for snapshots, and removes it. */
export async function withStorage<Result>(use: (storage: string) => Promise<Result>): Promise<Result> {
  const storage = mkdtempSync(join(tmpdir(), 'stepwise-bench-'));
  try {
    return await use(storage);
  } finally {
    rmSync(storage, { recursive: true, force: true });
  }
}

/** A sandbox that keeps its snapshot in `storage`; `use` may run code in it, and it ends after that. */
export async function withSandbox<Result>(
  storage: string,
  use: (sandbox: Sandbox) => Promise<Result>,
  options: Partial<SandboxOptions> = {},
): Promise<Result> {
  const sandbox = createSandbox({ assets: sandboxAssets, storage, log: () => undefined, ...options });
  try {
    return await use(sandbox);
  } finally {
    sandbox.dispose();
  }
}

/** Runs one cell, or a chain whose last is wanted, as if a person had asked. */
export function runCode(
  sandbox: Sandbox,
  code: string | readonly string[],
  limits: Partial<RunLimits> = {},
): Promise<RunResult> {
  const cells = [code].flat().map(text => ({ code: text, symbols: [] }));
  const request = { cells, limits: { ...defaultLimits, ...limits }, priority: 'asked' } as const;
  return sandbox.run(request, new AbortController().signal);
}

/** @throws where the sandbox does not run code at all, so that no benchmark measures its failures */
export async function warmUp(sandbox: Sandbox): Promise<void> {
  const result = await runCode(sandbox, 'import sympy; 1 + 1', { timeMs: 60_000 });
  if (result.value !== '2') throw new Error(`the sandbox does not run: ${JSON.stringify(result)}`);
}
