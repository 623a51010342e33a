/** The words of the hover, in Markdown. */
import type { CheckedClaim } from '../core/check.ts';
import type { Claim, ClaimRole, Unread } from '../core/claims/claim.ts';
import { printText } from '../core/math/print.ts';
import { describe, printChain } from '../core/verify/message.ts';
import { rules } from '../core/verify/rules/index.ts';
import type { VerdictStatus } from '../core/verify/verdict.ts';
import type { RulePages } from './diagnostics.ts';

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

/** Claim, role, verdict, evidence, and the rule's page where a rule speaks. */
export function claimMarkdown({ claim, verdict }: CheckedClaim, pages: RulePages): string {
  const lines = [
    `${code(readable(claim))}`,
    `**${verdicts[verdict.status]}** · ${roles[claim.role]}`,
    literal(describe(claim, verdict)),
  ];
  if (verdict.rule !== undefined) {
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

function code(text: string): string {
  const fence = '`'.repeat(1 + Math.max(0, ...[...text.matchAll(/`+/g)].map(run => run[0].length)));
  return `${fence} ${text.replace(/\s+/g, ' ')} ${fence}`;
}

/** Words with formulas in them: nothing in them is markup. */
function literal(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!|<>~$]/g, '\\$&');
}
