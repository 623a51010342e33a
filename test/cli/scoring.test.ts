/** check --reward, models and bench in this process, with scripted models. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Makers } from '../../server/src/adapters/models/models.ts';
import type { ModelWorld } from '../../server/src/cli/modelWorld.ts';
import { reportSchema } from '../../server/src/cli/report-schema.ts';
import type { LanguageModel } from '../../server/src/core/model/language-model.ts';
import { createCalibration } from '../../server/src/core/reward/calibration.ts';
import { type Outcome, stepwiseIn } from './inProcess.ts';
import { judgingModel, makersOf, worldOf } from './models.ts';

const solution = `## Problem

Natalia sold clips to 48 friends in April, and half as many in May. How many altogether?

## Solution

In April she sold one to each friend.

In May she sold twice as many.

Altogether she sold $48 + 24 = 72$ clips.
`;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stepwise-scoring-'));
  await writeFile(join(folder, 'a.md'), solution);
});
afterEach(() => rm(folder, { recursive: true }));

interface Given extends Partial<ModelWorld> {
  readonly model?: LanguageModel;
  readonly env?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** The step about May is the wrong one, whatever stands before it. */
const judge = judgingModel(text => (text.includes('twice as many') && !text.includes('Altogether') ? 0.1 : 0.9));

function stepwise(args: readonly string[], given: Given = {}): Promise<Outcome> {
  const { model = judge, env = {}, signal = new AbortController().signal, ...world } = given;
  return stepwiseIn(args, { cwd: folder, env, signal, models: { ...worldOf(folder, model), ...world } });
}

const byLabels = ['check', 'a.md', '--reward', 'labels:http://h:1/v1#m'];

describe('check --reward', () => {
  test('a low score is told in every format: as a remark while it is not calibrated', async () => {
    const text = await stepwise(byLabels);
    expect(text.err).toBe('');
    expect(text.code).toBe(0);
    expect(text.out).toMatch(
      /information: 10 % by the model's own measure, not calibrated — the reward model Scripted, labels/,
    );
    expect(text.out).toMatch(/90 % by Scripted, labels, not calibrated\n/);
    expect(text.out).toMatch(/3 steps: 1 proved, 0 tested, 0 refuted, 2 unknown, 2 scored; 1 remark\n$/);

    const json = reportSchema.parse(JSON.parse((await stepwise([...byLabels, '--format', 'json'])).out));
    const steps = json.files.flatMap(file => ('error' in file ? [] : file.solutions.flatMap(each => each.steps)));
    expect(steps.map(({ score }) => score && [score.value, score.low, score.calibrated, score.model])).toEqual([
      [0.9, false, false, 'Scripted, labels'],
      [0.1, true, false, 'Scripted, labels'],
      undefined,
    ]);
    expect(json.summary.scores).toEqual({ scored: 2, low: 1 });

    const sarif = JSON.parse((await stepwise([...byLabels, '--format', 'sarif'])).out);
    expect(sarif.runs[0].results).toMatchObject([
      { ruleId: 'step.low-score', level: 'note', properties: { score: { value: 0.1, model: 'Scripted, labels' } } },
    ]);
  });

  test('calibrated, it is a warning, and the step is flagged', async () => {
    const { code, out } = await stepwise(byLabels, {
      calibrationOf: async ({ id }) =>
        createCalibration(id, { map: { kind: 'platt', slope: 1, intercept: 0 }, threshold: 0.6 }),
    });
    expect(code).toBe(1);
    expect(out).toMatch(/warning: \d+ % — the reward model Scripted, labels/);
    expect(out).not.toContain('not calibrated');
  });

  test('a step that evidence has settled is not asked about', async () => {
    const asked: string[] = [];
    const model = judgingModel(text => {
      asked.push(text);
      return 0.9;
    });
    await stepwise(byLabels, { model });
    expect(asked).toHaveLength(2);
  });

  test.each<[string, string[], Given, RegExp]>([
    [
      'a model that nobody names',
      ['--reward', 'critic:nobody'],
      {},
      /^stepwise: there is no model "nobody": .*models\.json names none; others are written as gguf:PATH/,
    ],
    ['a file without its kind', ['--reward', 'critic:a.gguf'], {}, /a file is named as gguf:a\.gguf/],
    ['a server without its model', ['--reward', 'critic:http://h/v1'], {}, /named with its model behind "#"/],
    [
      'an address with a key',
      ['--reward', 'critic:https://me:sk-secret@h/v1#m'],
      {},
      /url holds a name, a password or a query/,
    ],
    [
      'a recording that is missing',
      ['--reward', 'critic:m', '--replay', 'none.jsonl'],
      {},
      /none\.jsonl cannot be opened/,
    ],
    [
      'a recording that is none',
      ['--reward', 'critic:m', '--replay', 'a.md'],
      {},
      /a\.md is no recording that can be used: line 1 is not JSON/,
    ],
    [
      'a server that is down',
      ['--reward', 'auto:http://h:1/v1#m'],
      { model: judgingModel(() => 1, { abilities: async () => fault('unreachable', 'Nothing answers at h:1.') }) },
      /^stepwise: Nothing answers at h:1\.\n$/,
    ],
    [
      'a missing key',
      ['--reward', 'auto:https://api.example.com/v1#m'],
      { model: judgingModel(() => 1, { abilities: async () => fault('unauthorized', 'The key is missing.') }) },
      /The key is missing\. The key is taken from the environment: STEPWISE_API_KEY_API_EXAMPLE_COM\./,
    ],
  ])('%s: a message, and exit code 2', async (_, args, given, message) => {
    const { code, out, err } = await stepwise(['check', 'a.md', ...args], given);
    expect(err).toMatch(message);
    expect(code).toBe(2);
    expect(`${out}${err}`).not.toContain('sk-secret');
  });

  test('a server that goes away in the middle: what is known is reported, the rest is said to be missing', async () => {
    let left = 1;
    const model = judgingModel(() => 0.9);
    const dying = {
      ...model,
      weigh: (...args: Parameters<LanguageModel['weigh']>) =>
        left-- > 0 ? model.weigh(...args) : Promise.resolve(fault('broken', 'The server ended.')),
    };
    const { code, out, err } = await stepwise(byLabels, { model: dying });
    expect(code).toBe(2);
    expect(out).toContain('1 scored');
    expect(err).toBe('stepwise: not every step has a score: The server ended.\n');
  });

  test('a budget that is reached in the middle ends the asking; the next run of the day is held to it too', async () => {
    const args = [...byLabels, '--tokens-per-day', '700'];
    const first = await stepwise([...args]);
    expect(first.code === 0 || first.code === 2).toBe(true);
    const second = await stepwise([...byLabels, '--tokens-per-day', '200']);
    expect(second.code).toBe(2);
    expect(second.err).toMatch(/Of today's budget 0 of 200 tokens are left.*--tokens-per-day/);
    expect(second.out).toContain('0 scored');
  });

  test('a recording answers without the model, word for word', async () => {
    const live = await stepwise([...byLabels, '--record', 'r.jsonl']);
    const makers = (): Makers => ({
      ...makersOf(judge),
      server: () => {
        throw new Error('nobody is to be asked');
      },
    });
    const again = await stepwise([...byLabels, '--replay', 'r.jsonl'], { makers });
    expect(again).toEqual(live);
    await writeFile(join(folder, 'a.md'), solution.replace('one to each', 'two to each'));
    const other = await stepwise([...byLabels, '--replay', 'r.jsonl'], { makers });
    expect(other.code).toBe(2);
    expect(other.err).toContain('The recording has no answer of Scripted');
  });

  test('the file of models gives names; one that is not valid costs that model only', async () => {
    await writeFile(
      join(folder, 'models.json'),
      JSON.stringify({
        mine: { kind: 'server', url: 'http://h:1/v1', model: 'm' },
        bad: { kind: 'server', apiKey: 'sk-secret' },
      }),
    );
    const { code, err } = await stepwise(['check', 'a.md', '--reward', 'labels:mine']);
    expect(code).toBe(0);
    expect(err).toMatch(/models\.json: the model bad is left out/);
    expect(err).not.toContain('sk-secret');
  });

  test.each([
    ['not JSON', '{'],
    ['a list', '[]'],
  ])('a file of models that is %s', async (_, content) => {
    await writeFile(join(folder, 'models.json'), content);
    const { code, err } = await stepwise(['check', 'a.md', '--reward', 'labels:mine']);
    expect(code).toBe(2);
    expect(err).toMatch(/models\.json is no JSON object of models by name/);
  });

  test('a key goes to the server that it was named for, and is never written down', async () => {
    const keys: (string | undefined)[] = [];
    const env = { STEPWISE_API_KEY_H: 'sk-secret', STEPWISE_API_KEY_OTHER: 'sk-other' };
    const { out, err } = await stepwise([...byLabels, '--record', 'r.jsonl'], {
      env,
      makers: () => makersOf(judge, keys),
    });
    expect(keys).toEqual(['sk-secret']);
    const written = await readFile(join(folder, 'r.jsonl'), 'utf8');
    expect(`${out}${err}${written}`).not.toContain('sk-');
  });
});

const item = (id: string, label: number, steps = ['It is one.', 'It is twice as many.', 'It is three.']) =>
  `${JSON.stringify({ id, problem: `How many ${id}?`, steps, label })}\n`;

describe('bench processbench', () => {
  const args = ['bench', 'processbench', 'data.jsonl', '--reward', 'labels:http://h:1/v1#m', '--json'];
  beforeEach(() =>
    writeFile(
      join(folder, 'data.jsonl'),
      [item('a', 1), item('b', -1, ['It is one.', 'It is two.']), item('c', 0), item('d', 1)].join(''),
    ),
  );
  const doubting = judgingModel(text => (text.includes('twice') ? 0.1 : 0.9));

  test('measures as ProcessBench has them, by file', async () => {
    const { code, out, err } = await stepwise(args, { model: doubting });
    expect(err).toBe('');
    expect(code).toBe(0);
    const report = JSON.parse(out);
    expect(report).toMatchObject({ version: 1, partial: false, calibrated: false, threshold: 0.5 });
    expect(report.total).toMatchObject({ items: 4, correctAccuracy: 1, failed: 0 });
    expect(report.byFile.data.items).toBe(4);
    expect(report.total.f1).toBe(report.meanF1);
    expect(report.total.tokens).toBeGreaterThan(0);
  });

  test('evidence needs no model', async () => {
    const { code, out } = await stepwise(['bench', 'processbench', 'data.jsonl', '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      reward: 'Evidence',
      total: { errorAccuracy: 0, correctAccuracy: 1, f1: 0 },
    });
  });

  test('the same seed draws the same sample', async () => {
    const draw = async (seed: string) => {
      const { out } = await stepwise([...args, '--sample', '2', '--seed', seed, '--results', `s${seed}.jsonl`], {
        model: doubting,
      });
      expect(JSON.parse(out).total.items).toBe(2);
      return (await readFile(join(folder, `s${seed}.jsonl`), 'utf8'))
        .split('\n')
        .slice(1, -1)
        .map(line => JSON.parse(line).id);
    };
    const first = await draw('3');
    await rm(join(folder, 's3.jsonl'));
    expect(await draw('3')).toEqual(first);
  });

  test('a run that ended early keeps what it did, and the next goes on from there', async () => {
    let left = 3;
    const asked = judgingModel(() => 0.9);
    const dying = {
      ...asked,
      weigh: (...call: Parameters<LanguageModel['weigh']>) =>
        left-- > 0 ? asked.weigh(...call) : Promise.resolve(fault('broken', 'The server ended.')),
    };
    const withResults = [...args, '--results', 'r.jsonl'];
    const first = await stepwise(withResults, { model: dying });
    expect(first.code).toBe(2);
    expect(first.err).toContain('The server ended.');
    expect(JSON.parse(first.out)).toMatchObject({ partial: true, total: { items: 1 } });
    // Killed in the middle of a line.
    const kept = await readFile(join(folder, 'r.jsonl'), 'utf8');
    await writeFile(join(folder, 'r.jsonl'), `${kept}{"file":"da`);
    const calls: string[] = [];
    const counting = {
      ...asked,
      weigh: (...call: Parameters<LanguageModel['weigh']>) => {
        calls.push('weigh');
        return asked.weigh(...call);
      },
    };
    const second = await stepwise(withResults, { model: counting });
    expect(second.code).toBe(0);
    expect(JSON.parse(second.out)).toMatchObject({ partial: false, total: { items: 4 } });
    expect(calls).toHaveLength(2 + 3 + 3);
    const third = await stepwise(withResults, { model: counting });
    expect(third).toEqual(second);
    expect(calls).toHaveLength(2 + 3 + 3);
  });

  test('stopped by Ctrl-C: the measures of what was done, and exit code 130', async () => {
    const stop = new AbortController();
    let calls = 0;
    const asked = judgingModel(() => 0.9);
    const stopping = {
      ...asked,
      weigh: (...call: Parameters<LanguageModel['weigh']>) => {
        if (++calls === 5) stop.abort();
        return asked.weigh(...call);
      },
    };
    const { code, out } = await stepwise(args, { model: stopping, signal: stop.signal });
    expect(code).toBe(130);
    expect(JSON.parse(out)).toMatchObject({ partial: true });
  });

  test('results of another reward model are not gone on with', async () => {
    const results = ['--results', 'r.jsonl'];
    await stepwise([...args, ...results]);
    const other = await stepwise(['bench', 'processbench', 'data.jsonl', ...results]);
    expect(other.code).toBe(2);
    expect(other.err).toMatch(/r\.jsonl holds results of another reward model/);
  });

  test.each([
    ['missing', undefined, /cannot be read/],
    ['empty', '', /holds no labelled solution/],
    ['no JSON', 'x\n', /line 1 is no labelled solution/],
    ['without a label', '{"id":"a","problem":"p","steps":["s"]}\n', /line 1 .*label/],
    ['with a label that is no step', item('a', 5), /the label 5 is none of its 3 steps/],
  ])('data that is %s', async (_, content, message) => {
    await (content === undefined ? rm(join(folder, 'data.jsonl')) : writeFile(join(folder, 'data.jsonl'), content));
    const { code, err } = await stepwise(args);
    expect(code).toBe(2);
    expect(err).toMatch(message);
  });

  test.each(['a.md', 'data.jsonl'])('a file of something else is not written over: %s', async file => {
    const before = await readFile(join(folder, file), 'utf8');
    const { code, err } = await stepwise([...args, '--results', file]);
    expect(code).toBe(2);
    expect(err).toContain('name another file for --results');
    expect(await readFile(join(folder, file), 'utf8')).toBe(before);
  });
});

describe('models', () => {
  const about = { name: 'Local', licence: 'Apache-2.0', file: '/m.gguf', size: 1e9, there: 0, ready: false };
  const local = { about: async () => about, fetch: async () => ({ ok: true }) as const };
  const found = [
    { port: 8080, name: 'llama-server', url: 'http://127.0.0.1:8080/v1', models: ['qwen'], needsKey: false },
    { port: 8000, name: 'a server', url: 'http://127.0.0.1:8000/v1', models: [], needsKey: true },
  ];
  const world = { local, findServers: async () => found };

  test('nothing is set up: what runs here, and what to do', async () => {
    const { code, out } = await stepwise(['models'], { ...world, findServers: async () => [] });
    expect(code).toBe(0);
    expect(out).toContain('No model is named in');
    expect(out).toContain('not fetched (1.0 GB); "stepwise models get" does');
    expect(out).toContain('No server of models was found');
  });

  test('each with what it can do, or why not', async () => {
    const configs = { mine: { kind: 'server', url: 'http://h:1/v1', model: 'm' }, copilot: { kind: 'editor' } };
    await writeFile(join(folder, 'models.json'), JSON.stringify(configs));
    const { out } = await stepwise(['models'], world);
    expect(out).toContain(
      'mine  m at http://h:1/v1\n    judges steps by labels, critic, code-critic, rollouts\n    + reads up to 8192 tokens at once',
    );
    expect(out).toContain('Models of VS Code can be used in VS Code only.');
    expect(out).toContain('llama-server  http://127.0.0.1:8080/v1#qwen');
    expect(out).toContain('http://127.0.0.1:8000/v1: wants a key');
    const json = JSON.parse((await stepwise(['models', '--json'], world)).out);
    expect(json).toMatchObject({
      version: 1,
      models: [{ name: 'mine', methods: ['labels', 'critic', 'code-critic', 'rollouts'] }, { name: 'copilot' }],
      servers: [{ name: 'llama-server' }, {}],
    });
  });

  test('a model is tried: it answers, or says why not', async () => {
    const completions = [{ text: '12 - 5 = 7. Answer: 7', tokens: 12, finish: 'stop' as const }];
    const model = judgingModel(() => 1, {
      generate: async () => ({
        ok: true,
        completions,
        usage: { promptTokens: 1, cachedTokens: 0, completionTokens: 12, calls: 1, cost: 0 },
      }),
    });
    const solved = await stepwise(['models', 'try', 'http://h:1/v1#m'], { model });
    expect(solved.code).toBe(0);
    expect(solved.out).toMatch(/\+ solved a small problem/);
    const silent = await stepwise(['models', 'try', 'http://h:1/v1#m', '--json']);
    expect(silent.code).toBe(1);
    expect(JSON.parse(silent.out)).toMatchObject({ ok: false, message: 'It cannot.' });
    expect((await stepwise(['models', 'try', 'nobody'])).code).toBe(2);
  });

  test.each([
    ['fetched', { ok: true } as const, 0, /^Local is there: \/m\.gguf\n/, /^$/],
    ['stopped', { ok: false, cancelled: true, message: '' } as const, 130, /^$/, /goes on from there/],
    [
      'failed',
      { ok: false, cancelled: false, message: 'The disk is full.' } as const,
      2,
      /^$/,
      /^stepwise: The disk is full\.\n$/,
    ],
  ])('the local model, %s', async (_, fetched, code, out, err) => {
    const outcome = await stepwise(['models', 'get'], { local: { ...local, fetch: async () => fetched } });
    expect(outcome.code).toBe(code);
    expect(outcome.out).toMatch(out);
    expect(outcome.err).toMatch(err);
  });
});

function fault(kind: 'unreachable' | 'unauthorized' | 'broken', message: string) {
  const usage = { promptTokens: 0, cachedTokens: 0, completionTokens: 0, calls: 0, cost: 0 };
  return { ok: false, fault: { kind, message }, usage } as const;
}
