/** Opens the realm in Node: a context of `node:vm` that has nothing of Node in it. */
import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createContext, Script } from 'node:vm';
import type { SnapshotSource } from './messages.ts';
import type { AssetName, OpenRealm, RealmHost, RealmOptions } from './realm-host.ts';

/**
 * @param folder `dist/sandbox`
 * @param snapshot where there is one, the realm starts from it
 * @throws where a file is missing or Pyodide does not load
 */
export function openRealm(
  folder: string,
  snapshot: SnapshotSource | undefined,
  host: Omit<RealmHost, 'sizeOf' | 'read'>,
  options: Omit<RealmOptions, 'restore'>,
): Promise<OpenRealm> {
  // No prototype: the context's global object leads to no object of this program.
  const scope: Record<string, unknown> = Object.create(null);
  const source = (name: AssetName): SnapshotSource => {
    if (name === 'snapshot' && snapshot !== undefined) return snapshot;
    const path = join(folder, name);
    return { kind: 'file', path, offset: 0, length: statSync(path).size };
  };
  scope.stepwiseHost = {
    ...host,
    sizeOf(name) {
      const from = source(name);
      return from.kind === 'bytes' ? from.bytes.length : from.length;
    },
    read: (name, into) => read(source(name), into),
  } satisfies RealmHost;
  const context = createContext(scope, { name: 'sandbox', codeGeneration: { strings: false, wasm: true } });
  const script = new Script(readFileSync(join(folder, 'realm.js'), 'utf8'), { filename: 'realm.js' });
  const realm: { open(options: RealmOptions): Promise<OpenRealm> } = script.runInContext(context);
  return realm.open({ ...options, restore: snapshot !== undefined });
}

function read(source: SnapshotSource, into: Uint8Array): void {
  if (source.kind === 'bytes') {
    into.set(source.bytes);
    return;
  }
  const file = openSync(source.path, 'r');
  try {
    for (let done = 0; done < into.length; ) {
      const count = readSync(file, into, done, into.length - done, source.offset + done);
      if (count === 0) throw new Error(`${source.path} is cut short`);
      done += count;
    }
  } finally {
    closeSync(file);
  }
}
