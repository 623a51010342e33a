/** Constructors of verdicts. */
import type { Evidence, Verdict } from './verdict.ts';

export function proved(method: string, checker = 'exact'): Verdict {
  return { status: 'proved', evidence: { kind: 'method', method }, checker };
}

/** Held at random points; the chance that it is false all the same is at most `errorBound`. */
export function tested(points: number, errorBound: number, domain: string, checker = 'real'): Verdict {
  return { status: 'tested', evidence: { kind: 'points', points, errorBound, domain }, checker };
}

export function unknown(reason: string, checker = 'none'): Verdict {
  return { status: 'unknown', evidence: { kind: 'reason', reason }, checker };
}

type Finding = Omit<Verdict, 'status' | 'evidence' | 'rule'> & { readonly rule: NonNullable<Verdict['rule']> };

export function refuted(evidence: Evidence, finding: Finding): Verdict {
  return { status: 'refuted', evidence, ...finding };
}

/** Something to tell that is no refutation: lost roots, an answer that is missing. */
export function remark(evidence: Evidence, finding: Finding): Verdict {
  return { status: 'unknown', evidence, ...finding };
}

/** True where a later look may still say more. */
export function isOpen({ status }: Verdict): boolean {
  return status === 'unknown' || status === 'tested';
}

/** The verdict for a whole from those of its parts, in order: the first refuted one; else the first with a finding; else the weakest. */
export function combined(verdicts: readonly Verdict[]): Verdict {
  const refutation = verdicts.find(verdict => verdict.status === 'refuted');
  if (refutation !== undefined) return refutation;
  const finding = verdicts.find(verdict => verdict.rule !== undefined);
  if (finding !== undefined) return finding;
  const open = verdicts.find(verdict => verdict.status === 'unknown');
  if (open !== undefined) return open;
  return verdicts.find(verdict => verdict.status === 'tested') ?? verdicts[0] ?? unknown('there is nothing to judge');
}
