/** Opens the realm in Node: a context of `node:vm` that has nothing of Node in it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createContext, Script } from 'node:vm';
import type { OpenRealm, RealmHost, RealmOptions } from './realm-host.ts';

/**
 * @param folder `dist/sandbox`
 * @param host without `asset`, which is read from the folder
 * @throws where a file is missing or Pyodide does not load
 */
export function openRealm(folder: string, host: Omit<RealmHost, 'asset'>, options: RealmOptions): Promise<OpenRealm> {
  // No prototype: the context's global object leads to no object of this program.
  const scope: Record<string, unknown> = Object.create(null);
  scope.stepwiseHost = { ...host, asset: (name: string) => readFileSync(join(folder, name)) } satisfies RealmHost;
  const context = createContext(scope, { name: 'sandbox', codeGeneration: { strings: false, wasm: true } });
  const script = new Script(readFileSync(join(folder, 'realm.js'), 'utf8'), { filename: 'realm.js' });
  const realm: { open(options: RealmOptions): Promise<OpenRealm> } = script.runInContext(context);
  return realm.open(options);
}
