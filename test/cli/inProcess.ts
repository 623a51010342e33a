/** The command line in this process: arguments and standard input in, exit code and output out. */
import type { Io } from '../../server/src/cli/io.ts';
import { run } from '../../server/src/cli/run.ts';
import { noModels } from './models.ts';

export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Where nothing else is said: an empty standard input, no terminal, no environment, and nothing that runs code or asks a model. */
export async function stepwiseIn(
  args: readonly string[],
  { stdin = '', ...given }: Partial<Omit<Io, 'stdin' | 'out' | 'err'>> & { readonly stdin?: string } = {},
): Promise<Outcome> {
  let out = '';
  let err = '';
  const code = await run(args, {
    cwd: '/',
    env: {},
    stdin: (async function* () {
      yield new TextEncoder().encode(stdin);
    })(),
    stdinIsTerminal: false,
    out: async text => {
      out += text;
    },
    err: async text => {
      err += text;
    },
    errIsTerminal: false,
    columns: undefined,
    signal: new AbortController().signal,
    createSandbox: () => {
      throw new Error('nobody asked for code to be run');
    },
    models: noModels,
    ...given,
  });
  return { code, out, err };
}
