/** Scores over the connection, with a judge whose values the test gives: when steps are scored, what is shown of it, and what is said when it fails. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type InlayHint, InlayHintRequest } from 'vscode-languageserver-protocol';
import {
  findServers,
  type ModelsParams,
  models as modelsMessage,
  scoreDocument,
  visible,
} from '../../server/src/protocol.ts';
import type { ClientOptions, TestClient } from './lib/client.ts';
import { connect } from './lib/inMemory.ts';
import { ScriptedModels } from './lib/models.ts';

const uri = 'file:///solutions/a.md';
const set = { reward: { model: 'mine' } };

/** Words that no check can settle; each is a step on a line of its own: that of index n on line 2n + 2. */
function solution(...steps: readonly string[]): string {
  return `## Solution\n\n${steps.map((step, index) => `${index + 1}. ${step}\n`).join('\n')}`;
}

const twoSteps = solution('We look at the sum.', 'By symmetry it is doubt 7 enough.');

let models: ScriptedModels;
let client: TestClient;
let told: ModelsParams[];
beforeEach(() => {
  models = new ScriptedModels();
  client = connect({ createModels: models.create });
  told = [];
  client.connection.onNotification(modelsMessage.method, (params: ModelsParams) => void told.push(params));
});
afterEach(() => client.stop());

async function open(text: string, settings: unknown = set, options: ClientOptions = {}): Promise<void> {
  await client.start({ settings, ...options });
  await client.open(uri, text);
  await client.diagnostics(uri);
}

const until = <T>(value: () => T | undefined | false): Promise<T> => client.until(() => value() || undefined);
const asked = (times: number): Promise<true> => until(() => models.asked.length >= times);
const settledFor = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms));

/** Diagnostics that are there once a step of this text is flagged. */
const flagged = (): Promise<{ readonly version?: number; readonly lines: readonly string[] }> =>
  until(() => {
    const last = client.published.findLast(params => params.uri === uri);
    return (
      last !== undefined &&
      last.diagnostics.length > 0 && {
        ...(last.version === undefined ? {} : { version: last.version }),
        lines: last.diagnostics.map(({ severity, code, message }) => `${severity} ${code}: ${message}`),
      }
    );
  });

async function chips(): Promise<readonly string[]> {
  const end = client.text(uri).length;
  const hints = await client.connection.sendRequest(InlayHintRequest.type, {
    textDocument: { uri },
    range: client.range(uri, 0, end),
  });
  return (hints ?? []).map(
    ({ position, label }: InlayHint) => `${position.line}:${position.character} ${String(label)}`,
  );
}

async function hover(search: string): Promise<string> {
  const found = await client.hover(uri, search);
  return (found?.contents as { readonly value: string } | undefined)?.value ?? '';
}

const score = (): Promise<unknown> => client.connection.sendRequest(scoreDocument.method, { uri });

describe('without a model', () => {
  test('nothing is asked and nothing is shown', async () => {
    await open(twoSteps, {});
    await settledFor(1300);
    expect(models.asked).toEqual([]);
    expect(await chips()).toEqual([]);
    expect(await hover('symmetry')).toBe('');
    expect(told.at(-1)).toEqual({ used: { tokens: 0, money: 0 }, limits: { tokens: 2_000_000, money: 1 } });
    expect(client.shown).toEqual([]);
  });

  test('a host without models says nothing of them', async () => {
    const bare = connect();
    const said: unknown[] = [];
    bare.connection.onNotification(modelsMessage.method, params => void said.push(params));
    await bare.start({ settings: set });
    await bare.open(uri, twoSteps);
    await bare.diagnostics(uri);
    expect(bare.initialized?.capabilities.inlayHintProvider).toBeUndefined();
    expect(said).toEqual([]);
    await bare.stop();
  });

  test('a request for scores says what to do', async () => {
    await open(twoSteps, {});
    expect(await score()).toEqual({
      ok: false,
      message: 'No model judges steps. Choose one with "Stepwise: Set Up a Model".',
    });
  });
});

describe('what is shown', () => {
  test('a low score is a warning for the version of the text, with its percentage and the name of the model', async () => {
    await open(twoSteps);
    expect(await flagged()).toEqual({
      version: 1,
      lines: [expect.stringMatching(/^2 step\.low-score: 7 % — the reward model Scripted judge/)],
    });
  });

  test.each([
    ['a severity of the person', { reward: { model: 'mine', severity: 'information' } }, true, /^3 /],
    ['the rule in the settings has the last word', { ...set, rules: { 'step.low-score': 'hint' } }, true, /^4 /],
    [
      'what is not calibrated is Information, and says so',
      set,
      false,
      /^3 .*7 % by the model's own measure, not calibrated/,
    ],
  ])('%s', async (_, settings, calibrated, expected) => {
    models.calibrated = calibrated;
    await open(twoSteps, settings);
    expect((await flagged()).lines[0]).toMatch(expected);
  });

  test('evidence outranks scores: what is proved or refuted is not asked about', async () => {
    await open(solution('So doubt 1: $2 + 2 = 4$.', 'And doubt 1: $2 + 2 = 5$.', 'It is doubt 1 clear.'));
    await asked(1);
    const lines = await until(() => {
      const last = client.published.findLast(params => params.uri === uri)?.diagnostics ?? [];
      return last.length === 2 && last.map(({ code, range }) => `${code} ${range.start.line}`);
    });
    expect(lines).toEqual(['claim.false-equality 4', 'step.low-score 6']);
    expect(models.asked).toEqual([[expect.stringContaining('clear')]]);
  });

  test.each([
    ['low', ['4:36 7 %']],
    ['all', ['2:22 90 %', '4:36 7 %']],
    ['off', []],
  ] as const)('chips: %s', async (wanted, expected) => {
    await open(twoSteps, { reward: { model: 'mine', chips: wanted } });
    await flagged();
    expect(await chips()).toEqual(expected);
  });

  test('the hover names each source', async () => {
    models.reason = 'symmetry is *not* shown';
    models.omitted = [0];
    await open(solution('We look at the sum.', 'By symmetry it is doubt 7 and $x + 1 = 1 + x$ and $a < b$.'));
    await flagged();
    const text = await hover('symmetry');
    for (const part of [
      '2 claims, 1 proved, 1 not decided',
      '**7 %**',
      'Scripted judge',
      'symmetry is \\*not\\* shown',
      'not shown step 1',
    ]) {
      expect(text).toContain(part);
    }
    expect(await hover('x + 1')).toMatch(/proved.*---.*This step as a whole/s);
  });

  test('the day’s budget and what runs are told', async () => {
    models.spent = { tokens: 1200, money: 0.25, calls: 3 };
    models.hangs = true;
    await open(twoSteps);
    const running = await until(() => told.findLast(({ running }) => running !== undefined));
    expect(running).toEqual({
      reward: 'Scripted judge',
      running: { done: 0, total: 2 },
      used: { tokens: 1200, money: 0.25 },
      limits: { tokens: 2_000_000, money: 1 },
    });
    models.release();
    await flagged();
    await until(() => told.at(-1)?.running === undefined);
  });
});

describe('when steps are scored', () => {
  test('on pause; an edit asks for what has changed and what comes after it', async () => {
    await open(solution('We look at the sum.', 'It is large.', 'It is doubt 5 finite.'));
    await asked(1);
    expect(models.asked).toEqual([['We look at the sum.', 'It is large.', 'It is doubt 5 finite.']]);
    await flagged();
    const version = await client.edit(uri, 'doubt 5', 'doubt 6');
    // The old score stays, marked, for the new version of the text.
    const old = await until(() => {
      const last = client.published.findLast(params => params.uri === uri);
      return last?.version === version && last.diagnostics[0]?.message;
    });
    expect(old).toMatch(/5 %.*the text before the last change/);
    expect(await chips()).toEqual([expect.stringContaining('↻ 5 %')]);
    await asked(2);
    expect(models.asked[1]).toEqual(['It is doubt 6 finite.']);
    await until(() => String(client.published.at(-1)?.diagnostics[0]?.message).startsWith('6 %'));
    expect(client.published.at(-1)?.version).toBe(version);
  });

  test('a newer text cancels what runs for the older', async () => {
    models.hangs = true;
    await open(twoSteps);
    await asked(1);
    await client.edit(uri, 'doubt 7', 'doubt 8');
    await until(() => models.ended[0]);
    expect(models.ended).toEqual(['cancelled']);
    models.release();
    expect((await flagged()).lines[0]).toContain('8 %');
    expect(client.shown).toEqual([]);
  });

  test('on save only', async () => {
    await open(twoSteps, { reward: { model: 'mine', run: 'onSave' } });
    await settledFor(1300);
    expect(models.asked).toEqual([]);
    await client.save(uri);
    expect((await flagged()).lines).toHaveLength(1);
  });

  test('on request only', async () => {
    await open(twoSteps, { reward: { model: 'mine', run: 'onRequest' } });
    await client.save(uri);
    await settledFor(1300);
    expect(models.asked).toEqual([]);
    expect(await score()).toEqual({ ok: true, scored: 2, low: 1 });
    expect((await flagged()).lines).toHaveLength(1);
  });

  test('a request goes before what runs of itself, which goes on after it', async () => {
    models.hangs = true;
    await open(twoSteps);
    await asked(1);
    const other = 'file:///solutions/b.md';
    await client.open(other, solution('Something doubt 2 else.'));
    const answer = client.connection.sendRequest(scoreDocument.method, { uri: other });
    await asked(2);
    expect(models.ended).toEqual(['cancelled']);
    expect(models.asked[1]).toEqual(['Something doubt 2 else.']);
    models.release();
    expect(await answer).toEqual({ ok: true, scored: 1, low: 1 });
    expect((await flagged()).lines).toHaveLength(1);
  });

  test('what is in view first, and only documents in view', async () => {
    await client.start({ settings: set });
    const steps = ['The first.', 'The second.', 'The third.'];
    await client.connection.sendNotification(visible.method, { uri, lines: [[6, 7]] });
    await client.open(uri, solution(...steps));
    await client.open('file:///solutions/hidden.md', solution('Hidden.'));
    await asked(2);
    await settledFor(300);
    expect(models.asked.map(wanted => wanted.at(-1))).toEqual(['The third.', 'The second.']);
  });

  test('another model: its scores replace those of the one before', async () => {
    await open(twoSteps);
    await flagged();
    await client.configure({ reward: { model: '' } });
    await until(() => client.published.at(-1)?.diagnostics.length === 0);
    expect(await chips()).toEqual([]);
    expect(told.at(-1)?.reward).toBeUndefined();
  });

  test('a document that is closed is not asked about any more', async () => {
    models.hangs = true;
    await open(twoSteps);
    await asked(1);
    await client.close(uri);
    await until(() => models.ended[0]);
    expect(models.ended).toEqual(['cancelled']);
  });

  test('the models are given back at the end', async () => {
    await open(twoSteps);
    await asked(1);
    await client.connection.sendRequest('shutdown');
    expect(models.disposed).toBe(true);
  });
});

describe('when it fails', () => {
  const refused = { kind: 'unreachable', message: 'Nothing answers at http://127.0.0.1:9. Start the server.' } as const;

  test('it is said once, whatever is typed, and stands in the status while it lasts', async () => {
    models.fault = refused;
    await open(twoSteps);
    await asked(1);
    for (const times of [2, 3]) {
      await client.edit(uri, 'sum', `sum ${times}`);
      await asked(times);
    }
    await until(() => models.ended.length === 3);
    await until(() => told.at(-1)?.fault);
    expect(told.at(-1)).toMatchObject({ reward: 'Scripted judge', fault: refused.message });
    expect(client.shown).toEqual([`Stepwise: steps are not scored. ${refused.message}`]);
    models.fault = undefined;
    await client.edit(uri, 'sum', 'total');
    await until(() => told.at(-1)?.fault === undefined);
    expect((await flagged()).lines).toHaveLength(1);
  });

  test('a server that says when it has time is asked again by itself, without a word', async () => {
    models.fault = { kind: 'busy', message: 'Too many requests. Wait.', retryAfterMs: 50 };
    await open(twoSteps);
    await asked(1);
    models.fault = undefined;
    expect((await flagged()).lines).toHaveLength(1);
    expect(client.shown).toEqual([]);
  });

  test('a model that is not there', async () => {
    await open(twoSteps, { reward: { model: 'missing' } });
    await until(() => client.shown.length > 0);
    expect(client.shown).toEqual(['Stepwise: steps are not scored. There is no model missing.']);
    expect(await score()).toEqual({ ok: false, message: 'There is no model missing.' });
  });

  test('a request that is cancelled keeps what came', async () => {
    await open(twoSteps, { reward: { model: 'mine', run: 'onRequest' } });
    models.hangs = true;
    const token = {
      isCancellationRequested: false,
      onCancellationRequested: (cancel: () => void) => setTimeout(cancel, 50),
    };
    const answer = client.connection.sendRequest(
      scoreDocument.method,
      { uri },
      token as unknown as Parameters<typeof client.connection.sendRequest>[2],
    );
    expect(await answer).toEqual({ ok: true, scored: 0, low: 0 });
    expect(models.ended).toEqual(['cancelled']);
  });
});

test('servers that were found are told', async () => {
  models.found = [{ name: 'llama-server', url: 'http://127.0.0.1:8080/v1', models: ['qwen'] }];
  await client.start({});
  expect(await client.connection.sendRequest(findServers.method, {})).toEqual(models.found);
});
