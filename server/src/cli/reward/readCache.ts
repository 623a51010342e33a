/**
 * What a language model thought of a text, kept in files so that a fit over hours goes on where it was stopped. A file is named after all that its content
 * depends on: the model's own hash and the whole request.
 */
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { noUsage } from '../../core/model/fault.ts';
import type { Abilities, LanguageModel, ReadPart, ReadRequest } from '../../core/model/language-model.ts';

const headSchema = z.object({
  version: z.literal(1),
  parts: z.array(z.array(z.string())),
  logitCount: z.int().check(z.nonnegative()),
});

const HASH_SHOWN = 16;

/** Tokens of a local model's window when solutions are read for a fit: none of the usual length has to be cut. */
export const READ_WINDOW = 8192;

/** What is known of a local model without starting it. */
const able: Abilities = {
  window: READ_WINDOW,
  many: false,
  continuation: 'turn',
  logProbabilities: false,
  schema: false,
  prefixCache: true,
  read: { logits: true },
  weigh: false,
  pool: false,
  parallel: 1,
};

/**
 * A local model for reading, opened with a window of `READ_WINDOW`: `read` is answered from the folder where it can be, and what the model answers is put
 * there. The model is not started before something is missing.
 */
export function withReadCache(model: LanguageModel, sha256: string, folder: string): LanguageModel {
  const place = join(folder, sha256.slice(0, HASH_SHOWN));
  return {
    ...passedOn(model),
    async read(request, signal) {
      const file = join(place, `${keyOf(sha256, request)}.read`);
      const known = request.labels === undefined ? await load(file) : undefined;
      if (known !== undefined) return { ok: true, parts: known, usage: noUsage };
      const answer = await model.read(request, signal);
      if (!answer.ok || request.labels !== undefined) return answer;
      await store(place, file, answer.parts);
      // What the file holds, to the last bit: a fit over what was kept is the one that would have been made at once.
      return { ...answer, parts: answer.parts.map(inFloats) };
    },
  };
}

/** Methods of a class are not copied by a spread. */
function passedOn(model: LanguageModel): LanguageModel {
  return {
    id: model.id,
    name: model.name,
    abilities: async () => ({ ok: true, abilities: able }),
    generate: (request, signal) => model.generate(request, signal),
    read: (request, signal) => model.read(request, signal),
    weigh: (request, signal) => model.weigh(request, signal),
    pool: (request, signal) => model.pool(request, signal),
    countTokens: text => model.countTokens(text),
    release: () => model.release(),
  };
}

function keyOf(sha256: string, { messages, parts, logitsOf = [] }: ReadRequest): string {
  const said = messages.map(({ role, content }) => ({ role, content }));
  return createHash('sha256')
    .update(JSON.stringify([sha256, said, parts, logitsOf]))
    .digest('hex')
    .slice(0, 32);
}

/** A head of JSON with the tokens' texts, then as 32-bit floats: all log-probabilities, all of the likeliest tokens, the logits of each part. */
async function store(place: string, file: string, parts: readonly ReadPart[]): Promise<void> {
  const tokens = parts.flatMap(part => part.tokens);
  const logitCount = parts[0]?.logits?.length ?? 0;
  const numbers = new Float32Array(2 * tokens.length + logitCount * parts.length);
  for (const [index, { logProbability, best = logProbability }] of tokens.entries()) {
    numbers[index] = logProbability;
    numbers[tokens.length + index] = best;
  }
  for (const [index, { logits }] of parts.entries())
    if (logits !== undefined) numbers.set(logits, 2 * tokens.length + index * logitCount);
  const json = JSON.stringify({
    version: 1,
    parts: parts.map(part => part.tokens.map(({ text }) => text)),
    logitCount,
  });
  const head = Buffer.from(json);
  const padding = Buffer.alloc((4 - (head.length % 4)) % 4, ' ');
  const length = Buffer.alloc(4);
  length.writeUInt32LE(head.length + padding.length);
  await mkdir(place, { recursive: true });
  // Whole or not at all, also where the process is killed or another writes the same.
  const half = `${file}.${process.pid}.tmp`;
  await writeFile(half, Buffer.concat([length, head, padding, Buffer.from(numbers.buffer)]));
  await rename(half, file);
}

function inFloats(part: ReadPart): ReadPart {
  const tokens = part.tokens.map(({ text, logProbability, best = logProbability }) => ({
    text,
    logProbability: Math.fround(logProbability),
    best: Math.fround(best),
  }));
  return { ...part, tokens };
}

/** `undefined` where there is none, or what is there cannot be read: then the model is asked again. */
async function load(file: string): Promise<readonly ReadPart[] | undefined> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  const begin = bytes.length < 4 ? Number.NaN : 4 + bytes.readUInt32LE(0);
  const head = headSchema.safeParse(jsonOf(bytes.subarray(4, begin).toString()));
  if (!head.success) return undefined;
  const { parts, logitCount } = head.data;
  const numbers = new Float32Array(bytes.buffer.slice(bytes.byteOffset + begin, bytes.byteOffset + bytes.length));
  const count = parts.reduce((sum, texts) => sum + texts.length, 0);
  if (numbers.length !== 2 * count + logitCount * parts.length) return undefined;
  let at = 0;
  return parts.map((texts, index) => {
    const tokens = texts.map((text, offset) => ({
      text,
      logProbability: numbers[at + offset] ?? Number.NaN,
      best: numbers[count + at + offset] ?? Number.NaN,
    }));
    at += texts.length;
    if (logitCount === 0) return { tokens };
    return { tokens, logits: numbers.slice(2 * count + index * logitCount, 2 * count + (index + 1) * logitCount) };
  });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
