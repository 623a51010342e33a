/** `stepwise search --policy` in this process, with a model that a test writes. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Sandbox } from '../../server/src/core/code/sandbox.ts';
import type { LanguageModel } from '../../server/src/core/model/language-model.ts';
import { type Outcome, stepwiseIn } from './inProcess.ts';
import { judgingModel, usage, worldOf } from './models.ts';

const text =
  'problem: Tom has 3 bags with 4 apples each and eats 5. How many are left?\n\nThere are 3*4 = 12 apples.\n';
const right = 'Then 12 - 5 = 7 apples are left.';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stepwise-search-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Writes these, one a candidate; values every step at 0.9. */
function writing(...replies: readonly string[]): LanguageModel {
  return judgingModel(() => 0.9, {
    generate: async () => ({
      ok: true,
      completions: replies.map(reply => ({ text: reply, tokens: 10, finish: 'stop' })),
      usage,
    }),
  });
}

const failing = judgingModel(() => 0.9, {
  generate: async () => ({ ok: false, fault: { kind: 'unreachable', message: 'Nothing answers there.' }, usage }),
});

function stepwise(args: readonly string[], model: LanguageModel, moves = '[]', stdin = text): Promise<Outcome> {
  const sandbox: Sandbox = {
    run: () => Promise.resolve({ status: 'ok', stdout: moves, cut: false, checks: [], ms: 1, ran: 1 }),
    onState: () => () => {},
    dispose: () => {},
  };
  return stepwiseIn(['search', '--language', 'steps', '--seconds', '5', ...args], {
    stdin,
    models: worldOf(folder, model),
    createSandbox: () => sandbox,
  });
}

const named = ['--policy', 'http://127.0.0.1:1/v1#m'];

describe('stepwise search --policy', () => {
  test('gives what the model proposes, checked, in the notation of the document, and says who wrote it', async () => {
    const { out, code } = await stepwise(named, writing('Then $12 - 5 = 7$ apples are left.', 'Then $12 - 5 = 8$.'));
    expect(out).toContain(`1. ${right} (proved, by Scripted)`);
    expect(out).not.toContain('= 8');
    expect(code).toBe(0);
  });

  test('with --reward its values are those of the reward model', async () => {
    const { out } = await stepwise([...named, '--reward', 'labels:http://127.0.0.1:1/v1#m', '--json'], writing(right));
    const report = JSON.parse(out) as { files: readonly { solutions: readonly Solution[] }[] };
    const [solution] = report.files[0]?.solutions ?? [];
    expect(solution?.tree.children[0]?.children.map(({ text, fate }) => [text, fate.value])).toEqual([[right, 0.8]]);
    expect(solution?.tokens).toBeGreaterThan(0);
  });

  test.each<readonly [string, readonly string[], LanguageModel, number, RegExp]>([
    ['a model that fails', named, failing, 2, /Nothing answers there\./],
    [
      '--reward without --policy',
      ['--reward', 'labels:http://127.0.0.1:1/v1#m'],
      failing,
      2,
      /--reward needs --policy MODEL/,
    ],
    ['no such model', ['--policy', 'nobody'], failing, 2, /there is no model "nobody"/],
  ])('%s', async (_, args, model, code, message) => {
    const outcome = await stepwise(args, model);
    expect(outcome.code).toBe(code);
    expect(outcome.out + outcome.err).toMatch(message);
  });

  test('--policy symbolic asks no model', async () => {
    const { code } = await stepwise(['--policy', 'symbolic'], failing);
    expect(code).toBe(1);
  });
});

interface Solution {
  readonly tokens: number;
  readonly tree: {
    readonly children: readonly {
      readonly children: readonly { readonly text: string; readonly fate: { readonly value: number } }[];
    }[];
  };
}
