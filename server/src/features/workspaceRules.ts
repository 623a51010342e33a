/** What each workspace folder switches off in its `.stepwise.yaml`: read at the start and when the file changes, added to by commands. */
import type { Connection, Disposable, WorkspaceFolder } from 'vscode-languageserver';
import { Emitter } from 'vscode-languageserver';
import * as z from 'zod/mini';
import { disableRuleCommand, ignoreStepCommand, workspaceFileName } from '../protocol.ts';
import {
  noWorkspaceRules,
  parseWorkspaceFile,
  type WorkspaceRules,
  withDisabledRule,
  withIgnoredStep,
} from '../settings/workspaceFile.ts';
import type { Feature } from './feature.ts';
import type { WorkspaceFiles } from './workspaceFiles.ts';

const MAX_BYTES = 1_000_000;
const ignoreArguments = z.object({ uri: z.string(), step: z.string(), text: z.string() });
const disableArguments = z.object({ uri: z.string(), rule: z.string() });

export class WorkspaceRulesFeature implements Feature {
  readonly capabilities = {};
  readonly commands = {
    [ignoreStepCommand]: (given: unknown): Promise<null> => this.#ignoreStep(given),
    [disableRuleCommand]: (given: unknown): Promise<null> => this.#disableRule(given),
  };
  readonly #files: WorkspaceFiles;
  /** Folder URI, without a slash at the end, to what its file says. */
  readonly #rules = new Map<string, WorkspaceRules>();
  readonly #onChange = new Emitter<void>();
  #tell: (message: string) => void = () => {};

  constructor(files: WorkspaceFiles) {
    this.#files = files;
  }

  get onChange(): Emitter<void>['event'] {
    return this.#onChange.event;
  }

  readonly rulesOf = (uri: string): WorkspaceRules => this.#rules.get(this.#folderOf(uri) ?? '') ?? noWorkspaceRules;

  readonly hasFolder = (uri: string): boolean => this.#folderOf(uri) !== undefined;

  /** Reads the files of these folders; a file that is missing or cannot be read says nothing, the latter with a message. */
  async setFolders(folders: readonly WorkspaceFolder[]): Promise<void> {
    this.#rules.clear();
    await Promise.all(folders.map(({ uri }) => this.#load(uri.replace(/\/+$/, ''))));
    this.#onChange.fire();
  }

  /** Reads the file again that has this URI, where it is one of ours. */
  async changed(uri: string): Promise<void> {
    const folder = uri.slice(0, Math.max(0, uri.lastIndexOf('/')));
    if (!uri.endsWith(`/${workspaceFileName}`) || !this.#rules.has(folder)) return;
    await this.#load(folder);
    this.#onChange.fire();
  }

  register(connection: Connection): Disposable {
    this.#tell = message => connection.window.showWarningMessage(message);
    return { dispose: () => this.#onChange.dispose() };
  }

  async #ignoreStep(given: unknown): Promise<null> {
    const { uri, step, text } = ignoreArguments.parse(given);
    await this.#amend(
      uri,
      rules => rules.ignored.has(step),
      file => withIgnoredStep(file, step, text),
    );
    return null;
  }

  async #disableRule(given: unknown): Promise<null> {
    const { uri, rule } = disableArguments.parse(given);
    await this.#amend(
      uri,
      rules => rules.disabled.has(rule),
      file => withDisabledRule(file, rule),
    );
    return null;
  }

  async #amend(
    uri: string,
    done: (rules: WorkspaceRules) => boolean,
    amend: (file: string) => Promise<string>,
  ): Promise<void> {
    const folder = this.#folderOf(uri);
    if (folder === undefined) return this.#tell(`Stepwise: ${uri} lies in no workspace folder.`);
    const file = `${folder}/${workspaceFileName}`;
    const content = await this.#files.read(file, MAX_BYTES);
    if (!content.ok && !content.missing) return this.#tell(`Stepwise: ${file} cannot be read: ${content.reason}`);
    const text = content.ok ? content.text : '';
    const before = await parseWorkspaceFile(text);
    // A file that does not parse is the person's to mend: writing to it could lose what it says.
    if (!before.ok) return this.#tell(`Stepwise: ${file} is not valid, so nothing was added: ${before.reason}`);
    if (!done(before.rules)) {
      const written = await this.#files.write(file, await amend(text));
      if (!written.ok) return this.#tell(`Stepwise: ${file} cannot be written: ${written.reason}`);
    }
    await this.changed(file);
  }

  async #load(folder: string): Promise<void> {
    const file = `${folder}/${workspaceFileName}`;
    const content = await this.#files.read(file, MAX_BYTES);
    const parsed = content.ok && content.text.trim() !== '' ? await parseWorkspaceFile(content.text) : undefined;
    if (!content.ok && !content.missing) this.#tell(`Stepwise: ${file} cannot be read: ${content.reason}`);
    if (parsed?.ok === false) this.#tell(`Stepwise: ${file} is not valid and is left out: ${parsed.reason}`);
    this.#rules.set(folder, parsed?.ok === true ? parsed.rules : noWorkspaceRules);
  }

  /** The innermost folder that holds a document. */
  #folderOf(uri: string): string | undefined {
    return [...this.#rules.keys()]
      .filter(folder => uri.startsWith(`${folder}/`))
      .sort((a, b) => b.length - a.length)[0];
  }
}
