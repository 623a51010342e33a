/** Where the platform wants programs to keep what they can make again. */
import { posix, win32 } from 'node:path';

/** The folder of Stepwise there: XDG Base Directory on Linux and others, Library/Caches on macOS, the local application data on Windows. */
export function cacheFolder(
  platform: NodeJS.Platform,
  env: Readonly<Record<string, string | undefined>>,
  home: string,
): string {
  if (platform === 'win32') return win32.join(env.LOCALAPPDATA ?? win32.join(home, 'AppData', 'Local'), 'stepwise');
  if (platform === 'darwin') return posix.join(home, 'Library', 'Caches', 'stepwise');
  const given = env.XDG_CACHE_HOME;
  // A relative path is to be taken as none.
  return posix.join(given?.startsWith('/') === true ? given : posix.join(home, '.cache'), 'stepwise');
}
