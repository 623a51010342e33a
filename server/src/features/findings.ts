/** What of a checked document is shown: findings that the workspace does not silence, and the count for the status bar. */
import type { CheckedDocument, CheckedStep } from '../core/check.ts';
import type { Finding } from '../core/findings.ts';
import type { FileSummary } from '../protocol.ts';
import type { WorkspaceRules } from '../settings/workspaceFile.ts';

export function stepOf(checked: CheckedDocument, finding: Finding): CheckedStep | undefined {
  return checked.solutions[finding.solution]?.steps[finding.step];
}

export function visibleFindings(checked: CheckedDocument, rules: WorkspaceRules): readonly Finding[] {
  if (rules.disabled.size === 0 && rules.ignored.size === 0) return checked.findings;
  return checked.findings.filter(finding => {
    const key = stepOf(checked, finding)?.placed.step.key;
    return !rules.disabled.has(finding.rule) && (key === undefined || !rules.ignored.has(key));
  });
}

export function summaryOf(checked: CheckedDocument, findings: readonly Finding[]): FileSummary {
  return {
    steps: checked.solutions.reduce((sum, { solution }) => sum + solution.steps.length, 0),
    flagged: new Set(findings.filter(flags).map(finding => `${finding.solution}:${finding.step}`)).size,
  };
}

/** A hint is no flag: a list of problems does not show it. */
export function flags({ severity }: Finding): boolean {
  return severity !== 'hint';
}
