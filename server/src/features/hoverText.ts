/** The words of the hover, in Markdown. */
import type { CheckedClaim } from '../core/check.ts';
import type { Claim, ClaimRole, Unread } from '../core/claims/claim.ts';
import { printText } from '../core/math/print.ts';
import { describe, printChain } from '../core/verify/message.ts';
import { rules } from '../core/verify/rules/index.ts';
import type { VerdictStatus } from '../core/verify/verdict.ts';
import type { RulePages } from './diagnostics.ts';
import { inlineCode, literal } from './markdown.ts';

const verdicts: Readonly<Record<VerdictStatus, string>> = {
  proved: '✓ proved',
  tested: '✓ tested',
  refuted: '✗ refuted',
  unknown: '· not decided',
};

const roles: Readonly<Record<ClaimRole, string>> = {
  assertion: 'asserted',
  definition: 'a definition',
  hypothesis: 'taken for granted',
  equation: 'an equation to be solved',
  transition: 'follows from an earlier line',
  substitution: 'an earlier line with values put in',
  rounding: 'rounded',
  conclusion: 'the answer',
};

/**
 * Claim, role, verdict, evidence, and the rule's page where a rule speaks.
 * @param isShown the diagnostic stands in the same hover: it tells the evidence and leads to the rule
 */
export function claimMarkdown({ claim, verdict }: CheckedClaim, pages: RulePages, isShown: boolean): string {
  const lines = [inlineCode(readable(claim)), `**${verdicts[verdict.status]}** · ${roles[claim.role]}`];
  if (!isShown) lines.push(literal(describe(claim, verdict)));
  if (verdict.rule !== undefined && !isShown) {
    lines.push(`${rules[verdict.rule].title}: [${verdict.rule}](${pages(verdict.rule)})`);
  }
  return lines.filter(line => line !== '').join('\n\n');
}

export function unreadMarkdown({ reason }: Unread): string {
  return `**Left alone** · nothing is claimed about this\n\n${literal(reason)}`;
}

/** A formula as a person writes it by hand: `x² + 3x = 7/2`; the text itself where it cannot be printed. */
function readable(claim: Claim): string {
  const { body } = claim;
  return (body.kind === 'bare' ? printText(body.expr) : printChain(body)).trim() || claim.text;
}
