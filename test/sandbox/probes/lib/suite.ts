/** Tests of the sandbox by files of probes. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { probesAt, startCourse } from './course.ts';
import { runFile } from './run.ts';

const storage = fileURLToPath(new URL('../../../../node_modules/.cache/stepwise', import.meta.url));

/** One test a file: none of its probes reaches anything. */
export function holdsAgainst(folder: string, names: readonly string[]): void {
  describe('the sandbox holds against probes', () => {
    let course: Awaited<ReturnType<typeof startCourse>>;
    beforeAll(async () => {
      course = await startCourse({ open: false, storage, log: () => undefined });
    });
    afterAll(() => course.close());

    test.each(names)('%s', async name => {
      for (const file of probesAt(join(folder, `${name}.py`))) {
        const results = await runFile(file, course);
        expect(results.length).toBeGreaterThan(10);
        expect(results.filter(({ reached }) => reached !== undefined)).toEqual([]);
      }
    });
  });
}
