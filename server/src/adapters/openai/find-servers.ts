/** Which model servers run on this machine, for setting one up. */
import * as z from 'zod/mini';
import { modelsSchema } from './replies.ts';

export interface FoundServer {
  readonly port: number;
  /** For people: `Ollama`, `vLLM`; `a server` where it does not tell. */
  readonly name: string;
  /** What `ServerConfig.url` takes. */
  readonly url: string;
  /** Names of its models, as it lists them. */
  readonly models: readonly string[];
  /** It answers, and lists nothing without a key. */
  readonly needsKey: boolean;
}

/** Where each kind of server listens unless told otherwise. */
export const usualPorts: readonly number[] = [8080, 11434, 1234, 8000, 30000];

const usualProbeMs = 500;

const owners: Readonly<Record<string, string>> = {
  llamacpp: 'llama-server',
  vllm: 'vLLM',
  sglang: 'SGLang',
  library: 'Ollama',
  organization_owner: 'LM Studio',
};

/** Asks each port of 127.0.0.1 for its models, all at once, at most `probeMs` each; without a key. In the order of `ports`. Aborted: what is found until then. */
export async function findServers(
  ports: readonly number[],
  signal: AbortSignal,
  fetchFrom: typeof fetch = globalThis.fetch,
  probeMs = usualProbeMs,
): Promise<readonly FoundServer[]> {
  const found = await Promise.all(
    ports.map(port => probe(port, AbortSignal.any([signal, AbortSignal.timeout(probeMs)]), fetchFrom)),
  );
  return found.filter(server => server !== undefined);
}

async function probe(port: number, signal: AbortSignal, fetchFrom: typeof fetch): Promise<FoundServer | undefined> {
  const url = `http://127.0.0.1:${port}/v1`;
  try {
    const response = await fetchFrom(`${url}/models`, { signal, redirect: 'manual' });
    if (response.status === 401 || response.status === 403)
      return { port, name: 'a server', url, models: [], needsKey: true };
    const read = modelsSchema.safeParse(await response.json());
    if (!response.ok || !read.success) return undefined;
    const owner = read.data.data.map(({ owned_by: by }) => owners[by ?? '']).find(name => name !== undefined);
    const name = owner ?? (await ollama(port, signal, fetchFrom)) ?? 'a server';
    return { port, name, url, models: read.data.data.map(({ id }) => id), needsKey: false };
  } catch {
    // Nothing listens there, or something that is no model server.
    return undefined;
  }
}

/** Ollama without models names no owner. */
async function ollama(port: number, signal: AbortSignal, fetchFrom: typeof fetch): Promise<string | undefined> {
  const response = await fetchFrom(`http://127.0.0.1:${port}/api/version`, { signal, redirect: 'manual' });
  if (!response.ok) return undefined;
  return z.object({ version: z.string() }).safeParse(await response.json().catch(() => undefined)).success
    ? 'Ollama'
    : undefined;
}
