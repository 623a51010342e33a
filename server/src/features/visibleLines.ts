/** What the person has in view, as the client tells it: there work that is not asked for begins. */
import { type Connection, type Disposable, Emitter, type Event } from 'vscode-languageserver';
import * as z from 'zod/mini';
import type { Span } from '../core/math/expr.ts';
import { visible } from '../protocol.ts';
import { all, type Feature } from './feature.ts';
import type { Checked, DocumentSession } from './session.ts';
import type { DocumentSessions } from './sessions.ts';

type Lines = readonly (readonly [first: number, last: number])[];

const visibleParams = z.object({ uri: z.string(), lines: z.array(z.tuple([z.int(), z.int()])) });

export class VisibleLinesFeature implements Feature {
  readonly capabilities = {};
  readonly #sessions: DocumentSessions;
  /** Lines in view by document, that of the last word last. Empty: the client does not tell, or nothing is shown. */
  readonly #visible = new Map<string, Lines>();
  readonly #onChange = new Emitter<void>();
  #clientTells = false;

  constructor(sessions: DocumentSessions) {
    this.#sessions = sessions;
  }

  /** The person looks at something else. */
  get onChange(): Event<void> {
    return this.#onChange.event;
  }

  register(connection: Connection): Disposable {
    return all([
      connection.onNotification(visible.method, (given: unknown) => this.#look(given)),
      this.#sessions.onClosed(({ uri }) => this.#visible.delete(uri)),
      this.#onChange,
    ]);
  }

  /** Documents in view, the last one looked at first; all where the client does not tell what is in view. */
  inOrder(): readonly DocumentSession[] {
    if (!this.#clientTells) return this.#sessions.sessions;
    return [...this.#visible.keys()].reverse().flatMap(uri => this.#sessions.get(uri) ?? []);
  }

  /** What of a document is in view, in its offsets. */
  inView({ text }: Checked): readonly Span[] {
    return (this.#visible.get(text.uri) ?? []).map(([first, last]) => ({
      start: text.offsetAt({ line: first, character: 0 }),
      end: text.offsetAt({ line: last + 1, character: 0 }),
    }));
  }

  #look(given: unknown): void {
    const parsed = visibleParams.safeParse(given);
    if (!parsed.success) return;
    const { uri, lines } = parsed.data;
    this.#clientTells = true;
    this.#visible.delete(uri);
    if (lines.length > 0) this.#visible.set(uri, lines);
    this.#onChange.fire();
  }
}
