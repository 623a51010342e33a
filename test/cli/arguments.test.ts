import { describe, expect, test } from 'vitest';
import { readCommand } from '../../server/src/cli/arguments.ts';

const limits = { timeMs: 5000, memoryMb: 256, outputKb: 64 };
const defaults = { inputs: [], format: 'text', wholeFile: false, quiet: false, code: false, settle: false, limits };
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
    [['check', '--json'], /^--json belongs to stepwise run$/],
    [['run', '--format', 'json'], /^--format belongs to stepwise check$/],
    [['check', '--time-limit', '3'], /^--time-limit needs --code or --settle$/],
    [['run', '--time-limit', '0'], /^--time-limit takes seconds, 0\.1 to 600$/],
    [['run', '--time-limit', 'soon'], /^--time-limit takes seconds/],
    [['run', '--time-limit', ''], /^--time-limit takes seconds/],
    [['run', '--memory-limit', '12.5'], /^--memory-limit takes megabytes, 128 to 2048$/],
    [['run', '--output-limit', '-1'], /--output-limit/],
    [['run', '--python', ''], /^--python takes the path of a Python$/],
    [['check', '--format'], /--format/],
  ])('%j is wrong usage, with the reason', (args, reason) => {
    const command = readCommand(args);
    expect(command.kind).toBe('usage');
    expect(command.kind === 'usage' && command.reason).toMatch(reason);
  });
});
