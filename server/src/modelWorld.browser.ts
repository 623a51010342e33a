/** Models for the editor's server in a web worker: servers over HTTP that let the page ask them, and those that the editor lends. No file can be run here. */
import { choiceOf, createEditorModel } from './adapters/editorModel.ts';
import { createServerModel, findServers, type ServerServices, usualPorts } from './adapters/openai/index.ts';
import { listedModels } from './adapters/openai/list-models.ts';
import { type Account, nothingSpent, type Spent, withUsage } from './core/model/budget.ts';
import { createLanguagePolicy } from './core/policy/language-policy.ts';
import { createRewardModel } from './core/reward/create.ts';
import type { ModelWorld } from './modelHost.ts';

const noFiles = {
  kind: 'unsupported',
  message:
    'A model from a file cannot be run in a browser. Choose a server or a model of VS Code in "Stepwise: Set up a model", or use VS Code on the desktop.',
} as const;

export function createBrowserWorld(): ModelWorld {
  const known = new Map<string, unknown>();
  const cache: ServerServices['cache'] = {
    get: key => Promise.resolve(known.get(key)),
    set: (key, value) => {
      known.set(key, value);
      return Promise.resolve();
    },
  };
  return {
    makers: ({ log, sandbox, editor }) => {
      const services: ServerServices = { clock: () => Date.now(), sleep, log, cache, inBrowser: true };
      return {
        server: ({ kind: _, ...config }, key) =>
          createServerModel({ ...config, ...(key === undefined ? {} : { key }) }, services),
        gguf: () => Promise.resolve({ ok: false, fault: noFiles }),
        editor: config => createEditorModel(choiceOf(config), editor),
        policy: createLanguagePolicy,
        reward: createRewardModel,
        // Its weights are for model files.
        ppm: () => Promise.resolve(undefined),
        ...(sandbox === undefined ? {} : { sandbox }),
      };
    },
    account: () => new MemoryAccount(() => new Date()),
    calibrationOf: () => Promise.resolve(undefined),
    findServers: signal => findServers(usualPorts, signal),
    listModels: (url, key, signal) => listedModels({ url, key }, signal, { inBrowser: true }),
  };
}

/** What models used since this window was opened, by day: a worker has no file to write it to. */
class MemoryAccount implements Account {
  readonly #now: () => Date;
  #day = '';
  #spent = nothingSpent;

  constructor(now: () => Date) {
    this.#now = now;
  }

  spentToday(): Spent {
    const day = this.#now().toDateString();
    if (day !== this.#day) [this.#day, this.#spent] = [day, nothingSpent];
    return this.#spent;
  }

  add(...[, usage, limited]: Parameters<Account['add']>): void {
    if (limited) this.#spent = withUsage(this.spentToday(), usage);
  }
}

/** An aborted wait is over at once. */
function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    if (signal.aborted) done();
    else signal.addEventListener('abort', done, { once: true });
  });
}
