/** What a key does in the tree: the keys of trees everywhere (ARIA Authoring Practices, tree view). */
import type { Row } from './rows.ts';

export type KeyEffect =
  | { readonly kind: 'focus'; readonly id: string }
  | { readonly kind: 'expand'; readonly ids: readonly string[]; readonly expanded: boolean }
  /** The row's own action: writes the step, or shows more. */
  | { readonly kind: 'act'; readonly id: string }
  | { readonly kind: 'look-ahead'; readonly id: string };

export interface Pressed {
  readonly key: string;
  /** Control, or Command on macOS. */
  readonly mod?: boolean;
}

const PAGE = 10;

/** `undefined`: the key means nothing here, and is left to others. */
export function effectOf({ key, mod = false }: Pressed, rows: readonly Row[], focused: string): KeyEffect | undefined {
  const index = rows.findIndex(({ id }) => id === focused);
  const row = rows[index];
  if (row === undefined) return undefined;
  const to = (at: number): KeyEffect | undefined => {
    const id = rows[Math.max(0, Math.min(rows.length - 1, at))]?.id;
    return id === undefined ? undefined : { kind: 'focus', id };
  };
  if (mod) return key === 'Enter' ? { kind: 'look-ahead', id: row.id } : undefined;
  switch (key) {
    case 'ArrowDown':
      return to(index + 1);
    case 'ArrowUp':
      return to(index - 1);
    case 'PageDown':
      return to(index + PAGE);
    case 'PageUp':
      return to(index - PAGE);
    case 'Home':
      return to(0);
    case 'End':
      return to(rows.length - 1);
    case 'ArrowRight':
      if (row.kind === 'more' || row.expanded === undefined) return undefined;
      return row.expanded ? to(index + 1) : { kind: 'expand', ids: [row.id], expanded: true };
    case 'ArrowLeft':
      if (row.kind === 'node' && row.expanded === true) return { kind: 'expand', ids: [row.id], expanded: false };
      return row.parent === undefined ? undefined : { kind: 'focus', id: row.parent };
    case '*':
      return { kind: 'expand', ids: closedBeside(rows, row), expanded: true };
    case 'Enter':
      return { kind: 'act', id: row.id };
    default:
      return undefined;
  }
}

function closedBeside(rows: readonly Row[], row: Row): readonly string[] {
  return rows.flatMap(each =>
    each.kind === 'node' && each.parent === row.parent && each.expanded === false ? [each.id] : [],
  );
}

/** The next row whose words begin with what was typed; that of one letter typed again is the one after. */
export function rowThatBegins(
  typed: string,
  rows: readonly Row[],
  focused: string,
  wordsOf: (row: Row) => string,
): string | undefined {
  const letters = new Set(typed.toLowerCase());
  const wanted = letters.size === 1 ? ([...letters][0] ?? '') : typed.toLowerCase();
  const from = rows.findIndex(({ id }) => id === focused) + (wanted.length === 1 ? 1 : 0);
  const around = [...rows.slice(from), ...rows.slice(0, from)];
  return around.find(row => wordsOf(row).toLowerCase().startsWith(wanted))?.id;
}
