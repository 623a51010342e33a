/** All that has to do with models, where the host brings some: the service that scores and the features over it. */
import { CancellationTokenSource, type Connection } from 'vscode-languageserver';
import { askEditorModel, findEditorModels } from '../protocol.ts';
import type { Settings } from '../settings/schema.ts';
import { chipHints } from './chips.ts';
import type { Feature } from './feature.ts';
import type { HintSource } from './inlayHints.ts';
import { KeysFeature } from './keys.ts';
import type { CreateModelHost, ModelHost, ModelHostServices } from './modelHost.ts';
import { ModelSetUpFeature } from './modelSetUp.ts';
import { ModelStatusFeature } from './modelStatus.ts';
import { ScoreService } from './scoreService.ts';
import { ScoringFeature } from './scoring.ts';
import type { DocumentSessions } from './sessions.ts';
import type { VisibleLinesFeature } from './visibleLines.ts';

export interface ModelParts {
  readonly host: ModelHost;
  readonly keys: KeysFeature;
  readonly scores: ScoreService;
}

/** The service, with the questions that models ask the client going over the connection. */
export function createModelParts(
  connection: Connection,
  create: CreateModelHost,
  services: Pick<ModelHostServices, 'sandbox' | 'storage'>,
): ModelParts {
  const keys = new KeysFeature();
  const host = create({
    ...services,
    keyFor: keys.keyFor,
    editor: {
      find: choice => connection.sendRequest(findEditorModels.method, choice),
      ask: (question, signal) => cancellable(connection, askEditorModel.method, question, signal),
    },
    log: message => connection.console.info(message),
  });
  const scores = new ScoreService(host);
  keys.onChange(origin => scores.keyChanged(origin));
  return { host, keys, scores };
}

export interface ModelFeatures {
  readonly features: readonly Feature[];
  readonly hints: readonly HintSource[];
}

export function modelFeatures(
  { host, keys, scores }: ModelParts,
  sessions: DocumentSessions,
  visible: VisibleLinesFeature,
  settings: () => Settings,
): ModelFeatures {
  const scoring = new ScoringFeature(sessions, scores, visible, settings);
  const features = [
    keys,
    new ModelSetUpFeature(host),
    new ModelStatusFeature(host, scores, scoring, settings),
    scoring,
  ];
  return { features, hints: [chipHints(() => settings()['reward.chips'])] };
}

/** A request to the client that an aborted signal cancels there. */
async function cancellable(
  connection: Connection,
  method: string,
  params: unknown,
  signal: AbortSignal,
): Promise<unknown> {
  const source = new CancellationTokenSource();
  const cancel = (): void => source.cancel();
  signal.addEventListener('abort', cancel, { once: true });
  if (signal.aborted) cancel();
  try {
    return await connection.sendRequest(method, params, source.token);
  } finally {
    signal.removeEventListener('abort', cancel);
    source.dispose();
  }
}
