/**
 * Keys of servers, in VS Code's secrets, each bound to one origin. The server asks for the key of the origin that it is about to call; a setting
 * that names another host finds no key there. What goes over the connection is sealed, so that no trace of the messages shows a key.
 */
import { commands, type Disposable, type SecretStorage, window } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { getKey, type KeyParams, keysChanged, type SealedKey } from '../../server/src/protocol.ts';
import { seal } from './seal.ts';

/** The one secret that holds them all: which origins have a key can then be listed. */
const secret = 'stepwise.keys';

type Kept = Readonly<Record<string, string>>;

export class Keys {
  readonly #secrets: SecretStorage;
  readonly #client: BaseLanguageClient;

  constructor(secrets: SecretStorage, client: BaseLanguageClient) {
    this.#secrets = secrets;
    this.#client = client;
  }

  register(): readonly Disposable[] {
    return [
      this.#client.onRequest<SealedKey | null, void>(getKey.method, (params: KeyParams) => this.#answer(params)),
      commands.registerCommand('stepwise.forgetKey', () => this.#askToForget()),
    ];
  }

  async get(origin: string): Promise<string | undefined> {
    return (await this.#all())[origin];
  }

  async set(origin: string, key: string): Promise<void> {
    await this.#keep({ ...(await this.#all()), [origin]: key }, origin);
  }

  async forget(origin: string): Promise<void> {
    const { [origin]: _, ...others } = await this.#all();
    await this.#keep(others, origin);
  }

  async #answer({ origin, publicKey }: KeyParams): Promise<SealedKey | null> {
    const key = await this.get(origin);
    return key === undefined ? null : seal(key, publicKey);
  }

  async #askToForget(): Promise<void> {
    const origins = Object.keys(await this.#all()).sort();
    if (origins.length === 0) {
      void window.showInformationMessage('Stepwise keeps no key.');
      return;
    }
    const origin = await window.showQuickPick(origins, {
      title: 'Forget a key',
      placeHolder: 'Whose key is to be forgotten?',
    });
    if (origin === undefined) return;
    await this.forget(origin);
    void window.showInformationMessage(`Stepwise: the key for ${origin} is forgotten.`);
  }

  async #all(): Promise<Kept> {
    return kept(await this.#secrets.get(secret));
  }

  async #keep(keys: Kept, changed: string): Promise<void> {
    await this.#secrets.store(secret, JSON.stringify(keys));
    if (this.#client.isRunning()) void this.#client.sendNotification(keysChanged.method, { origin: changed });
  }
}

function kept(stored: string | undefined): Kept {
  if (stored === undefined) return {};
  try {
    const read: unknown = JSON.parse(stored);
    if (typeof read !== 'object' || read === null) return {};
    return Object.fromEntries(
      Object.entries(read).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    );
  } catch {
    // Not what was stored here: as if nothing had been.
    return {};
  }
}
