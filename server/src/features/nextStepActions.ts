/**
 * Code actions from the standing tree, at once: the next step, the end of the solution, what is better than a flagged step, where the trouble starts. What one of them writes
 * is worked out when it is chosen, from the tree as it is by then.
 */
import {
  type CancellationToken,
  type ClientCapabilities,
  type CodeAction,
  CodeActionKind,
  CodeActionTag,
  LSPErrorCodes,
  type Position,
  ResponseError,
} from 'vscode-languageserver';
import * as z from 'zod/mini';
import type { CheckedStep } from '../core/check.ts';
import { type Line, lineFrom } from '../core/search/answers.ts';
import type { Continuations, Found, Place } from '../core/search/continuations.ts';
import type { SearchNode } from '../core/search/node.ts';
import { troubleInScores } from '../core/search/trouble.ts';
import { findTroubleCommand, type NextStepsParams, nextStepCommand } from '../protocol.ts';
import { placeAt, positionSchema } from './places.ts';
import type { Checked } from './session.ts';
import type { DocumentSessions } from './sessions.ts';
import { detailOf, editOf, isGenerated, type Spot, shortened, spotOf, wholeDetail } from './stepsFound.ts';
import { workspaceEdit } from './workspaceEdit.ts';

/** What a client says that it can do with code actions. */
export interface ActionAbilities {
  /** It has the commands that let the person choose among what is found. */
  readonly commands: boolean;
  /** It asks for the edit when an action is chosen. */
  readonly lazyEdits: boolean;
  /** It knows the tag of what a language model wrote. */
  readonly generatedTag: boolean;
}

export function actionAbilities({ textDocument }: ClientCapabilities, commands: boolean): ActionAbilities {
  const { dataSupport, resolveSupport, tagSupport } = textDocument?.codeAction ?? {};
  return {
    commands,
    lazyEdits: dataSupport === true && resolveSupport?.properties.includes('edit') === true,
    generatedTag: tagSupport?.valueSet.includes(CodeActionTag.LLMGenerated) === true,
  };
}

const dataSchema = z.object({
  uri: z.string(),
  version: z.int(),
  position: positionSchema,
  spot: z.object({ solution: z.int(), after: z.int(), instead: z.exactOptional(z.int()) }),
  /** Id of the first step's node. */
  node: z.int(),
  /** All steps of the best line from that step, not the step alone. */
  whole: z.boolean(),
});

type ActionData = z.output<typeof dataSchema>;

/** By as much (of 1) the score falls where the trouble starts. */
const FALL = 0.4;

/** So many of a kind are offered. */
const MOST = 3;

export class NextStepActions {
  readonly #sessions: DocumentSessions;
  readonly #continuations: Continuations;
  readonly #abilities: ActionAbilities;

  constructor(sessions: DocumentSessions, continuations: Continuations, abilities: ActionAbilities) {
    this.#sessions = sessions;
    this.#continuations = continuations;
    this.#abilities = abilities;
  }

  /** From the standing tree; and where the client can ask, those that look ahead. */
  async at(checked: Checked, position: Position): Promise<readonly CodeAction[]> {
    const place = placeAt(checked, position);
    if (place === undefined) return [];
    await this.#continuations.restore(place);
    const here: Here = { checked, place, position };
    const step = place.document.solutions[place.solution]?.steps[place.after];
    return [
      ...this.#standing(here),
      ...(step !== undefined && isFlagged(step) ? this.#better(here) : []),
      ...this.#trouble(here),
      ...this.#searches(here, step),
    ];
  }

  /** The action with its edit. An action of an earlier text has none any more: that is an error for the person to read. */
  async resolve(action: CodeAction, token: CancellationToken): Promise<CodeAction> {
    const parsed = dataSchema.safeParse(action.data);
    if (!parsed.success) return action;
    const { uri, version, position, spot, node: id, whole } = parsed.data;
    const checked = await this.#sessions.checked(uri, token);
    if (checked?.version !== version)
      throw refusal('The text has changed since this was offered. Ask for the actions again.');
    const place = placeAt(checked, position);
    const first = place && this.#continuations.standingTree(place)?.tree.find(id);
    if (first === undefined) throw refusal('This step is no longer in the search. Ask for the actions again.');
    return { ...action, edit: this.#edit(checked, spot, whole ? lineFrom(first).nodes : [first]) };
  }

  #standing(here: Here): readonly CodeAction[] {
    const { place } = here;
    const found = this.#continuations.standing(place);
    if (found === undefined) return [];
    const spot = spotOf(place, found.after);
    const head = headOf(place, found);
    const lines = found.continuations.map(({ line }) => line);
    const finished = lines.find(line => line.finished && line.nodes.length > 1);
    return [
      ...lines.map(line => this.#action(here, spot, `${head}: ${titleOf(line)}`, line.nodes.slice(0, 1))),
      ...(finished === undefined
        ? []
        : [this.#action(here, spot, `Finish the solution (${wholeDetail(finished)})`, finished.nodes)]),
    ];
  }

  /** What the tree knows to stand in the place of the step here, whose score is low: what is refuted is stood in for by what comes next. */
  #better(here: Here): readonly CodeAction[] {
    const { place } = here;
    const spot = { solution: place.solution, after: place.after - 1, instead: place.after };
    return this.#continuations
      .standingBeside(place)
      .slice(0, MOST)
      .map(line => this.#action(here, spot, `Better continuation from here: ${titleOf(line)}`, line.nodes.slice(0, 1)));
  }

  /** By the Q of the search, else by the scores of the written steps. */
  #trouble(here: Here): readonly CodeAction[] {
    const { place, checked } = here;
    const steps = place.document.solutions[place.solution]?.steps ?? [];
    const searched = this.#continuations.troubleAt(place);
    const scores = steps.slice(0, place.after + 1).map(({ score }) => (score?.old === true ? undefined : score?.value));
    const step = searched?.step ?? troubleInScores(scores, FALL)?.step;
    if (step === undefined) return [];
    const title = `Trouble starts at step ${step + 1}: revise`;
    const spot = { solution: place.solution, after: step - 1, instead: step };
    const known = (searched?.instead ?? [])
      .slice(0, MOST)
      .map(node => this.#action(here, spot, `${title} (${shortened(node.step.text)})`, [node]));
    const placed = steps[step]?.placed;
    if (!this.#abilities.commands || placed === undefined) return known;
    const position = checked.text.positionAt(placed.offset + placed.step.span.start);
    return [...known, command(`${title}…`, nextStepCommand, { uri: checked.text.uri, position, instead: true })];
  }

  #searches({ checked, place, position }: Here, step: CheckedStep | undefined): readonly CodeAction[] {
    if (!this.#abilities.commands) return [];
    const argument: NextStepsParams = { uri: checked.text.uri, position };
    const better =
      step !== undefined && isFlagged(step)
        ? [command('Find a better continuation from here…', nextStepCommand, { ...argument, instead: true })]
        : [];
    // Of a refuted step it is known where the trouble is.
    const trouble =
      better.length > 0 && place.after > 0 && step?.status !== 'refuted'
        ? [command('Find where the trouble starts…', findTroubleCommand, argument)]
        : [];
    return [...better, command('Find the next step…', nextStepCommand, argument), ...trouble];
  }

  #action({ checked, position }: Here, spot: Spot, title: string, nodes: readonly SearchNode[]): CodeAction {
    const [first] = nodes;
    const tags: Pick<CodeAction, 'tags'> =
      this.#abilities.generatedTag && isGenerated(nodes) ? { tags: [CodeActionTag.LLMGenerated] } : {};
    const action: CodeAction = { title, kind: CodeActionKind.RefactorRewrite, ...tags };
    if (first === undefined || !this.#abilities.lazyEdits) return { ...action, edit: this.#edit(checked, spot, nodes) };
    const { uri } = checked.text;
    const whole = nodes.length > 1;
    return {
      ...action,
      data: { uri, version: checked.version, position, spot, node: first.id, whole } satisfies ActionData,
    };
  }

  #edit(checked: Checked, spot: Spot, nodes: readonly SearchNode[]) {
    return workspaceEdit(checked, [editOf(checked.document.document, spot, nodes)]);
  }
}

/** Something speaks against it. */
function isFlagged({ findings }: CheckedStep): boolean {
  return findings.some(({ severity }) => severity !== 'hint');
}

interface Here {
  readonly checked: Checked;
  readonly place: Place;
  readonly position: Position;
}

function headOf({ after }: Place, found: Found): string {
  if (found.after === after) return 'Next step';
  return found.after + 1 === after
    ? 'Better continuation from here'
    : `Better continuation from step ${found.after + 2}`;
}

function titleOf(line: Line): string {
  return `${shortened(line.steps[0]?.text ?? '')} (${detailOf(line)})`;
}

function command(title: string, name: string, argument: NextStepsParams): CodeAction {
  return { title, kind: CodeActionKind.RefactorRewrite, command: { title, command: name, arguments: [argument] } };
}

function refusal(message: string): ResponseError {
  return new ResponseError(LSPErrorCodes.RequestFailed, message);
}
