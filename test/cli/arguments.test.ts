import { describe, expect, test } from 'vitest';
import { readCommand } from '../../server/src/cli/arguments.ts';

const limits = { timeMs: 5000, memoryMb: 256, outputKb: 64 };
const models = { votes: 4, seed: 1, budget: { tokens: 0, money: 0 } };
const defaults = {
  inputs: [],
  format: 'text',
  wholeFile: false,
  quiet: false,
  code: false,
  settle: false,
  limits,
  ...models,
};
const benching = { files: ['a.jsonl'], json: false, threshold: 0.5, limits, ...models };
const running = { inputs: [], json: false, wholeFile: false, limits };

describe('the command line is read', () => {
  test.each([
    [['check'], { kind: 'check', arguments: defaults }],
    [['check', 'a.md', 'b.tex'], { kind: 'check', arguments: { ...defaults, inputs: ['a.md', 'b.tex'] } }],
    [
      ['check', '-', '--language', 'steps'],
      { kind: 'check', arguments: { ...defaults, inputs: ['-'], language: 'steps' } },
    ],
    [
      ['check', '--format=json', '-q', '--whole-file'],
      { kind: 'check', arguments: { ...defaults, format: 'json', quiet: true, wholeFile: true } },
    ],
    [['check', '--', '-odd.md'], { kind: 'check', arguments: { ...defaults, inputs: ['-odd.md'] } }],
    [['check', '--code', '--settle'], { kind: 'check', arguments: { ...defaults, code: true, settle: true } }],
    [
      [
        'check',
        '--code',
        '--time-limit',
        '0.5',
        '--memory-limit=512',
        '--output-limit',
        '1',
        '--python',
        '/usr/bin/python3',
      ],
      {
        kind: 'check',
        arguments: {
          ...defaults,
          code: true,
          limits: { timeMs: 500, memoryMb: 512, outputKb: 1 },
          python: '/usr/bin/python3',
        },
      },
    ],
    [['run', 'a.md'], { kind: 'run', arguments: { ...running, inputs: ['a.md'] } }],
    [['run', '-', '--json'], { kind: 'run', arguments: { ...running, inputs: ['-'], json: true } }],
    [
      ['check', '--reward', 'critic:mine', '--votes', '8', '--seed=7'],
      { kind: 'check', arguments: { ...defaults, reward: { method: 'critic', model: 'mine' }, votes: 8, seed: 7 } },
    ],
    [
      ['check', '--reward', 'labels', '--model', 'http://h:80/v1#m'],
      { kind: 'check', arguments: { ...defaults, reward: { method: 'labels', model: 'http://h:80/v1#m' } } },
    ],
    [
      ['check', '--reward', 'http://h:80/v1#m'],
      { kind: 'check', arguments: { ...defaults, reward: { method: 'auto', model: 'http://h:80/v1#m' } } },
    ],
    [
      [
        'check',
        '--reward',
        'ppm:gguf:/m.gguf',
        '--tokens-per-day',
        '1000',
        '--money-per-day',
        '0.5',
        '--record',
        'r.jsonl',
      ],
      {
        kind: 'check',
        arguments: {
          ...defaults,
          reward: { method: 'ppm', model: 'gguf:/m.gguf' },
          budget: { tokens: 1000, money: 0.5 },
          recording: { mode: 'record', path: 'r.jsonl' },
        },
      },
    ],
    [['check', '--reward', 'evidence'], { kind: 'check', arguments: { ...defaults, reward: { method: 'evidence' } } }],
    [['models'], { kind: 'models', arguments: { action: 'list', json: false } }],
    [['models', 'get', '--json'], { kind: 'models', arguments: { action: 'get', json: true } }],
    [['models', 'try', 'mine'], { kind: 'models', arguments: { action: 'try', model: 'mine', json: false } }],
    [['bench', 'processbench', 'a.jsonl'], { kind: 'bench', arguments: benching }],
    [
      [
        ...['bench', 'processbench', 'a.jsonl', '--reward', 'rollouts:a', '--policy', 'b', '--sample', '100'],
        ...['--threshold', '0.3', '--results', 'r.jsonl', '--replay', 'x.jsonl', '--json'],
      ],
      {
        kind: 'bench',
        arguments: {
          ...benching,
          json: true,
          reward: { method: 'rollouts', model: 'a' },
          policy: 'b',
          sample: 100,
          threshold: 0.3,
          results: 'r.jsonl',
          recording: { mode: 'replay', path: 'x.jsonl' },
        },
      },
    ],
    [['--help'], { kind: 'help' }],
    [['run', '--help'], { kind: 'help' }],
    [['check', '-h'], { kind: 'help' }],
    [['--version'], { kind: 'version' }],
  ])('%j', (args, command) => {
    expect(readCommand(args)).toEqual(command);
  });

  test.each([
    [[], /no command/],
    [['a.md'], /did you mean: check a\.md/],
    [['check', '--format', 'xml'], /^--format takes text, json or sarif$/],
    [['check', '--language', 'word', '-'], /^--language takes markdown, latex or steps$/],
    [['check', '--nonsense'], /--nonsense/],
    [['check', '--json'], /^--json belongs to stepwise run, search, solve, models, bench$/],
    [['run', '--format', 'json'], /^--format belongs to stepwise check$/],
    [['check', '--time-limit', '3'], /^--time-limit needs --code or --settle$/],
    [['run', '--time-limit', '0'], /^--time-limit takes seconds, 0\.1 to 600$/],
    [['run', '--time-limit', 'soon'], /^--time-limit takes seconds/],
    [['run', '--time-limit', ''], /^--time-limit takes seconds/],
    [['run', '--memory-limit', '12.5'], /^--memory-limit takes megabytes, 128 to 2048$/],
    [['run', '--output-limit', '-1'], /--output-limit/],
    [['run', '--python', ''], /^--python takes the path of a Python$/],
    [['check', '--format'], /--format/],
    [['check', '--votes', '3'], /^--votes needs --reward$/],
    [['check', '--reward', 'critic'], /^--reward critic needs a model: --reward critic:MODEL, or --model MODEL$/],
    [['check', '--reward', 'critic:'], /^--reward critic: names no model/],
    [['check', '--reward', 'critic:a', '--model', 'b'], /leave one out/],
    [['check', '--reward', 'mine', '--model', 'b'], /^--reward takes a method where --model is given: auto, evidence/],
    [['check', '--reward', 'evidence:a'], /asks no model/],
    [['check', '--reward', 'critic:a', '--votes', '0'], /^--votes takes a number, 1 to 64$/],
    [['check', '--reward', 'critic:a', '--seed=-1'], /^--seed takes a whole number/],
    [['check', '--reward', 'critic:a', '--tokens-per-day', '0'], /^--tokens-per-day takes/],
    [['check', '--reward', 'critic:a', '--money-per-day', 'much'], /^--money-per-day takes US dollars/],
    [['check', '--reward', 'critic:a', '--record', 'x', '--replay', 'y'], /exclude each other/],
    [['run', '--reward', 'critic:a'], /^--reward belongs to stepwise check, search, solve, calibrate, bench$/],
    [['models', 'put'], /^models takes get or try, not "put"$/],
    [['models', 'get', 'x'], /takes nothing more/],
    [['models', 'try'], /^models try takes one model/],
    [['models', '--format', 'json'], /^--format belongs to stepwise check$/],
    [['bench'], /^bench takes the name of a benchmark: processbench or solve$/],
    [['bench', 'processbench'], /takes files/],
    [['bench', 'processbench', 'a', '--sample', '0'], /^--sample takes/],
    [['bench', 'processbench', 'a', '--threshold', '2'], /^--threshold takes a probability/],
  ])('%j is wrong usage, with the reason', (args, reason) => {
    const command = readCommand(args);
    expect(command.kind).toBe('usage');
    expect(command.kind === 'usage' && command.reason).toMatch(reason);
  });
});
