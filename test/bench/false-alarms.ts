/**
 * Right solutions that get an Error all the same. Every solution here was written or rated right by people; some have slips
 * of their own, which count against us like the rest.
 *
 * A claim here is one relation, as in `a = b`: a chain `a = b = c` counts as two. In a refuted chain the relation that fails counts as
 * refuted, and no other as decided.
 */

import type { CheckedClaim } from '../../server/src/core/check.ts';
import type { Finding } from '../../server/src/core/findings.ts';
import { type Metrics, runBench } from './harness.ts';
import { checkDocument, describeFinding, documentOf, type Item, itemsOf } from './lib/items.ts';

interface Count {
  solutions: number;
  flagged: number;
  /** Solutions with a Warning and no Error. */
  warned: number;
  /** Solutions with an Information and nothing above it. */
  remarked: number;
  claims: number;
  /** Those with a verdict other than unknown. */
  decided: number;
  refuted: number;
}

/** Relations decided in a claim of that status; where absent, all of them. */
const DECIDED: Partial<Record<CheckedClaim['verdict']['status'], number>> = { unknown: 0, refuted: 1 };

await runBench({
  name: 'false-alarms',
  defaultData: [
    'prm800k_correct.jsonl',
    'gsm8k_reference.jsonl',
    'math500.jsonl',
    'processbench_gsm8k.jsonl',
    'processbench_math.jsonl',
    'processbench_olympiadbench.jsonl',
    'processbench_omnimath.jsonl',
  ],
  bars: { flaggedShare: '< 0.005', refutedShare: '< 0.001' },
  run({ data, note, verbose }) {
    const total = emptyCount();
    const byFile: Record<string, Metrics> = {};
    for (const file of data) {
      const count = emptyCount();
      for (const item of itemsOf(file)) {
        if (item.label === -1) measure(item, count, verbose ? note : () => {});
      }
      for (const key of Object.keys(total) as (keyof Count)[]) total[key] += count[key];
      byFile[file.name.replace(/\.jsonl?$/, '')] = { ...count };
    }
    return {
      ...total,
      flaggedShare: total.flagged / total.solutions,
      refutedShare: total.refuted / total.decided,
      byFile,
    };
  },
});

function emptyCount(): Count {
  return { solutions: 0, flagged: 0, warned: 0, remarked: 0, claims: 0, decided: 0, refuted: 0 };
}

function relationsOf({ claim }: CheckedClaim): number {
  return claim.body.kind === 'chain' ? claim.body.links.length : 1;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, value) => total + value, 0);
}

function measure(item: Item, count: Count, note: (text: string) => void): void {
  const document = documentOf(item);
  const checked = checkDocument(document);
  const claims = checked.solutions.flatMap(solution => solution.steps).flatMap(step => step.claims);
  const of = (severity: Finding['severity']) => checked.findings.filter(finding => finding.severity === severity);
  const [errors, warnings, remarks] = [of('error'), of('warning'), of('information')];
  count.solutions += 1;
  count.claims += sum(claims.map(relationsOf));
  count.decided += sum(claims.map(claim => DECIDED[claim.verdict.status] ?? relationsOf(claim)));
  count.refuted += claims.filter(({ verdict }) => verdict.status === 'refuted').length;
  if (errors.length > 0) count.flagged += 1;
  else if (warnings.length > 0) count.warned += 1;
  else if (remarks.length > 0) count.remarked += 1;
  const told = [...errors, ...warnings, ...remarks];
  if (told.length === 0) return;
  note([`${item.file} ${item.id}`, ...told.map(f => describeFinding(document, f))].join('\n'));
}
