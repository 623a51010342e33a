/** Replies that real models sent back, read as they were recorded: how many hold a step is held to a baseline. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { readReply } from '../../../server/src/core/policy/language-policy.ts';
import { incomplete } from '../../../server/src/core/policy/read-code.ts';

const folder = 'test/fixtures/replies';

const lineSchema = z.object({
  model: z.string(),
  form: z.enum(['plain', 'code']),
  turn: z.boolean(),
  problem: z.string(),
  steps: z.array(z.object({ text: z.string(), code: z.string().optional(), output: z.string().optional() })),
  finish: z.enum(['stop', 'length']),
  text: z.string(),
});

const replies = readdirSync(folder)
  .filter(file => file.endsWith('.jsonl'))
  .flatMap(file => readFileSync(join(folder, file), 'utf8').trim().split('\n'))
  .map(line => lineSchema.parse(JSON.parse(line)));

const baseline = z
  .record(z.string(), z.object({ plain: z.int(), code: z.int() }))
  .parse(JSON.parse(readFileSync(join(folder, 'baseline.json'), 'utf8')));

function read({ form, problem, text, finish, steps }: (typeof replies)[number]) {
  const given = steps.map(({ text: sentence, code, output }) => ({
    text: sentence,
    ...(code === undefined ? {} : { code }),
    ...(output === undefined ? {} : { output }),
  }));
  const options = { n: 1, form, temperature: 0, maxTokens: 200 } as const;
  return readReply(text, finish, { partial: { problem, steps: given }, options });
}

test('the baseline is of every model that was recorded', () => {
  expect(Object.keys(baseline).sort()).toEqual([...new Set(replies.map(({ model }) => model))].sort());
  expect(replies.length).toBeGreaterThanOrEqual(60);
});

describe.each(Object.entries(baseline))('%s', (model, wanted) => {
  test.each(['plain', 'code'] as const)('as many replies in the form %s hold a step as before, or more', form => {
    const of = replies.filter(reply => reply.model === model && reply.form === form);
    const held = of.filter(reply => read(reply).ok);
    expect(held.length, `of ${of.length}; put a higher number into ${folder}/baseline.json`).toBeGreaterThanOrEqual(
      wanted[form],
    );
  });
});

test('no step that is read holds a mark, a label, a fence or code that cannot run', () => {
  for (const reply of replies) {
    const step = read(reply);
    if (!step.ok) continue;
    const where = JSON.stringify(reply.text).slice(0, 300);
    expect(step.text, where).not.toMatch(/<end_of_|<code>|<\|im_|```|^\s*(?:#|\*\*)?\s*step \d/i);
    expect(step.text.trim(), where).toBe(step.text);
    if (step.code !== undefined) {
      expect(step.code, where).not.toMatch(/<end_of_|```|^# step \d/im);
      expect(incomplete(step.code), where).toBeUndefined();
    }
  }
});
