/** Tables of checks in Python: a line is a check and, as a comment, what is expected of it. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { CheckRecord, RunResult } from '../../../server/src/core/code/sandbox.ts';

type Verdict = CheckRecord['verdict'] | 'error';

/** What a table may expect: a verdict, or several that will do. Time is short on a busy machine, so a proof may end as a test where `holds` stands. */
const expectations: Readonly<Record<string, readonly Verdict[]>> = {
  proved: ['proved'],
  tested: ['tested'],
  holds: ['proved', 'tested'],
  refuted: ['refuted'],
  unknown: ['unknown'],
  'not refuted': ['proved', 'tested', 'unknown'],
  error: ['error'],
};

export interface Row {
  readonly code: string;
  readonly wanted: string;
}

export function readTable(name: string): readonly Row[] {
  return read(name)
    .split('\n')
    .map(line => /^(?<code>\S.*?) {2}# (?<wanted>.+)$/.exec(line)?.groups)
    .filter(groups => groups !== undefined)
    .map(({ code = '', wanted = '' }) => {
      if (!(wanted in expectations)) throw new Error(`${name}: ${code} expects ${wanted}`);
      return { code, wanted };
    });
}

/** A file of this folder. */
export function read(name: string): string {
  return readFileSync(fileURLToPath(new URL(name, import.meta.url)), 'utf8');
}

/** What came of a line, in the table's words. */
export function outcomeOf({ wanted }: Row, result: RunResult): string {
  const verdict: Verdict | RunResult['status'] = result.checks.at(-1)?.verdict ?? result.status;
  const fits = expectations[wanted]?.some(each => each === verdict) ?? false;
  return fits ? wanted : `${verdict}: ${result.error?.message ?? result.checks.at(-1)?.method ?? result.stdout}`;
}
