/** "What next?": the search ahead of a step, on request, told as it goes; and where the trouble starts. */
import {
  type CancellationToken,
  type CodeAction,
  type Connection,
  type Disposable,
  type Position,
  ProgressType,
  WorkDoneProgress,
} from 'vscode-languageserver';
import * as z from 'zod/mini';
import type { FaultKind, ModelFault } from '../core/model/fault.ts';
import { type Line, lineFrom } from '../core/search/answers.ts';
import type { Spent } from '../core/search/budget.ts';
import type { Continuations, Found, Place, Wrong } from '../core/search/continuations.ts';
import type { SearchResult } from '../core/search/search.ts';
import { findTrouble, type NextSteps, nextSteps } from '../protocol.ts';
import type { Settings } from '../settings/schema.ts';
import { all, type Feature, unawaited } from './feature.ts';
import { type ActionAbilities, NextStepActions } from './nextStepActions.ts';
import { placeAt, positionSchema } from './places.ts';
import { Progress } from './progress.ts';
import type { Checked } from './session.ts';
import type { DocumentSessions } from './sessions.ts';
import { offered, percent, type Spot, shortened, spotOf } from './stepsFound.ts';

/** Nodes of one search that a person waits for. */
const NODES = 400;

/** Milliseconds until a search that goes on is shown. */
const SHOWN_AFTER = 400;

const paramsSchema = z.object({
  uri: z.string(),
  position: positionSchema,
  instead: z._default(z.boolean(), false),
  partialResultToken: z.optional(z.string()),
  workDoneToken: z.optional(z.string()),
});

const partial = new ProgressType<NextSteps>();

export class NextStepsFeature implements Feature {
  readonly capabilities = {};
  readonly actions: NextStepActions;
  readonly #sessions: DocumentSessions;
  readonly #continuations: Continuations;
  readonly #settings: () => Settings;
  /** Kinds of failure of a model that the person has read of, since it last went well. */
  readonly #told = new Set<FaultKind>();
  #connection: Connection | undefined;

  constructor(
    sessions: DocumentSessions,
    continuations: Continuations,
    settings: () => Settings,
    abilities: ActionAbilities,
  ) {
    this.#sessions = sessions;
    this.#continuations = continuations;
    this.#settings = settings;
    this.actions = new NextStepActions(sessions, continuations, abilities);
  }

  register(connection: Connection): Disposable {
    this.#connection = connection;
    return all([
      connection.onRequest<NextSteps | null, void>(nextSteps.method, (given: unknown, token: CancellationToken) =>
        this.#next(given, token),
      ),
      connection.onRequest<NextSteps | null, void>(findTrouble.method, (given: unknown, token: CancellationToken) =>
        this.#trouble(given, token),
      ),
      connection.onCodeActionResolve((action: CodeAction, token) => this.actions.resolve(action, token)),
    ]);
  }

  async #next(given: unknown, token: CancellationToken): Promise<NextSteps | null> {
    const params = paramsSchema.parse(given);
    const at = await this.#placeOf(params, token);
    if (at === null || at.place === undefined) return at && NO_SOLUTION;
    const { checked, place } = at;
    const from = params.instead ? { ...place, after: Math.max(-1, place.after - 1) } : place;
    const answer = (found: Found): NextSteps | undefined => answerOf(checked, place, found, params.instead);
    let best: Found | undefined;
    const looked = await this.#during(
      'looking for the next step',
      params,
      token,
      () => bestOf(best),
      (signal, onSpent) => {
        const tell = this.#teller(params.partialResultToken);
        return this.#continuations.search(from, this.#budget, signal, (found, spent) => {
          best = found;
          onSpent(spent);
          tell(answer(found));
        });
      },
    );
    // The text has moved on: what was found stays in the tree.
    if (looked === undefined || token.isCancellationRequested) return null;
    const { found, result } = looked;
    const answered = answer(found);
    this.#tellFault(result.fault, answered !== undefined);
    return answered ?? { kind: 'none', message: messageOf(result) };
  }

  async #trouble(given: unknown, token: CancellationToken): Promise<NextSteps | null> {
    const params = paramsSchema.parse(given);
    const at = await this.#placeOf(params, token);
    if (at === null || at.place === undefined) return at && NO_SOLUTION;
    const { checked, place } = at;
    const result = await this.#during(
      'looking for where the trouble starts',
      params,
      token,
      () => undefined,
      (signal, onSpent) => this.#continuations.examine(place, this.#budget, signal, onSpent),
    );
    if (result === undefined || token.isCancellationRequested) return null;
    this.#tellFault(result.fault, true);
    const trouble = this.#troubleAt(place);
    if (trouble === undefined) return { kind: 'none', message: noTrouble(result) };
    const { step, why, instead } = trouble;
    const head = `Trouble starts at step ${step + 1}: ${why}`;
    if (instead.length === 0)
      return { kind: 'none', message: `${head}. Nothing was found that could stand in its place.` };
    const spot = { solution: place.solution, after: step - 1, instead: step };
    const line = lineOf(checked, place, step);
    return {
      ...offered(checked, spot, `${head}. In its place`, instead),
      ...(line === undefined ? {} : { line }),
    };
  }

  /** By the search, else by the first step that is wrong in itself. */
  #troubleAt(
    place: Place,
  ): { readonly step: number; readonly why: string; readonly instead: readonly Line[] } | undefined {
    const trouble = this.#continuations.troubleAt(place);
    if (trouble !== undefined) {
      const { step, before, after, instead } = trouble;
      return {
        step,
        why: `the outlook falls from ${percent(before)} to ${percent(after)}`,
        instead: instead.map(lineFrom),
      };
    }
    const found = this.#continuations.wrongAt(place);
    if (found === undefined) return undefined;
    const instead = this.#continuations.standing(place)?.continuations.map(({ line }) => line) ?? [];
    return { step: found.step, why: `it ${WRONG[found.wrong]}`, instead };
  }

  async #placeOf(
    { uri, position }: { readonly uri: string; readonly position: Position },
    token: CancellationToken,
  ): Promise<{ readonly checked: Checked; readonly place: Place | undefined } | null> {
    const checked = await this.#sessions.checked(uri, token);
    return checked === undefined ? null : { checked, place: placeAt(checked, position) };
  }

  /** Work that the person sees and may stop; what was found by then is kept. */
  async #during<T>(
    title: string,
    { workDoneToken }: { readonly workDoneToken?: string | undefined },
    token: CancellationToken,
    best: () => string | undefined,
    work: (signal: AbortSignal, onSpent: (spent: Spent) => void) => Promise<T>,
  ): Promise<T> {
    const abort = new AbortController();
    token.onCancellationRequested(() => abort.abort());
    let spent: Spent | undefined;
    // A client that shows the progress itself cancels the request.
    const asksFor = workDoneToken === undefined ? this.#connection : undefined;
    const progress = new Progress(asksFor, SHOWN_AFTER, {
      title: `Stepwise: ${title}`,
      message: () => spent && progressOf(spent, best()),
      share: () => undefined,
      onCancel: () => abort.abort(),
    });
    try {
      return await work(abort.signal, now => {
        spent = now;
        if (workDoneToken !== undefined) this.#report(workDoneToken, progressOf(now, best()));
      });
    } finally {
      progress.end();
    }
  }

  #report(token: string, message: string): void {
    if (this.#connection === undefined) return;
    unawaited(this.#connection.sendProgress(WorkDoneProgress.type, token, { kind: 'report', message }));
  }

  /** What is known by now goes to a client that wants to see it; what it has seen is not said again. */
  #teller(token: string | undefined): (known: NextSteps | undefined) => void {
    let told = '';
    return known => {
      if (token === undefined || known === undefined) return;
      const said = JSON.stringify(known);
      if (said === told) return;
      told = said;
      if (this.#connection !== undefined) unawaited(this.#connection.sendProgress(partial, token, known));
    };
  }

  /** Once, until it goes well again; not where it is the answer itself. */
  #tellFault(fault: ModelFault | undefined, beside: boolean): void {
    if (fault === undefined) {
      this.#told.clear();
      return;
    }
    if (!beside || fault.kind === 'cancelled' || this.#told.has(fault.kind)) return;
    this.#told.add(fault.kind);
    this.#connection?.window.showWarningMessage(`Stepwise: the search went on without the model. ${fault.message}`);
  }

  get #budget() {
    return { timeMs: 1000 * this.#settings()['search.seconds'], nodes: NODES };
  }
}

/** What is said of a step that a search does not go on from. */
const WRONG: Readonly<Record<Wrong, string>> = { refuted: 'is refuted', doubtful: 'does not fit what is asked for' };

const NO_SOLUTION: NextSteps = { kind: 'none', message: 'There is no solution here to go on with.' };

function answerOf(
  checked: Checked,
  place: Place,
  { after, continuations, wrong }: Found,
  instead: boolean,
): NextSteps | undefined {
  if (continuations.length === 0) return undefined;
  const lines = continuations.map(({ line }) => line);
  const spot: Spot =
    instead && wrong === undefined ? { solution: place.solution, after, instead: place.after } : spotOf(place, after);
  return offered(checked, spot, titleOf(spot, wrong), lines);
}

function titleOf({ instead }: Spot, wrong: Wrong | undefined): string {
  if (instead === undefined) return 'Next step';
  return wrong === undefined
    ? `In the place of step ${instead + 1}`
    : `Step ${instead + 1} ${WRONG[wrong]}: in its place`;
}

function messageOf({ end, fault }: SearchResult): string {
  if (end === 'cancelled') return 'Stopped before anything was found.';
  if (fault !== undefined) return fault.message;
  if (typeof end === 'object' && end.spent === 'timeMs')
    return 'Nothing was found in the time that a search has (stepwise.search.seconds).';
  return 'No next step was found: Stepwise knows no move for what stands here.';
}

function noTrouble({ end, fault }: SearchResult): string {
  if (end === 'cancelled') return 'Stopped before it was known where the trouble starts.';
  if (end === 'failed' && fault !== undefined) return fault.message;
  return 'No step was found at which the outlook falls.';
}

function bestOf(found: Found | undefined): string | undefined {
  const line = found?.continuations[0]?.line;
  return line && `best so far, rated ${percent(line.quality)}: ${shortened(line.steps[0]?.text ?? '')}`;
}

function progressOf({ nodes, usage }: Spent, best: string | undefined): string {
  const tokens = usage.promptTokens + usage.completionTokens;
  return [
    `${nodes} tried`,
    ...(tokens > 0 ? [`${tokens.toLocaleString('en-US')} tokens`] : []),
    ...(best === undefined ? [] : [best]),
  ].join('; ');
}

function lineOf({ text }: Checked, { document, solution }: Place, step: number): number | undefined {
  const placed = document.solutions[solution]?.steps[step]?.placed;
  return placed && text.positionAt(placed.offset + placed.step.span.start).line;
}
