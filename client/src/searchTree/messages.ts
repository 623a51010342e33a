/** What the view and its page say to each other. */
import * as z from 'zod/mini';
import type { SearchTreeAnswer } from '../../../server/src/protocol.ts';

/** What there is to show. */
export type ViewState =
  | { readonly kind: 'tree'; readonly answer: SearchTreeAnswer & { readonly kind: 'tree' } }
  /** A solution in which nothing was looked for; `searching` as soon as something is. */
  | { readonly kind: 'empty'; readonly searching: boolean }
  | { readonly kind: 'no-solution' }
  /** No document that Stepwise checks was looked at. */
  | { readonly kind: 'no-document' }
  | { readonly kind: 'starting' }
  | { readonly kind: 'stopped' };

export type ToPage =
  | { readonly kind: 'state'; readonly state: ViewState; readonly place: Place | undefined }
  /** How something ended that the person asked for, in one sentence. */
  | { readonly kind: 'said'; readonly message: string }
  /** The person has called the view: the tree takes the keys. */
  | { readonly kind: 'focus' };

const place = z.object({
  uri: z.string(),
  position: z.object({ line: z.int(), character: z.int() }),
});

/** Where the tree hangs in a document. */
export type Place = z.output<typeof place>;

/** What the page keeps for its next life, as far as the view needs it to begin again. */
export const savedState = z.object({ place: z.optional(place) });

const nodeOfTree = { node: z.int(), version: z.int() };

export const fromPage = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  z.object({ kind: z.literal('insert'), ...nodeOfTree }),
  z.object({ kind: z.literal('look-ahead'), ...nodeOfTree }),
  /** Looks ahead where there is no tree yet. */
  z.object({ kind: z.literal('begin') }),
  z.object({ kind: z.literal('stop') }),
  /** More nodes of a large tree. */
  z.object({ kind: z.literal('more') }),
]);

export type FromPage = z.output<typeof fromPage>;
