/** Where the platform wants a person's choices to lie, and what programs note for themselves. */
import { posix, win32 } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/** The folder of the file of models: XDG Base Directory, also on macOS, where command line tools keep to it; the roaming application data on Windows. */
export function configFolder(platform: NodeJS.Platform, env: Environment, home: string): string {
  if (platform === 'win32') return win32.join(env.APPDATA ?? win32.join(home, 'AppData', 'Roaming'), 'stepwise');
  return posix.join(absolute(env.XDG_CONFIG_HOME) ?? posix.join(home, '.config'), 'stepwise');
}

/** The folder of what is noted between runs, such as the day's usage. */
export function stateFolder(platform: NodeJS.Platform, env: Environment, home: string): string {
  if (platform === 'win32') return win32.join(env.LOCALAPPDATA ?? win32.join(home, 'AppData', 'Local'), 'stepwise');
  if (platform === 'darwin') return posix.join(home, 'Library', 'Application Support', 'stepwise');
  return posix.join(absolute(env.XDG_STATE_HOME) ?? posix.join(home, '.local', 'state'), 'stepwise');
}

/** A relative path is to be taken as none. */
function absolute(path: string | undefined): string | undefined {
  return path?.startsWith('/') === true ? path : undefined;
}
