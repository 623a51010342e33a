/**
 * A recording of model traffic in a file: JSON lines that are only ever added to, so that a run that was killed loses at most its last line. It holds
 * prompts and replies, and never a key: requests of core have none.
 */
import { createHash } from 'node:crypto';
import { closeSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import * as z from 'zod/mini';
import type { AbilitiesAnswer, Asked, Method } from '../../core/model/exchange.ts';
import type { Answer, Recording } from '../../core/model/recording.ts';
import { abilitiesSchema, answerSchemas } from './answer-schema.ts';

/** `record` answers from the file what it holds, and adds to it what it does not; `replay` only reads. */
export type RecordingMode = 'record' | 'replay';

/** A model as the recording knows it, by the name that the person gave it. */
export interface RecordedModel {
  readonly name: string;
  readonly id: string;
  readonly title: string;
}

export interface RecordingFile extends Recording {
  readonly mode: RecordingMode;
  readonly models: readonly RecordedModel[];
  addModel(model: RecordedModel): void;
  close(): void;
}

export type OpenedRecording =
  | { readonly ok: true; readonly recording: RecordingFile }
  | { readonly ok: false; readonly reason: string };

const header = z.object({ kind: z.literal('recording'), version: z.literal(1) });
const line = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('model'), name: z.string(), id: z.string(), title: z.string() }),
  z.object({ kind: z.literal('abilities'), model: z.string(), answer: z.unknown() }),
  z.object({ kind: z.literal('tokens'), model: z.string(), text: z.string(), tokens: z.int() }),
  z.object({
    kind: z.literal('call'),
    key: z.string(),
    model: z.string(),
    method: z.enum(['generate', 'read', 'weigh', 'pool', 'decide']),
    turn: z.int(),
    request: z.unknown(),
    answer: z.unknown(),
  }),
]);

type Line = z.output<typeof line>;

/** Opens the file, made anew by `record` where it is missing. A last line that was cut off is left out; any other that is not valid is a reason. */
export function openRecording(path: string, mode: RecordingMode): OpenedRecording {
  let file: number;
  try {
    file = openSync(path, mode === 'record' ? 'a+' : 'r');
  } catch (error) {
    return { ok: false, reason: `${path} cannot be opened: ${messageOf(error)}` };
  }
  try {
    const bytes = readFileSync(file);
    const end = bytes.lastIndexOf(0x0a) + 1;
    if (end < bytes.length && mode === 'record') ftruncateSync(file, end);
    const lines = bytes.subarray(0, end).toString('utf8').split('\n').slice(0, -1);
    if (lines.length === 0 && mode === 'replay') throw new Invalid('it is empty');
    const recording = new JsonLines(file, mode, lines);
    if (lines.length === 0) recording.begin();
    return { ok: true, recording };
  } catch (error) {
    closeSync(file);
    return { ok: false, reason: `${path} is no recording that can be used: ${messageOf(error)}` };
  }
}

class Invalid extends Error {}

class JsonLines implements RecordingFile {
  readonly mode: RecordingMode;
  readonly #file: number;
  readonly #models = new Map<string, RecordedModel>();
  readonly #abilities = new Map<string, AbilitiesAnswer>();
  readonly #tokens = new Map<string, number>();
  readonly #answers = new Map<string, Answer>();

  constructor(file: number, mode: RecordingMode, lines: readonly string[]) {
    this.#file = file;
    this.mode = mode;
    for (const [index, text] of lines.entries()) {
      const json = parsed(text, index);
      if (index === 0) checked(header, json, index);
      else this.#take(checked(line, json, index), index);
    }
  }

  get models(): readonly RecordedModel[] {
    return [...this.#models.values()];
  }

  begin(): void {
    this.#write({ kind: 'recording', version: 1 });
  }

  addModel(model: RecordedModel): void {
    const known = this.#models.get(model.name);
    if (known?.id === model.id && known.title === model.title) return;
    this.#models.set(model.name, model);
    this.#write({ kind: 'model', ...model });
  }

  find(model: string, asked: Asked, turn: number): Answer | undefined {
    return this.#answers.get(keyOf(model, asked, turn));
  }

  add(model: string, asked: Asked, turn: number, answer: Answer): void {
    const key = keyOf(model, asked, turn);
    if (this.#answers.has(key)) return;
    this.#answers.set(key, answer);
    const written = z.encode(answerSchemas[asked.method], answer);
    this.#write({ kind: 'call', key, model, method: asked.method, turn, request: asked.request, answer: written });
  }

  abilitiesOf(model: string): AbilitiesAnswer | undefined {
    return this.#abilities.get(model);
  }

  addAbilities(model: string, answer: AbilitiesAnswer): void {
    this.#abilities.set(model, answer);
    this.#write({ kind: 'abilities', model, answer });
  }

  tokensIn(model: string, text: string): number | undefined {
    return this.#tokens.get(`${model} ${digest(text)}`);
  }

  addTokens(model: string, text: string, tokens: number): void {
    this.#tokens.set(`${model} ${digest(text)}`, tokens);
    this.#write({ kind: 'tokens', model, text: digest(text), tokens });
  }

  close(): void {
    closeSync(this.#file);
  }

  #write(entry: object): void {
    writeSync(this.#file, `${JSON.stringify(entry)}\n`);
  }

  #take(entry: Line, index: number): void {
    switch (entry.kind) {
      case 'model':
        this.#models.set(entry.name, entry);
        return;
      case 'abilities':
        this.#abilities.set(entry.model, checked(abilitiesSchema, entry.answer, index));
        return;
      case 'tokens':
        this.#tokens.set(`${entry.model} ${entry.text}`, entry.tokens);
        return;
      case 'call':
        this.#answers.set(entry.key, checked(answerSchemas[entry.method satisfies Method], entry.answer, index));
        return;
    }
  }
}

/** The same request has the same key, in whatever order its properties were put together. */
function keyOf(model: string, { method, request }: Asked, turn: number): string {
  return digest(JSON.stringify([model, method, request, turn], sorted));
}

function sorted(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

function parsed(text: string, index: number): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Invalid(`line ${index + 1} is not JSON`);
  }
}

function checked<T>(schema: z.ZodMiniType<T>, value: unknown, index: number): T {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const where = issue === undefined || issue.path.length === 0 ? '' : ` at ${issue.path.map(String).join('.')}`;
  throw new Invalid(
    index === 0
      ? 'its first line does not say that it is one, of version 1'
      : `line ${index + 1} is not valid${where}: ${issue?.message ?? 'wrong form'}`,
  );
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
