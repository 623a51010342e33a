// Where scripts keep what is fetched or made once a machine.
import { homedir } from 'node:os';
import { join } from 'node:path';

/** $STEPWISE_CACHE, else the user's cache folder. */
export const cacheFolder =
  process.env.STEPWISE_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'stepwise');
