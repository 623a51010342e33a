/** Brings a fresh interpreter to the state that every solution starts from: SymPy imported and used once. */
import type { OpenRealm } from './realm-host.ts';

/**
 * @param progress told how far it is, from 0 to 1; awaited
 * @throws where a library is missing or broken
 */
export async function prepareLibraries(
  realm: OpenRealm,
  progress: (share: number, message: string) => Promise<void>,
): Promise<void> {
  await progress(0.1, 'Loading SymPy');
  const parts = Number(realm.runOwn('import stepwise._realm; len(stepwise._realm.WARM_UP)'));
  for (let part = 0; part < parts; part++) {
    await progress(0.3 + (0.6 * part) / parts, 'Trying SymPy out');
    realm.runOwn(`stepwise._realm.warm_up(${part})`);
  }
  await progress(0.95, 'Taking the snapshot');
  realm.runOwn('stepwise._realm.settle()');
}
