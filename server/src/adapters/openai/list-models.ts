/** Which models a server has, before one of them is chosen. */
import type { ModelFault } from '../../core/model/fault.ts';
import { Facts } from './facts.ts';
import { modelsSchema } from './replies.ts';
import type { ServerConfig, ServerServices } from './services.ts';
import { Transport } from './transport.ts';

export type Listed =
  | { readonly ok: true; readonly models: readonly string[] }
  | { readonly ok: false; readonly fault: ModelFault };

/** The same in the form that the editor is told. */
export async function listedModels(
  { url, key }: { readonly url: string; readonly key: string | undefined },
  signal: AbortSignal,
  host: Pick<ServerServices, 'fetch' | 'inBrowser'> = {},
): Promise<
  | { readonly ok: true; readonly models: readonly string[] }
  | { readonly ok: false; readonly message: string; readonly needsKey: boolean }
> {
  const listed = await listModels({ url, key }, signal, host);
  if (listed.ok) return listed;
  return { ok: false, message: listed.fault.message, needsKey: listed.fault.kind === 'unauthorized' };
}

/** Names as the server lists them, or the fault: one request, which is not tried again. Aborted: a fault `cancelled`. */
export async function listModels(
  server: Pick<ServerConfig, 'url' | 'key'>,
  signal: AbortSignal,
  host: Pick<ServerServices, 'fetch' | 'inBrowser'> = {},
): Promise<Listed> {
  const services: ServerServices = {
    ...host,
    clock: () => Date.now(),
    sleep: () => Promise.resolve(),
    log: () => {},
    // Nothing is found out of a model before one is chosen.
    cache: { get: () => Promise.resolve(undefined), set: () => Promise.resolve() },
  };
  const transport = new Transport({ ...server, model: '' }, services, new Facts(services.cache, server.url));
  const listed = await transport.json({ method: 'get', path: '/models' }, modelsSchema, signal, true);
  return listed.ok
    ? { ok: true, models: listed.value.data.map(({ id }) => id) }
    : { ok: false, fault: listed.failure.fault };
}
