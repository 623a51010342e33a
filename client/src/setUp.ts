/**
 * `Stepwise: Set up a model`, step by step: which model, its key where it needs one, a trial on a small problem, what it is to do. Nothing is kept
 * before the trial, except the key, which is forgotten again where nothing came of it.
 */
import { commands, type Disposable, ProgressLocation, type QuickPickItem, QuickPickItemKind, window } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import {
  type EditorModelAbout,
  type FoundServer,
  findServers,
  type ListedModels,
  type LocalModel,
  listModels,
  type ModelSetting,
  type ModelTrial,
  tryModel,
} from '../../server/src/protocol.ts';
import type { Consent } from './consent.ts';
import type { EditorModels } from './editorModels.ts';
import type { Keys } from './keys.ts';
import { aboutLocalModel, getLocalModel } from './localModel.ts';
import { keepModel } from './modelSettings.ts';
import { requestWithProgress } from './progress.ts';

const title = 'Set up a model';

export interface SetUpParts {
  readonly client: BaseLanguageClient;
  readonly keys: Keys;
  readonly editorModels: EditorModels;
  readonly consent: Consent;
}

/** What the person has chosen: a model, or where to look for one. */
type Choice =
  | { readonly kind: 'server'; readonly url: string; readonly model: string }
  | { readonly kind: 'elsewhere' }
  | { readonly kind: 'file' }
  | { readonly kind: 'local'; readonly about: LocalModel }
  | { readonly kind: 'editor'; readonly about: EditorModelAbout };

/** A model as it will stand in the settings, and what it is called. */
interface Named {
  readonly name: string;
  readonly model: ModelSetting;
}

export function setUpCommand(parts: SetUpParts): Disposable {
  return commands.registerCommand('stepwise.setUpModel', async () => {
    const choice = await chooseModel(parts);
    if (choice === undefined) return;
    const fresh = new FreshKeys(parts.keys);
    try {
      const named = await settle(choice, parts, fresh);
      if (named === undefined) return;
      const trial = await tryOut(named, parts, fresh);
      if (trial === undefined) return;
      if (await putToUse(named, trial)) fresh.keep();
    } finally {
      await fresh.undo();
    }
  });
}

/** Keys that were given in this set-up: as they were before, unless the model is kept. */
class FreshKeys {
  readonly #keys: Keys;
  readonly #before = new Map<string, string | undefined>();

  constructor(keys: Keys) {
    this.#keys = keys;
  }

  /** Asks for the key of a server. `false`: the person has left. */
  async ask(url: string, why: string): Promise<boolean> {
    const { origin } = new URL(url);
    const key = await window.showInputBox({
      title,
      prompt: `${why} The key is kept in VS Code's secrets, for ${origin} alone.`,
      placeHolder: `Key for ${origin}`,
      password: true,
      ignoreFocusOut: true,
    });
    if (key === undefined) return false;
    if (!this.#before.has(origin)) this.#before.set(origin, await this.#keys.get(origin));
    if (key.trim() === '') await this.#keys.forget(origin);
    else await this.#keys.set(origin, key.trim());
    return true;
  }

  keep(): void {
    this.#before.clear();
  }

  async undo(): Promise<void> {
    for (const [origin, key] of this.#before) {
      if (key === undefined) await this.#keys.forget(origin);
      else await this.#keys.set(origin, key);
    }
  }
}

async function chooseModel({ client, editorModels }: SetUpParts): Promise<Choice | undefined> {
  const [servers, local, lent] = await window.withProgress(
    { location: ProgressLocation.Window, title: 'Stepwise: looking for models on this machine…' },
    () =>
      Promise.all([
        client.sendRequest<readonly FoundServer[]>(findServers.method, {}),
        aboutLocalModel(client),
        editorModels.find({}),
      ]),
  );
  const items = [
    heading('On this machine'),
    ...servers.flatMap(itemsOfServer),
    ...(local === null ? [] : [itemOfLocal(local)]),
    ...(lent.length === 0 ? [] : [heading('In VS Code')]),
    ...lent.map(about => ({
      label: `$(sparkle) ${about.name}`,
      description: `${about.vendor}, ${about.family}`,
      choice: { kind: 'editor', about } as const,
    })),
    heading('Elsewhere'),
    {
      label: '$(globe) A server…',
      description:
        'OpenAI, Azure, OpenRouter, vLLM or any other with the OpenAI API: its address and, where it needs one, a key',
      choice: { kind: 'elsewhere' } as const,
    },
    ...(local === null
      ? []
      : [
          {
            label: '$(file) A GGUF file…',
            description: 'a model of your own, run by Stepwise',
            choice: { kind: 'file' } as const,
          },
        ]),
  ];
  const placeHolder =
    servers.length === 0 ? 'Which model? No model server was found running on this machine.' : 'Which model?';
  return (await window.showQuickPick<Item>(items, { title, placeHolder, matchOnDescription: true }))?.choice;
}

type Item = QuickPickItem & { readonly choice?: Choice };

function heading(label: string): Item {
  return { label, kind: QuickPickItemKind.Separator };
}

function itemsOfServer({ name, url, models }: FoundServer): readonly Item[] {
  return models.map(model => ({
    label: `$(server) ${shortName(model)}`,
    description: `${name} at ${url}`,
    choice: { kind: 'server', url, model },
  }));
}

/** llama-server names its model by the path of its file. */
function shortName(model: string): string {
  return /\.gguf$/i.test(model) ? model.replace(/^.*[/\\]/, '').replace(/\.gguf$/i, '') : model;
}

function itemOfLocal(about: LocalModel): Item {
  return {
    label: `$(vm) ${about.name}`,
    description: about.ready ? 'run by Stepwise itself' : 'run by Stepwise itself; to be fetched first',
    choice: { kind: 'local', about },
  };
}

/** What is still to be known of the choice. `undefined`: the person has left. */
async function settle(choice: Choice, parts: SetUpParts, fresh: FreshKeys): Promise<Named | undefined> {
  switch (choice.kind) {
    case 'server':
      return { name: shortName(choice.model), model: choice };
    case 'elsewhere':
      return askServer(parts.client, fresh);
    case 'file':
      return askFile();
    case 'local':
      return (await getLocalModel(parts.client, choice.about)) ? { name: 'local', model: { kind: 'gguf' } } : undefined;
    case 'editor': {
      const { vendor, family, id, name } = choice.about;
      return (await parts.consent.agreed(choice.about, true))
        ? { name, model: { kind: 'editor', vendor, family, id } }
        : undefined;
    }
  }
}

async function askServer(client: BaseLanguageClient, fresh: FreshKeys): Promise<Named | undefined> {
  const given = await window.showInputBox({
    title,
    prompt: 'Base address of the server, as its API has it',
    placeHolder: 'https://api.openai.com/v1',
    ignoreFocusOut: true,
    validateInput: problemOfAddress,
  });
  if (given === undefined) return undefined;
  const url = given.trim().replace(/\/+$/, '');
  let listed = await list(client, url);
  while (!listed.ok && listed.needsKey) {
    if (!(await fresh.ask(url, listed.message))) return undefined;
    listed = await list(client, url);
  }
  const model = listed.ok && listed.models.length > 0 ? await pickModel(listed.models) : await askModel(listed);
  return model === undefined ? undefined : { name: shortName(model), model: { kind: 'server', url, model } };
}

function problemOfAddress(given: string): string | undefined {
  if (!URL.canParse(given.trim())) return 'An address such as http://127.0.0.1:8080/v1';
  const { protocol, username, password, searchParams } = new URL(given.trim());
  if (protocol !== 'https:' && protocol !== 'http:') return 'An address that begins with https:// or http://';
  // Azure's dated API has its date in the address.
  const others = [...searchParams.keys()].filter(name => name !== 'api-version');
  return username + password + others.join() === ''
    ? undefined
    : 'The address alone: a key is asked for in the next step';
}

function list(client: BaseLanguageClient, url: string): Promise<ListedModels> {
  return requestWithProgress<ListedModels>(client, listModels.method, {
    title: `Stepwise: asking ${new URL(url).host} for its models`,
    params: { url },
  });
}

async function pickModel(models: readonly string[]): Promise<string | undefined> {
  if (models.length === 1) return models[0];
  return window.showQuickPick(models, { title, placeHolder: 'Which of its models?', ignoreFocusOut: true });
}

/** A server need not list its models. */
async function askModel(listed: ListedModels): Promise<string | undefined> {
  const why = listed.ok ? 'The server lists no models.' : listed.message;
  const model = await window.showInputBox({
    title,
    prompt: `${why} Name of the model there`,
    placeHolder: 'gpt-5-mini',
    ignoreFocusOut: true,
    validateInput: text => (text.trim() === '' ? "The model's name" : undefined),
  });
  return model?.trim();
}

async function askFile(): Promise<Named | undefined> {
  const [file] =
    (await window.showOpenDialog({ title: 'A model in a GGUF file', filters: { 'GGUF models': ['gguf'] } })) ?? [];
  return file === undefined ? undefined : { name: file.path, model: { kind: 'gguf', file: file.fsPath } };
}

type Passed = Extract<ModelTrial, { readonly ok: true }>;

/** Until it works, or the person has had enough. */
async function tryOut({ name, model }: Named, { client }: SetUpParts, fresh: FreshKeys): Promise<Passed | undefined> {
  for (;;) {
    const trial = await requestWithProgress<ModelTrial>(client, tryModel.method, {
      title: `Stepwise: trying ${name} on a small problem`,
      params: { model },
    });
    if (trial.ok) return trial;
    const { url } = model;
    if (trial.needsKey && typeof url === 'string') {
      if (!(await fresh.ask(url, trial.message))) return undefined;
      continue;
    }
    const again = 'Try Again';
    if ((await window.showErrorMessage(`Stepwise: ${trial.message}`, again)) !== again) return undefined;
  }
}

async function putToUse({ name, model }: Named, { can, cannot, methods }: Passed): Promise<boolean> {
  const detail = [
    ...can.map(line => `✓ ${line}`),
    ...(cannot.length === 0 ? [] : ['', 'It cannot', ...cannot.map(line => `– ${line}`)]),
    ...(methods.length === 0 ? ['', 'So it cannot judge steps.'] : []),
  ].join('\n');
  const judge = 'Judge Steps';
  const propose = 'Propose Steps';
  const both = 'Both';
  const uses = methods.length === 0 ? [propose] : [judge, propose, both];
  const chosen = await window.showInformationMessage(
    `${name} works. What is it to do?`,
    { modal: true, detail },
    ...uses,
  );
  if (chosen === undefined) return false;
  const use = { judges: chosen !== propose, proposes: chosen !== judge };
  const kept = await keepModel(name, model, use);
  const does = use.judges ? (use.proposes ? 'judges steps and proposes them' : 'judges steps') : 'proposes steps';
  void window.showInformationMessage(`Stepwise: ${kept} ${does} from now on.`);
  return true;
}
