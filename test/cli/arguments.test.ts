import { describe, expect, test } from 'vitest';
import { readCommand } from '../../server/src/cli/arguments.ts';

const defaults = { inputs: [], format: 'text', wholeFile: false, quiet: false };

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
    [['--help'], { kind: 'help' }],
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
    [['check', '--format'], /--format/],
  ])('%j is wrong usage, with the reason', (args, reason) => {
    const command = readCommand(args);
    expect(command.kind).toBe('usage');
    expect(command.kind === 'usage' && command.reason).toMatch(reason);
  });
});
