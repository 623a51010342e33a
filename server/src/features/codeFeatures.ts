/** All that has to do with the Python of open documents, where the host can run some: its service and the features over it. */
import type { ClientCapabilities, Connection } from 'vscode-languageserver';
import { confirmPython } from '../protocol.ts';
import type { Settings } from '../settings/schema.ts';
import type { CodeLook } from './cells.ts';
import { CodeLensFeature } from './codeLens.ts';
import { CodeRunsFeature } from './codeRuns.ts';
import { CodeService, type CodeServices } from './codeService.ts';
import type { Feature } from './feature.ts';
import type { HintSource } from './inlayHints.ts';
import { OutcomesFeature, outcomeHints } from './outcomes.ts';
import { SandboxNoticesFeature } from './sandboxNotices.ts';
import type { DocumentSessions } from './sessions.ts';
import { SettlingFeature } from './settling.ts';
import type { VisibleLinesFeature } from './visibleLines.ts';

/** The service, with the questions that it asks the person going over the connection. */
export function createCodeService(
  connection: Connection,
  services: Pick<CodeServices, 'createSandbox' | 'storage' | 'ownPython' | 'pause'>,
  trusted: boolean,
): CodeService {
  return new CodeService(
    {
      ...services,
      // A client that cannot ask has not been told yes.
      confirmPython: python => connection.sendRequest<boolean>(confirmPython.method, { python }).catch(() => false),
      log: message => connection.console.info(message),
    },
    trusted,
  );
}

export interface CodeFeatures {
  readonly features: readonly Feature[];
  /** What is known of blocks of code, for the features that show it. */
  readonly look: CodeLook;
  readonly runs: CodeRunsFeature;
  readonly hints: readonly HintSource[];
}

/** @param showsOutcomes the client shows what came of code itself */
export function codeFeatures(
  sessions: DocumentSessions,
  code: CodeService,
  visible: VisibleLinesFeature,
  settings: () => Settings,
  client: ClientCapabilities,
  showsOutcomes: boolean,
): CodeFeatures {
  const runs = new CodeRunsFeature(sessions, code, settings);
  const settling = new SettlingFeature(sessions, code, runs, visible, settings);
  const look: CodeLook = { outcomeOf: code.outcomeOf, isPending: runs.isPending };
  const cancel = (): void => {
    runs.stopAll();
    settling.stop();
  };
  const features = [
    runs,
    settling,
    new SandboxNoticesFeature(code, cancel),
    new CodeLensFeature(sessions, look, client.workspace?.codeLens?.refreshSupport === true),
    ...(showsOutcomes ? [new OutcomesFeature(sessions, look)] : []),
  ];
  return { features, look, runs, hints: showsOutcomes ? [] : [outcomeHints(look)] };
}
