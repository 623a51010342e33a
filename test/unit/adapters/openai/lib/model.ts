/** A model behind a server of a test: nothing waits, and all that would be waited and logged is written down. */
import {
  createServerModel,
  type Limits,
  type ServerConfig,
  type ServerModel,
} from '../../../../../server/src/adapters/openai/index.ts';

export interface Watched {
  readonly model: ServerModel;
  /** Milliseconds of each wait. */
  readonly waits: readonly number[];
  readonly log: readonly string[];
  readonly cache: ReadonlyMap<string, unknown>;
}

export function modelAt(
  url: string,
  config: Partial<ServerConfig> = {},
  limits: Partial<Limits> = {},
  cache: Map<string, unknown> = new Map(),
): Watched {
  const waits: number[] = [];
  const log: string[] = [];
  let now = 1_000_000;
  const model = createServerModel(
    { url, model: 'm', ...config },
    {
      clock: () => now,
      sleep: ms => {
        waits.push(ms);
        now += ms;
        return Promise.resolve();
      },
      log: line => log.push(line),
      cache: {
        get: key => Promise.resolve(cache.get(key)),
        set: (key, value) => {
          cache.set(key, structuredClone(value));
          return Promise.resolve();
        },
      },
      limits: { firstByteMs: 20_000, silenceMs: 20_000, overallMs: 20_000, ...limits },
    },
  );
  return { model, waits, log, cache };
}

export const never = new AbortController().signal;
