/** Which of the models that settings name may be used: a workspace may bring models, and cannot turn what is the person's to itself. */
import type { ModelConfig } from './models.ts';

export interface NamedModels {
  /** Those of the person. */
  readonly user: Readonly<Record<string, ModelConfig>>;
  /** Those of the workspace: anybody may have written them. */
  readonly workspace: Readonly<Record<string, ModelConfig>>;
}

export interface UsableModels {
  readonly configs: Readonly<Record<string, ModelConfig>>;
  /** Each model of the workspace that is not used, with the reason in words for the person. */
  readonly refused: readonly { readonly name: string; readonly reason: string }[];
}

/**
 * A workspace that is not trusted names no server, no file and no model of the editor. A trusted one may add models, under names of its own: a name of the
 * person means the person's model. Keys need no rule here: each is bound to the origin that it was given for.
 */
export function usableModels({ user, workspace }: NamedModels, trusted: boolean): UsableModels {
  const configs: Record<string, ModelConfig> = { ...user };
  const refused: { name: string; reason: string }[] = [];
  for (const [name, config] of Object.entries(workspace)) {
    const own = user[name];
    if (own !== undefined && JSON.stringify(own) === JSON.stringify(config)) continue;
    if (!trusted) {
      refused.push({
        name,
        reason: `The model ${name} is named by this workspace, which is not trusted: it is not used.`,
      });
    } else if (own !== undefined) {
      refused.push({ name, reason: `The workspace names another model ${name} than you do: yours is used.` });
    } else {
      configs[name] = config;
    }
  }
  return { configs, refused };
}
