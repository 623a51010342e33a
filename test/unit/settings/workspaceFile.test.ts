import { describe, expect, test } from 'vitest';
import { parseWorkspaceFile, withDisabledRule, withIgnoredStep } from '../../../server/src/settings/workspaceFile.ts';

describe('reading .stepwise.yaml', () => {
  test.each([
    ['', [], []],
    ['# nothing yet\n', [], []],
    ['disable:\nignore:\n', [], []],
    ['disable: [claim.false-sum]\n', ['claim.false-sum'], []],
    ['ignore:\n  - step: abc\n    text: so 3 = 4\n  - def\n', [], ['abc', 'def']],
    ['later: true\n', [], []],
  ])('%j', async (text, disabled, ignored) => {
    const parsed = await parseWorkspaceFile(text);
    expect(parsed.ok && [[...parsed.rules.disabled], [...parsed.rules.ignored]]).toEqual([disabled, ignored]);
  });

  test.each([
    ['disable: [', 'Flow sequence'],
    ['- claim.false-sum\n', 'the file'],
    ['disable: claim.false-sum\n', 'disable'],
    ['ignore:\n  - 3\n', 'ignore.0'],
  ])('%j is not valid', async (text, reason) => {
    const parsed = await parseWorkspaceFile(text);
    expect(parsed).toMatchObject({ ok: false });
    expect(parsed.ok ? '' : parsed.reason).toContain(reason);
  });
});

describe('adding to .stepwise.yaml', () => {
  test('an empty file becomes one that explains itself', async () => {
    const first = await withIgnoredStep('', 'abc', 'so  3 = 4:\n"never" # really');
    expect(first).toMatch(/^# .*\n/);
    const second = await withDisabledRule(first, 'claim.false-sum');
    const parsed = await parseWorkspaceFile(second);
    expect(parsed.ok && [[...parsed.rules.disabled], [...parsed.rules.ignored]]).toEqual([
      ['claim.false-sum'],
      ['abc'],
    ]);
    expect(second).toContain('so 3 = 4:');
  });

  test('comments and order are kept', async () => {
    const file = '# ours\nignore:\n  - step: abc # by Ada\n\n# off for now\ndisable:\n  - claim.false-sum\n';
    const added = await withIgnoredStep(file, 'def', 'x = 1');
    expect(added.split('\n')).toEqual([
      '# ours',
      'ignore:',
      '  - step: abc # by Ada',
      '  - step: def',
      '    text: x = 1',
      '',
      '# off for now',
      'disable:',
      '  - claim.false-sum',
      '',
    ]);
  });

  test.each(['ignore:\n', 'disable: [claim.false-sum]\n', '# only a comment\n'])('%j can be added to', async file => {
    const parsed = await parseWorkspaceFile(await withIgnoredStep(file, 'abc', 'x'));
    expect(parsed.ok && parsed.rules.ignored.has('abc')).toBe(true);
  });
});
