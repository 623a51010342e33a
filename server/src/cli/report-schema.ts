/** The shape of `--format json`. docs/cli.md documents it; a change that breaks a reader raises `version`. */
import { z } from 'zod';

const position = z.object({
  /** Zero-based, as in the Language Server Protocol. */
  line: z.int().min(0),
  /** Zero-based, in UTF-16 units. */
  character: z.int().min(0),
  /** From the start of the text, in UTF-16 units; a byte order mark does not count. */
  offset: z.int().min(0),
});
const range = z.object({ start: position, end: position });

const status = z.enum(['proved', 'refuted', 'tested', 'unknown']);
const severity = z.enum(['error', 'warning', 'information', 'hint']);
const assignments = z.array(z.object({ name: z.string(), value: z.string() }));

const evidence = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('values'),
    left: z.string(),
    right: z.string(),
    relation: z.string(),
    at: assignments,
    /** The value that the wrong side should have, in plain notation. */
    correct: z.string().optional(),
  }),
  z.object({
    kind: z.literal('root'),
    of: z.enum(['equation', 'inequality']),
    gained: z.array(assignments),
    lost: z.array(assignments),
    from: z.string(),
    to: z.string(),
  }),
  z.object({
    kind: z.literal('putBack'),
    answer: z.string(),
    equation: z.string(),
    left: z.string(),
    right: z.string(),
  }),
  z.object({ kind: z.literal('method'), method: z.string() }),
  z.object({ kind: z.literal('points'), points: z.int(), errorBound: z.number(), domain: z.string() }),
  z.object({ kind: z.literal('reason'), reason: z.string() }),
]);

const claim = z.object({
  role: z.enum([
    'assertion',
    'definition',
    'hypothesis',
    'equation',
    'transition',
    'substitution',
    'rounding',
    'conclusion',
  ]),
  text: z.string(),
  range,
  verdict: status,
  rule: z.string().optional(),
  /** What the evidence shows, in words. */
  message: z.string(),
  evidence,
  checker: z.string(),
});

const finding = z.object({
  rule: z.string(),
  severity,
  message: z.string(),
  range,
  related: z.object({ range, message: z.string() }).optional(),
  fix: z.object({ title: z.string(), range, newText: z.string() }).optional(),
});

/** Values at which a check fails, by name, as SymPy prints them. */
const counterexample = z.record(z.string(), z.string());

/** What one `check…` call of the code found. */
const codeCheck = z.object({
  /** Where it stands in the document. */
  range,
  verdict: status,
  /** How it was found; for `unknown` why it could not be. */
  method: z.string(),
  /** The relation, as SymPy prints it. */
  text: z.string(),
  counterexample: counterexample.optional(),
});

/** A block of code and what came of it. */
const code = z.object({
  /** The code, without its fence. */
  range,
  /** `notRun`: stopped before its turn came. */
  status: z.enum(['ok', 'failed', 'error', 'timeout', 'memory', 'cancelled', 'unavailable', 'notRun']),
  /** Milliseconds that it took. */
  ms: z.number().min(0),
  /** What the last expression is worth, as Python prints it. */
  value: z.string().optional(),
  stdout: z.string(),
  /** The value or the output was longer than the limit. */
  cut: z.boolean(),
  error: z
    .object({
      /** Python's class of the exception, or `CheckFailed`, `Timeout`, `OutOfMemory`, `Sandbox`. */
      type: z.string(),
      message: z.string(),
      /** The line that raised; it may stand in the code of an earlier step. */
      range: range.optional(),
      counterexample: counterexample.optional(),
    })
    .optional(),
  checks: z.array(codeCheck),
});

/** What a reward model makes of a step. */
const score = z.object({
  /** In [0, 1]: the probability that the step is right where `calibrated`, else the model's own measure. */
  value: z.number().min(0).max(1),
  calibrated: z.boolean(),
  /** Low enough to be told: there is a finding of the rule `step.low-score`, unless that is switched off. */
  low: z.boolean(),
  model: z.string(),
  reason: z.string().optional(),
  /** Indexes of steps that the model was not shown: the solution is longer than its window. */
  omitted: z.array(z.int().min(0)).optional(),
});

const step = z.object({
  /** Counts from 0 in its solution. */
  index: z.int().min(0),
  kind: z.enum(['paragraph', 'item', 'numbered', 'row']),
  label: z.string().optional(),
  range,
  text: z.string(),
  /** Its words before its code, in one line. */
  title: z.string(),
  verdict: status,
  /** A comment in the document asks to leave this step alone. */
  ignored: z.boolean(),
  claims: z.array(claim),
  /** What looked like mathematics and was left alone. */
  unread: z.array(z.object({ range, reason: z.string() })),
  findings: z.array(finding),
  /** With --reward, of a step that evidence has not settled. */
  score: score.optional(),
  /** With --code, of a step that has code. */
  code: z.array(code).optional(),
});

const solution = z.object({
  title: z.string().optional(),
  range,
  problem: range.optional(),
  steps: z.array(step),
});

const file = z.union([
  z.object({
    path: z.string(),
    language: z.enum(['markdown', 'latex', 'steps']),
    /** What of the file could not be read, or was read with a doubt. */
    notes: z.array(z.object({ range: range.optional(), message: z.string() })),
    solutions: z.array(solution),
  }),
  /** The file could not be read. */
  z.object({ path: z.string(), error: z.string() }),
]);

const summary = z.object({
  files: z.int(),
  unreadable: z.int(),
  solutions: z.int(),
  steps: z.int(),
  verdicts: z.object({ proved: z.int(), tested: z.int(), refuted: z.int(), unknown: z.int() }),
  findings: z.object({ error: z.int(), warning: z.int(), information: z.int(), hint: z.int() }),
  /** With --reward: steps that have a score, and those of them where it is low. */
  scores: z.object({ scored: z.int(), low: z.int() }).optional(),
});

export const reportSchema = z.object({
  version: z.literal(1),
  tool: z.object({ name: z.literal('stepwise'), version: z.string() }),
  /** True where the check was stopped before every file was done. */
  interrupted: z.boolean(),
  files: z.array(file),
  summary,
});

const ranStep = step.pick({ index: true, kind: true, label: true, range: true, text: true, title: true }).extend({
  code: z.array(code),
});

const ranFile = z.union([
  z.object({
    path: z.string(),
    language: z.enum(['markdown', 'latex', 'steps']),
    notes: z.array(z.object({ range: range.optional(), message: z.string() })),
    /** Those with code. */
    solutions: z.array(z.object({ title: z.string().optional(), range, steps: z.array(ranStep) })),
  }),
  z.object({ path: z.string(), error: z.string() }),
]);

/** The shape of `stepwise run --json`. */
export const runReportSchema = z.object({
  version: z.literal(1),
  tool: z.object({ name: z.literal('stepwise'), version: z.string() }),
  interrupted: z.boolean(),
  files: z.array(ranFile),
  /** Blocks of code by what came of them; `stopped` at a limit or by Ctrl-C, `notRun` where there was no Python or no time. */
  summary: z.object({
    files: z.int(),
    unreadable: z.int(),
    code: z.int(),
    ok: z.int(),
    failed: z.int(),
    error: z.int(),
    stopped: z.int(),
    notRun: z.int(),
  }),
});

export type Report = z.infer<typeof reportSchema>;
export type FileReport = z.infer<typeof file>;
export type CheckedFile = Exclude<FileReport, { error: string }>;
export type SolutionReport = z.infer<typeof solution>;
export type StepReport = z.infer<typeof step>;
export type ScoreReport = z.infer<typeof score>;
export type ClaimReport = z.infer<typeof claim>;
export type EvidenceReport = z.infer<typeof evidence>;
export type FindingReport = z.infer<typeof finding>;
export type SummaryReport = z.infer<typeof summary>;
export type CodeReport = z.infer<typeof code>;
export type RunReport = z.infer<typeof runReportSchema>;
export type RanFile = z.infer<typeof ranFile>;
export type RanStep = z.infer<typeof ranStep>;
export type RunSummary = RunReport['summary'];
