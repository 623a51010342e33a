/** The search tree for those who show it: the tree as data, word of its changes, and what can be done at a node. */
import type { CancellationToken, Connection, Disposable } from 'vscode-languageserver';
import * as z from 'zod/mini';
import { writtenProblem } from '../core/policy/written.ts';
import type { Continuations, Place, StandingTree } from '../core/search/continuations.ts';
import { depthOf, type SearchNode } from '../core/search/node.ts';
import { printTree } from '../core/search/print.ts';
import type { SearchResult } from '../core/search/search.ts';
import type { SearchTree } from '../core/search/tree.ts';
import {
  insertFromTree,
  type LookedAhead,
  lookAhead,
  type SearchTreeAnswer,
  type StepsInserted,
  searchTree,
  searchTreeChanged,
  stopLookingAhead,
} from '../protocol.ts';
import type { Settings } from '../settings/schema.ts';
import { all, type Feature, unawaited } from './feature.ts';
import { placeAt, positionSchema } from './places.ts';
import type { Checked } from './session.ts';
import type { DocumentSessions } from './sessions.ts';
import { editOf, type Spot, spotOf } from './stepsFound.ts';
import { workspaceEdit } from './workspaceEdit.ts';

/** Nodes of one search that a person asks for at a node. */
const NODES = 400;

/** A tree that changes is told of at most this often (ms). */
const TELL_MS = 200;

const MOST_NODES = 20_000;

const placeParams = z.object({ uri: z.string(), position: positionSchema });
const treeParams = z.extend(placeParams, { nodes: z.int().check(z.minimum(1), z.maximum(MOST_NODES)) });
const nodeOfTree = { version: z.int(), node: z.int() };
const nodeParams = z.extend(placeParams, nodeOfTree);
const lookAheadParams = z.extend(placeParams, { below: z.optional(z.object(nodeOfTree)) });

/** Where a node is: found in the tree of the text that the client has. */
interface At {
  readonly checked: Checked;
  readonly place: Place;
  readonly standing: StandingTree;
  readonly node: SearchNode;
}

/** A tree that a client shows; the key is unknown where there was none when it asked. */
interface Watched {
  readonly key: string | undefined;
  timer?: ReturnType<typeof setTimeout>;
}

export class SearchTreeFeature implements Feature {
  readonly capabilities = {};
  readonly #sessions: DocumentSessions;
  readonly #continuations: Continuations;
  readonly #settings: () => Settings;
  readonly #watched = new Map<string, Watched>();
  /** Ends the searches begun here when the server does. */
  readonly #ended = new AbortController();

  constructor(sessions: DocumentSessions, continuations: Continuations, settings: () => Settings) {
    this.#sessions = sessions;
    this.#continuations = continuations;
    this.#settings = settings;
  }

  register(connection: Connection): Disposable {
    const tell = (uri: string): void => this.#tellSoon(connection, uri);
    const unsubscribe = this.#continuations.onChange(key => {
      for (const [uri, watched] of this.#watched) if ((watched.key ?? key) === key) tell(uri);
    });
    return all([
      connection.onRequest<SearchTreeAnswer | null, void>(
        searchTree.method,
        (given: unknown, token: CancellationToken) => this.#give(given, token),
      ),
      connection.onRequest<StepsInserted, void>(insertFromTree.method, (given: unknown, token: CancellationToken) =>
        this.#insert(connection, given, token),
      ),
      connection.onRequest<LookedAhead, void>(lookAhead.method, (given: unknown, token: CancellationToken) =>
        this.#lookAhead(given, token),
      ),
      connection.onNotification(stopLookingAhead.method, (given: unknown) => this.#stop(given)),
      this.#sessions.onSettled(({ uri }) => tell(uri)),
      this.#sessions.onRefreshed(({ uri }) => tell(uri)),
      this.#sessions.onClosed(({ uri }) => tell(uri)),
      { dispose: unsubscribe },
      { dispose: () => this.#dispose() },
    ]);
  }

  async #give(given: unknown, token: CancellationToken): Promise<SearchTreeAnswer | null> {
    const { uri, position, nodes } = treeParams.parse(given);
    // A document that is not open yet may soon be.
    this.#watch(uri, undefined);
    const checked = await this.#sessions.checked(uri, token);
    if (checked === undefined) return null;
    const place = placeAt(checked, position);
    if (place !== undefined) await this.#continuations.restore(place);
    if (place !== undefined) await this.#continuations.restore(place);
    const standing = place && this.#continuations.standingTree(place);
    this.#watch(uri, standing?.key);
    if (place === undefined) return { kind: 'none' };
    const { version } = checked;
    if (standing === undefined) return { kind: 'empty', version };
    const { tree, after, running } = standing;
    return {
      kind: 'tree',
      version,
      problem: writtenProblem(checked.document.solutions[place.solution]?.solution.problem),
      root: printTree(tree, { most: nodes, order: 'best' }),
      nodes: tree.size,
      ...(after < place.after ? { refuted: after + 2 } : {}),
      ...(running === undefined ? {} : { running }),
    };
  }

  /** From the lowest step above the node that the writer has: below it the steps are written, whatever follows there; in the place of a refuted one. */
  async #insert(connection: Connection, given: unknown, token: CancellationToken): Promise<StepsInserted> {
    const found = await this.#nodeOf(given, token);
    if (!('node' in found)) return found;
    const { checked, place, standing, node } = found;
    if (node.fate.kind === 'dead') return refusal(`This step is a dead end: ${node.fate.reason}`);
    const { from, nodes } = pathBelow(standing.tree, node);
    if (nodes.length === 0) return refusal('This step is in the document already.');
    const { solution } = place;
    const isHere = from === standing.tree.current;
    const spot: Spot = isHere ? spotOf(place, standing.after) : { solution, after: depthOf(from) - 1 };
    const edit = editOf(checked.document.document, spot, nodes);
    const { applied } = await connection.workspace.applyEdit(workspaceEdit(checked, [edit]));
    if (!applied) return refusal(CHANGED);
    return { ok: true, end: endOf(checked.text.positionAt(edit.span.start), edit.text) };
  }

  async #lookAhead(given: unknown, token: CancellationToken): Promise<LookedAhead> {
    const { uri, position, below } = lookAheadParams.parse(given);
    const checked = await this.#sessions.checked(uri, token);
    const place = checked && placeAt(checked, position);
    if (place === undefined) return refusal('There is no solution here to go on with.');
    const found = below === undefined ? undefined : await this.#nodeOf({ uri, position, ...below }, token);
    if (found !== undefined && !('node' in found)) return found;
    const fate = found?.node.fate;
    if (fate?.kind === 'dead') return refusal(`Nothing leads on from a dead end: ${fate.reason}`);
    if (fate?.kind === 'final') return refusal('The solution ends with this step.');
    const abort = new AbortController();
    token.onCancellationRequested(() => abort.abort());
    const signal = AbortSignal.any([abort.signal, this.#ended.signal]);
    const budget = { timeMs: 1000 * this.#settings()['search.seconds'], nodes: NODES };
    const searched = await this.#continuations.search(place, budget, signal, () => {}, found?.node.id);
    return searched === undefined ? refusal(GONE) : ended(searched.result);
  }

  #stop(given: unknown): void {
    const parsed = placeParams.safeParse(given);
    if (!parsed.success) return;
    const { uri, position } = parsed.data;
    const checked = this.#sessions.get(uri)?.checked;
    const place = checked && placeAt(checked, position);
    const standing = place && this.#continuations.standingTree(place);
    if (standing !== undefined) this.#continuations.stop(standing.key);
  }

  /** A node id of another text, or another tree, is never taken for one of this. */
  async #nodeOf(given: unknown, token: CancellationToken): Promise<At | Refusal> {
    const { uri, position, version, node: id } = nodeParams.parse(given);
    const checked = await this.#sessions.checked(uri, token);
    if (checked === undefined) return refusal('The document is not open, or is not checked.');
    if (checked.version !== version) return refusal(CHANGED);
    const place = placeAt(checked, position);
    const standing = place && this.#continuations.standingTree(place);
    const node = standing?.tree.find(id);
    if (place === undefined || standing === undefined || node === undefined) return refusal(GONE);
    return { checked, place, standing, node };
  }

  #watch(uri: string, key: string | undefined): void {
    clearTimeout(this.#watched.get(uri)?.timer);
    this.#watched.set(uri, { key });
  }

  #tellSoon(connection: Connection, uri: string): void {
    const watched = this.#watched.get(uri);
    if (watched === undefined || watched.timer !== undefined) return;
    watched.timer = setTimeout(() => {
      this.#watched.delete(uri);
      unawaited(connection.sendNotification(searchTreeChanged.method, { uri }));
    }, TELL_MS);
  }

  #dispose(): void {
    this.#ended.abort();
    for (const { timer } of this.#watched.values()) clearTimeout(timer);
    this.#watched.clear();
  }
}

interface Refusal {
  readonly ok: false;
  readonly message: string;
}

const CHANGED = 'The text has changed meanwhile. The tree follows it: choose again.';
const GONE = 'This step is no longer in the tree.';

function refusal(message: string): Refusal {
  return { ok: false, message };
}

/** The lowest step above a node, or the node itself, that the writer has, and the nodes from below it down to the node. */
function pathBelow(tree: SearchTree, node: SearchNode): { readonly from: SearchNode; readonly nodes: SearchNode[] } {
  const written = new Set<SearchNode>();
  for (let at: SearchNode | undefined = tree.current; at !== undefined; at = at.parent) written.add(at);
  const nodes: SearchNode[] = [];
  let from = node;
  for (; from.parent !== undefined && !written.has(from); from = from.parent) nodes.unshift(from);
  return { from, nodes };
}

function ended({ end, spent: { nodes }, fault }: SearchResult): LookedAhead {
  const tried = `${nodes} ${nodes === 1 ? 'step' : 'steps'} tried.`;
  if (end === 'failed') return refusal(fault?.message ?? `The search failed. ${tried}`);
  const alone =
    fault === undefined || end === 'cancelled' ? '' : ` The search went on without the model: ${fault.message}`;
  return { ok: true, message: `${wordsOf(end, nodes)} ${tried}${alone}` };
}

function wordsOf(end: Exclude<SearchResult['end'], 'failed'>, nodes: number): string {
  switch (end) {
    case 'cancelled':
      return 'Stopped.';
    case 'settled':
      return 'An answer was found.';
    case 'exhausted':
      return nodes === 0 ? 'Nothing is left to try here.' : 'Everything that is known to try was tried.';
    default:
      return 'The search has gone as far as it may; look ahead again to go further.';
  }
}

function endOf(start: { readonly line: number; readonly character: number }, text: string) {
  const lines = text.split(/\r?\n/);
  const last = lines.at(-1)?.length ?? 0;
  return { line: start.line + lines.length - 1, character: lines.length === 1 ? start.character + last : last };
}
