/** The extension in VS Code for the Web: its server is a web worker, and the code of steps runs in workers of that. */
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startWebSession, type WebSession } from '../webSession.ts';

let session: WebSession;
let models: Server;
/** The server lets the page ask it. */
let allows = true;
const keys = new Set<string | undefined>();

beforeAll(async () => {
  models = await startModels();
  const url = `http://127.0.0.1:${(models.address() as AddressInfo).port}/v1`;
  session = await startWebSession({
    'stepwise.models': { scripted: { kind: 'server', url, model: 'm' } },
    'stepwise.reward.model': 'scripted',
    'stepwise.reward.method': 'critic',
    'stepwise.reward.votes': 1,
    'stepwise.reward.chips': 'all',
  });
});

afterAll(async () => {
  await session?.stop();
  models?.close();
});

/** A model server that finds fault with the second step of every solution. */
async function startModels(): Promise<Server> {
  const server = createServer((request, response) => {
    keys.add(request.headers.authorization);
    if (allows) {
      response.setHeader('Access-Control-Allow-Origin', '*');
      response.setHeader('Access-Control-Allow-Headers', 'authorization, content-type');
    }
    if (request.method === 'OPTIONS') return void response.writeHead(204).end();
    let asked = '';
    request.on('data', piece => (asked += piece));
    request.on('end', () => {
      const content = 'Paragraph 1 does not follow: nothing is said of pears.\n\\boxed{1}';
      if (request.method === 'GET') return json(response, { data: [{ id: 'm' }] });
      const choice = { index: 0, finish_reason: 'stop' };
      if (!/"stream": ?true/.test(asked)) return json(response, { choices: [{ ...choice, message: { content } }] });
      response.setHeader('Content-Type', 'text/event-stream');
      response.write(`data: ${JSON.stringify({ choices: [{ ...choice, delta: { content } }] })}\n\n`);
      response.end('data: [DONE]\n\n');
    });
  });
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  return server;
}

function json(response: ServerResponse, value: unknown): void {
  response.setHeader('Content-Type', 'application/json');
  response.end(JSON.stringify(value));
}

const markdown = `## Solution

1. We expand: $(x + 1)^2 = x^2 + 2x + 1$.

   \`\`\`python
   check((x + 1)**2, x**2 + 2*x + 1)
   \`\`\`

2. A slip: $3^2 = 6$.

   \`\`\`python
   check(3**2, 6)
   \`\`\`
`;

/** Each window prepares Python for itself. */
const firstRunMs = 120_000;

test('checks formulas and runs code', async () => {
  const window = await session.open('web.md', markdown);
  await window.waitFor(
    'the lenses',
    async () => (await window.lenses()).join() === 'Run check | Run all checks,Run check',
    firstRunMs,
  );
  await window.clickLens('Run all checks');
  await window.waitFor(
    'the outcomes',
    async () => (await window.behindLines()).filter(line => / → [✓✗]/.test(line)).length === 2,
    firstRunMs,
  );
  const [passed, failed] = await window.behindLines();
  expect(passed).toMatch(/2\*x \+ 1\) → ✓ 1 check passed · \d+ ms$/);
  expect(failed).toMatch(/check\(3\*\*2, 6\) → ✗ .*9.* · \d+ ms$/);
  await window.waitForSquiggles([
    { severity: 'error', text: '6' },
    { severity: 'error', text: 'check(3**2, 6)' },
  ]);
  await window.screenshot('web-code');
  await window.close();
});

const apples = `## Problem

A box holds 3 rows of 4 apples. How many are there?

## Solution

1. There are three rows with four apples each.
2. So surely there are as many apples as pears.
`;

test('a model server that lets the page ask judges steps', async () => {
  allows = true;
  const window = await session.open('judged.md', apples);
  await window.waitFor('the status bar', async () => /^2 steps/.test((await window.statusBar()) ?? ''), firstRunMs);
  // One vote of a critic: the step that it names stands below the one that it passes.
  const chips = async (): Promise<readonly string[]> =>
    (await window.lines()).flatMap(line => /(?:each|pears)\. ?(\d+) ?%$/.exec(line)?.[1] ?? []);
  await window.waitFor('scores behind both steps', async () => (await chips()).length === 2, firstRunMs);
  const [passed, named] = (await chips()).map(Number);
  expect(named).toBeLessThan(passed as number);
  await window.screenshot('web-judged');
  expect(keys).toEqual(new Set([undefined]));
  await window.close();
});

test('a model server that does not is told of, with what to do', async () => {
  allows = false;
  const window = await session.open('not-allowed.md', apples);
  await window.waitFor(
    'word of it',
    async () => (await window.notifications()).some(text => /got no answer from .*\(CORS\)/.test(text)),
    firstRunMs,
  );
  await window.screenshot('web-not-allowed');
  await window.close();
});
