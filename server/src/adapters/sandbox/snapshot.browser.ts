/** The memory snapshot in a browser: kept in memory, for as long as the server lives. */
import type { SnapshotSource } from './messages.ts';
import type { SnapshotStore } from './transport.ts';

export function snapshotInMemory(): SnapshotStore {
  let kept: SnapshotSource | undefined;
  return {
    find: async () => kept,
    keep: async bytes => {
      kept = { kind: 'bytes', bytes };
      return kept;
    },
    drop: async () => {
      kept = undefined;
    },
  };
}
