/** A report made by hand: what the output formats are tested on, whatever the checkers say today. */
import type { Range } from '../../server/src/cli/positions.ts';
import type { Report } from '../../server/src/cli/report-schema.ts';

const range = (line: number, character: number, length: number, offset: number): Range => ({
  start: { line, character, offset },
  end: { line, character: character + length, offset: offset + length },
});

export const sample: Report = {
  version: 1,
  tool: { name: 'stepwise', version: '1.2.3' },
  interrupted: false,
  files: [
    {
      path: 'homework/week 1.md',
      language: 'markdown',
      notes: [{ range: range(11, 0, 2, 200), message: 'an environment that never ends' }],
      solutions: [
        {
          title: 'Clips',
          range: range(4, 0, 90, 30),
          steps: [
            {
              index: 0,
              kind: 'numbered',
              label: '1.',
              range: range(4, 0, 31, 30),
              text: '1. In May she sold 48/2 = 24.',
              title: '1. In May she sold 48/2 = 24.',
              verdict: 'proved',
              ignored: false,
              claims: [
                {
                  role: 'assertion',
                  text: '48/2 = 24',
                  range: range(4, 19, 9, 49),
                  verdict: 'proved',
                  message: 'Checked: rational arithmetic.',
                  evidence: { kind: 'method', method: 'rational arithmetic' },
                  checker: 'exact',
                },
              ],
              unread: [],
              findings: [],
            },
            {
              index: 1,
              kind: 'numbered',
              label: '2.',
              range: range(5, 0, 26, 61),
              text: '2. Together\n   48 + 24 = 74.',
              title: '2. Together 48 + 24 = 74.',
              verdict: 'refuted',
              ignored: false,
              claims: [
                {
                  role: 'assertion',
                  text: '48 + 24 = 74',
                  range: range(6, 3, 12, 76),
                  verdict: 'refuted',
                  rule: 'claim.false-equality',
                  message: '48 + 24 = 72, not 74.',
                  evidence: { kind: 'values', left: '72', right: '74', relation: '=', at: [], correct: '72' },
                  checker: 'exact',
                },
              ],
              unread: [],
              findings: [
                {
                  rule: 'claim.false-equality',
                  severity: 'error',
                  message: '48 + 24 = 72, not 74.',
                  range: range(6, 13, 2, 86),
                  related: { range: range(4, 19, 9, 49), message: 'It relies on this.' },
                  fix: { title: 'Replace by 72', range: range(6, 13, 2, 86), newText: '72' },
                },
              ],
            },
            {
              index: 2,
              kind: 'paragraph',
              range: range(8, 0, 20, 95),
              text: 'That is a good deal.',
              title: 'That is a good deal.',
              verdict: 'unknown',
              ignored: false,
              claims: [],
              unread: [],
              findings: [],
            },
          ],
        },
      ],
    },
    { path: '/tmp/photo.md', error: 'is a binary file' },
  ],
  summary: {
    files: 2,
    unreadable: 1,
    solutions: 1,
    steps: 3,
    verdicts: { proved: 1, tested: 0, refuted: 1, unknown: 1 },
    findings: { error: 1, warning: 0, information: 0, hint: 0 },
  },
};
