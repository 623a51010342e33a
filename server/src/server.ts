/** Wires the services to a connection: which features there are follows from what the client can do. */
import {
  type ClientCapabilities,
  type Connection,
  ErrorCodes,
  type InitializeParams,
  type InitializeResult,
  ResponseError,
  type ServerCapabilities,
} from 'vscode-languageserver';
import * as z from 'zod/mini';
import { DocumentChecker, type Pacing } from './core/check.ts';
import type { LateEvidence } from './core/late.ts';
import type { TreeStore } from './core/search/tree-store.ts';
import { documentationOf } from './core/verify/rules/index.ts';
import { CheckFileFeature } from './features/checkFile.ts';
import { CheckWorkspaceFeature } from './features/checkWorkspace.ts';
import { ClosedFiles } from './features/closedFiles.ts';
import { CodeActionsFeature } from './features/codeActions.ts';
import { codeFeatures, createCodeService } from './features/codeFeatures.ts';
import type { CodeService, CreateSandbox } from './features/codeService.ts';
import { DiagnosticsFeature, type RulePages } from './features/diagnostics.ts';
import { all, type Command, type Feature } from './features/feature.ts';
import { FoldingFeature } from './features/folding.ts';
import { HoverFeature } from './features/hover.ts';
import { InlayHintsFeature } from './features/inlayHints.ts';
import { whereTrusted } from './features/keptTrees.ts';
import { createModelParts, modelFeatures } from './features/modelFeatures.ts';
import type { CreateModelHost } from './features/modelHost.ts';
import type { ScoreService } from './features/scoreService.ts';
import { searchFeatures } from './features/searchFeatures.ts';
import type { CreateChecker } from './features/session.ts';
import { DocumentSessions } from './features/sessions.ts';
import { SettingsFeature } from './features/settings.ts';
import { StatusFeature } from './features/status.ts';
import { SymbolsFeature } from './features/symbols.ts';
import { VisibleLinesFeature } from './features/visibleLines.ts';
import { WatchedFilesFeature } from './features/watchedFiles.ts';
import { clientFiles } from './features/workspaceFiles.ts';
import { WorkspaceRulesFeature } from './features/workspaceRules.ts';
import { trustGranted } from './protocol.ts';
import { noWorkspaceRules } from './settings/workspaceFile.ts';

/** What the host gives: how to let other work have its turn, and Python where it can run some. A test may bring its own checker. */
export interface Services {
  readonly pause: Pacing['pause'];
  /** Without it nothing runs code, and nothing says that it could. */
  readonly createSandbox?: CreateSandbox;
  /** A web worker has those files of the sandbox alone that the client names, and the person's own Python is not to be had from it. `process` without it. */
  readonly runsAs?: 'process' | 'worker';
  /** Without it no model is used, and nothing says that one could. */
  readonly createModels?: CreateModelHost;
  /** Keeps searches in the folder that the client lends. Without it, or without a folder, they end with the server. */
  readonly createTreeStore?: (services: {
    readonly storage: string;
    readonly log: (message: string) => void;
  }) => TreeStore;
  readonly createChecker?: CreateChecker;
}

/** Longest stretch of work (ms) before messages have their turn. */
const SLICE_MS = 10;

const initializationOptions = z.object({
  files: z._default(z.boolean(), false),
  settings: z.optional(z.unknown()),
  rulePage: z.optional(z.string()),
  trusted: z._default(z.boolean(), false),
  storage: z.optional(z.string()),
  sandboxFiles: z.optional(z.string()),
  showsOutcomes: z._default(z.boolean(), false),
  choosesNextStep: z._default(z.boolean(), false),
});

/** What came with the start, checked. */
type Options = z.output<typeof initializationOptions>;

/** Starts the server on a connection that does not listen yet. It ends when the connection does. */
export function startServer(connection: Connection, services: Services): void {
  connection.onInitialize(params => {
    const options = optionsOf(params);
    const parts = assemble(connection, services, options, params.capabilities);
    const registered = all(parts.features.map(feature => feature.register(connection)));
    const commands = commandsOf(parts.features);
    connection.onExecuteCommand(({ command, arguments: given }, token) => {
      const carryOut = commands.get(command);
      if (carryOut === undefined) throw new ResponseError(ErrorCodes.InvalidParams, `There is no command ${command}.`);
      return carryOut(given?.[0], token);
    });
    connection.onInitialized(() => begin(connection, params, options, parts));
    connection.onShutdown(async () => {
      registered.dispose();
      parts.code?.dispose();
      parts.scores?.dispose();
      await parts.trees?.flush();
    });
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
  readonly code: CodeService | undefined;
  readonly scores: ScoreService | undefined;
  readonly trees: TreeStore | undefined;
  readonly trust: Trust;
  readonly workspace: Workspace | undefined;
}

/** What there is only where the client gives files. */
interface Workspace {
  readonly rules: WorkspaceRulesFeature;
  readonly watched: WatchedFilesFeature;
  readonly closed: ClosedFiles;
}

/** Of the workspace; it can only be granted. */
interface Trust {
  granted: boolean;
}

/** Options that are not of the right form count as none. */
function optionsOf(params: InitializeParams): Options {
  const parsed = initializationOptions.safeParse(params.initializationOptions ?? {});
  return parsed.success ? parsed.data : initializationOptions.parse({});
}

/** What makes sandboxes, where there can be any. */
function sandboxesOf({ createSandbox, runsAs }: Services, { sandboxFiles: files }: Options): CreateSandbox | undefined {
  if (createSandbox === undefined || runsAs !== 'worker') return createSandbox;
  return files === undefined ? undefined : choice => createSandbox({ ...choice, files });
}

function treesOf(
  connection: Connection,
  { createTreeStore }: Services,
  { storage }: Options,
  trust: Trust,
): TreeStore | undefined {
  if (createTreeStore === undefined || storage === undefined) return undefined;
  const store = createTreeStore({ storage, log: message => connection.console.warn(message) });
  return whereTrusted(store, () => trust.granted);
}

function assemble(connection: Connection, services: Services, options: Options, client: ClientCapabilities): Parts {
  const pacing: Pacing = { now: () => performance.now(), pause: services.pause, sliceMs: SLICE_MS };
  const createChecker = services.createChecker ?? ((text, how) => new DocumentChecker(text, how));
  const pages: RulePages = rule => options.rulePage?.replace('{rule}', rule) ?? documentationOf(rule);
  const settings = new SettingsFeature();
  const { pause, runsAs = 'process' } = services;
  const createSandbox = sandboxesOf(services, options);
  const code =
    createSandbox === undefined
      ? undefined
      : createCodeService(
          connection,
          { createSandbox, pause, storage: options.storage, ownPython: runsAs === 'process' },
          options.trusted,
        );
  const models =
    services.createModels === undefined
      ? undefined
      : createModelParts(connection, services.createModels, {
          sandbox: code === undefined ? undefined : () => code.forModels,
          storage: options.storage,
        });
  const sessions = new DocumentSessions(createChecker, pacing, lateEvidence(code, models?.scores));
  const visible = new VisibleLinesFeature(sessions);
  const ofCode =
    code === undefined
      ? undefined
      : codeFeatures(sessions, code, visible, () => settings.current, client, options.showsOutcomes);
  const ofModels = models === undefined ? undefined : modelFeatures(models, sessions, visible, () => settings.current);
  const trust: Trust = { granted: options.trusted };
  const trees = treesOf(connection, services, options, trust);
  const search =
    code === undefined
      ? undefined
      : searchFeatures(
          sessions,
          {
            code,
            models: models?.host,
            trees,
            settings: () => settings.current,
            now: pacing.now,
            log: message => connection.console.info(message),
          },
          client,
          options.choosesNextStep,
        );
  const features: Feature[] = [
    settings,
    sessions,
    visible,
    new DiagnosticsFeature(sessions, pages),
    new StatusFeature(sessions),
    new HoverFeature(sessions, pages, ofCode?.look),
    new SymbolsFeature(sessions),
    new FoldingFeature(sessions),
    new CheckFileFeature(sessions),
    ...(ofCode?.features ?? []),
    ...(ofModels?.features ?? []),
    ...(search?.features ?? []),
  ];
  const hints = [...(ofCode?.hints ?? []), ...(ofModels?.hints ?? [])];
  if (hints.length > 0) {
    features.push(new InlayHintsFeature(sessions, hints, client.workspace?.inlayHint?.refreshSupport === true));
  }
  const parts = { settings, sessions, code, scores: models?.scores, trees, trust };
  if (!options.files) {
    features.push(new CodeActionsFeature(sessions, pages, () => false, search?.nextSteps));
    return { ...parts, features, workspace: undefined };
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
    new CodeActionsFeature(sessions, pages, rules.hasFolder, search?.nextSteps),
    new CheckWorkspaceFeature(sessions, files, closed, watched),
    { capabilities: {}, register: () => ({ dispose: () => closed.stop() }) },
  );
  return { ...parts, features, workspace: { rules, watched, closed } };
}

/** What comes later than the instant checks, from whatever there is that brings some. */
function lateEvidence(code: CodeService | undefined, scores: ScoreService | undefined): LateEvidence | undefined {
  if (code === undefined && scores === undefined) return undefined;
  return {
    outcomeOf: key => code?.outcomeOf(key),
    verdictOf: key => code?.verdictOf(key),
    ...(scores === undefined ? {} : { scoreOf: scores.scoreOf }),
  };
}

/** Reads settings and workspace rules, then checks; from then on both are followed. */
async function begin(
  connection: Connection,
  params: InitializeParams,
  options: Options,
  { settings, sessions, code, scores, trust, workspace }: Parts,
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
  code?.configure(settings.current);
  scores?.configure(settings.current);
  sessions.configure({ settings: settings.current, rulesOf });
  if (code !== undefined) {
    connection.onNotification(trustGranted.method, () => {
      trust.granted = true;
      code.trust();
    });
  }
  settings.onChange(current => {
    code?.configure(current);
    scores?.configure(current);
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
  const commands = [...commandsOf(features).keys()];
  return commands.length === 0 ? capabilities : { ...capabilities, executeCommandProvider: { commands } };
}

function commandsOf(features: readonly Feature[]): ReadonlyMap<string, Command> {
  return new Map(features.flatMap(({ commands }) => Object.entries(commands ?? {})));
}
