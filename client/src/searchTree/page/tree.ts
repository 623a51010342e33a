/** The rows on the page: made once for each node, and changed only where something of them has changed, so that focus and scrolling stay. */
import { element, icon, setAttributes } from './dom.ts';
import { sentence } from './maths.ts';
import type { NodeRow, Row } from './rows.ts';
import {
  canInsert,
  canLookAhead,
  endOf,
  insertionOf,
  moreOf,
  numberOf,
  spokenOf,
  verdictOf,
  visitsOf,
  writtenName,
} from './words.ts';

export interface TreeEvents {
  readonly onFocus: (id: string) => void;
  readonly onToggle: (id: string) => void;
  /** The row's own action: writes the step, or shows more. */
  readonly onAct: (id: string) => void;
  readonly onLookAhead: (id: string) => void;
}

const INSERT = 'M8 2v8M4.5 7 8 10.5 11.5 7M2.5 13.5h11';
const LOOK_AHEAD = 'M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10zM10.5 10.5 14 14M7 4.5v5M4.5 7h5';

export class TreeElement {
  readonly root = element('div', { role: 'tree', class: 'tree', 'aria-label': 'Search tree' });
  readonly #events: TreeEvents;
  readonly #shown = new Map<string, { readonly element: HTMLElement; look: string }>();

  constructor(events: TreeEvents) {
    this.#events = events;
    this.root.addEventListener('click', event => this.#clicked(event));
    this.root.addEventListener('dblclick', event => {
      const id = idOf(event.target);
      if (id !== undefined && !isButton(event.target)) this.#events.onAct(id);
    });
  }

  /** @param problem the statement, for the first row */
  show(rows: readonly Row[], focused: string | undefined, problem: string): void {
    const there = new Set(rows.map(({ id }) => id));
    for (const [id, { element }] of this.#shown) {
      if (there.has(id)) continue;
      element.remove();
      this.#shown.delete(id);
    }
    let before: Element | null = null;
    for (const row of rows) {
      const made = this.#elementOf(row, problem);
      const isFocused = row.id === focused;
      setAttributes(made, { tabindex: isFocused ? '0' : '-1', 'aria-selected': String(isFocused) });
      const next: Element | null = before === null ? this.root.firstElementChild : before.nextElementSibling;
      if (next !== made) this.root.insertBefore(made, next);
      before = made;
    }
  }

  /** Gives the row the keys, and brings it into view. */
  focus(id: string | undefined): void {
    const row = id === undefined ? undefined : this.#shown.get(id)?.element;
    row?.focus({ preventScroll: true });
    row?.scrollIntoView({ block: 'nearest' });
  }

  /** The keys go to a row; not where the person is in another part of the window. */
  get hasFocus(): boolean {
    return document.hasFocus() && this.root.contains(document.activeElement);
  }

  #elementOf(row: Row, problem: string): HTMLElement {
    const look = lookOf(row, problem);
    const known = this.#shown.get(row.id);
    const made = known?.element ?? element('div', { role: 'treeitem', 'data-row': row.id });
    if (known?.look !== look) {
      fill(made, row, problem);
      this.#shown.set(row.id, { element: made, look });
    }
    return made;
  }

  #clicked(event: MouseEvent): void {
    const id = idOf(event.target);
    if (id === undefined) return;
    const { target } = event;
    const part = target instanceof Element ? target.closest('[data-part]')?.getAttribute('data-part') : undefined;
    this.#events.onFocus(id);
    if (part === 'twistie') this.#events.onToggle(id);
    else if (part === 'act') this.#events.onAct(id);
    else if (part === 'look-ahead') this.#events.onLookAhead(id);
  }
}

/** The row that something on the page belongs to. */
export function idOf(target: EventTarget | null): string | undefined {
  if (!(target instanceof Element)) return undefined;
  return target.closest('[data-row]')?.getAttribute('data-row') ?? undefined;
}

function isButton(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[data-part]') !== null;
}

/** What a row's look follows from. */
function lookOf(row: Row, problem: string): string {
  const { level, position, siblings } = row;
  if (row.kind === 'more') return JSON.stringify([level, position, siblings, row.count]);
  const { node, expanded, after, depth, current, instead } = row;
  const { children: _, more: __, ...own } = node;
  return JSON.stringify([
    level,
    position,
    siblings,
    own,
    expanded,
    after,
    depth,
    current,
    instead,
    after + depth === 0 && problem,
  ]);
}

function fill(target: HTMLElement, row: Row, problem: string): void {
  setAttributes(target, {
    'aria-level': String(row.level),
    'aria-posinset': String(row.position),
    'aria-setsize': String(row.siblings),
    'aria-label': spokenOf(row),
    'aria-expanded': row.kind === 'more' || row.expanded === undefined ? undefined : String(row.expanded),
    class: classOf(row),
  });
  target.style.setProperty('--level', String(row.level - 1));
  const twistie = element('span', { class: 'twistie', 'data-part': isOpenable(row) ? 'twistie' : undefined });
  const content =
    row.kind === 'more'
      ? [element('span', { class: 'link', 'data-part': 'act' }, moreOf(row.count))]
      : partsOf(row, problem);
  target.replaceChildren(twistie, element('span', { class: 'content', 'aria-hidden': 'true' }, ...content));
}

function isOpenable(row: Row): boolean {
  return row.kind === 'node' && row.expanded !== undefined;
}

function classOf(row: Row): string {
  if (row.kind === 'more') return 'row more';
  const { node, depth, current } = row;
  const marks = [
    depth === 0 ? 'written' : 'found',
    ...(current ? ['current'] : []),
    ...(node.best ? ['best'] : []),
    ...(node.fate.kind === 'dead' ? ['dead'] : []),
  ];
  return `row ${marks.join(' ')}`;
}

function partsOf(row: NodeRow, problem: string): readonly HTMLElement[] {
  const { node, depth, after, current } = row;
  const isWritten = depth === 0;
  const text = isWritten && after === 0 ? problem : node.text;
  const step = element('span', { class: 'step' });
  if (isWritten) step.append(element('span', { class: 'name' }, writtenName(row)), ' ');
  if (node.best) step.append(element('span', { class: 'star', title: 'On the best line' }, '★'), ' ');
  step.append(sentence(text));
  if (current) step.append(' ', element('span', { class: 'badge' }, 'you are here'));
  return [step, isWritten && node.visits === 0 ? element('span') : aboutOf(row), actionsOf(row)];
}

/** Verdict, Q and visits. Of a written step the editor itself says what holds. */
function aboutOf({ node, depth }: NodeRow): HTMLElement {
  const about = element('span', { class: 'about' });
  if (node.fate.kind === 'dead') {
    about.append(element('span', { class: 'verdict' }, `${verdictOf(node)}: ${node.fate.reason}`));
    return about;
  }
  const end = endOf(node);
  if (end !== undefined) about.append(element('span', { class: 'badge' }, end));
  if (depth > 0) about.append(element('span', { class: `verdict ${node.checked}` }, verdictOf(node)));
  const fill = element('span', { class: 'fill' });
  fill.style.setProperty('width', `${Math.round(50 * (node.quality + 1))}%`);
  about.append(
    element(
      'span',
      { class: 'quality', title: 'Q, from −1 to 1' },
      `Q ${numberOf(node.quality)}`,
      element('span', { class: 'track' }, fill),
    ),
    element('span', { class: 'visits' }, visitsOf(node)),
  );
  return about;
}

/** For the mouse: keys and the buttons below the tree do the same. */
function actionsOf(row: NodeRow): HTMLElement {
  const actions = element('span', { class: 'actions' });
  if (canInsert(row)) actions.append(action('act', insertionOf(row), INSERT));
  if (canLookAhead(row)) actions.append(action('look-ahead', 'Look ahead from here', LOOK_AHEAD));
  return actions;
}

function action(part: string, title: string, path: string): HTMLElement {
  return element('span', { class: 'action', 'data-part': part, title }, icon(path));
}
