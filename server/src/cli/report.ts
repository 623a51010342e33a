/** A checked document → the report that every output format is made from. */
import type { CheckedClaim, CheckedDocument, CheckedSolution, CheckedStep } from '../core/check.ts';
import type { SolutionDocument } from '../core/document/solution.ts';
import type { Finding } from '../core/findings.ts';
import type { Span } from '../core/math/expr.ts';
import { printPlain } from '../core/math/print.ts';
import type { StepScore } from '../core/reward/reward-model.ts';
import { describe } from '../core/verify/message.ts';
import type { Evidence } from '../core/verify/verdict.ts';
import { stepKey } from './codeReport.ts';
import { Lines, type Range } from './positions.ts';
import type {
  CheckedFile,
  ClaimReport,
  CodeReport,
  EvidenceReport,
  FileReport,
  FindingReport,
  ScoreReport,
  SolutionReport,
  StepReport,
  SummaryReport,
} from './report-schema.ts';
import { titleOf } from './stepTitle.ts';

type Place = (span: Span) => Range;

/**
 * The report of one file.
 * @param remark a doubt about the text as a whole, such as its encoding
 * @param code what came of the code of its steps, where it was run
 */
export function reportFile(
  path: string,
  checked: CheckedDocument,
  remark?: string,
  code?: ReadonlyMap<string, readonly CodeReport[]>,
): CheckedFile {
  const { document } = checked;
  const lines = new Lines(document.text);
  const place: Place = span => lines.range(span);
  return {
    path,
    language: document.format,
    notes: [
      ...(remark === undefined ? [] : [{ message: remark }]),
      ...document.notes.map(note => ({ range: place(note.span), message: note.message })),
    ],
    solutions: checked.solutions.map((solution, at) =>
      reportSolution(solution, document, place, step => code?.get(stepKey({ solution: at, step }))),
    ),
  };
}

type CodeOf = (step: number) => readonly CodeReport[] | undefined;

function reportSolution(
  { solution, steps }: CheckedSolution,
  document: SolutionDocument,
  place: Place,
  codeOf: CodeOf,
): SolutionReport {
  return {
    ...(solution.title === undefined ? {} : { title: solution.title }),
    range: place(solution.span),
    ...(solution.problem === undefined ? {} : { problem: place(solution.problem.span) }),
    steps: steps.map((step, index) => reportStep(step, index, document, place, codeOf(index))),
  };
}

function reportStep(
  checked: CheckedStep,
  index: number,
  { text, format }: SolutionDocument,
  place: Place,
  code: readonly CodeReport[] | undefined,
): StepReport {
  const { step, offset, ignored } = checked.placed;
  const moved: Place = span => place({ start: span.start + offset, end: span.end + offset });
  return {
    index,
    kind: step.kind,
    ...(step.label === undefined ? {} : { label: step.label }),
    range: moved(step.span),
    text: text.slice(offset + step.span.start, offset + step.span.end),
    title: titleOf(checked.placed, text, format),
    verdict: checked.status,
    ignored,
    claims: checked.claims.map(claim => reportClaim(claim, moved)),
    unread: checked.unread.map(({ span, reason }) => ({ range: moved(span), reason })),
    findings: checked.findings.map(finding => reportFinding(finding, place)),
    ...(checked.score === undefined ? {} : { score: reportScore(checked.score) }),
    ...(code === undefined ? {} : { code: [...code] }),
  };
}

function reportScore({ value, calibrated, low, model, reason, omitted }: StepScore): ScoreReport {
  return {
    value,
    calibrated,
    low,
    model,
    ...(reason === undefined ? {} : { reason }),
    ...(omitted === undefined ? {} : { omitted: [...omitted] }),
  };
}

function reportClaim({ claim, verdict }: CheckedClaim, moved: Place): ClaimReport {
  return {
    role: claim.role,
    text: claim.text,
    range: moved(claim.span),
    verdict: verdict.status,
    ...(verdict.rule === undefined ? {} : { rule: verdict.rule }),
    message: describe(claim, verdict),
    evidence: reportEvidence(verdict.evidence),
    checker: verdict.checker,
  };
}

function reportEvidence(evidence: Evidence): EvidenceReport {
  switch (evidence.kind) {
    case 'values': {
      const { correct, at, ...rest } = evidence;
      return { ...rest, at: [...at], ...(correct === undefined ? {} : { correct: printPlain(correct) }) };
    }
    case 'root':
      return {
        ...evidence,
        gained: evidence.gained.map(assignments => [...assignments]),
        lost: evidence.lost.map(assignments => [...assignments]),
      };
    case 'putBack':
    case 'method':
    case 'points':
    case 'reason':
      return evidence;
  }
}

function reportFinding(finding: Finding, place: Place): FindingReport {
  const { related, fix } = finding;
  return {
    rule: finding.rule,
    severity: finding.severity,
    message: finding.message,
    range: place(finding.span),
    ...(related === undefined ? {} : { related: { range: place(related.span), message: related.message } }),
    ...(fix === undefined ? {} : { fix: { title: fix.title, range: place(fix.span), newText: fix.newText } }),
  };
}

/** Counts over all files. `isScored`: scores were asked for. */
export function summarise(files: readonly FileReport[], isScored = false): SummaryReport {
  const summary: SummaryReport = {
    files: 0,
    unreadable: 0,
    solutions: 0,
    steps: 0,
    verdicts: { proved: 0, tested: 0, refuted: 0, unknown: 0 },
    findings: { error: 0, warning: 0, information: 0, hint: 0 },
  };
  for (const file of files) {
    summary.files += 1;
    if ('error' in file) {
      summary.unreadable += 1;
      continue;
    }
    summary.solutions += file.solutions.length;
    for (const step of file.solutions.flatMap(solution => solution.steps)) {
      summary.steps += 1;
      summary.verdicts[step.verdict] += 1;
      for (const finding of step.findings) summary.findings[finding.severity] += 1;
    }
  }
  const scores = files
    .flatMap(file => ('error' in file ? [] : file.solutions.flatMap(({ steps }) => steps)))
    .flatMap(({ score }) => score ?? []);
  if (!isScored) return summary;
  return { ...summary, scores: { scored: scores.length, low: scores.filter(({ low }) => low).length } };
}
