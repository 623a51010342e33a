/** The small model, in its process, as the server has it. */
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureModel } from '../../../scripts/lib/models.mjs';
import { root } from '../../../scripts/lib/project.mjs';
import { createGgufModel, createGgufServices, type GgufServices } from '../../../server/src/adapters/gguf/index.ts';
import type { LanguageModel } from '../../../server/src/core/model/language-model.ts';

export const smallModel = await ensureModel('smollm2-135m');

export const never = new AbortController().signal;

/** One thread: tests share the machine. */
export function localServices(options: { readonly idleMs?: number; readonly sequences?: number } = {}): GgufServices {
  const storage = join(tmpdir(), 'stepwise-no-storage');
  return createGgufServices({
    assets: join(root, 'dist', 'gguf'),
    storage,
    log: () => undefined,
    threads: 1,
    ...options,
  });
}

export function smallModelOf(services: GgufServices, window = 1024): LanguageModel {
  return createGgufModel({ file: smallModel, window }, services);
}
