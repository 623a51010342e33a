/** The person's settings, kept up to date. A value that is not allowed is told once and its default is used. */
import {
  type Connection,
  DidChangeConfigurationNotification,
  type Disposable,
  Emitter,
  type Event,
} from 'vscode-languageserver';
import { readSettings } from '../settings/read.ts';
import { defaultSettings, type Settings } from '../settings/schema.ts';
import { type Feature, unawaited } from './feature.ts';

export const section = 'stepwise';

export interface ConfigurationSupport {
  /** The client tells of changes when asked to. */
  readonly register: boolean;
  /** The client can be asked for settings. */
  readonly ask: boolean;
}

export class SettingsFeature implements Feature {
  readonly capabilities = {};
  readonly #onChange = new Emitter<Settings>();
  #told: ReadonlySet<string> = new Set();
  #settings: Settings = defaultSettings;
  #connection: Connection | undefined;

  get current(): Settings {
    return this.#settings;
  }

  get onChange(): Event<Settings> {
    return this.#onChange.event;
  }

  /** Takes the settings that came with the start, or asks for them. `given` is the unchecked section, `undefined` where none came. */
  async start(given: unknown, support: ConfigurationSupport): Promise<void> {
    const connection = this.#connection;
    if (connection === undefined) return;
    const asked = given === undefined && support.ask ? await this.#ask(connection) : given;
    this.#take(asked);
    if (support.register) unawaited(connection.client.register(DidChangeConfigurationNotification.type, { section }));
  }

  register(connection: Connection): Disposable {
    this.#connection = connection;
    const handler = connection.onDidChangeConfiguration(async ({ settings }: { settings: unknown }) => {
      const given = typeof settings === 'object' && settings !== null && section in settings;
      // Some clients send what has changed, others only say that something has.
      const before = JSON.stringify(this.#settings);
      this.#take(given ? (settings as Record<string, unknown>)[section] : await this.#ask(connection));
      // A client tells once at the start what it has told already: nothing is to be checked again for that.
      if (JSON.stringify(this.#settings) !== before) this.#onChange.fire(this.#settings);
    });
    return {
      dispose: () => {
        handler.dispose();
        this.#onChange.dispose();
      },
    };
  }

  async #ask(connection: Connection): Promise<unknown> {
    try {
      return await connection.workspace.getConfiguration(section);
    } catch {
      // A client without settings: the defaults hold.
      return undefined;
    }
  }

  #take(raw: unknown): void {
    const { settings, problems } = readSettings(raw);
    this.#settings = settings;
    const messages = problems.map(({ message }) => message);
    for (const message of messages) {
      if (!this.#told.has(message)) this.#connection?.window.showWarningMessage(`Stepwise: ${message}`);
    }
    // What has been put right is told again when it comes back.
    this.#told = new Set(messages);
  }
}
