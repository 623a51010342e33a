/** How models are made on Node: servers over HTTP, files in a process of their own. The editor's server and the command line both take them from here. */
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Sandbox } from '../../core/code/sandbox.ts';
import { createLanguagePolicy } from '../../core/policy/language-policy.ts';
import { createRewardModel } from '../../core/reward/create.ts';
import { createGgufModel, createGgufServices, localModelFile } from '../gguf/index.ts';
import { createServerModel, type ServerServices } from '../openai/index.ts';
import { factsIn } from './facts.ts';
import { hashOfFile } from './file-hash.ts';
import type { Measured } from './measured.ts';
import type { Found, Makers } from './models.ts';

export interface NodeMakersOptions {
  /** The folder `dist/gguf`: the program that runs model files. */
  readonly assets: string;
  /** A folder of this machine: what was fetched, and what was found out about servers. */
  readonly storage: string;
  /** One line about a request. Never a key or text of the document. */
  readonly log: (line: string) => void;
  /** What was measured of reward models. */
  readonly measured: Measured;
  /** For critics that write code. */
  readonly sandbox?: () => Sandbox;
  /** One for each core without it. */
  readonly threads?: number;
}

export interface NodeMakers extends Makers {
  /** Ends the processes of model files. */
  dispose(): void;
}

/** Starts and asks nothing. Models of VS Code are added by who can ask the editor. */
export function createNodeMakers(options: NodeMakersOptions): NodeMakers {
  const { assets, storage, log, measured, sandbox, threads } = options;
  const facts = factsIn(join(storage, 'facts'));
  const local = createGgufServices({ assets, storage, log, ...(threads === undefined ? {} : { threads }) });
  const services: ServerServices = { clock: () => Date.now(), sleep, log, cache: facts };
  return {
    server: ({ kind: _, ...config }, key) =>
      createServerModel({ ...config, ...(key === undefined ? {} : { key }) }, services),
    async gguf({ file = localModelFile(storage), window }): Promise<Found<ReturnType<typeof createGgufModel>>> {
      const sha256 = await hashOfFile(file, facts);
      const named = { file, ...(sha256 === undefined ? {} : { sha256 }), ...(window === undefined ? {} : { window }) };
      // A file that is missing or broken is told of when the model is asked, in words of its adapter.
      return { ok: true, value: createGgufModel(named, local) };
    },
    policy: createLanguagePolicy,
    reward: createRewardModel,
    ppm: model => measured.ppm(model),
    ...(sandbox === undefined ? {} : { sandbox }),
    dispose: () => local.dispose(),
  };
}

/** An aborted wait is over at once. */
async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  await wait(ms, undefined, { signal }).catch(() => undefined);
}
