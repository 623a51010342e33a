/** The person's models: a JSON file of the same form as the setting `stepwise.models`, and what else the command line calls a model. */
import { readFile } from 'node:fs/promises';
import { isAbsolute, resolve } from 'node:path';
import { type ModelConfig, readModel } from '../settings/models.ts';

export type ModelConfigs = Readonly<Record<string, ModelConfig>>;

export type ReadModelsFile =
  | { readonly ok: true; readonly models: ModelConfigs; readonly problems: readonly string[] }
  | { readonly ok: false; readonly reason: string };

/** Reads the file; one that is missing names no model. A model that is not valid is a problem, and costs that model only. */
export async function readModelsFile(path: string): Promise<ReadModelsFile> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      return { ok: true, models: {}, problems: [] };
    return { ok: false, reason: `${path} cannot be read: ${error instanceof Error ? error.message : String(error)}` };
  }
  return parseModelsFile(text, path);
}

/** Reasons repeat nothing of the text: a key may stand where none belongs. */
export function parseModelsFile(text: string, path: string): ReadModelsFile {
  const json = parsed(text);
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    return { ok: false, reason: `${path} is no JSON object of models by name` };
  const models: Record<string, ModelConfig> = {};
  const problems: string[] = [];
  for (const [name, value] of Object.entries(json)) {
    const read = readModel(value);
    if (read.ok) models[name] = read.config;
    else problems.push(`${path}: the model ${name} is left out: ${read.reason}`);
  }
  return { ok: true, models, problems };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export type NamedModel =
  | { readonly ok: true; readonly name: string; readonly config: ModelConfig }
  | { readonly ok: false; readonly reason: string };

/**
 * What the person means by a model: a name of the file, `gguf:PATH` (from `cwd`), `gguf` for the one that was fetched, or `http://host:port/v1#model`.
 * @param path of the file, to say where names are looked for
 */
export function modelNamed(text: string, models: ModelConfigs, path: string, cwd: string): NamedModel {
  const known = Object.hasOwn(models, text) ? models[text] : undefined;
  if (known !== undefined) return { ok: true, name: text, config: fromFolder(known, path) };
  if (text === 'gguf') return { ok: true, name: text, config: { kind: 'gguf' } };
  if (text.startsWith('gguf:')) {
    const file = text.slice('gguf:'.length);
    if (file === '') return { ok: false, reason: 'gguf: names no file after the colon' };
    return { ok: true, name: text, config: { kind: 'gguf', file: resolve(cwd, file) } };
  }
  if (/^https?:/i.test(text)) return serverNamed(text);
  if (text.endsWith('.gguf'))
    return { ok: false, reason: `there is no model "${text}"; a file is named as gguf:${text}` };
  const names = Object.keys(models);
  const listed = names.length === 0 ? `${path} names none` : `${path} names ${names.join(', ')}`;
  return {
    ok: false,
    reason: `there is no model "${text}": ${listed}; others are written as gguf:PATH or http://host:port/v1#model`,
  };
}

function serverNamed(text: string): NamedModel {
  const hash = text.indexOf('#');
  const url = hash === -1 ? text : text.slice(0, hash);
  const model = hash === -1 ? '' : text.slice(hash + 1);
  // The text is not repeated before it was read: a key may stand in it.
  if (model === '')
    return { ok: false, reason: 'a server is named with its model behind "#": http://host:port/v1#model' };
  const read = readModel({ kind: 'server', url, model });
  return read.ok ? { ok: true, name: text, config: read.config } : read;
}

/** Paths in the file count from the file. */
function fromFolder(config: ModelConfig, path: string): ModelConfig {
  if (config.kind !== 'gguf' || config.file === undefined || isAbsolute(config.file)) return config;
  return { ...config, file: resolve(path, '..', config.file) };
}
