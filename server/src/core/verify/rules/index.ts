/** All rules by code. */
import type { RuleCode } from '../verdict.ts';
import { contradictsStep } from './answer-contradicts-step.ts';
import { extraneousRoot } from './answer-extraneous-root.ts';
import { missingRoot } from './answer-missing-root.ts';
import { notASolution } from './answer-not-a-solution.ts';
import { contradictsDefinition } from './claim-contradicts-definition.ts';
import { falseAntiderivative } from './claim-false-antiderivative.ts';
import { falseCongruence } from './claim-false-congruence.ts';
import { falseDerivative } from './claim-false-derivative.ts';
import { falseEquality } from './claim-false-equality.ts';
import { falseInequality } from './claim-false-inequality.ts';
import { falseIntegral } from './claim-false-integral.ts';
import { falseLimit } from './claim-false-limit.ts';
import { falseMatrix } from './claim-false-matrix.ts';
import { falseMembership } from './claim-false-membership.ts';
import { falseRounding } from './claim-false-rounding.ts';
import { falseSum } from './claim-false-sum.ts';
import { notAnIdentity } from './claim-not-an-identity.ts';
import { codeError } from './code-error.ts';
import { failedCheck } from './code-failed-check.ts';
import { codeStopped } from './code-stopped.ts';
import { addsRoots } from './equation-adds-roots.ts';
import { conflicts } from './equation-conflicts.ts';
import { losesRoots } from './equation-loses-roots.ts';
import { wrongStep } from './equation-wrong-step.ts';
import type { Rule } from './rule.ts';
import { lowScore } from './step-low-score.ts';
import { unknownQuantity } from './step-unknown-quantity.ts';
import { systemWrongStep } from './system-wrong-step.ts';

export { documentationOf, type Example, type Rule } from './rule.ts';

export const rules: Readonly<Record<RuleCode, Rule>> = {
  'claim.false-equality': falseEquality,
  'claim.false-inequality': falseInequality,
  'claim.false-congruence': falseCongruence,
  'claim.false-membership': falseMembership,
  'claim.false-rounding': falseRounding,
  'claim.false-derivative': falseDerivative,
  'claim.false-antiderivative': falseAntiderivative,
  'claim.false-integral': falseIntegral,
  'claim.false-limit': falseLimit,
  'claim.false-sum': falseSum,
  'claim.false-matrix': falseMatrix,
  'claim.contradicts-definition': contradictsDefinition,
  'claim.not-an-identity': notAnIdentity,
  'equation.wrong-step': wrongStep,
  'equation.loses-roots': losesRoots,
  'equation.adds-roots': addsRoots,
  'equation.conflicts': conflicts,
  'system.wrong-step': systemWrongStep,
  'answer.extraneous-root': extraneousRoot,
  'answer.missing-root': missingRoot,
  'answer.not-a-solution': notASolution,
  'answer.contradicts-step': contradictsStep,
  'step.unknown-quantity': unknownQuantity,
  'step.low-score': lowScore,
  'code.failed-check': failedCheck,
  'code.error': codeError,
  'code.stopped': codeStopped,
};
