/** "What next?": the search ahead of a step, on request; what it knows by then also stands among the code actions. */
import {
  type CancellationToken,
  type CodeAction,
  CodeActionKind,
  type Connection,
  type Disposable,
  type Position,
} from 'vscode-languageserver';
import type { TextEdit } from '../core/document/solution.ts';
import type { Continuation, Continuations, Found, Place } from '../core/search/continuations.ts';
import { insertSteps } from '../core/search/insert.ts';
import type { CheckedHow } from '../core/search/move.ts';
import type { SearchResult } from '../core/search/search.ts';
import { type NextStep, type NextSteps, type NextStepsParams, nextStepCommand, nextSteps } from '../protocol.ts';
import type { Feature } from './feature.ts';
import { placeAt } from './places.ts';
import { Progress } from './progress.ts';
import type { Checked } from './session.ts';
import type { DocumentSessions } from './sessions.ts';
import { rangedEdit, workspaceEdit } from './workspaceEdit.ts';

/** Of one search that a person waits for. */
const BUDGET = { timeMs: 15_000, nodes: 400 } as const;

/** Milliseconds until a search that goes on is shown. */
const SHOWN_AFTER = 400;

export class NextStepsFeature implements Feature {
  readonly capabilities = {};
  readonly #sessions: DocumentSessions;
  readonly #continuations: Continuations;
  /** The client has the command that lets the person choose. */
  readonly #hasCommand: boolean;
  #connection: Connection | undefined;

  constructor(sessions: DocumentSessions, continuations: Continuations, hasCommand: boolean) {
    this.#sessions = sessions;
    this.#continuations = continuations;
    this.#hasCommand = hasCommand;
  }

  register(connection: Connection): Disposable {
    this.#connection = connection;
    return connection.onRequest<NextSteps | null, void>(
      nextSteps.method,
      (params: NextStepsParams, token: CancellationToken) => this.#search(params, token),
    );
  }

  /** From the standing tree, at once; without one, where the client can ask, the action that looks ahead. */
  async actionsAt(checked: Checked, position: Position): Promise<readonly CodeAction[]> {
    const place = placeAt(checked, position);
    if (place === undefined) return [];
    await this.#continuations.restore(place);
    const found = this.#continuations.standing(place);
    const kind = CodeActionKind.RefactorRewrite;
    const standing = (found?.continuations ?? []).map(({ line }): CodeAction => {
      const step = line.steps[0]?.text ?? '';
      const edit = workspaceEdit(checked, [insertion(checked, place, found?.after ?? place.after, [step])]);
      const title = `${found?.after === place.after ? 'Next step' : 'Better continuation'}: ${shortened(step)}`;
      return { title, kind, edit };
    });
    if (!this.#hasCommand) return standing;
    const title = 'Find the next step…';
    const argument: NextStepsParams = { uri: checked.text.uri, position };
    return [...standing, { title, kind, command: { title, command: nextStepCommand, arguments: [argument] } }];
  }

  async #search({ uri, position }: NextStepsParams, token: CancellationToken): Promise<NextSteps | null> {
    const checked = await this.#sessions.checked(uri, token);
    if (checked === undefined) return null;
    const place = placeAt(checked, position);
    if (place === undefined) return { kind: 'none', message: 'There is no solution here to go on with.' };
    const abort = new AbortController();
    token.onCancellationRequested(() => abort.abort());
    let nodes = 0;
    let best: string | undefined;
    const progress = new Progress(this.#connection, SHOWN_AFTER, {
      title: 'Stepwise: looking for the next step',
      message: () =>
        nodes === 0 ? undefined : `${nodes} tried${best === undefined ? '' : `; best so far: ${shortened(best)}`}`,
      share: () => undefined,
      onCancel: () => abort.abort(),
    });
    try {
      const searched = await this.#continuations.search(place, BUDGET, abort.signal, (found, spent) => {
        nodes = spent.nodes;
        best = found.continuations[0]?.line.steps[0]?.text;
      });
      // The text has moved on: what was found stays in the tree.
      if (searched === undefined || token.isCancellationRequested) return null;
      return answerOf(checked, place, searched.found, searched.result);
    } finally {
      progress.end();
    }
  }
}

function answerOf(checked: Checked, place: Place, found: Found, { end, fault }: SearchResult): NextSteps {
  const { after, continuations } = found;
  const [best] = continuations;
  if (best === undefined) {
    if (fault !== undefined) return { kind: 'none', message: fault.message };
    if (end === 'cancelled') return { kind: 'none', message: 'Stopped before anything was found.' };
    return { kind: 'none', message: 'No next step was found: Stepwise knows no move for what stands here.' };
  }
  const finished = continuations.find(({ line }) => line.finished && line.steps.length > 1);
  const steps = continuations.map(each =>
    written(checked, place, after, [each.line.steps[0]?.text ?? ''], detailOf(each)),
  );
  return {
    kind: 'found',
    version: checked.version,
    steps,
    ...(finished === undefined
      ? {}
      : {
          whole: written(
            checked,
            place,
            after,
            finished.line.steps.map(({ text }) => text),
            `${finished.line.steps.length} steps, ${weakest(finished)}`,
          ),
        }),
    ...(after < place.after ? { insteadOf: after + 2 } : {}),
  };
}

function written(checked: Checked, place: Place, after: number, steps: readonly string[], detail: string): NextStep {
  return { text: steps.join(' '), detail, edit: rangedEdit(checked.text, insertion(checked, place, after, steps)) };
}

function insertion(checked: Checked, { solution }: Place, after: number, steps: readonly string[]): TextEdit {
  const { document } = checked.document;
  const placed = document.solutions[solution];
  if (placed === undefined) throw new RangeError(`no solution ${solution}`);
  return insertSteps(document, placed, after, steps);
}

const HOW: Readonly<Record<CheckedHow, string>> = {
  proved: 'proved',
  tested: 'tested at points',
  unchecked: 'not checked',
};

function detailOf({ first, line }: Continuation): string {
  const leads = line.finished
    ? `leads to the end in ${line.steps.length} ${line.steps.length === 1 ? 'step' : 'steps'}`
    : '';
  return [HOW[first.checked], leads].filter(part => part !== '').join(', ');
}

function weakest({ line: { nodes } }: Continuation): string {
  const order: readonly CheckedHow[] = ['unchecked', 'tested', 'proved'];
  const found = order.find(how => nodes.some(({ checked }) => checked === how)) ?? 'unchecked';
  return found === 'unchecked' ? 'not all checked' : `each ${HOW[found]}`;
}

const LONGEST = 80;

function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ').replace(/\\left|\\right/g, '');
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
}
