/** What leaves for a server when the steps of a document are scored and a next one is proposed: the solution, and nothing beside it. */
import { homedir } from 'node:os';
import process from 'node:process';
import { expect, test } from 'vitest';
import { DocumentChecker } from '../../../../server/src/core/check.ts';
import { createLanguagePolicy } from '../../../../server/src/core/policy/language-policy.ts';
import { createRewardModel } from '../../../../server/src/core/reward/create.ts';
import { Scorer } from '../../../../server/src/core/reward/scores.ts';
import { modelAt, never } from './lib/model.ts';
import { type Handler, json, stream } from './lib/scripted-server.ts';
import { serve } from './lib/serve.ts';

const key = 'sk-private-0123456789';
const text = `---
title: My diary of the harbour
---

I was at the harbour all day and told nobody.

## Problem

Five players take stones from a pile in turns. Show that the first one wins.

## Solution

1. The player who moves leaves an even number of stones.
2. So the last stone is taken by the first player.

## Harbour

Nobody must read about the harbour.
`;

const chat: Handler = (response, { body }) => {
  if (body.stream === true) return stream(response, ['The first player wins. Answer: \\boxed{1}']);
  const top = [
    { token: 'Yes', logprob: -0.2 },
    { token: 'No', logprob: -1.8 },
  ];
  json(response, 200, {
    choices: [
      { message: { content: 'Yes' }, logprobs: { content: [{ token: 'Yes', logprob: -0.2, top_logprobs: top }] } },
    ],
  });
};

const pooled: Handler = (response, { text: sent }) => {
  const markers = sent.split('<extra_0>').length - 1;
  json(response, 200, { data: [{ data: Array.from({ length: markers }, () => [0.2, 0.8]) }] });
};

const decided: Handler = (response, { body }) => {
  const questions = body.questions as readonly unknown[];
  json(response, 200, { answers: questions.map(() => ({ type: 'predicate', probability: 0.9 })) });
};

test.each(['labels', 'critic', 'pooling', 'decisions', 'policy'] as const)('by %s', async method => {
  const server = await serve({
    'POST /v1/chat/completions': chat,
    'POST /pooling': pooled,
    'POST /v1/decisions': decided,
  });
  const { model } = modelAt(server.origin, { key });
  const checker = new DocumentChecker(text, { format: 'markdown', wholeFile: false, severities: {} });
  if (method === 'policy') {
    const problem = 'Five players take stones from a pile in turns. Show that the first one wins.';
    const partial = { problem, steps: [{ text: 'The player who moves leaves an even number of stones.' }] };
    await createLanguagePolicy(model).propose(partial, { n: 2, form: 'plain', temperature: 1, maxTokens: 64 }, never);
  } else {
    const created = createRewardModel(method, { model });
    if (!created.ok) throw new Error(created.reason);
    await new Scorer(created.reward).score(checker.result, { inView: [] }, never, () => undefined);
  }
  expect(server.asked.some(({ text: sent }) => sent.includes('even number of stones'))).toBe(true);
  const own = [key, 'harbour', 'Harbour', 'diary', process.cwd(), homedir()].filter(word => word.length > 3);
  for (const { headers, path, text: sent } of server.asked) {
    const { authorization, ...others } = headers;
    expect(authorization).toBe(`Bearer ${key}`);
    for (const word of own) expect(JSON.stringify([others, path, sent])).not.toContain(word);
  }
});
