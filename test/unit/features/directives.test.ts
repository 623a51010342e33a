import { describe, expect, test } from 'vitest';
import { readDocument } from '../../../server/src/core/document/read.ts';
import type { DocumentFormat, Step, TextEdit } from '../../../server/src/core/document/solution.ts';
import { disableRuleEdit, ignoreStepEdit } from '../../../server/src/features/directives.ts';

const paragraph: Step = { kind: 'paragraph', span: { start: 0, end: 0 }, parts: [], depth: 0, key: 'k' };
const nowhere: TextEdit = { span: { start: 0, end: 0 }, text: '' };

function applied(text: string, { span, text: newText }: TextEdit): string {
  return text.slice(0, span.start) + newText + text.slice(span.end);
}

describe('a rule is switched off at the top of the file', () => {
  test.each<[DocumentFormat, string, string]>([
    ['markdown', '# Title\n', '<!-- stepwise: disable claim.false-sum -->\n# Title\n'],
    ['markdown', '---\na: 1\n---\n# T\n', '---\na: 1\n---\n<!-- stepwise: disable claim.false-sum -->\n# T\n'],
    ['markdown', '---\r\na: 1\r\n---\r\nT', '---\r\na: 1\r\n---\r\n<!-- stepwise: disable claim.false-sum -->\nT'],
    ['latex', '\\documentclass{article}\n', '% stepwise: disable claim.false-sum\n\\documentclass{article}\n'],
    ['latex', '% !TEX root = a.tex\nx\n', '% !TEX root = a.tex\n% stepwise: disable claim.false-sum\nx\n'],
    ['steps', '', '// stepwise: disable claim.false-sum\n'],
    ['steps', '\uFEFFx = 1\n', '\uFEFF// stepwise: disable claim.false-sum\nx = 1\n'],
  ])('%s %j', (format, text, expected) => {
    expect(applied(text, disableRuleEdit(text, format, 'claim.false-sum'))).toBe(expected);
  });
});

describe('a step is ignored where it stands, marked here by «»', () => {
  test.each<[DocumentFormat, string, string]>([
    ['markdown', '1. «So $3 = 4$.»\n2. Then', '1. So $3 = 4$. <!-- stepwise: ignore -->\n2. Then'],
    ['markdown', '«So\n$3 = 4$.\n»\nThen', 'So\n$3 = 4$. <!-- stepwise: ignore -->\n\nThen'],
    ['latex', '«x &= 3» \\\\\ny &= 4\n', 'x &= 3 \\\\ % stepwise: ignore\ny &= 4\n'],
    ['latex', '«So $3 = 4$.»', 'So $3 = 4$. % stepwise: ignore'],
    ['steps', '«3 = 4»\r\nx\r\n', '3 = 4 // stepwise: ignore\r\nx\r\n'],
  ])('%s %j', (format, marked, expected) => {
    const text = marked.replace(/[«»]/g, '');
    const span = { start: marked.indexOf('«'), end: marked.indexOf('»') - 1 };
    expect(applied(text, ignoreStepEdit(text, format, paragraph, span) ?? nowhere)).toBe(expected);
  });

  test.each<[DocumentFormat, string, number, string | undefined]>([
    [
      'markdown',
      '- So\n\n  $$\\begin{aligned} a &= 1 \\\\ &= 2 \\end{aligned}$$\n',
      0,
      '- So\n\n  <!-- stepwise: ignore -->\n  $$\\begin{aligned} a &= 1 \\\\ &= 2 \\end{aligned}$$\n',
    ],
    ['markdown', '$$\\begin{aligned} a &= 1 \\\\ &= 2 \\end{aligned}$$\n', 1, undefined],
  ])('a row of a display: %s %j, row %i', (format, text, index, expected) => {
    const rows = readDocument(text, { format, wholeFile: true }).solutions.flatMap(({ steps }) =>
      steps.filter(({ step }) => step.kind === 'row' && step.row?.index === index),
    );
    const [row] = rows;
    if (row === undefined) throw new Error('no such row');
    const span = { start: row.step.span.start + row.offset, end: row.step.span.end + row.offset };
    const edit = ignoreStepEdit(text, format, row.step, span);
    expect(edit === undefined ? undefined : applied(text, edit)).toBe(expected);
  });
});
