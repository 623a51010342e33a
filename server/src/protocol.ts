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
  /** Steps with at least one finding. */
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

// #endregion

// #region From the server

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

// #region Commands that the server carries out, behind quick fixes

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
