/** What shows what a search finds: next steps, the search tree, ghost text, and what is kept of searches. */
import type { ClientCapabilities } from 'vscode-languageserver';
import { Continuations } from '../core/search/continuations.ts';
import type { TreeStore } from '../core/search/tree-store.ts';
import { Settler } from '../core/settle/settler.ts';
import type { Settings } from '../settings/schema.ts';
import type { CodeService } from './codeService.ts';
import type { Feature } from './feature.ts';
import { InlineCompletionFeature } from './inlineCompletion.ts';
import { KeptTreesFeature } from './keptTrees.ts';
import type { ModelHost } from './modelHost.ts';
import { actionAbilities } from './nextStepActions.ts';
import { NextStepsFeature } from './nextSteps.ts';
import { searchModels } from './searchModels.ts';
import { SearchTreeFeature } from './searchTree.ts';
import type { DocumentSessions } from './sessions.ts';

export interface SearchParts {
  /** Runs what candidates compute, and the symbolic moves. */
  readonly code: CodeService;
  /** Without it symbolic moves search alone. */
  readonly models: ModelHost | undefined;
  /** Without it searches end with the server. */
  readonly trees: TreeStore | undefined;
  readonly settings: () => Settings;
  readonly now: () => number;
  readonly log: (message: string) => void;
}

export interface SearchFeatures {
  readonly nextSteps: NextStepsFeature;
  /** `nextSteps` among them. */
  readonly features: readonly Feature[];
}

/** @param choosesNextStep the client lets the person choose among what was found */
export function searchFeatures(
  sessions: DocumentSessions,
  { code, models, trees, settings, now, log }: SearchParts,
  client: ClientCapabilities,
  choosesNextStep: boolean,
): SearchFeatures {
  const continuations = new Continuations({
    sandbox: code.forModels,
    settler: new Settler(code.forModels, log),
    now,
    timeout: ms => AbortSignal.timeout(ms),
    ...(models === undefined ? {} : { models: searchModels(models, settings) }),
    ...(trees === undefined ? {} : { store: trees }),
  });
  const nextSteps = new NextStepsFeature(sessions, continuations, settings, actionAbilities(client, choosesNextStep));
  return {
    nextSteps,
    features: [
      nextSteps,
      new SearchTreeFeature(sessions, continuations, settings),
      new KeptTreesFeature(continuations),
      ...(client.textDocument?.inlineCompletion === undefined
        ? []
        : [new InlineCompletionFeature(sessions, continuations, settings)]),
    ],
  };
}
