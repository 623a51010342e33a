/** Keys of servers from the environment, each for one host and no other. */

type Environment = Readonly<Record<string, string | undefined>>;

export interface EnvironmentKeys {
  /** The key for an origin (`https://api.example.com`), where there is one. */
  readonly keyOf: (origin: string) => string | undefined;
  /** The variable that would hold the key of this origin. */
  readonly variableOf: (origin: string) => string;
  /** What the person should know: a key that cannot be told to belong to one host. */
  readonly warning?: string;
}

/**
 * `STEPWISE_API_KEY_<HOST>` holds the key of one host: `api.example.com` is `API_EXAMPLE_COM`, and a port may follow: `LOCALHOST_8000`. `STEPWISE_API_KEY`
 * holds that of the one server that a command uses; where it uses several, it is sent to none, for it belongs to one of them at most.
 * @param origins of all servers that may be asked
 */
export function keysOfEnvironment(env: Environment, origins: readonly string[]): EnvironmentKeys {
  const distinct = [...new Set(origins)];
  const shared = nonEmpty(env.STEPWISE_API_KEY);
  const unnamed = distinct.filter(origin => namedKey(env, origin, distinct) === undefined);
  const owner = distinct.length === 1 ? distinct[0] : undefined;
  const keyOf = (origin: string): string | undefined =>
    distinct.includes(origin)
      ? (namedKey(env, origin, distinct) ?? (origin === owner ? shared : undefined))
      : undefined;
  const variableOf = (origin: string): string => variables(origin)[0] ?? '';
  if (shared === undefined || owner !== undefined || unnamed.length === 0) return { keyOf, variableOf };
  const names = unnamed.map(variableOf).join(', ');
  return {
    keyOf,
    variableOf,
    warning: `STEPWISE_API_KEY is not used: there are several servers, and it belongs to one. Name its host in the variable: ${names}`,
  };
}

/** A variable whose name stands for two of the hosts, as for `a-b.com` and `a.b.com`, holds the key of neither. */
function namedKey(env: Environment, origin: string, origins: readonly string[]): string | undefined {
  for (const variable of variables(origin)) {
    const key = nonEmpty(env[variable]);
    const claimed = origins.filter(other => hostOf(other) !== hostOf(origin) && variables(other).includes(variable));
    if (key !== undefined && claimed.length === 0) return key;
  }
  return undefined;
}

/** The more exact name first. */
function variables(origin: string): readonly string[] {
  const { hostname, port } = new URL(origin);
  const host = `STEPWISE_API_KEY_${written(hostname)}`;
  return port === '' ? [host] : [`${host}_${port}`, host];
}

function hostOf(origin: string): string {
  return new URL(origin).hostname;
}

function written(hostname: string): string {
  return hostname
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '_')
    .replace(/^_|_$/g, '');
}

function nonEmpty(value: string | undefined): string | undefined {
  const trimmed = value?.trim();
  return trimmed === '' ? undefined : trimmed;
}
