/** Model traffic in a file: the same run twice is the same run. */
import { appendFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  openRecording,
  type RecordingFile,
  type RecordingMode,
} from '../../../../server/src/adapters/models/recording-file.ts';
import type { LanguageModel } from '../../../../server/src/core/model/language-model.ts';
import { recorded, replayed } from '../../../../server/src/core/model/recording.ts';
import { abilities, refused, requests, scripted, signal } from '../../model/scripted.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stepwise-recording-'));
  path = join(folder, 'r.jsonl');
});
afterEach(() => rmSync(folder, { recursive: true }));

function opened(mode: RecordingMode): RecordingFile {
  const result = openRecording(path, mode);
  if (!result.ok) throw new Error(result.reason);
  return result.recording;
}

async function everything(model: LanguageModel): Promise<readonly unknown[]> {
  return [
    await model.abilities(signal),
    await model.generate(requests.generate, signal),
    await model.generate(requests.generate, signal),
    await model.read(requests.read, signal),
    await model.weigh(requests.weigh, signal),
    await model.pool(requests.pool, signal),
    await model.decide?.(requests.decide, signal),
    model.countTokens('three'),
  ];
}

function record<T>(work: (recording: RecordingFile) => Promise<T>): Promise<T> {
  const recording = opened('record');
  return work(recording).finally(() => recording.close());
}

describe('what was recorded is replayed', () => {
  test('every method, each reply in its turn, logits to the bit', async () => {
    const live = await record(recording => everything(recorded(scripted(), recording)));
    const again = await everything(replayed({ id: 'scripted:1', name: 'Scripted' }, opened('replay')));
    expect(again).toEqual(live);
    expect(live).toHaveLength(8);
    expect(again[1]).not.toEqual(again[2]);
  });

  test('a run that goes on asks only what is missing', async () => {
    await record(recording => recorded(scripted(), recording).weigh(requests.weigh, signal));
    const bare = scripted();
    await record(async recording => {
      const model = recorded(bare, recording);
      await model.weigh(requests.weigh, signal);
      await model.pool(requests.pool, signal);
    });
    expect(bare.calls).toEqual(['pool']);
  });

  test('the order of properties makes no other request', async () => {
    await record(recording => recorded(scripted(), recording).weigh(requests.weigh, signal));
    const model = replayed({ id: 'scripted:1', name: 'Scripted' }, opened('replay'));
    const { messages, labels } = requests.weigh;
    expect((await model.weigh({ labels, messages }, signal)).ok).toBe(true);
  });

  test.each([
    ['a request of another text', 'scripted:1', { ...requests.weigh, labels: ['+', '-'] }],
    ['another model', 'scripted:2', requests.weigh],
  ])('%s is missing, and is said so', async (_, id, request) => {
    await record(recording => recorded(scripted(), recording).weigh(requests.weigh, signal));
    const answer = await replayed({ id, name: 'Scripted' }, opened('replay')).weigh(request, signal);
    expect(answer).toMatchObject({
      ok: false,
      fault: { kind: 'unreachable', message: expect.stringContaining('Record it again') },
    });
  });

  test('a cancelled request has no answer', async () => {
    await record(recording => recorded(scripted(), recording).weigh(requests.weigh, signal));
    const model = replayed({ id: 'scripted:1', name: 'Scripted' }, opened('replay'));
    expect(await model.weigh(requests.weigh, AbortSignal.abort())).toMatchObject({ fault: { kind: 'cancelled' } });
  });

  test.each([
    ['a server that was away is asked again', 'unreachable', 2],
    ['a prompt that was too long is not', 'too-long', 1],
  ] as const)('%s', async (_, kind, calls) => {
    let asked = 0;
    const failing = scripted({
      weigh: () => {
        asked++;
        return Promise.resolve({ ...refused, fault: { kind, message: 'No.' } });
      },
    });
    for (let run = 0; run < 2; run++)
      await record(recording => recorded(failing, recording).weigh(requests.weigh, signal));
    expect(asked).toBe(calls);
  });
});

describe('files that are not as they should be', () => {
  const header = '{"kind":"recording","version":1}\n';
  test.each([
    ['missing', undefined, /cannot be opened/],
    ['empty', '', /it is empty/],
    ['of something else', '{"results":[]}\n', /first line does not say that it is one/],
    ['of a later version', '{"kind":"recording","version":2}\n', /of version 1/],
    ['no JSON', `${header}oops\n`, /line 2 is not JSON/],
    ['an unknown line', `${header}{"kind":"future"}\n`, /line 2 is not valid/],
    [
      'a probability that is none',
      `${header}{"kind":"call","key":"k","model":"m","method":"pool","turn":0,"request":{},"answer":{"ok":true,"values":[7],"usage":{"promptTokens":1,"cachedTokens":0,"completionTokens":0,"calls":1,"cost":0}}}\n`,
      /line 2 is not valid/,
    ],
  ])('%s: a reason', (_, content, reason) => {
    if (content !== undefined) writeFileSync(path, content);
    const result = openRecording(path, 'replay');
    expect(result.ok ? 'opened' : result.reason).toMatch(reason);
  });

  test('a last line that was cut off costs that line only, and the next goes on behind the others', async () => {
    await record(async recording => {
      const model = recorded(scripted(), recording);
      await model.weigh(requests.weigh, signal);
      await model.pool(requests.pool, signal);
    });
    truncateSync(path, readFileSync(path).length - 10);
    const bare = scripted();
    await record(async recording => {
      const model = recorded(bare, recording);
      await model.weigh(requests.weigh, signal);
      await model.pool(requests.pool, signal);
    });
    expect(bare.calls).toEqual(['pool']);
    expect(opened('replay').models).toEqual([]);
  });

  test('what stands behind a whole recording is told of', async () => {
    await record(recording => recorded(scripted(), recording).weigh(requests.weigh, signal));
    appendFileSync(path, 'garbage\n');
    expect(openRecording(path, 'replay')).toMatchObject({ ok: false, reason: expect.stringContaining('line 3') });
  });
});

test('abilities are those of the model', async () => {
  await record(recording => recorded(scripted(), recording).abilities(signal));
  expect(opened('replay').abilitiesOf('scripted:1')).toEqual({ ok: true, abilities });
});
