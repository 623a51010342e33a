/**
 * Models behind OpenAI-compatible servers: OpenAI, Azure, OpenRouter, vLLM, SGLang, llama.cpp's llama-server, Ollama, LM Studio. What a server can do is
 * asked once and kept (`facts.ts`, `probes.ts`).
 */
import { noUsage } from '../../core/model/fault.ts';
import type { Abilities, Decided, DecideRequest, LanguageModel } from '../../core/model/language-model.ts';
import { addressesOf } from './client.ts';
import { routeOf } from './continuation.ts';
import { estimateTokens } from './count-tokens.ts';
import { decide } from './decide.ts';
import { Facts, type FactValues } from './facts.ts';
import { generate, type Server, writesNothing } from './generate.ts';
import { pool } from './pool.ts';
import { Probes } from './probes.ts';
import { read } from './read.ts';
import type { ServerConfig, ServerServices } from './services.ts';
import { Template } from './template.ts';
import { Transport, usualParallel } from './transport.ts';
import { weigh } from './weigh.ts';

export { type FoundServer, findServers, usualPorts } from './find-servers.ts';
export type { FactCache, Limits, Price, ServerConfig, ServerServices } from './services.ts';

/** Tokens, where neither the person nor the server tells. */
const usualWindow = 8192;

export interface ServerModel extends LanguageModel {
  decide(request: DecideRequest, signal: AbortSignal): Promise<Decided>;
}

/** Asks nothing of the server until the first call. `config.url` must be a valid http(s) address. */
export function createServerModel(config: ServerConfig, services: ServerServices): ServerModel {
  const { base, origin, apiVersion } = addressesOf(config.url);
  const id = `server ${base}${apiVersion === undefined ? '' : `?api-version=${apiVersion}`} ${config.model}`;
  const facts = new Facts(services.cache, id);
  const transport = new Transport(config, services, facts);
  const probes = new Probes(transport);
  const server: Server = {
    transport,
    probes,
    template: new Template(transport),
    price: () => config.price ?? facts.values.price,
  };
  return {
    id,
    name: `${shortName(config.model)} at ${new URL(origin).host}`,
    async abilities(signal) {
      const failure = await probes.need(['template', 'completions', 'chat', 'schema', 'weigh', 'pool'], signal);
      if (failure !== undefined) return { ok: false, fault: failure.fault, usage: noUsage };
      return { ok: true, abilities: abilitiesOf(config, facts.values) };
    },
    generate: (request, signal) => generate(server, request, signal),
    read: (request, signal) => read(server, request, signal),
    weigh: (request, signal) => weigh(server, request, signal),
    pool: (request, signal) => pool(server, request, signal),
    decide: (request, signal) => decide(server, request, signal),
    countTokens: estimateTokens,
    // Nothing is held between requests.
    release: () => Promise.resolve(),
  };
}

function abilitiesOf({ window, parallel }: ServerConfig, facts: FactValues): Abilities {
  const route = routeOf(facts, 'x');
  return {
    window: window ?? facts.window ?? usualWindow,
    many: facts.many === true && facts.mostMany !== 1,
    // A model that only pools goes on with nothing.
    continuation: route === 'chat' || writesNothing(facts) ? 'turn' : route,
    logProbabilities: facts.logProbabilities === true,
    schema: facts.schema === true,
    prefixCache: facts.cached === true,
    read: facts.completions === 'echo' || facts.completions === 'prompt' ? { logits: false } : false,
    weigh: facts.weigh !== undefined && facts.weigh !== 'none',
    pool: facts.pool === true,
    parallel: parallel ?? facts.slots ?? usualParallel,
  };
}

/** A path stands for the file at its end. */
function shortName(model: string): string {
  return (
    model
      .split(/[\\/]/)
      .at(-1)
      ?.replace(/\.gguf$/i, '') || model
  );
}
