/** The page of the search tree: takes what the view sends, shows it, and tells what the person does. */
import type { FromPage, Place, ToPage, ViewState } from '../messages.ts';
import { DetailsElement } from './details.ts';
import { element } from './dom.ts';
import { effectOf, rowThatBegins } from './keys.ts';
import { keepFocus, type Row, rowsOf } from './rows.ts';
import { messageOf, type ShownMessage } from './states.ts';
import { idOf, TreeElement } from './tree.ts';
import { canInsert, canLookAhead, sentenceOf } from './words.ts';

/** What outlives the page: the view reads `place` when VS Code starts anew. */
interface Saved {
  readonly place?: Place;
  /** The tree that the rest belongs to. */
  readonly tree?: string;
  readonly expansion?: readonly (readonly [id: string, expanded: boolean])[];
  readonly focused?: string;
}

interface Host {
  postMessage(message: FromPage): void;
  getState(): Saved | undefined;
  setState(state: Saved): void;
}

declare function acquireVsCodeApi(): Host;

/** Letters typed within this time (ms) of each other are one word. */
const TYPING_MS = 700;

class Page {
  readonly #host = acquireVsCodeApi();
  readonly #tree = new TreeElement({
    onFocus: id => this.#focus(id),
    onToggle: id => this.#toggle(id),
    onAct: id => this.#act(id),
    onLookAhead: id => this.#lookAhead(id),
  });
  readonly #details = new DetailsElement({
    onInsert: () => this.#act(this.#focused),
    onLookAhead: () => this.#lookAhead(this.#focused),
  });
  readonly #where = element('span', { class: 'where' });
  readonly #running = element('span', { class: 'running' });
  readonly #button = element('button', { type: 'button' });
  readonly #bar = element('div', { class: 'progress', 'aria-hidden': 'true' });
  readonly #note = element('p', { class: 'note' });
  readonly #said = element('p', { class: 'said', role: 'status' });
  #state: ViewState | undefined;
  #rows: readonly Row[] = [];
  #expansion = new Map<string, boolean>();
  #focused: string | undefined;
  /** The tree that expansion and focus belong to. */
  #of: string | undefined;
  #typed = { text: '', at: 0 };
  /** The person has called the view, and nothing has the keys yet. */
  #isCalled = false;

  start(): void {
    const saved = this.#host.getState();
    this.#of = saved?.tree;
    this.#expansion = new Map(saved?.expansion ?? []);
    this.#focused = saved?.focused;
    document.body.replaceChildren(
      element('header', {}, this.#where, this.#running, this.#button, this.#bar),
      this.#note,
      this.#said,
      element('main', {}, this.#tree.root),
      this.#details.root,
    );
    this.#button.hidden = true;
    // The second click of a double click would stop what the first has begun.
    this.#button.addEventListener('click', ({ detail }) => {
      if (detail < 2) this.#pressButton();
    });
    this.#tree.root.addEventListener('keydown', event => this.#keyDown(event));
    this.#tree.root.addEventListener('focusin', ({ target }) => {
      const id = idOf(target);
      if (id !== undefined && id !== this.#focused) this.#focus(id);
    });
    window.addEventListener('message', ({ data }: MessageEvent<ToPage>) => this.#take(data));
    this.#host.postMessage({ kind: 'ready' });
  }

  #take(message: ToPage): void {
    switch (message.kind) {
      case 'state':
        this.#show(message.state, message.place);
        return;
      case 'said':
        this.#said.textContent = message.message;
        return;
      case 'focus':
        this.#isCalled = true;
        this.#takeFocus();
        return;
    }
  }

  /** As soon as there is something to have it. */
  #takeFocus(): void {
    if (!this.#isCalled || this.#state === undefined) return;
    this.#isCalled = false;
    if (this.#rows.length > 0) this.#tree.focus(this.#focused);
    else this.#button.focus();
  }

  #show(state: ViewState, place: Place | undefined): void {
    const before = this.#state;
    this.#state = state;
    const name = state.kind === 'tree' ? `${place?.uri}\n${state.answer.problem}` : undefined;
    if (name !== undefined && name !== this.#of) {
      this.#of = name;
      this.#expansion.clear();
      this.#focused = undefined;
    }
    this.#showMessage(messageOf(state), before === undefined ? undefined : messageOf(before));
    this.#render();
    this.#save(place);
    this.#takeFocus();
  }

  #showMessage(shown: ShownMessage, before: ShownMessage | undefined): void {
    this.#where.textContent = shown.where ?? '';
    this.#note.textContent = shown.note ?? '';
    this.#note.hidden = shown.note === undefined;
    this.#running.textContent = shown.running ?? '';
    document.body.classList.toggle('searching', shown.running !== undefined);
    // Said once: the number goes on without being read aloud each time.
    if ((shown.running === undefined) !== (before?.running === undefined)) {
      this.#said.textContent = shown.running === undefined ? '' : 'Looking ahead…';
    }
    const isAway = shown.button === undefined;
    if (isAway && document.hasFocus() && document.activeElement === this.#button) this.#tree.focus(this.#focused);
    this.#button.hidden = isAway;
    if (this.#button.textContent !== (shown.button?.label ?? '')) this.#button.textContent = shown.button?.label ?? '';
  }

  #render(): void {
    const answer = this.#state?.kind === 'tree' ? this.#state.answer : undefined;
    const rows = answer === undefined ? [] : rowsOf(answer.root, this.#expansion, answer.refuted);
    const hadFocus = this.#tree.hasFocus;
    if (rows.length > 0) this.#focused = keepFocus(this.#rows, rows, this.#focused);
    this.#rows = rows;
    const problem = answer?.problem ?? '';
    this.#tree.root.hidden = rows.length === 0;
    this.#tree.show(rows, this.#focused, problem);
    if (hadFocus && !this.#tree.hasFocus) this.#tree.focus(this.#focused);
    this.#details.show(
      rows.find(({ id }) => id === this.#focused),
      problem,
    );
  }

  #save(place: Place | undefined = this.#host.getState()?.place): void {
    this.#host.setState({
      ...(place === undefined ? {} : { place }),
      ...(this.#of === undefined ? {} : { tree: this.#of }),
      expansion: [...this.#expansion],
      ...(this.#focused === undefined ? {} : { focused: this.#focused }),
    });
  }

  #focus(id: string): void {
    this.#focused = id;
    this.#render();
    this.#tree.focus(id);
    this.#save();
  }

  #toggle(id: string): void {
    const row = this.#rows.find(each => each.id === id);
    if (row?.kind === 'node' && row.expanded !== undefined) this.#expand([id], !row.expanded);
  }

  #expand(ids: readonly string[], expanded: boolean): void {
    for (const id of ids) this.#expansion.set(id, expanded);
    this.#render();
    this.#save();
  }

  #act(id: string | undefined): void {
    const row = this.#rows.find(each => each.id === id);
    if (row === undefined || this.#state?.kind !== 'tree') return;
    const { version } = this.#state.answer;
    if (row.kind === 'more') this.#host.postMessage({ kind: 'more' });
    else if (canInsert(row)) this.#host.postMessage({ kind: 'insert', node: row.node.id, version });
    else if (row.expanded !== undefined) this.#toggle(row.id);
  }

  #lookAhead(id: string | undefined): void {
    const row = this.#rows.find(each => each.id === id);
    if (row?.kind !== 'node' || this.#state?.kind !== 'tree' || !canLookAhead(row)) return;
    this.#expansion.set(row.id, true);
    this.#host.postMessage({ kind: 'look-ahead', node: row.node.id, version: this.#state.answer.version });
  }

  #pressButton(): void {
    const action = this.#state === undefined ? undefined : messageOf(this.#state).button?.action;
    if (action === 'stop' || action === 'begin') this.#host.postMessage({ kind: action });
    if (action === 'look-ahead') this.#lookAhead(this.#rows.find(row => row.kind === 'node' && row.current)?.id);
  }

  #keyDown(event: KeyboardEvent): void {
    if (event.altKey || this.#focused === undefined) return;
    const { key, ctrlKey, metaKey } = event;
    const mod = ctrlKey || metaKey;
    const effect = effectOf({ key, mod }, this.#rows, this.#focused) ?? (mod ? undefined : this.#typeAhead(event));
    if (effect === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    if (effect.kind === 'focus') this.#focus(effect.id);
    else if (effect.kind === 'expand') this.#expand(effect.ids, effect.expanded);
    else if (effect.kind === 'act') this.#act(effect.id);
    else this.#lookAhead(effect.id);
  }

  #typeAhead({ key, timeStamp }: KeyboardEvent) {
    if (key.length !== 1 || this.#focused === undefined) return undefined;
    const goesOn = timeStamp - this.#typed.at < TYPING_MS;
    if (key === ' ' && !goesOn) return undefined;
    this.#typed = { text: goesOn ? this.#typed.text + key : key, at: timeStamp };
    const id = rowThatBegins(this.#typed.text, this.#rows, this.#focused, sentenceOf);
    return id === undefined ? undefined : ({ kind: 'focus', id } as const);
  }
}

new Page().start();
