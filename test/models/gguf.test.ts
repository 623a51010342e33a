import { copyFile, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createGgufModel, type GgufServices } from '../../server/src/adapters/gguf/index.ts';
import type { LanguageModel, Message } from '../../server/src/core/model/language-model.ts';
import { localServices, never, smallModel, smallModelOf } from './lib/local.ts';
import { referenceRead, smolChat } from './lib/reference.ts';

const ask = (content: string): readonly Message[] => [{ role: 'user', content }];
const problem = ask('What is 12 + 30? Think step by step.');

/** Batches of another size round otherwise: with 4-bit weights a log-probability moves by some hundredths. */
const rounding = 0.1;

describe('a local model', () => {
  let services: GgufServices;
  let model: LanguageModel;

  beforeAll(() => {
    services = localServices();
    model = smallModelOf(services);
  });
  afterAll(() => services.dispose());

  async function generate(request: Partial<Parameters<LanguageModel['generate']>[0]>) {
    const answer = await model.generate({ messages: problem, n: 1, maxTokens: 16, temperature: 0, ...request }, never);
    if (!answer.ok) throw new Error(answer.fault.message);
    return answer;
  }

  async function read(parts: readonly string[], more: Partial<Parameters<LanguageModel['read']>[0]> = {}) {
    const answer = await model.read({ messages: problem, parts, ...more }, never);
    if (!answer.ok) throw new Error(answer.fault.message);
    return answer;
  }

  test('says what it can do', async () => {
    expect(await model.abilities(never)).toEqual({
      ok: true,
      abilities: {
        window: 1024,
        many: true,
        continuation: 'prefill',
        logProbabilities: true,
        schema: true,
        prefixCache: true,
        read: { logits: true },
        weigh: true,
        pool: false,
        parallel: 4,
      },
    });
  });

  test('writes several completions of one prompt, the same ones for the same seed', async () => {
    const request = { n: 3, temperature: 1, topP: 1, seed: 7 };
    const first = await generate(request);
    const again = await generate(request);
    expect(again.completions.map(({ text }) => text)).toEqual(first.completions.map(({ text }) => text));
    expect(new Set(first.completions.map(({ text }) => text)).size).toBeGreaterThan(1);
    expect(first.usage).toMatchObject({ calls: 1, cost: 0 });
    expect(first.usage.completionTokens).toBe(first.completions.reduce((sum, { tokens }) => sum + tokens, 0));
    expect(again.usage.cachedTokens).toBe(again.usage.promptTokens - 1);
  });

  test('writes more completions than it has sequences', async () => {
    const { completions } = await generate({ n: 6, temperature: 1, seed: 1, maxTokens: 4 });
    expect(completions).toHaveLength(6);
  });

  test('each completion of a seed is its own: the second of seed 7 is the first of seed 8', async () => {
    const two = await generate({ n: 2, temperature: 1, seed: 7 });
    const one = await generate({ n: 1, temperature: 1, seed: 8 });
    expect(two.completions[1]?.text).toBe(one.completions[0]?.text);
  });

  test('ends before a stop, and says why it ended', async () => {
    const whole = await generate({ maxTokens: 12 });
    const text = whole.completions[0]?.text ?? '';
    const stop = text.slice(4, 6);
    const { completions } = await generate({ maxTokens: 12, stop: ['never in it', stop] });
    expect(whole.completions[0]).toMatchObject({ finish: 'length', tokens: 12 });
    expect(completions[0]).toMatchObject({ finish: 'stop', text: text.slice(0, text.indexOf(stop)) });
  });

  test('goes on from a prefix, and does not repeat it', async () => {
    const { completions } = await generate({ prefix: '12 + 30 = ', maxTokens: 4 });
    expect(completions[0]?.text).toMatch(/^\d/);
  });

  test('what it wrote has the log-probability that reading finds', async () => {
    const { completions } = await generate({ temperature: 1, topP: 1, seed: 3 });
    const { text = '', logProbability = 0 } = completions[0] ?? {};
    const { parts } = await read([text]);
    const sum = parts[0]?.tokens.reduce((total, token) => total + token.logProbability, 0);
    expect(Math.abs((sum ?? 0) - logProbability)).toBeLessThan(16 * rounding);
  });

  test('keeps to a JSON schema', async () => {
    const schema = {
      type: 'object',
      properties: { wrong: { enum: ['none', 'first', 'second'] }, sure: { type: 'boolean' } },
      required: ['wrong', 'sure'],
    };
    const { completions } = await generate({ schema, maxTokens: 60, temperature: 1, seed: 5, n: 2 });
    for (const { text } of completions) {
      const value: unknown = JSON.parse(text);
      expect(value).toEqual({
        wrong: expect.stringMatching(/^(none|first|second)$/),
        sure: expect.any(Boolean),
      });
    }
  });

  test('a schema that cannot be kept to is a fault', async () => {
    const answer = await model.generate(
      { messages: problem, n: 1, maxTokens: 4, temperature: 0, schema: { type: 'array', items: {}, minItems: 4000 } },
      never,
    );
    expect(answer).toMatchObject({ ok: false, fault: { kind: 'unsupported' } });
  });

  test('control tokens in a message are plain text', async () => {
    const plain = await model.read({ messages: ask('a'), parts: ['ok'] }, never);
    const marked = await model.read({ messages: ask('a<|im_end|>'), parts: ['ok'] }, never);
    const extra = marked.usage.promptTokens - plain.usage.promptTokens;
    expect(extra).toBeGreaterThan(1);
  });

  test('reads what the library finds token by token', async () => {
    const parts = ['First, 12 + 30 is the same as 30 + 12.\n', 'So 12 + 30 = 43.\n'];
    const answer = await read(parts);
    const expected = await referenceRead(smallModel, smolChat(problem[0]?.content ?? ''), parts);
    const tokens = answer.parts.flatMap(part => part.tokens);
    expect(tokens.map(({ text }) => text)).toEqual(expected.map(({ text }) => text));
    for (const [index, token] of tokens.entries()) {
      expect(Math.abs(token.logProbability - (expected[index]?.logProbability ?? 0))).toBeLessThan(rounding);
      expect(Math.abs((token.best ?? 0) - (expected[index]?.best ?? 0))).toBeLessThan(rounding);
    }
  });

  test('a new last step is read alone, and nothing is read twice', async () => {
    const steps = ['Let x = 12.\n', 'Let y = 30.\n', 'Then x + y = 42.\n'];
    const first = await read(steps, { logitsOf: [10, 20] });
    const same = await read(steps, { logitsOf: [10, 20] });
    const edited = await read([...steps.slice(0, 2), 'Then x + y = 52.\n'], { logitsOf: [10, 20] });
    const longer = await read([...steps, 'So the answer is 42.\n'], { logitsOf: [10, 20] });
    expect(same).toEqual({ ...first, usage: { ...first.usage, cachedTokens: first.usage.promptTokens } });
    expect(edited.usage.promptTokens - edited.usage.cachedTokens).toBeLessThan(12);
    expect(longer.usage.cachedTokens).toBe(first.usage.promptTokens - 1);
    expect(edited.parts.slice(0, 2)).toEqual(first.parts.slice(0, 2));
    expect(longer.parts[2]?.tokens).toEqual(first.parts[2]?.tokens);
  });

  test('what was kept is what a first reading finds', async () => {
    await read(['One. ', 'Two. ', 'Three. '], { logitsOf: [5] });
    const kept = await read(['One. ', 'Two. ', 'Four. '], { logitsOf: [5] });
    const other = localServices();
    try {
      const fresh = await smallModelOf(other).read(
        { messages: problem, parts: ['One. ', 'Two. ', 'Four. '], logitsOf: [5] },
        never,
      );
      if (!fresh.ok) throw new Error(fresh.fault.message);
      const numbers = (answer: typeof kept): readonly number[] =>
        answer.parts.flatMap(({ tokens, logits = [] }) => [...tokens.map(one => one.logProbability), ...logits]);
      for (const [index, number] of numbers(kept).entries()) {
        expect(Math.abs(number - (numbers(fresh)[index] ?? 0))).toBeLessThan(3 * rounding);
      }
    } finally {
      other.dispose();
    }
  });

  test('labels at the ends of parts are those that are weighed there', async () => {
    const parts = ['12 + 30 = 42.', ' Is that right?'];
    const { parts: answered } = await read(parts, { labels: [' Yes', ' No'] });
    for (const [index, { labels }] of answered.entries()) {
      const prefix = parts.slice(0, index + 1).join('');
      const weighed = await model.weigh({ messages: problem, prefix, labels: [' Yes', ' No'] }, never);
      if (!weighed.ok || labels === undefined) throw new Error('no labels');
      const [yes = 0, no = 0] = labels;
      const [probability = 0] = weighed.probabilities;
      expect(Math.abs(yes - no - Math.log(probability / (1 - probability)))).toBeLessThan(3 * rounding);
    }
  });

  test('empty parts have no tokens and no logits', async () => {
    const { parts } = await read(['', 'x', ''], { logitsOf: [1] });
    expect(parts.map(({ tokens, logits }) => [tokens.length, logits?.length])).toEqual([
      [0, undefined],
      [1, 1],
      [0, undefined],
    ]);
  });

  test('weighs labels: together 1, with their share of all', async () => {
    const request = { messages: problem, prefix: '12 + 30 = ', labels: ['4', '5', 'x'] };
    const answer = await model.weigh(request, never);
    if (!answer.ok) throw new Error(answer.fault.message);
    expect(answer.probabilities.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 6);
    expect(answer.probabilities[0]).toBeGreaterThan(answer.probabilities[2] ?? 1);
    expect(answer.mass).toBeGreaterThan(0);
    expect(answer.mass).toBeLessThanOrEqual(1);
  });

  test.each<readonly [string, readonly string[]]>([
    ['begin alike', ['Yes', 'Yes']],
    ['are empty', ['Yes', '']],
  ])('labels that %s are a fault', async (_, labels) => {
    expect(await model.weigh({ messages: problem, labels }, never)).toMatchObject({
      ok: false,
      fault: { kind: 'unsupported' },
    });
  });

  test('many requests at once are all answered', async () => {
    const answers = await Promise.all(
      Array.from({ length: 9 }, (_, index) =>
        model.weigh({ messages: ask(`What is ${index} + 1?`), labels: ['1', '2'] }, never),
      ),
    );
    expect(answers.map(({ ok }) => ok)).toEqual(Array.from({ length: 9 }, () => true));
  });

  test('a prompt beyond the window is a fault that says so', async () => {
    const long = ask('word '.repeat(2000));
    const answers = [
      await model.generate({ messages: long, n: 1, maxTokens: 1, temperature: 0 }, never),
      await model.read({ messages: long, parts: ['x'] }, never),
      await model.weigh({ messages: long, labels: ['a', 'b'] }, never),
    ];
    for (const answer of answers) {
      expect(answer).toMatchObject({
        ok: false,
        fault: { kind: 'too-long', message: expect.stringContaining('1024') },
      });
    }
  });

  test('a reply that fills the window is cut off there', async () => {
    const narrow = smallModelOf(services, 128);
    const messages = ask('word '.repeat(50));
    const { usage } = await narrow.read({ messages, parts: [] }, never);
    const answer = await narrow.generate(
      { messages, prefix: '1\n2\n3\n', n: 1, maxTokens: 4000, temperature: 0 },
      never,
    );
    await narrow.release();
    if (!answer.ok) throw new Error(answer.fault.message);
    expect(answer.completions[0]?.finish).toBe('length');
    expect(usage.promptTokens + (answer.completions[0]?.tokens ?? 0)).toBeLessThanOrEqual(128);
  });

  test('values at step markers are beyond it', async () => {
    expect(await model.pool({ messages: problem, marker: '<extra_0>', count: 1 }, never)).toMatchObject({
      ok: false,
      fault: { kind: 'unsupported' },
    });
  });
});

describe('stopping', () => {
  test('a stopped request ends at once and makes room for the next', async () => {
    const services = localServices({ sequences: 1 });
    // Written to its end, the first reply takes longer than the test may.
    const model = smallModelOf(services, 8192);
    try {
      await model.abilities(never);
      const control = new AbortController();
      const prefix = '1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n';
      const endless = model.generate(
        { messages: ask('Count to 5000.'), prefix, n: 1, maxTokens: 8000, temperature: 0 },
        control.signal,
      );
      const waiting = new AbortController();
      const queued = model.weigh({ messages: problem, labels: ['a', 'b'] }, waiting.signal);
      const last = model.weigh({ messages: problem, labels: ['a', 'b'] }, never);
      waiting.abort();
      expect(await queued).toMatchObject({ ok: false, fault: { kind: 'cancelled' } });
      setTimeout(() => control.abort(), 500);
      expect(await endless).toMatchObject({ ok: false, fault: { kind: 'cancelled' } });
      expect(await last).toMatchObject({ ok: true });
    } finally {
      services.dispose();
    }
  });

  test('a signal that is aborted already starts nothing', async () => {
    const services = localServices();
    const model = smallModelOf(services);
    const answer = await model.weigh({ messages: problem, labels: ['a', 'b'] }, AbortSignal.abort());
    expect(answer).toMatchObject({ ok: false, fault: { kind: 'cancelled' } });
    expect(services.host(smallModel, 1024).pid).toBeUndefined();
  });

  test('a process that is killed costs the request under way; what waits and what comes is answered', async () => {
    const services = localServices({ sequences: 1 });
    const model = smallModelOf(services);
    const host = services.host(smallModel, 1024);
    try {
      await model.abilities(never);
      const lost = model.generate({ messages: problem, n: 1, maxTokens: 900, temperature: 0 }, never);
      const waiting = model.weigh({ messages: problem, labels: ['a', 'b'] }, never);
      const { pid } = host;
      setTimeout(() => process.kill(pid ?? 0, 'SIGKILL'), 300);
      expect(await lost).toMatchObject({ ok: false, fault: { kind: 'broken' } });
      expect(await waiting).toMatchObject({ ok: true });
      expect(host.pid).not.toBe(pid);
      expect(await model.weigh({ messages: problem, labels: ['a', 'b'] }, never)).toMatchObject({ ok: true });
    } finally {
      services.dispose();
    }
  });

  test('its memory is given back when nobody asks, and at once when it is released', async () => {
    const services = localServices({ idleMs: 20 });
    const model = smallModelOf(services);
    const host = services.host(smallModel, 1024);
    expect(await model.weigh({ messages: problem, labels: ['a', 'b'] }, never)).toMatchObject({ ok: true });
    await vi.waitFor(() => expect(host.pid).toBeUndefined(), 10_000);
    expect(await model.weigh({ messages: problem, labels: ['a', 'b'] }, never)).toMatchObject({ ok: true });
    await model.release();
    await vi.waitFor(() => expect(host.pid).toBeUndefined(), 10_000);
  });

  test('all who use a file share its process', async () => {
    const services = localServices();
    const models = [smallModelOf(services), smallModelOf(services)];
    await Promise.all(models.map(model => model.abilities(never)));
    expect(services.host(smallModel, 1024).pid).toBeDefined();
    expect(models[0]?.id).toBe(models[1]?.id);
    services.dispose();
  });
});

describe('files that are no model', () => {
  let folder: string;
  let services: GgufServices;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'stepwise-gguf-'));
    services = localServices();
    await writeFile(join(folder, 'text.gguf'), '# Notes\n');
    await writeFile(join(folder, 'empty.gguf'), '');
    await copyFile(smallModel, join(folder, 'cut.gguf'));
    await truncate(join(folder, 'cut.gguf'), 5_000_000);
  });
  afterAll(async () => {
    services.dispose();
    await rm(folder, { recursive: true });
  });

  test.each([
    ['absent.gguf', /no file absent\.gguf.*Get the local model/],
    ['text.gguf', /no GGUF file/],
    ['empty.gguf', /no GGUF file/],
    ['', /is no file/],
    ['cut.gguf', /no language model that can be used/],
  ])('%s', async (name, message) => {
    const model = createGgufModel({ file: join(folder, name) }, services);
    const answers = [await model.abilities(never), await model.weigh({ messages: problem, labels: ['a', 'b'] }, never)];
    for (const answer of answers) {
      expect(answer).toMatchObject({ ok: false, fault: { kind: 'no-model', message: expect.stringMatching(message) } });
    }
  });
});
