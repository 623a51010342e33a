/** Who answers at an address, and how much it takes at once. */
import type * as z from 'zod/mini';
import type { FactValues } from './facts.ts';
import { saysNo } from './faults.ts';
import { loadedSchema, modelsSchema, propsSchema, type ServerModels, studioSchema } from './replies.ts';
import type { Outcome, Transport } from './transport.ts';

export interface Met {
  /** The same as long as the same server runs the same model in the same way. */
  readonly server: string;
  readonly facts: Partial<FactValues>;
}

/** Asks for the list of models and for llama.cpp's properties, and where neither tells the window, for what Ollama and LM Studio have loaded. */
export async function askServer(transport: Transport, signal: AbortSignal): Promise<Outcome<Met>> {
  const { apiVersion } = transport.addresses;
  const [models, props] = await Promise.all([
    optional(transport, '/models', false, modelsSchema, signal),
    apiVersion === undefined
      ? optional(transport, '/props', true, propsSchema, signal)
      : ({ ok: true, value: undefined } as const),
  ]);
  if (!models.ok) return models;
  if (!props.ok) return props;
  const entry = entryOf(models.value, transport.model);
  const told =
    entry?.max_model_len ??
    entry?.context_length ??
    props.value?.default_generation_settings.n_ctx ??
    entry?.meta?.n_ctx;
  const window = told ?? (apiVersion === undefined ? await loadedWindow(transport, signal) : undefined);
  const slots = props.value?.total_slots;
  const price = priceOf(entry);
  return {
    ok: true,
    value: {
      server: JSON.stringify([entry, props.value, window]),
      facts: {
        ...(window === undefined ? {} : { window }),
        ...(slots === undefined ? {} : { slots }),
        ...(price === undefined ? {} : { price }),
      },
    },
  };
}

async function optional<T>(
  transport: Transport,
  path: string,
  root: boolean,
  schema: z.ZodMiniType<T>,
  signal: AbortSignal,
): Promise<Outcome<T | undefined>> {
  const reply = await transport.json({ method: 'get', path, root }, schema, signal);
  return reply.ok || !saysNo(reply.failure) ? reply : { ok: true, value: undefined };
}

/** The model by its name or another name of its; a server with one model may not care for the name. */
export function entryOf(models: ServerModels | undefined, model: string): ServerModels['data'][number] | undefined {
  const data = models?.data ?? [];
  return (
    data.find(({ id, aliases }) => id === model || aliases?.includes(model)) ??
    (data.length === 1 ? data[0] : undefined)
  );
}

async function loadedWindow(transport: Transport, signal: AbortSignal): Promise<number | undefined> {
  const { model } = transport;
  const loaded = await optional(transport, '/api/ps', true, loadedSchema, signal);
  const ollama = loaded.ok
    ? loaded.value?.models.find(({ name }) => name === model || name === `${model}:latest`)
    : undefined;
  if (ollama?.context_length) return ollama.context_length;
  const studio = await optional(transport, '/api/v0/models', true, studioSchema, signal);
  const entry = studio.ok ? studio.value?.data.find(({ id }) => id === model) : undefined;
  return entry?.loaded_context_length ?? entry?.max_context_length ?? undefined;
}

/** OpenRouter tells US dollars for one token, as text. */
function priceOf(entry: ServerModels['data'][number] | undefined): FactValues['price'] {
  const [input, output] = [
    Number(entry?.pricing?.prompt ?? Number.NaN),
    Number(entry?.pricing?.completion ?? Number.NaN),
  ];
  return input >= 0 && output >= 0 ? { input: input * 1e6, output: output * 1e6 } : undefined;
}
