/** Wires the services to a connection: which features there are follows from what the client can do. */
import type { Connection, InitializeParams, InitializeResult, ServerCapabilities } from 'vscode-languageserver';
import * as z from 'zod/mini';
import { DocumentChecker, type Pacing } from './core/check.ts';
import { documentationOf } from './core/verify/rules/index.ts';
import { CheckFileFeature } from './features/checkFile.ts';
import { CheckWorkspaceFeature } from './features/checkWorkspace.ts';
import { ClosedFiles } from './features/closedFiles.ts';
import { CodeActionsFeature } from './features/codeActions.ts';
import { DiagnosticsFeature, type RulePages } from './features/diagnostics.ts';
import { all, type Feature } from './features/feature.ts';
import { FoldingFeature } from './features/folding.ts';
import { HoverFeature } from './features/hover.ts';
import type { CreateChecker } from './features/session.ts';
import { DocumentSessions } from './features/sessions.ts';
import { SettingsFeature } from './features/settings.ts';
import { StatusFeature } from './features/status.ts';
import { SymbolsFeature } from './features/symbols.ts';
import { WatchedFilesFeature } from './features/watchedFiles.ts';
import { clientFiles } from './features/workspaceFiles.ts';
import { WorkspaceRulesFeature } from './features/workspaceRules.ts';
import type { InitializationOptions } from './protocol.ts';
import { noWorkspaceRules } from './settings/workspaceFile.ts';

/** What the host gives: how to let other work have its turn. A test may bring its own checker. */
export interface Services {
  readonly pause: Pacing['pause'];
  readonly createChecker?: CreateChecker;
}

/** Longest stretch of work (ms) before messages have their turn. */
const SLICE_MS = 10;

const initializationOptions = z.object({
  files: z._default(z.boolean(), false),
  settings: z.optional(z.unknown()),
  rulePage: z.optional(z.string()),
});

/** Starts the server on a connection that does not listen yet. It ends when the connection does. */
export function startServer(connection: Connection, services: Services): void {
  connection.onInitialize(params => {
    const options = optionsOf(params);
    const parts = assemble(connection, services, options);
    const registered = all(parts.features.map(feature => feature.register(connection)));
    connection.onInitialized(() => begin(connection, params, options, parts));
    connection.onShutdown(() => registered.dispose());
    return {
      capabilities: capabilitiesOf(parts.features),
      serverInfo: { name: 'Stepwise' },
    } satisfies InitializeResult;
  });
  connection.listen();
}

interface Parts {
  readonly features: readonly Feature[];
  readonly settings: SettingsFeature;
  readonly sessions: DocumentSessions;
  readonly workspace: Workspace | undefined;
}

/** What there is only where the client gives files. */
interface Workspace {
  readonly rules: WorkspaceRulesFeature;
  readonly watched: WatchedFilesFeature;
  readonly closed: ClosedFiles;
}

function optionsOf(params: InitializeParams): InitializationOptions {
  const parsed = initializationOptions.safeParse(params.initializationOptions);
  if (!parsed.success) return { files: false, settings: undefined };
  const { files, settings, rulePage } = parsed.data;
  return { files, settings, ...(rulePage === undefined ? {} : { rulePage }) };
}

function assemble(connection: Connection, services: Services, options: InitializationOptions): Parts {
  const pacing: Pacing = { now: () => performance.now(), pause: services.pause, sliceMs: SLICE_MS };
  const createChecker = services.createChecker ?? ((text, how) => new DocumentChecker(text, how));
  const pages: RulePages = rule => options.rulePage?.replace('{rule}', rule) ?? documentationOf(rule);
  const settings = new SettingsFeature();
  const sessions = new DocumentSessions(createChecker, pacing);
  const features: Feature[] = [
    settings,
    sessions,
    new DiagnosticsFeature(sessions, pages),
    new StatusFeature(sessions),
    new HoverFeature(sessions, pages),
    new SymbolsFeature(sessions),
    new FoldingFeature(sessions),
    new CheckFileFeature(sessions),
  ];
  if (!options.files) {
    return {
      features: [...features, new CodeActionsFeature(sessions, pages, () => false)],
      settings,
      sessions,
      workspace: undefined,
    };
  }
  const files = clientFiles(connection);
  const rules = new WorkspaceRulesFeature(files);
  const watched = new WatchedFilesFeature();
  const closed = new ClosedFiles({
    files,
    createChecker,
    pacing,
    isOpen: uri => sessions.get(uri) !== undefined,
    config: () => ({ settings: settings.current, rulesOf: rules.rulesOf }),
    pages,
    send: params => connection.sendDiagnostics(params),
    logError: message => connection.console.error(message),
  });
  features.push(
    rules,
    watched,
    new CodeActionsFeature(sessions, pages, rules.hasFolder),
    new CheckWorkspaceFeature(sessions, files, closed, watched),
    { capabilities: {}, register: () => ({ dispose: () => closed.stop() }) },
  );
  return { features, settings, sessions, workspace: { rules, watched, closed } };
}

/** Reads settings and workspace rules, then checks; from then on both are followed. */
async function begin(
  connection: Connection,
  params: InitializeParams,
  options: InitializationOptions,
  { settings, sessions, workspace }: Parts,
): Promise<void> {
  const client = params.capabilities.workspace;
  const rulesOf = workspace?.rules.rulesOf ?? (() => noWorkspaceRules);
  await Promise.all([
    settings.start(options.settings, {
      register: client?.didChangeConfiguration?.dynamicRegistration === true,
      ask: client?.configuration === true,
    }),
    workspace?.rules.setFolders(params.workspaceFolders ?? []),
  ]);
  sessions.configure({ settings: settings.current, rulesOf });
  settings.onChange(current => {
    sessions.configure({ settings: current, rulesOf });
    void workspace?.closed.refreshAll();
  });
  if (workspace === undefined) return;
  const { rules, watched, closed } = workspace;
  rules.onChange(() => {
    sessions.silence(rulesOf);
    void closed.refreshAll();
  });
  watched.onChange(({ uri }) => void rules.changed(uri));
  if (client?.didChangeWatchedFiles?.dynamicRegistration === true) watched.watch(connection);
  if (client?.workspaceFolders === true) {
    connection.workspace.onDidChangeWorkspaceFolders(async () => {
      await rules.setFolders((await connection.workspace.getWorkspaceFolders()) ?? []);
    });
  }
}

function capabilitiesOf(features: readonly Feature[]): ServerCapabilities {
  const capabilities: ServerCapabilities = {};
  for (const feature of features) Object.assign(capabilities, feature.capabilities);
  return capabilities;
}
