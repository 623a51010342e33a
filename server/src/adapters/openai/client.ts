/** The `openai` package, set so that it sends nothing but the request, and to nobody but the server that was named. */
import type { OpenAI } from 'openai';
import { guardFetch } from './guard.ts';
import { defaultLimits, type ServerConfig, type ServerServices } from './services.ts';

/** Where a server's addresses are. */
export interface Addresses {
  /** What the OpenAI API's paths hang under, without a slash at the end. */
  readonly base: string;
  /** What the server's own paths hang under (`/tokenize`, `/pooling`): the base without its `/v1`. */
  readonly root: string;
  readonly origin: string;
  /** Azure's dated API. */
  readonly apiVersion: string | undefined;
}

/** Reads the address a person gave. The same server gives the same addresses, with a slash at the end or without. */
export function addressesOf(url: string): Addresses {
  const parsed = new URL(url);
  const apiVersion = parsed.searchParams.get('api-version') ?? undefined;
  const path = parsed.pathname.replace(/\/+$/, '');
  const full = path === '' && apiVersion === undefined ? '/v1' : path;
  return {
    base: `${parsed.origin}${full}`,
    root: `${parsed.origin}${full.replace(/\/v\d+$/, '')}`,
    origin: parsed.origin,
    apiVersion,
  };
}

/** What the package would tell of this machine with every request. */
const told = ['Lang', 'Package-Version', 'OS', 'Arch', 'Runtime', 'Runtime-Version', 'Retry-Count', 'Timeout'];

/** Loaded on first use: most sessions ask no server. Retries and time limits are this adapter's own. */
export async function createClient(
  { url, key }: ServerConfig,
  { fetch: base, limits, inBrowser }: Pick<ServerServices, 'fetch' | 'limits' | 'inBrowser'>,
): Promise<OpenAI> {
  const { OpenAI, AzureOpenAI } = await import('openai');
  const { base: baseURL, apiVersion } = addressesOf(url);
  const held = { ...defaultLimits, ...limits };
  const options = {
    baseURL,
    // Given, also where there is none: the package would take keys and names from the environment.
    apiKey: key ?? 'none',
    adminAPIKey: null,
    organization: null,
    project: null,
    maxRetries: 0,
    // Later than ours, which knows silence from slowness.
    timeout: held.overallMs + 60_000,
    logLevel: 'off' as const,
    dangerouslyAllowBrowser: true,
    // Looked up at each request, so that a proxy set later is used.
    fetch: guardFetch(base ?? ((input, init) => globalThis.fetch(input, init)), held),
    defaultHeaders: {
      ...Object.fromEntries(told.map(name => [`X-Stainless-${name}`, null])),
      // A browser says itself who asks; a header more would have to be allowed by the server.
      'User-Agent': inBrowser === true ? null : 'stepwise',
      ...(key === undefined ? { Authorization: null, 'api-key': null } : {}),
    },
  };
  return apiVersion === undefined ? new OpenAI(options) : new AzureOpenAI({ ...options, apiVersion });
}
