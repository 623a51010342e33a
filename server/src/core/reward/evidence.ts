/** The instant tier's verdicts as scores: needs no model. */
import type { RewardModel, StepEvidence } from './reward-model.ts';
import { ScoreSheet } from './sheet.ts';

/** A step without claims, or whose claims nothing is known of. */
const UNKNOWN = 0.5;
/** What claims that held at points are worth beside proved ones. */
const TESTED = 0.95;

export const noEvidence: StepEvidence = { proved: 0, tested: 0, unknown: 0, refuted: 0 };

/** Calls nothing. Without evidence every step is unknown. */
export function createEvidenceReward(): RewardModel {
  return {
    id: 'evidence:1',
    name: 'Evidence',
    method: 'evidence',
    score: async request => {
      const sheet = new ScoreSheet(request);
      for (const index of sheet.wanted) sheet.set(index, evidenceValue(request.evidence?.[index]));
      return sheet.result();
    },
  };
}

/** What evidence makes of a step as a whole. */
export type Standing = 'open' | 'proved' | 'refuted';

/** Proved: it has claims and all of them are. */
export function standingOf({ proved, tested, unknown, refuted }: StepEvidence): Standing {
  if (refuted > 0) return 'refuted';
  return proved > 0 && tested + unknown === 0 ? 'proved' : 'open';
}

/** 0 for a refuted step, 1 for a proved one that says nothing else; `undefined` where a reward model is to be asked. */
export function settledValue(evidence: StepEvidence | undefined): 0 | 1 | undefined {
  if (evidence === undefined) return undefined;
  switch (standingOf(evidence)) {
    case 'refuted':
      return 0;
    case 'proved':
      return evidence.saysMore === true ? undefined : 1;
    case 'open':
      return undefined;
  }
}

/** 0 where a claim is refuted; else between 1/2 and 1, by the share of claims that are settled. */
export function evidenceValue(evidence: StepEvidence | undefined): number {
  if (evidence === undefined) return UNKNOWN;
  const { proved, tested, unknown, refuted } = evidence;
  if (refuted > 0) return 0;
  const claims = proved + tested + unknown;
  return claims === 0 ? UNKNOWN : (proved + TESTED * tested + UNKNOWN * unknown) / claims;
}
