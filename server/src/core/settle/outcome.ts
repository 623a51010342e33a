/** What SymPy's answers make of a claim. */
import type { CheckRecord, RunResult } from '../code/sandbox.ts';
import { judging } from '../verify/judging.ts';
import type { Verdict } from '../verify/verdict.ts';
import { combined, proved } from '../verify/verdicts.ts';
import { type Confirmation, confirm } from './confirm.ts';
import type { JudgedLink, LinkCheck, Plan } from './plan.ts';
import { arePossible } from './premises.ts';

export interface Outcome {
  /** For the whole claim, where SymPy settled it. */
  readonly verdict?: Verdict;
  /** Where the two engines do not agree: what each found, one line a link. */
  readonly disagreements: readonly string[];
}

/** How the reading of an answer shares the thread. */
export interface Turns {
  /** Resolves after other work had its turn. */
  readonly pause: () => Promise<void>;
  readonly signal: AbortSignal;
}

/**
 * Reads the records of a run of the plan's code. Other work has its turn between two of them: one takes no more than about 10 ms, where a counterexample
 * has to be confirmed. `undefined` where the signal is aborted before all are read.
 */
export async function outcomeOf(
  plan: Plan,
  { checks }: RunResult,
  { pause, signal }: Turns,
): Promise<Outcome | undefined> {
  const disagreements: string[] = [];
  const settled = new Map<number, Verdict>();
  for (const check of plan.checks) {
    const record = checks.find(({ line }) => line === check.line);
    if (record === undefined) continue;
    await pause();
    if (signal.aborted) return undefined;
    const finding = read(check, record, plan);
    if (finding.disagreement !== undefined) disagreements.push(finding.disagreement);
    if (finding.verdict !== undefined) settled.set(check.link.index, finding.verdict);
  }
  const verdict = settled.size === 0 || disagreements.length > 0 ? undefined : whole(plan.links, settled);
  return { disagreements, ...(verdict === undefined ? {} : { verdict }) };
}

/** The claim is settled where one link is refuted, or every link is proved. */
function whole(links: readonly JudgedLink[], settled: ReadonlyMap<number, Verdict>): Verdict | undefined {
  const verdicts = links.map(({ link, verdict }) => settled.get(link.index) ?? verdict);
  const refutation = verdicts.find(({ status }) => status === 'refuted');
  if (refutation !== undefined) return refutation;
  if (!verdicts.every(({ status }) => status === 'proved')) return undefined;
  return verdicts.find(({ rule }) => rule !== undefined) ?? [...settled.values()][0] ?? combined(verdicts);
}

interface Finding {
  readonly verdict?: Verdict;
  readonly disagreement?: string;
}

function read(check: LinkCheck, record: CheckRecord, plan: Plan): Finding {
  const { verdict } = check;
  switch (record.verdict) {
    case 'proved':
      return isVacuous(check, plan) ? {} : readProof(verdict, record);
    case 'refuted':
      return readRefutation(verdict, record, confirm(check, record.counterexample ?? {}, plan));
    case 'tested':
    case 'unknown':
      return {};
  }
}

/** It follows from relations of which no one knows that they can hold together. */
function isVacuous({ question, verdict }: LinkCheck, { claim, held }: Plan): boolean {
  return (
    question.kind === 'follows' && verdict.status !== 'proved' && !arePossible(question.premises, judging(claim, held))
  );
}

function readProof(verdict: Verdict, record: CheckRecord): Finding {
  if (verdict.status === 'proved') return {};
  const method = `SymPy: ${record.method}`;
  // A remark that solutions were added stands beside a proof that none was lost; any other finding says that the claim is not as it should be.
  if (verdict.rule === 'equation.adds-roots') return { verdict: { ...verdict, status: 'proved' } };
  if (verdict.status === 'refuted' || verdict.rule !== undefined)
    return { disagreement: `${record.text}: SymPy proves it (${record.method}); ${words(verdict)}` };
  return { verdict: proved(method, 'sympy') };
}

function readRefutation(verdict: Verdict, record: CheckRecord, confirmation: Confirmation): Finding {
  const at = Object.entries(record.counterexample ?? {}).map(([name, value]) => `${name} = ${value}`);
  const found = `${record.text}: SymPy calls it false${at.length === 0 ? '' : ` at ${at.join(', ')}`} (${record.method})`;
  switch (confirmation.kind) {
    case 'refuted':
      if (verdict.status === 'proved') return { disagreement: `${found}; ${words(verdict)}` };
      return verdict.status === 'refuted' ? {} : { verdict: confirmation.verdict };
    case 'holds':
      return { disagreement: `${found}; instant checks: ${confirmation.reason}` };
    case 'open':
      return verdict.status === 'proved' ? { disagreement: `${found}; ${words(verdict)}` } : {};
  }
}

function words({ status, evidence }: Verdict): string {
  switch (evidence.kind) {
    case 'method':
      return `instant checks: ${status}, ${evidence.method}`;
    case 'reason':
      return `instant checks: ${evidence.reason}`;
    case 'points':
      return `instant checks: held at ${evidence.points} points (${evidence.domain})`;
    case 'values':
      return `instant checks: ${status}, ${evidence.left} ${evidence.relation} ${evidence.right}`;
    case 'root':
      return `instant checks: ${status}, the roots of ${evidence.from} and ${evidence.to} differ`;
    case 'putBack':
      return `instant checks: ${status}, ${evidence.answer} put back into ${evidence.equation}`;
  }
}
