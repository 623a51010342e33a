/** Which models a server has, before one of them is chosen. */
import type { ModelFault } from '../../core/model/fault.ts';
import { Facts } from './facts.ts';
import { modelsSchema } from './replies.ts';
import type { ServerConfig, ServerServices } from './services.ts';
import { Transport } from './transport.ts';

/** Names as the server lists them; one request, and the fault of it. Aborted: a fault `cancelled`. */
export async function listModels(
  server: Pick<ServerConfig, 'url' | 'key'>,
  services: ServerServices,
  signal: AbortSignal,
): Promise<
  { readonly ok: true; readonly models: readonly string[] } | { readonly ok: false; readonly fault: ModelFault }
> {
  const transport = new Transport(
    { ...server, model: '' },
    services,
    new Facts(services.cache, `server ${server.url}`),
  );
  const listed = await transport.json({ method: 'get', path: '/models' }, modelsSchema, signal, true);
  return listed.ok
    ? { ok: true, models: listed.value.data.map(({ id }) => id) }
    : { ok: false, fault: listed.failure.fault };
}
