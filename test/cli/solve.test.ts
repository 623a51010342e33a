/** `stepwise solve` and `stepwise bench solve` in this process, with a sandbox and a model that give what a test wants. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { RunResult, Sandbox } from '../../server/src/core/code/sandbox.ts';
import type { GenerateRequest, LanguageModel } from '../../server/src/core/model/language-model.ts';
import { type Outcome, stepwiseIn } from './inProcess.ts';
import { judgingModel, makersOf, noModels, usage } from './models.ts';

const folder = mkdtempSync(join(tmpdir(), 'stepwise-solve-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let files = 0;
function fileOf(text: string, extension = 'steps'): string {
  const path = join(folder, `${files++}.${extension}`);
  writeFileSync(path, text);
  return path;
}

const sandbox = (result: Partial<RunResult> = {}): Sandbox => ({
  run: () => Promise.resolve({ status: 'ok', stdout: '', cut: false, checks: [], ms: 1, ran: 1, ...result }),
  onState: () => () => {},
  dispose: () => {},
});

/** A model that goes on with what stands in the reply so far. */
function writer(next: (prefix: string, request: GenerateRequest) => readonly string[]): LanguageModel {
  const base = judgingModel(() => 0.5);
  return {
    ...base,
    abilities: async () => {
      const known = await base.abilities(new AbortController().signal);
      return known.ok ? { ...known, abilities: { ...known.abilities, continuation: 'prefill', many: true } } : known;
    },
    generate: async request => {
      const texts = next(request.prefix ?? '', request).slice(0, request.n);
      return { ok: true, completions: texts.map(text => ({ text, tokens: 5, finish: 'stop' })), usage };
    },
  };
}

/** Four times eight, in two steps; every third time it is wrong. */
const multiplies = writer(prefix =>
  prefix.includes('Step 2')
    ? [' So there are \\boxed{32}.', ' So there are \\boxed{32} in all.', ' So it is \\boxed{12}.']
    : [' There are $4 \\cdot 8$ of them.', ' We multiply $4$ by $8$.'],
);

function stepwise(
  args: readonly string[],
  {
    stdin = '',
    model = multiplies,
    run = {},
    signal,
  }: {
    readonly stdin?: string;
    readonly model?: LanguageModel;
    readonly run?: Partial<RunResult>;
    readonly signal?: AbortSignal;
  } = {},
): Promise<Outcome> {
  const models = { ...noModels, now: () => new Date(0), usage: join(folder, 'usage'), makers: () => makersOf(model) };
  const more = signal === undefined ? {} : { signal };
  return stepwiseIn(args, { stdin, createSandbox: () => sandbox(run), models, ...more });
}

/** What the symbolic moves come back as. */
const moves = JSON.stringify({
  known: null,
  moves: [{ say: 'So', relations: [['x', '=', '5']], join: 'and', final: true, rank: 1 }],
});

const model = ['--policy', 'gguf:model.gguf', '--form', 'plain'];
const problem = 'A box holds 4 rows of 8 eggs. How many eggs are there?';

describe('stepwise solve', () => {
  test('a problem in words: the steps, how each was checked, the answer and why it is believed', async () => {
    const { code, out, err } = await stepwise(['solve', problem, ...model]);
    expect(err).toBe('');
    expect(out).toContain('<problem>, from the problem:\n  1. ');
    expect(out).toContain('Answer: 32\n');
    expect(out).toMatch(/\d+ of \d+ finished solutions give it \(\d+ % of their weight\)/);
    expect(out).toMatch(/\d+ nodes; \d+ tokens, \d+ of them written/);
    expect(code).toBe(0);
  });

  test.each<readonly [string, string]>([
    ['mcts', 'finished solutions give it'],
    ['beam', 'finished solutions give it'],
    ['best-of-n', 'finished solutions give it'],
    ['majority', 'finished solutions give it'],
    ['greedy', 'one solution was written'],
  ])('%s', async (strategy, ground) => {
    const { code, out } = await stepwise(['solve', problem, ...model, '--strategy', strategy]);
    expect(out).toContain('Answer: 32');
    expect(out).toContain(ground);
    expect(code).toBe(0);
  });

  test.each<readonly [string, readonly string[], string, string]>([
    ['a marked problem alone', ['--language', 'markdown'], `# Eggs\n\n## Problem\n\n${problem}\n`, problem],
    ['unmarked words', ['--language', 'markdown'], `${problem}\n`, problem],
    ['a .steps problem alone', ['--language', 'steps'], `problem: ${problem}\n`, problem],
    ['a LaTeX problem alone', ['--language', 'latex'], `\\begin{problem}\n${problem}\n\\end{problem}\n`, problem],
  ])('from standard input: %s', async (_, args, stdin, expected) => {
    const { out, code } = await stepwise(['solve', '-', ...args, ...model, '--json'], { stdin });
    const [solution] = (JSON.parse(out) as { solutions: readonly { problem: string; answer: string }[] }).solutions;
    expect([solution?.problem, solution?.answer, code]).toEqual([expected, '32', 0]);
  });

  test('goes on with a solution, before its first refuted step', async () => {
    const file = fileOf(`problem: ${problem}\n\nThere are 4 * 8 = 32 of them.\n\nSo 32 + 1 = 34.\n`);
    const { out } = await stepwise(['solve', file, ...model]);
    expect(out).toContain(`${file}, after step 1 (step 2 is refuted):\n  2. So there are`);
  });

  test('as JSON, with the tree; trees as JSON and as a page', async () => {
    const tree = join(folder, 'tree.json');
    const html = join(folder, 'tree.html');
    const { out } = await stepwise(['solve', problem, ...model, '--json', '--tree', tree, '--html', html]);
    const report = JSON.parse(out) as {
      solutions: readonly { answer: string; ground: object; tree: { children: object[] } }[];
    };
    expect(report.solutions[0]).toMatchObject({ answer: '32', ground: { kind: 'agreement' }, finished: true });
    const written = JSON.parse(readFileSync(tree, 'utf8')) as { trees: readonly { tree: object }[] };
    expect(written.trees[0]?.tree).toEqual(report.solutions[0]?.tree);
    const page = readFileSync(html, 'utf8');
    expect(page).toMatch(/^<!doctype html>/);
    expect(page).toContain('<dt>Answer</dt><dd>32</dd>');
  });

  test('a known answer is what counts', async () => {
    const { out } = await stepwise(['solve', problem, ...model, '--answer', '12']);
    expect(out).toContain('Answer: 12\n  checked: ');
  });

  test('without a model: symbolic moves', async () => {
    const { out, code } = await stepwise(['solve', '-', '--language', 'steps'], {
      stdin: 'problem: Solve 3x + 5 = 20.\n\n3x = 15\n',
      run: { stdout: moves },
    });
    expect(out).toContain('after step 1:\n  2. So x = 5. (proved)\n  Answer:');
    expect(code).toBe(0);
  });

  test('what a model writes cannot steer the terminal', async () => {
    const steers = writer(() => [' Look \u001b[2J\u202ehere: \\boxed{32}.']);
    const { out } = await stepwise(['solve', problem, ...model], { model: steers });
    expect(['\u001b', '\u202e'].filter(sign => out.includes(sign))).toEqual([]);
  });

  test('no answer within the budget: the best so far, exit code 1', async () => {
    const talks = writer(prefix => [` We think about ${prefix.length}.`]);
    const { out, code } = await stepwise(['solve', problem, ...model, '--nodes', '3'], { model: talks });
    expect(out).toContain('… no solution was finished; so far the best');
    expect(out).toContain('the budget of nodes was spent');
    expect(code).toBe(1);
  });

  test('interrupted: the best so far, exit code 130', async () => {
    const control = new AbortController();
    let asked = 0;
    const stops = writer(prefix => {
      if (++asked === 4) control.abort();
      return [` We think about ${prefix.length}.`];
    });
    const { out, code } = await stepwise(['solve', problem, ...model], { model: stops, signal: control.signal });
    expect(out).toMatch(/1\. We think/);
    expect(out).toContain('interrupted');
    expect(code).toBe(130);
  });

  test('a journal: a run that was stopped goes on from there, and another search is not mixed in', async () => {
    const journal = join(folder, 'journal.jsonl');
    await stepwise(['solve', problem, ...model, '--nodes', '2', '--journal', journal]);
    const kept = readFileSync(journal, 'utf8');
    writeFileSync(journal, `${kept}{"at":0,"mov`);
    const { out, err, code } = await stepwise(['solve', problem, ...model, '--journal', journal]);
    expect(err).toMatch(/going on with \d+ nodes/);
    expect(out).toContain('Answer: 32');
    expect(code).toBe(0);
    const other = await stepwise(['solve', 'Another problem of 2 eggs.', ...model, '--journal', journal]);
    expect(other.err).toContain('holds another search');
    expect(other.code).toBe(2);
  });

  test.each<readonly [string, readonly string[], string]>([
    ['no such file', ['/nowhere/x.steps'], 'no such file or folder'],
    ['an empty file', ['EMPTY'], 'there is nothing in it'],
    ['no such strategy', [problem, '--strategy', 'luck'], '--strategy takes mcts, beam, best-of-n, majority, greedy'],
    ['no such model', [problem, '--policy', 'nobody'], 'there is no model "nobody"'],
    ['a journal of greedy', [problem, '--strategy', 'greedy', '--journal', 'x'], '--journal is for --strategy mcts'],
    ['no such step', ['STEPS', '--step', '9'], 'there is no step 9: a solution has 1'],
    [
      'a page that cannot be written',
      [problem, ...model, '--html', '/nowhere/x.html'],
      '/nowhere/x.html cannot be written',
    ],
    ['candidates', [problem, '-n', '0'], '--n takes a number, 1 to 256'],
  ])('%s', async (_, args, words) => {
    const given = args.map(arg => (arg === 'EMPTY' ? fileOf(' \n') : arg === 'STEPS' ? fileOf('3x = 15\n') : arg));
    const { code, err } = await stepwise(['solve', ...given]);
    expect(err).toContain(words);
    expect(code).toBe(2);
  });

  test('a model that fails: why, exit code 2', async () => {
    const fault = { kind: 'unreachable', message: 'Nobody answers.' } as const;
    const dead: LanguageModel = { ...multiplies, generate: async () => ({ ok: false, fault, usage }) };
    const { code, out } = await stepwise(['solve', problem, ...model], { model: dead });
    expect(out).toContain('Nobody answers.');
    expect(code).toBe(2);
  });
});

test('stepwise search writes its trees as a page too', async () => {
  const html = join(folder, 'search.html');
  await stepwise(['search', '-', '--language', 'steps', '--html', html], {
    stdin: 'problem: Solve 3x + 5 = 20.\n\n3x = 15\n',
    run: { stdout: moves },
  });
  expect(readFileSync(html, 'utf8')).toContain('So x = 5.');
});

describe('stepwise bench solve', () => {
  const data = fileOf(
    ['12', '32']
      .map((answer, id) => JSON.stringify({ id: `p${id}`, problem: `${problem} (${id})`, answer }))
      .join('\n'),
    'jsonl',
  );

  test('solve rate with its interval, by strategy', async () => {
    const { out, code } = await stepwise([
      'bench',
      'solve',
      data,
      ...model,
      '--strategy',
      'mcts,mcts:plain,greedy',
      '--json',
    ]);
    const report = JSON.parse(out) as { strategies: Record<string, Record<string, number>> };
    expect(report.strategies['mcts:plain']).toMatchObject({ items: 2, solved: 1, solveRate: 0.5 });
    expect(report.strategies['mcts:plain']?.low).toBeCloseTo(0.0945, 3);
    expect(report.strategies['greedy:plain']).toMatchObject({ items: 2, solved: 1 });
    expect(code).toBe(0);
  });

  test('as a table', async () => {
    const { out } = await stepwise([
      'bench',
      'solve',
      data,
      ...model,
      '--strategy',
      'majority,greedy',
      '--tokens',
      '2000',
    ]);
    expect(out).toMatch(/strategy +items +solved % +95 % from +to +among % +tokens +written +nodes +s\n/);
    expect(out).toMatch(/majority:plain +2 +50\.0 +9\.5 +90\.5 /);
    expect(out).toContain('to greedy:plain, p = 1.00');
  });

  test('goes on from the file of results, and asks nothing again', async () => {
    const results = join(folder, 'results.jsonl');
    const args = ['bench', 'solve', data, ...model, '--strategy', 'greedy', '--results', results, '--json'];
    const first = await stepwise(args);
    const lines = readFileSync(results, 'utf8').split('\n');
    writeFileSync(results, `${lines.slice(0, 2).join('\n')}\n${lines[2]?.slice(0, 30)}`);
    let asked = 0;
    const counted: LanguageModel = {
      ...multiplies,
      generate: (request, signal) => {
        asked += 1;
        return multiplies.generate(request, signal);
      },
    };
    const second = await stepwise(args, { model: counted });
    const strategies = (out: string): object => (JSON.parse(out) as { strategies: object }).strategies;
    expect(strategies(second.out)).toMatchObject({ 'greedy:plain': { items: 2, solved: 1 } });
    expect(Object.keys(strategies(first.out))).toEqual(Object.keys(strategies(second.out)));
    expect(asked).toBe(2);
    const other = await stepwise([...args, '--seed', '9']);
    expect(other.err).toContain('holds results with seed 1: name another file');
    expect(other.code).toBe(2);
  });

  test.each<readonly [string, readonly string[], string]>([
    ['no file', [], 'bench solve takes files of problems'],
    ['no such strategy', ['x', '--strategy', 'mcts:prose'], '"mcts:prose" is none of'],
    ['no problems', [fileOf('{"id":"a"}\n', 'jsonl')], 'is no problem with id, problem and answer'],
  ])('%s', async (_, args, words) => {
    const { code, err } = await stepwise(['bench', 'solve', ...args]);
    expect(err).toContain(words);
    expect(code).toBe(2);
  });
});
