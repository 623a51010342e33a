/** "Insert a code check" in a trajectory: the check stands in its step, and is read as the step's code. */
import { describe, expect, it } from 'vitest';
import { DocumentChecker } from '../../../server/src/core/check.ts';
import { checkToInsert } from '../../../server/src/core/settle/insert.ts';

/** `|` stands in the claim; `check` stands for the code that is written. */
describe.each(['markdown', 'steps'] as const)('%s', format => {
  it.each<[text: string, result: string]>([
    [
      '<code>\n# Step 1: (x + 1)^2 |= x^2 + 2x + 1\nx = 1\n<end_of_step>\n# Step 2: two\ny = 2\n<end_of_step>\n<end_of_code>\n',
      '<code>\n# Step 1: (x + 1)^2 = x^2 + 2x + 1\nx = 1\ncheck\n<end_of_step>\n# Step 2: two\ny = 2\n<end_of_step>\n<end_of_code>\n',
    ],
    [
      '<code>\n# Step 1: (x + 1)^2 |= x^2 + 2x + 1\n<end_of_step>\n# Step 2: two\ny = 2\n<end_of_code>\n',
      '<code>\n# Step 1: (x + 1)^2 = x^2 + 2x + 1\ncheck\n<end_of_step>\n# Step 2: two\ny = 2\n<end_of_code>\n',
    ],
    [
      '<code>\n# Step 1: one\ny = 2\n# <end_of_step>\n# Step 2: (x + 1)^2 |= x^2 + 2x + 1\r\nx = 1\r\n# <end_of_step>\n<end_of_code>',
      '<code>\n# Step 1: one\ny = 2\n# <end_of_step>\n# Step 2: (x + 1)^2 = x^2 + 2x + 1\r\nx = 1\r\ncheck\r\n# <end_of_step>\n<end_of_code>',
    ],
    [
      '<code>\n```python\n# Step 1: (x + 1)^2 |= x^2 + 2x + 1\nx = 1\n```\n<end_of_step>\n<end_of_code>\n',
      '<code>\n```python\n# Step 1: (x + 1)^2 = x^2 + 2x + 1\nx = 1\ncheck\n```\n<end_of_step>\n<end_of_code>\n',
    ],
  ])('%j', (marked, result) => {
    const at = marked.indexOf('|');
    const text = marked.replace('|', '');
    const checker = new DocumentChecker(text, { format, wholeFile: false, severities: {} });
    const inserted = checkToInsert(checker.result, at);
    const [edit] = inserted?.edits ?? [];
    if (inserted === undefined || edit === undefined) throw new Error('nothing to insert');
    const after = text.slice(0, edit.span.start) + edit.text + text.slice(edit.span.end);
    expect(after.replace(inserted.code.replaceAll('\n', text.includes('\r\n') ? '\r\n' : '\n'), 'check')).toBe(result);
    const [step] =
      checker.edit([edit]).solutions[0]?.steps.filter(({ cells }) => cells.at(-1)?.cell.code.endsWith(inserted.code)) ??
      [];
    expect(step?.claims.length).toBeGreaterThan(0);
  });

  it('behind the answer it is a block of the last step', () => {
    const text =
      '<code>\n# Step 1: one\nx = 1\n<end_of_step>\n<end_of_code>\n<answer>So $(x + 1)^2 = x^2 + 2x + 1$.<end_of_answer>\n';
    const checker = new DocumentChecker(text, { format, wholeFile: false, severities: {} });
    const inserted = checkToInsert(checker.result, text.indexOf('= x^2'));
    const last = checker.edit(inserted?.edits ?? []).solutions[0]?.steps.at(-1);
    expect(last?.placed.step.label).toBe('Answer');
    expect(last?.cells.map(({ cell }) => cell.code)).toEqual([inserted?.code]);
  });
});
