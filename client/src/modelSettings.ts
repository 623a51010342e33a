/** Writes what was set up into the person's own settings: never into those of a workspace, which others may write. */
import { ConfigurationTarget, workspace } from 'vscode';
import type { ModelSetting } from '../../server/src/protocol.ts';

export interface ModelUse {
  readonly judges: boolean;
  readonly proposes: boolean;
  /** How it judges, as `stepwise.reward.method` names it; the best that it can do where this is not given. */
  readonly method?: string;
}

/** Gives the model a name, the wished one or one like it, and puts it to use. Resolves to the name. */
export async function keepModel(
  wished: string,
  model: ModelSetting,
  { judges, proposes, method }: ModelUse,
): Promise<string> {
  const settings = workspace.getConfiguration('stepwise');
  const models = settings.inspect<Readonly<Record<string, ModelSetting>>>('models')?.globalValue ?? {};
  const name = nameFor(wished, model, models);
  await settings.update('models', { ...models, [name]: model }, ConfigurationTarget.Global);
  if (judges) {
    await settings.update('reward.method', method, ConfigurationTarget.Global);
    await settings.update('reward.model', name, ConfigurationTarget.Global);
  }
  if (proposes) await settings.update('policy.model', name, ConfigurationTarget.Global);
  return name;
}

/** The same model keeps the name that it has; another one of the wished name is left alone. */
function nameFor(wished: string, model: ModelSetting, models: Readonly<Record<string, ModelSetting>>): string {
  const said = JSON.stringify(model);
  const same = Object.entries(models).find(([, known]) => JSON.stringify(known) === said);
  if (same !== undefined) return same[0];
  const short =
    wished
      .replace(/^.*[/\\]/, '')
      .replace(/\.gguf$/i, '')
      .replace(/[^\w.-]+/g, '-')
      .toLowerCase() || 'model';
  let name = short;
  for (let count = 2; Object.hasOwn(models, name); count++) name = `${short}-${count}`;
  return name;
}
