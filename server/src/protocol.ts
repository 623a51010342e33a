/**
 * The messages that Stepwise adds to the language server protocol, with the shapes they carry: plain data only.
 * The client imports this file and nothing else of the server.
 */

/** A notification's name; `P` is the shape of what it carries. */
export interface NotificationName<P> {
  readonly method: string;
  readonly params?: (params: P) => void;
}

/** A request's name; `P` is what it carries, `R` what is answered. */
export interface RequestName<P, R> {
  readonly method: string;
  readonly params?: (params: P) => R;
}

/** What the client tells the server when it starts it. */
export interface InitializationOptions {
  /** The client answers the `files` requests below. Without it nothing outside the open documents is known. */
  readonly files: boolean;
  /** The `stepwise` section of the person's settings, unchecked. */
  readonly settings: unknown;
  /** Address of a rule's page, with `{rule}` for its code; the published pages without it. A client that can show its own copy says so. */
  readonly rulePage?: string;
  /** The person trusts the workspace; without it nothing of the workspace may choose what runs outside the sandbox. */
  readonly trusted?: boolean;
  /** Folder of this machine, as a path, that the server may keep what it has prepared in. */
  readonly storage?: string;
  /** Address of the folder with the sandbox's files, for a server in a web worker, which cannot look beside itself. Without it that server runs no code. */
  readonly sandboxFiles?: string;
  /** The client shows the outcomes of code (`outcomes`) itself; without it they are inlay hints. */
  readonly showsOutcomes?: boolean;
  /** The client has the command `nextStepCommand`. */
  readonly choosesNextStep?: boolean;
}

/** Name of the file in a workspace folder that keeps what is ignored there. */
export const workspaceFileName = '.stepwise.yaml';

/** What Node is told when it runs the server: the young generation of its heap stays small (MB), for an edit leaves little behind. */
export const serverFlags = ['--max-semi-space-size=8'] as const;

/** Language ids, as editors name them, that the server checks. */
export const checkedLanguages = ['markdown', 'latex', 'tex', 'steps'] as const;

/** Glob of the files that a check of the workspace looks at. */
export const checkedFiles = '**/*.{md,markdown,tex,latex,ltx,steps}';

// #region To the server

export interface FileParams {
  readonly uri: string;
}

export interface FileSummary {
  readonly steps: number;
  /** Steps with at least one finding that is more than a hint. */
  readonly flagged: number;
}

/** Checks an open document from scratch and answers when that is done; `null` where it is not open or not checked. */
export const checkFile: RequestName<FileParams, FileSummary | null> = { method: 'stepwise/checkFile' };

export interface CheckWorkspaceParams {
  /** Progress of the check is reported for this token, as the protocol's work-done progress. */
  readonly workDoneToken?: string;
}

export interface WorkspaceSummary extends FileSummary {
  readonly files: number;
  /** Files that could not be read, or are too large. */
  readonly skipped: number;
  /** The check was cancelled before its end; the numbers are those of the files it reached. */
  readonly cancelled: boolean;
}

/** Checks every file of the workspace, open or not; problems of closed files stay until the next check, or their file changes. */
export const checkWorkspace: RequestName<CheckWorkspaceParams, WorkspaceSummary> = {
  method: 'stepwise/checkWorkspace',
};

/** The person has come to trust the workspace. */
export const trustGranted: NotificationName<Record<string, never>> = { method: 'stepwise/trustGranted' };

/** The person has hidden the ghost text that was last given for this document: it is not to come back. */
export const ghostTextHidden: NotificationName<FileParams> = { method: 'stepwise/ghostText/hidden' };

export interface VisibleParams {
  readonly uri: string;
  /** Lines in view, from 0, both ends included; none where the document is no longer shown. */
  readonly lines: readonly (readonly [first: number, last: number])[];
}

/** Which part of a document the person has in view: what is left open there is settled first. */
export const visible: NotificationName<VisibleParams> = { method: 'stepwise/visible' };

/** Asks for the scores of an open document now; answered when they are there, or with why they are not. Cancelling keeps what came. */
export const scoreDocument: RequestName<FileParams, ScoreAnswer> = { method: 'stepwise/models/score' };

export type ScoreAnswer =
  /** Steps with a score that fits the text, and those whose score is low. */
  | { readonly ok: true; readonly scored: number; readonly low: number }
  /** In words for the person. */
  | { readonly ok: false; readonly message: string };

/** Looks for servers of language models on this machine, at the ports where they usually are. Cancelling gives those found by then. */
export const findServers: RequestName<Record<string, never>, readonly FoundServer[]> = {
  method: 'stepwise/models/findServers',
};

/** Asks one server which models it has; its key, where it needs one, is asked for by origin. */
export const listModels: RequestName<{ readonly url: string }, ListedModels> = { method: 'stepwise/models/list' };

export type ListedModels =
  | { readonly ok: true; readonly models: readonly string[] }
  | { readonly ok: false; readonly message: string; readonly needsKey: boolean };

export interface FoundServer {
  /** `llama.cpp`, `Ollama`. */
  readonly name: string;
  /** Base address, as settings name it. */
  readonly url: string;
  /** The models that it names. */
  readonly models: readonly string[];
}

/** A model as settings name it, unchecked: one value of `stepwise.models`. */
export type ModelSetting = Readonly<Record<string, unknown>>;

/** Tries a model on a small problem. Its key, where it needs one, is asked for by origin. Cancelling gives it up. */
export const tryModel: RequestName<{ readonly model: ModelSetting }, ModelTrial> = { method: 'stepwise/models/try' };

/** What came of a trial, in words for the person. */
export type ModelTrial =
  | {
      readonly ok: true;
      /** One line each: what it can do, and what it cannot. */
      readonly can: readonly string[];
      readonly cannot: readonly string[];
      /** How it can judge steps, best first, as the setting `stepwise.reward.method` names it; none where it cannot. */
      readonly methods: readonly string[];
    }
  | {
      readonly ok: false;
      readonly message: string;
      /** The server wants a key, or another one. */
      readonly needsKey: boolean;
    };

/** What the model on this machine is: told before it is fetched. */
export const localModel: RequestName<Record<string, never>, LocalModel | null> = { method: 'stepwise/models/local' };

export interface LocalModel {
  readonly name: string;
  readonly licence: string;
  readonly url: string;
  /** Of the whole file, and of what is there already, in bytes. */
  readonly size: number;
  readonly there: number;
  /** It is all there, and what was meant. */
  readonly ready: boolean;
}

export interface FetchModelParams {
  /** Progress is reported for this token, as the protocol's work-done progress. */
  readonly workDoneToken?: string;
}

/** Fetches the model on this machine, going on from where it was broken off. Cancelling keeps what is there. */
export const fetchModel: RequestName<FetchModelParams, FetchedModel> = { method: 'stepwise/models/fetch' };

export type FetchedModel =
  | { readonly ok: true }
  | { readonly ok: false; readonly cancelled: boolean; readonly message: string };

/** A key was set or forgotten: what was refused without it may be asked again. */
export const keysChanged: NotificationName<{ readonly origin: string }> = { method: 'stepwise/models/keysChanged' };

export interface NextStepsParams {
  readonly uri: string;
  /** In the step after which it goes on, or after it. */
  readonly position: { readonly line: number; readonly character: number };
  /** What could stand in the place of the step there is looked for. */
  readonly instead?: boolean;
  /** What is found is told for this token as more is known, before the answer. */
  readonly partialResultToken?: string;
  /** Progress is reported for this token, for a client that shows it itself; without it the server asks for it to be shown. */
  readonly workDoneToken?: string;
}

/** A step that could come next. */
export interface NextStep {
  /** The step as it would be written. */
  readonly text: string;
  /** How it was checked and how good it is, in a few words. */
  readonly detail: string;
  /** Of the version that the answer names. */
  readonly edit: {
    readonly range: {
      readonly start: { readonly line: number; readonly character: number };
      readonly end: { readonly line: number; readonly character: number };
    };
    readonly newText: string;
  };
}

export type NextSteps =
  | {
      readonly kind: 'found';
      readonly version: number;
      /** What they are, as the heading of a list: “Next step”, “Step 3 is refuted: in its place”. */
      readonly title: string;
      /** The first is the best; each is a step of its own. */
      readonly steps: readonly NextStep[];
      /** The best line to the end, all steps of it in one edit, where one reaches the end. */
      readonly whole?: NextStep;
      /** Where the trouble starts: the first line of that step. */
      readonly line?: number;
    }
  /** `message`: one sentence for the person. */
  | { readonly kind: 'none'; readonly message: string };

/** Looks ahead from a step; `null` where the document is not checked, or the request was cancelled. Progress is shown by the server. */
export const nextSteps: RequestName<NextStepsParams, NextSteps | null> = { method: 'stepwise/nextSteps' };

/** Looks ahead along the steps up to a place for the one at which the outlook falls; the answer holds what could stand in its place. As `nextSteps` otherwise. */
export const findTrouble: RequestName<NextStepsParams, NextSteps | null> = { method: 'stepwise/trouble' };

export interface SearchTreeParams extends NextStepsParams {
  /** Nodes wanted, at most: of a larger tree those that were visited most. */
  readonly nodes: number;
}

/** A step in the search tree; the root has no text and stands for the problem. */
export interface TreeNode {
  /** Its own as long as the server runs. */
  readonly id: number;
  readonly text: string;
  readonly code?: string;
  readonly visits: number;
  /** Q in [-1, 1]. */
  readonly quality: number;
  readonly fate:
    | { readonly kind: 'open'; readonly value: number }
    /** The solution ends with it. `known`: it is known whether it is right, value ±1. */
    | { readonly kind: 'final'; readonly value: number; readonly known: boolean }
    | { readonly kind: 'dead'; readonly reason: string };
  readonly checked: 'proved' | 'tested' | 'unchecked';
  readonly answer?: string;
  /** Name of the language model that wrote it, where one did. */
  readonly by?: string;
  /** A step of the document, up to where the writer stands. */
  readonly written: boolean;
  /** On the best line from where the writer stands. */
  readonly best: boolean;
  /** Best first, dead ones last. */
  readonly children: readonly TreeNode[];
  /** Nodes below it that were left out. */
  readonly more?: number;
}

export type SearchTreeAnswer =
  | {
      readonly kind: 'tree';
      readonly version: number;
      /** The statement; empty where the document has none. */
      readonly problem: string;
      readonly root: TreeNode;
      /** Nodes of the whole tree. */
      readonly nodes: number;
      /** Number (from 1) of the first refuted step up to the position, where there is one: the tree goes on from before it. */
      readonly refuted?: number;
      /** Nodes that the searches under way have made so far; absent where none is. */
      readonly running?: number;
    }
  /** There is a solution, and nothing was looked for in it. */
  | { readonly kind: 'empty'; readonly version: number }
  /** There is no solution at the position. */
  | { readonly kind: 'none' };

/**
 * The search tree of the solution at a position; `null` where the document is not checked, or the request was cancelled. The next change of what is answered is
 * told once, by `searchTreeChanged`.
 */
export const searchTree: RequestName<SearchTreeParams, SearchTreeAnswer | null> = { method: 'stepwise/searchTree' };

export interface TreeNodeParams extends NextStepsParams {
  /** Of the text that the tree was given for. */
  readonly version: number;
  readonly node: number;
}

export type StepsInserted =
  /** `end`: behind the last step that was written. */
  | { readonly ok: true; readonly end: { readonly line: number; readonly character: number } }
  /** One sentence for the person. */
  | { readonly ok: false; readonly message: string };

/** Writes the steps from the writer's own down to a node into the document, by an edit that the client is asked to apply. */
export const insertFromTree: RequestName<TreeNodeParams, StepsInserted> = { method: 'stepwise/searchTree/insert' };

/** One sentence for the person on how it ended. */
export type LookedAhead = { readonly ok: boolean; readonly message: string };

export interface LookAheadParams extends NextStepsParams {
  /** The node to look below, however settled the answer is, in the tree of this version of the text; without it, below where the writer stands. */
  readonly below?: { readonly version: number; readonly node: number };
}

/** Looks ahead in the tree. Cancelling stops it; what was found stays there. */
export const lookAhead: RequestName<LookAheadParams, LookedAhead> = { method: 'stepwise/searchTree/lookAhead' };

/** Stops the searches under way in the tree at a position, whoever began them. */
export const stopLookingAhead: NotificationName<NextStepsParams> = { method: 'stepwise/searchTree/stop' };

// #endregion

// #region From the server

/** What `searchTree` last gave for this document is out of date. */
export const searchTreeChanged: NotificationName<FileParams> = { method: 'stepwise/searchTree/changed' };

/** What is to be said of models in the status bar. */
export interface ModelsParams {
  /** Name of what judges steps; absent where nothing does: then nothing is said of models. */
  readonly reward?: string;
  /** Steps that are being judged. */
  readonly running?: { readonly done: number; readonly total: number };
  /** Of this day: tokens and US dollars used, and what may be used at most, where that is limited. */
  readonly used: { readonly tokens: number; readonly money: number };
  readonly limits: { readonly tokens?: number; readonly money?: number };
  /** What went wrong and lasts, with what to do. */
  readonly fault?: string;
}

export const models: NotificationName<ModelsParams> = { method: 'stepwise/models' };

/** Which of VS Code's language models; what is absent may be any. */
export interface EditorModelChoice {
  readonly vendor?: string;
  readonly family?: string;
  readonly id?: string;
}

export interface EditorModelAbout {
  readonly vendor: string;
  readonly family: string;
  readonly id: string;
  readonly name: string;
  readonly maxInputTokens: number;
}

/** VS Code's language models of this choice, best first. None where it has none, or the client has no such models. */
export const findEditorModels: RequestName<EditorModelChoice, readonly EditorModelAbout[]> = {
  method: 'stepwise/editorModels/find',
};

export interface EditorModelQuestion {
  readonly choice: EditorModelChoice;
  readonly messages: readonly { readonly role: 'user' | 'assistant'; readonly content: string }[];
  readonly maxTokens: number;
  readonly temperature: number;
  /** The reply ends before the first of these. */
  readonly stop: readonly string[];
}

export type EditorModelReply =
  | {
      readonly ok: true;
      readonly text: string;
      readonly finish: 'stop' | 'length';
      readonly promptTokens: number;
      readonly completionTokens: number;
    }
  | {
      readonly ok: false;
      readonly kind: 'not-allowed' | 'busy' | 'no-model' | 'too-long' | 'broken' | 'cancelled';
      readonly message: string;
      /** The model was asked before it failed. */
      readonly asked: boolean;
      readonly promptTokens: number;
      readonly completionTokens: number;
    };

/** Asks one of VS Code's language models, once the person has agreed to it. Cancelling breaks the request off. */
export const askEditorModel: RequestName<EditorModelQuestion, EditorModelReply> = {
  method: 'stepwise/editorModels/ask',
};

export interface KeyParams {
  /** `https://api.example.com`: a key belongs to one origin and is given for no other. */
  readonly origin: string;
  /** The server's public key for this one answer: P-256, raw, base64. */
  readonly publicKey: string;
}

/** A key under AES-GCM, so that no trace of the messages shows it. Everything is base64. */
export interface SealedKey {
  readonly publicKey: string;
  readonly iv: string;
  readonly sealed: string;
}

/** The key that the person has kept for an origin; `null` where there is none. */
export const getKey: RequestName<KeyParams, SealedKey | null> = { method: 'stepwise/key' };

/** What the server has to say of one document. */
export type DocumentState =
  /** The text has changed and its check takes longer than a moment. */
  | { readonly kind: 'checking' }
  | ({ readonly kind: 'checked' } & FileSummary)
  /** Switched off, or not for this language. */
  | { readonly kind: 'off' }
  | { readonly kind: 'tooLarge'; readonly limitKb: number }
  | { readonly kind: 'failed'; readonly reason: string };

export interface StatusParams {
  readonly uri: string;
  readonly version: number;
  readonly state: DocumentState;
}

export const status: NotificationName<StatusParams> = { method: 'stepwise/status' };

/** What is said of a block of code behind its last line. */
export interface ShownOutcome {
  /** Line of the document, from 0. */
  readonly line: number;
  /** One line. */
  readonly text: string;
}

export interface OutcomesParams {
  readonly uri: string;
  readonly version: number;
  readonly outcomes: readonly ShownOutcome[];
}

/** The outcomes of a document's code, all of them, for clients that show them themselves. */
export const outcomes: NotificationName<OutcomesParams> = { method: 'stepwise/outcomes' };

/** Asks the person whether the code of documents may run with this Python, outside the sandbox. A client remembers the answer yes. */
export const confirmPython: RequestName<{ readonly python: string }, boolean> = { method: 'stepwise/confirmPython' };

/** The workspace's files that may hold solutions, as URIs, without those that the person excludes from search. */
export const findFiles: RequestName<{ readonly glob: string }, readonly string[]> = { method: 'stepwise/files/find' };

export type FileContent =
  | { readonly ok: true; readonly text: string }
  /** `missing`: there is no such file. */
  | { readonly ok: false; readonly missing: boolean; readonly reason: string };

/** Text of a file, at most `maxBytes` long. */
export const readFile: RequestName<{ readonly uri: string; readonly maxBytes: number }, FileContent> = {
  method: 'stepwise/files/read',
};

export type FileWritten = { readonly ok: true } | { readonly ok: false; readonly reason: string };

/** Replaces a file, or makes it. Only asked for the workspace file. */
export const writeFile: RequestName<{ readonly uri: string; readonly text: string }, FileWritten> = {
  method: 'stepwise/files/write',
};

// #endregion

/** Command of the client that asks for `findTrouble` at a place and lets the person choose. Arguments: NextStepsParams, or none for the cursor. */
export const findTroubleCommand = 'stepwise.findTrouble';

/** Command of the client that asks for `nextSteps` at a place and lets the person choose. Arguments: NextStepsParams, or none for the cursor. */
export const nextStepCommand = 'stepwise.nextStep';

/** Command of the server, for people: forgets all search trees, those that are kept on this machine included. No arguments. */
export const forgetSearchesCommand = 'stepwise.forgetSearches';

/** Command of the client, on Escape where ghost text is to be seen: hides it and tells the server (`ghostTextHidden`). No arguments. */
export const hideGhostTextCommand = 'stepwise.hideGhostText';

// #region Commands that the server carries out, behind code lenses and quick fixes

/** Arguments: RunCodeArguments. Answers with a RunCodeAnswer as soon as it is known what is to be run. */
export const runCodeCommand = 'stepwise.server.runCode';

export interface RunCodeArguments {
  readonly uri: string;
  /** The block of code there, or those of the step there; absent: all code of the document. */
  readonly position?: { readonly line: number; readonly character: number };
  /** The block of code with this key, where it is still there. */
  readonly key?: string;
}

export interface RunCodeAnswer {
  /** Blocks of code that are run now. */
  readonly cells: number;
}

/** Arguments: StopCodeArguments. Answers with `null`. */
export const stopCodeCommand = 'stepwise.server.stopCode';

export interface StopCodeArguments {
  /** Absent: whatever runs. */
  readonly uri?: string;
  /** What runs for the block of code with this key; absent: for any. */
  readonly key?: string;
}

/** Arguments: IgnoreStepArguments. */
export const ignoreStepCommand = 'stepwise.server.ignoreStep';

export interface IgnoreStepArguments {
  readonly uri: string;
  /** Fingerprint of the step's content. */
  readonly step: string;
  /** The step's text, for the person who reads the workspace file. */
  readonly text: string;
}

/** Arguments: DisableRuleArguments. */
export const disableRuleCommand = 'stepwise.server.disableRule';

export interface DisableRuleArguments {
  readonly uri: string;
  readonly rule: string;
}

// #endregion
