/** Models of this machine: a server that runs is found and set up by command, and a model file runs inside; what a person sees of their scores. */
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { ensureLlamaServer } from '../../../scripts/lib/llama-server.mjs';
import { ensureModel, models } from '../../../scripts/lib/models.mjs';
import { root } from '../../../scripts/lib/project.mjs';
import { engineFolder, enginePackage } from '../../../server/src/adapters/gguf/engine.ts';
import { createGgufModel, createGgufServices } from '../../../server/src/adapters/gguf/index.ts';
import { calibrationPath } from '../../../server/src/adapters/models/calibrations.ts';
import type { CalibrationFile } from '../../../server/src/core/reward/calibration-file.ts';
import { createRewardModel } from '../../../server/src/core/reward/create.ts';
import { type LlamaServer, startLlamaServer } from '../../bench/lib/llama-server.ts';
import type { EditorWindow } from '../page.ts';
import { type EditorSession, startSession } from '../session.ts';

let server: LlamaServer | undefined;
let session: EditorSession;
let window: EditorWindow | undefined;

const solution = `## Problem

A box holds 3 rows of 4 apples and 5 are eaten. How many are left?

## Solution

1. There are three rows with four apples each.
2. So there are $3 \\cdot 4 = 12$ apples.
3. We take away the five that are eaten.
`;

/** A small model reads slowly where the machine has much to do. */
const scoredMs = 120_000;
const testMs = 400_000;

beforeAll(async () => {
  const [file, python] = [await ensureModel('smollm2-135m'), await ensureLlamaServer()];
  server = await startLlamaServer(file, { threads: 1, parallel: 2, window: 4096, port: 8080, python });
  session = await startSession(
    { 'stepwise.reward.chips': 'all' },
    {
      machine: { 'stepwise.models': { inside: { kind: 'gguf', file } } },
      storage: engine(),
      config: calibration(file),
    },
  );
});

afterEach(async () => {
  await window?.close();
  window = undefined;
});

afterAll(async () => {
  await session?.stop();
  server?.close();
});

/** llama.cpp as `Stepwise: Get the Local Model` would have put it there. */
function engine(): Readonly<Record<string, string>> {
  const wanted = enginePackage(process);
  if (wanted === undefined) throw new Error('node-llama-cpp has no package for this machine');
  return { [engineFolder('stepwise.stepwise', wanted)]: join(root, 'node_modules', wanted.name) };
}

/**
 * What `stepwise calibrate` would have written for the labels of this model: by it, a step that the model doubts is right in about one case of five. How a calibration is
 * fitted is another matter; here it is seen what becomes of it.
 */
function calibration(file: string): Readonly<Record<string, string>> {
  const { sha256 } = models['smollm2-135m'];
  const services = createGgufServices({ assets: '', storage: '', log: () => undefined });
  const created = createRewardModel('labels', { model: createGgufModel({ file, sha256 }, services) });
  services.dispose();
  if (!created.ok) throw new Error(created.reason);
  const { id } = created.reward;
  const text: CalibrationFile = {
    kind: 'stepwise-calibration',
    version: 1,
    reward: id,
    name: 'labels by smollm2-135m',
    readiness: { map: { kind: 'platt', slope: 0.01, intercept: -1.4 }, threshold: 0.3, naming: 0.5 },
    measured: { solutions: 100, f1: 0.3, ece: 0.02, precisionOnWrong: 0.95, precisionOnAll: 0.9 },
  };
  return { [calibrationPath('calibrations', id)]: JSON.stringify(text) };
}

async function open(file: string): Promise<EditorWindow> {
  session.write(file, solution);
  window = await session.open(file);
  return window;
}

/** The chips behind the steps that evidence leaves open. */
async function chips(window: EditorWindow): Promise<readonly string[]> {
  return (await window.lines()).flatMap(line => /(?:each|eaten)\. ?(.*\d+ ?%)$/.exec(line)?.[1] ?? []);
}

test(
  'a server on this machine is found, tried, and judges steps',
  async () => {
    const window = await open('server.md');
    await window.waitFor('the status bar', async () => (await window.statusBar()) === '3 steps', scoredMs);
    await window.runCommand('Stepwise: Set Up a Model');
    const row = 'llama-server at http://127.0.0.1:8080/v1';
    await window.waitFor('the server in the list', async () =>
      (await window.choices()).some(text => text.includes(row)),
    );
    await window.screenshot('server-found');
    await window.pick(row);
    await window.waitFor(
      'what came of the trial',
      async () => /works\. What is it to do/.test(await window.dialog(scoredMs)),
      scoredMs,
    );
    await window.screenshot('server-trial');
    await window.chooseInDialog('Judge Steps');
    await window.waitFor('scores behind two steps', async () => (await chips(window)).length === 2, scoredMs);
    await window.waitFor('the budget', async () => /^3 steps .*budget < 1 %$/.test((await window.statusBar()) ?? ''));
    await window.screenshot('server-scores');
    // What is proved is not asked about.
    expect(await window.hover('3 \\cdot 4')).not.toMatch(/Score/);
    const hover = await window.hover('three rows');
    expect(hover).toMatch(
      /This step as a whole.*Checks: nothing in it could be read.*Score: \d+ % by the model's own measure, not calibrated.*127\.0\.0\.1:8080/,
    );
    await window.screenshot('server-hover');
  },
  testMs,
);

test(
  'a model file runs inside: a calibrated low score is a warning with its percentage; an edit marks old scores until new ones come',
  async () => {
    session.write(
      '.vscode/settings.json',
      JSON.stringify({ 'stepwise.reward.model': 'inside', 'stepwise.reward.method': 'labels' }),
    );
    const window = await open('inside.md');
    await window.waitFor('scores behind two steps', async () => (await chips(window)).length === 2, scoredMs);
    await window.waitFor('the warnings', async () => (await window.squiggles()).length === 2, scoredMs);
    await window.screenshot('inside-scores');
    const hover = await window.hover('three rows');
    expect(hover).toMatch(/\d+ % — the reward model smollm2-135m-instruct-q4_1, labels finds this step doubtful/);
    await window.screenshot('inside-warning');
    await window.putCursor('We take away');
    await window.type('Then ');
    await window.waitFor('the old score, marked', async () => (await chips(window)).some(chip => chip.includes('↻')));
    await window.waitFor(
      'the new score',
      async () => (await chips(window)).every(chip => !chip.includes('↻')),
      scoredMs,
    );
    await window.runCommand('Stepwise: Score This Document');
    await window.waitFor('what was scored', async () =>
      (await window.notifications()).some(text => /2 steps have a score/.test(text)),
    );
  },
  testMs,
);
