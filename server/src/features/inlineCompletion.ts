/** Ghost text: the next step in grey at the end of the line, where the person wants that. Quiet while they type, and what they turn down stays away. */
import {
  type CancellationToken,
  type Connection,
  type Disposable,
  type InlineCompletionItem,
  type InlineCompletionParams,
  InlineCompletionTriggerKind,
  type ServerCapabilities,
} from 'vscode-languageserver';
import type { Continuation, Continuations, Place } from '../core/search/continuations.ts';
import { type GhostPlace, ghostPlacesAt, ghostText } from '../core/search/ghost-text.ts';
import { type FileParams, ghostTextHidden } from '../protocol.ts';
import type { Settings } from '../settings/schema.ts';
import { Dismissed } from './dismissed.ts';
import { all, type Feature } from './feature.ts';
import type { Checked } from './session.ts';
import type { DocumentSessions } from './sessions.ts';
import { rangedEdit } from './workspaceEdit.ts';

/** A person who has typed nothing for so long (ms) has stopped to think. */
const PAUSE_MS = 300;

/** Of a search that nobody asked for, and of one that somebody waits for. */
const UNASKED = { timeMs: 1500, nodes: 40, symbolicOnly: true } as const;
const ASKED = { timeMs: 5000, nodes: 100 } as const;

export class InlineCompletionFeature implements Feature {
  readonly capabilities: Partial<ServerCapabilities> = { inlineCompletionProvider: true };
  readonly #sessions: DocumentSessions;
  readonly #continuations: Continuations;
  readonly #settings: () => Settings;
  readonly #dismissed = new Dismissed();

  constructor(sessions: DocumentSessions, continuations: Continuations, settings: () => Settings) {
    this.#sessions = sessions;
    this.#continuations = continuations;
    this.#settings = settings;
  }

  register(connection: Connection): Disposable {
    return all([
      connection.languages.inlineCompletion.on((params, token) => this.#provide(params, token)),
      connection.onNotification(ghostTextHidden.method, ({ uri }: FileParams) => this.#dismissed.hidden(uri)),
      this.#sessions.onClosed(({ uri }) => this.#dismissed.closed(uri)),
    ]);
  }

  async #provide(
    { textDocument: { uri }, position, context }: InlineCompletionParams,
    token: CancellationToken,
  ): Promise<InlineCompletionItem[] | null> {
    // A list of words is open: it has the person's attention.
    if (!this.#settings().ghostText || context.selectedCompletionInfo !== undefined) return null;
    const asked = context.triggerKind === InlineCompletionTriggerKind.Invoked;
    const version = this.#sessions.get(uri)?.version;
    if (!asked && !(await passes(PAUSE_MS, token))) return null;
    const checked = await this.#sessions.checked(uri, token);
    if (checked === undefined || checked.version !== version) return null;
    for (const ghost of ghostPlacesAt(checked.document, checked.text.offsetAt(position), asked)) {
      const steps = await this.#stepsAt(checked, ghost, asked, token);
      if (token.isCancellationRequested || this.#sessions.get(uri)?.version !== version) return null;
      const [first] = steps;
      if (first === undefined) continue;
      this.#dismissed.shown(uri, placeKey(checked, ghost), first.text);
      return steps.map(({ item }) => item);
    }
    return null;
  }

  /** What could stand there, best first; where nobody asked, one step at most. */
  async #stepsAt(
    checked: Checked,
    ghost: GhostPlace,
    asked: boolean,
    token: CancellationToken,
  ): Promise<readonly Suggestion[]> {
    const place: Place = { document: checked.document, solution: ghost.solution, after: ghost.after };
    const key = placeKey(checked, ghost);
    this.#dismissed.typed(checked.text.uri, key, ghost.typed);
    const found = await this.#found(place, asked, token);
    const fitting = found.flatMap(({ line: { steps } }) => suggestion(checked, ghost, steps[0]));
    if (asked) return fitting;
    const best = found.findIndex(({ line: { steps } }) => this.#dismissed.has(key, steps[0]?.text ?? ''));
    // Second best is no answer to a no, unless the person begins to write just that.
    const better = new Set(found.slice(0, best).map(({ line: { steps } }) => steps[0]?.text));
    const isWanted = (text: string): boolean => best === -1 || better.has(text) || ghost.typed.trim() !== '';
    return fitting.filter(({ text }) => isWanted(text) && !this.#dismissed.has(key, text)).slice(0, 1);
  }

  async #found(place: Place, asked: boolean, token: CancellationToken): Promise<readonly Continuation[]> {
    await this.#continuations.restore(place);
    const standing = this.#continuations.standing(place);
    if (standing?.after === place.after) return standing.continuations;
    if (token.isCancellationRequested) return [];
    const abort = new AbortController();
    const cancelling = token.onCancellationRequested(() => abort.abort());
    try {
      const searched = await this.#continuations.search(place, asked ? ASKED : UNASKED, abort.signal, () => {});
      // After a refuted step there is nothing to go on with: what is wrong is marked already.
      return searched?.found.after === place.after ? searched.found.continuations : [];
    } finally {
      cancelling.dispose();
    }
  }
}

interface Suggestion {
  /** The step as it was found. */
  readonly text: string;
  readonly item: InlineCompletionItem;
}

function suggestion(checked: Checked, ghost: GhostPlace, step: { readonly text: string } | undefined): Suggestion[] {
  const { document } = checked.document;
  const solution = document.solutions[ghost.solution];
  if (step === undefined || solution === undefined) return [];
  const shown = ghostText(document, solution, ghost, step.text);
  if (shown === undefined) return [];
  const { range, newText } = rangedEdit(checked.text, {
    span: { start: shown.start, end: ghost.at },
    text: shown.text,
  });
  return [{ text: step.text, item: { insertText: newText, range } }];
}

/** The argument up to the place: another text before it is another place. */
function placeKey({ document: { document }, text }: Checked, { solution, after }: GhostPlace): string {
  const placed = document.solutions[solution];
  const steps = placed?.steps.slice(0, after + 1).map(({ step }) => step.key) ?? [];
  return [text.uri, placed?.problem?.key ?? '', ...steps].join('\n');
}

/** Resolves with whether the time has passed before the token was cancelled. */
function passes(ms: number, token: CancellationToken): Promise<boolean> {
  return new Promise(resolve => {
    if (token.isCancellationRequested) return resolve(false);
    const timer = setTimeout(() => {
      cancelling.dispose();
      resolve(true);
    }, ms);
    const cancelling = token.onCancellationRequested(() => {
      clearTimeout(timer);
      cancelling.dispose();
      resolve(false);
    });
  });
}
