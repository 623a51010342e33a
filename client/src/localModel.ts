/** `Stepwise: Get the local model`: says what is fetched, from where and how large it is; fetches it; goes on from where it was broken off. */
import { commands, type Disposable, window } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { type FetchedModel, fetchModel, type LocalModel, localModel } from '../../server/src/protocol.ts';
import { keepModel } from './modelSettings.ts';
import { requestWithProgress } from './progress.ts';

export function localModelCommand(client: BaseLanguageClient): Disposable {
  return commands.registerCommand('stepwise.getLocalModel', async () => {
    const about = await aboutLocalModel(client);
    if (about === null) {
      void window.showWarningMessage(
        'Stepwise: a local model cannot run here. Open the folder in VS Code on a desktop or on a remote machine.',
      );
    } else if (await getLocalModel(client, about)) await offer(about);
  });
}

export function aboutLocalModel(client: BaseLanguageClient): Promise<LocalModel | null> {
  return client.sendRequest<LocalModel | null>(localModel.method, {});
}

/** Resolves to whether the model is there. */
export async function getLocalModel(client: BaseLanguageClient, about: LocalModel): Promise<boolean> {
  if (about.ready) return true;
  if (!(await agreed(about))) return false;
  for (;;) {
    const fetched = await requestWithProgress<FetchedModel>(client, fetchModel.method, {
      title: `Stepwise: fetching ${about.name}`,
    });
    if (fetched.ok) return true;
    if (fetched.cancelled) {
      void window.showInformationMessage(
        'Stepwise: the download was stopped. "Stepwise: Get the local model" goes on from where it was.',
      );
      return false;
    }
    const again = 'Try Again';
    const chosen = await window.showErrorMessage(`Stepwise: ${fetched.message}`, again);
    if (chosen !== again) return false;
  }
}

async function agreed({ name, licence, url, size, there }: LocalModel): Promise<boolean> {
  const get = there > 0 ? 'Go On Fetching' : 'Get the Model';
  const begun = there > 0 ? ` ${inMegabytes(there)} of it are here already.` : '';
  const chosen = await window.showInformationMessage(
    `Get ${name}?`,
    {
      modal: true,
      detail:
        `${inMegabytes(size)}, licence ${licence}, from ${url}.${begun} ` +
        "It is kept in Stepwise's own folder and used only if its hash is right. Your solutions stay on this machine.",
    },
    get,
  );
  return chosen === get;
}

async function offer({ name }: LocalModel): Promise<void> {
  const use = 'Judge Steps With It';
  const chosen = await window.showInformationMessage(`Stepwise: ${name} is here.`, use);
  if (chosen === use) await keepModel('local', { kind: 'gguf' }, { judges: true, proposes: false });
}

function inMegabytes(bytes: number): string {
  return bytes < 1e9 ? `${Math.round(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}
