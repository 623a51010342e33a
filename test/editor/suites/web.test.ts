/** The extension in VS Code for the Web: its server is a web worker, and the code of steps runs in workers of that. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startWebSession, type WebSession } from '../webSession.ts';

let session: WebSession;

beforeAll(async () => {
  session = await startWebSession();
});

afterAll(async () => {
  await session?.stop();
});

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
