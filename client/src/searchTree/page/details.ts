/** The node with the focus, whole: its sentence, how it was checked, its code, and what can be done. */
import { element } from './dom.ts';
import { sentence } from './maths.ts';
import type { NodeRow, Row } from './rows.ts';
import { canInsert, canLookAhead, endOf, insertionOf, numberOf, verdictOf, writtenName } from './words.ts';

export interface DetailsEvents {
  readonly onInsert: () => void;
  readonly onLookAhead: () => void;
}

/** The buttons stay the same elements, so that one that has the focus keeps it while the search goes on. */
export class DetailsElement {
  readonly #body = element('div', { class: 'body' });
  readonly #insert = element('button', { type: 'button' });
  readonly #lookAhead = element('button', { type: 'button', class: 'secondary' }, 'Look ahead from here');
  readonly root = element(
    'section',
    { class: 'details', 'aria-label': 'The step' },
    this.#body,
    element('div', { class: 'buttons' }, this.#insert, this.#lookAhead),
  );
  #look = '';

  constructor({ onInsert, onLookAhead }: DetailsEvents) {
    this.#insert.addEventListener('click', onInsert);
    this.#lookAhead.addEventListener('click', onLookAhead);
  }

  show(row: Row | undefined, problem: string): void {
    const node = row?.kind === 'node' ? row : undefined;
    this.root.hidden = node === undefined;
    const look =
      node === undefined ? '' : JSON.stringify([{ ...node.node, children: undefined }, insertionOf(node), problem]);
    if (node === undefined || look === this.#look) return;
    this.#look = look;
    this.#insert.hidden = !canInsert(node);
    this.#lookAhead.hidden = !canLookAhead(node);
    this.#insert.textContent = insertionOf(node);
    this.#body.replaceChildren(...bodyOf(node, problem));
  }
}

function bodyOf(row: NodeRow, problem: string): readonly HTMLElement[] {
  const { node, depth, after } = row;
  const title = depth === 0 ? writtenName(row) : 'Found step';
  const text = depth === 0 && after === 0 ? problem : node.text;
  return [
    element('h2', {}, title),
    element('p', { class: 'whole' }, sentence(text)),
    element('dl', {}, ...factsOf(row).flatMap(([name, value]) => [element('dt', {}, name), element('dd', {}, value)])),
    ...(node.code === undefined
      ? []
      : [
          element('h3', {}, 'Code'),
          element('pre', { tabindex: '0', 'aria-label': 'Code of the step' }, element('code', {}, node.code)),
        ]),
  ];
}

function factsOf({ node, depth }: NodeRow): readonly (readonly [name: string, value: Node | string])[] {
  const { fate, visits, quality, answer } = node;
  const end = endOf(node);
  return [
    ...(depth === 0 ? [] : [['Check', fate.kind === 'dead' ? `Dead end: ${fate.reason}` : verdictOf(node)] as const]),
    ...(end === undefined ? [] : [['End', `It ${end}`] as const]),
    ...(answer === undefined ? [] : [['Answer', sentence(answer)] as const]),
    ...(fate.kind === 'dead' ? [] : [['Q', `${numberOf(quality)}, from −1 (wrong) to 1 (right)`] as const]),
    ...(fate.kind === 'dead' ? [] : [['Visits', String(visits)] as const]),
    ...(node.by === undefined ? [] : [['Written by', node.by] as const]),
    ...(node.best ? [['Line', 'On the best line from where you are'] as const] : []),
  ];
}
