import { expect, test } from 'vitest';
import { sarifOf } from '../../server/src/cli/sarif.ts';
import { rules } from '../../server/src/core/verify/rules/index.ts';
import { sample } from './sample.ts';

const sarif = JSON.parse(JSON.stringify(sarifOf(sample, '/home/me/maths')));
const [run] = sarif.runs;

test('one run of SARIF 2.1.0, with every rule and its page', () => {
  expect(sarif.version).toBe('2.1.0');
  expect(run.columnKind).toBe('utf16CodeUnits');
  expect(run.tool.driver.rules.map((rule: { id: string }) => rule.id)).toEqual(Object.keys(rules));
  for (const rule of run.tool.driver.rules) {
    expect(rule.helpUri).toMatch(/^https:/);
    expect(rule.defaultConfiguration.level).toMatch(/^(?:error|warning|note|none)$/);
  }
});

test('a finding is a result at its place, lines and columns from 1, with related location and fix', () => {
  const physicalLocation = (startLine: number, startColumn: number, endColumn: number, charOffset: number) => ({
    artifactLocation: { uri: 'homework/week%201.md', uriBaseId: 'ROOT' },
    region: { startLine, startColumn, endLine: startLine, endColumn, charOffset, charLength: endColumn - startColumn },
  });
  expect(run.originalUriBaseIds).toEqual({ ROOT: { uri: 'file:///home/me/maths/' } });
  expect(run.results).toEqual([
    {
      ruleId: 'claim.false-equality',
      ruleIndex: Object.keys(rules).indexOf('claim.false-equality'),
      level: 'error',
      message: { text: '48 + 24 = 72, not 74.' },
      locations: [{ physicalLocation: physicalLocation(7, 14, 16, 86) }],
      relatedLocations: [
        { id: 0, physicalLocation: physicalLocation(5, 20, 29, 49), message: { text: 'It relies on this.' } },
      ],
      fixes: [
        {
          description: { text: 'Replace by 72' },
          artifactChanges: [
            {
              artifactLocation: { uri: 'homework/week%201.md', uriBaseId: 'ROOT' },
              replacements: [
                { deletedRegion: physicalLocation(7, 14, 16, 86).region, insertedContent: { text: '72' } },
              ],
            },
          ],
        },
      ],
    },
  ]);
});

test('an input that could not be read makes the invocation unsuccessful', () => {
  const [invocation] = run.invocations;
  expect(invocation.executionSuccessful).toBe(false);
  expect(invocation.toolExecutionNotifications[1]).toMatchObject({
    level: 'error',
    message: { text: '/tmp/photo.md: is a binary file' },
    locations: [{ physicalLocation: { artifactLocation: { uri: 'file:///tmp/photo.md' } } }],
  });
});
