/** `stepwise fit-reward` and `stepwise calibrate`, with a model that a test writes. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { calibrationIn } from '../../server/src/adapters/models/calibrations.ts';
import type { ModelWorld } from '../../server/src/cli/modelWorld.ts';
import type { LanguageModel, Read } from '../../server/src/core/model/language-model.ts';
import { readPpmWeights } from '../../server/src/core/reward/ppm/weights.ts';
import { stepwiseIn } from './inProcess.ts';
import { judgingModel, makersOf, noModels, usage } from './models.ts';

const sha256 = 'ab'.repeat(32);
const marked = '17';

/** Every third solution has an error, which the model finds surprising. */
const items = Array.from({ length: 66 }, (_, index) => {
  const label = index % 3 === 0 ? 1 : -1;
  const steps = [
    'We begin.',
    label === 1 ? `Then we have ${marked} of them.` : 'Then we have some of them.',
    'We end.',
  ];
  return { id: `item-${index}`, problem: `Problem ${index}.`, steps, label };
});

let folder: string;
let reads = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stepwise-fit-'));
  const lines = (some: readonly unknown[]): string => some.map(item => JSON.stringify(item)).join('\n');
  await writeFile(join(folder, 'items.jsonl'), lines(items));
  await writeFile(join(folder, 'few.jsonl'), lines(items.slice(0, 9)));
  await writeFile(join(folder, 'damaged.jsonl'), `${lines(items.slice(0, 2))}\n{"id": "x"}\n`);
});
afterAll(() => rm(folder, { recursive: true }));
beforeEach(() => {
  reads = 0;
});

const read: LanguageModel['read'] = async ({ parts, logitsOf = [] }): Promise<Read> => {
  reads++;
  return {
    ok: true,
    usage,
    parts: parts.map(text => ({
      tokens: text.split(' ').map(word => ({ text: word, logProbability: word === marked ? -8 : -0.5, best: -0.2 })),
      logits: Float32Array.from(logitsOf, (_, index) => Math.sin(index + text.length)),
    })),
  };
};

function stepwise(args: readonly string[], model: Partial<LanguageModel> = {}, signal = new AbortController().signal) {
  const models: ModelWorld = {
    ...noModels,
    file: join(folder, 'models.json'),
    usage: join(folder, 'usage'),
    now: () => new Date(0),
    makers: () =>
      makersOf(
        judgingModel(text => (text.includes(marked) ? 0.2 : 0.9), { id: `gguf:${sha256}:8192`, read, ...model }),
      ),
    calibrationOf: async () => undefined,
  };
  const cache = join(folder, 'cache');
  return stepwiseIn(args, { cwd: folder, env: { XDG_CACHE_HOME: cache, LOCALAPPDATA: cache }, signal, models });
}

describe('fit-reward', () => {
  const fit = ['fit-reward', 'items.jsonl', '--model', 'model.gguf', '-o', 'weights.json'];

  test('writes weights for the model, tells what they are worth, and reads nothing twice', async () => {
    const first = await stepwise(fit);
    expect(first).toMatchObject({ code: 0, err: '' });
    expect(first.out).toMatch(/embedded PPM +solutions +error +correct +F1/);
    expect(first.out).toMatch(/^items +66 +100\.0 +100\.0 +100\.0/m);
    const text = await readFile(join(folder, 'weights.json'), 'utf8');
    const weights = readPpmWeights(text);
    expect(weights.ok && weights.weights.language.sha256).toBe(sha256);
    expect(reads).toBe(items.length);
    expect((await stepwise(fit)).code).toBe(0);
    expect(reads).toBe(items.length);
    expect(await readFile(join(folder, 'weights.json'), 'utf8')).toBe(text);
  });

  test.each<[name: string, args: readonly string[], message: RegExp]>([
    ['no files', ['fit-reward', '--model', 'a.gguf', '-o', 'w.json'], /takes files of labelled solutions/],
    ['no model', ['fit-reward', 'items.jsonl', '-o', 'w.json'], /needs --model/],
    ['no output', ['fit-reward', 'items.jsonl', '--model', 'a.gguf'], /needs -o/],
    ['a missing file', ['fit-reward', 'none.jsonl', '--model', 'a.gguf', '-o', 'w.json'], /none\.jsonl cannot be read/],
    ['a damaged line', ['fit-reward', 'damaged.jsonl', '--model', 'a.gguf', '-o', 'w.json'], /line 3/],
    [
      'too few',
      ['fit-reward', 'few.jsonl', '--model', 'a.gguf', '-o', 'w.json'],
      /at least 20 solutions with an error/,
    ],
    [
      'a server',
      ['fit-reward', 'items.jsonl', '--model', 'http://127.0.0.1:1/v1#m', '-o', 'w.json'],
      /needs a model from a GGUF file/,
    ],
    ['no folder for the weights', [...fit.slice(0, -1), 'none/weights.json'], /cannot be written/],
  ])('%s', async (_, args, message) => {
    const { code, err } = await stepwise(args);
    expect(code).toBe(2);
    expect(err).toMatch(message);
  });

  test('Ctrl-C keeps what was read', async () => {
    const control = new AbortController();
    const other = 'cd'.repeat(32);
    const stopping: LanguageModel['read'] = (request, signal) => {
      if (reads === 4) control.abort();
      return read(request, signal);
    };
    const { code } = await stepwise(fit, { id: `gguf:${other}:8192`, read: stopping }, control.signal);
    expect(code).toBe(130);
    expect(await readdir(join(folder, 'cache', 'stepwise', 'reward', other.slice(0, 16)))).toHaveLength(5);
  });

  test('a model that fails is told once', async () => {
    const fault = { kind: 'broken', message: 'The process ended.' } as const;
    const { code, err } = await stepwise(fit, {
      id: `gguf:${'ef'.repeat(32)}:8192`,
      read: async () => ({ ok: false, fault, usage }),
    });
    expect([code, err]).toEqual([2, 'stepwise: The process ended.\n']);
  });
});

describe('calibrate', () => {
  const calibrate = [
    'calibrate',
    'items.jsonl',
    '--reward',
    'labels:http://127.0.0.1:1/v1#m',
    '--results',
    'raw.jsonl',
  ];

  test('writes what the scores mean where the reward model is looked for', async () => {
    const { code, out, err } = await stepwise(calibrate);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/Steps below \d+ % are flagged\. Written to /);
    const path = /Written to (.*)\n/.exec(out)?.[1] ?? '';
    const { reward } = JSON.parse(await readFile(path, 'utf8')) as { readonly reward: string };
    const found = await calibrationIn(join(folder, 'calibrations'), { id: reward }, () => {});
    expect(found?.calibrate(0.95)).toBeGreaterThan(found?.calibrate(0.05) ?? 1);
    expect(await calibrationIn(join(folder, 'calibrations'), { id: 'another' }, () => {})).toBeUndefined();
    const told: string[] = [];
    await writeFile(path, '{"kind": "stepwise-calibration", "version": 9}');
    expect(
      await calibrationIn(join(folder, 'calibrations'), { id: reward }, message => told.push(message)),
    ).toBeUndefined();
    expect(told.join()).toMatch(/stepwise calibrate/);
  });

  test.each<[name: string, args: readonly string[], message: RegExp]>([
    ['no reward model', ['calibrate', 'items.jsonl'], /needs --reward/],
    ['no files', ['calibrate', '--reward', 'evidence'], /takes files of labelled solutions/],
    ['too few', ['calibrate', 'few.jsonl', '--reward', 'evidence'], /at least 20 solutions with an error/],
  ])('%s', async (_, args, message) => {
    const { code, err } = await stepwise(args);
    expect(code).toBe(2);
    expect(err).toMatch(message);
  });
});
