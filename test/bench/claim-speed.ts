/**
 * Milliseconds from a claim's text to its verdict (parsed and judged, warm), beside SymPy and math-verify on the same claims in the
 * same run where python3 has them.
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Claim } from '../../server/src/core/claims/claim.ts';
import { emptyLedger } from '../../server/src/core/claims/empty.ts';
import { parseFormula } from '../../server/src/core/math/parse.ts';
import { judgeClaim } from '../../server/src/core/verify/judge.ts';
import { type DataFile, type Metrics, percentile, readItems, runBench, seededRandom } from './harness.ts';
import { sympySource } from './lib/sympy-source.ts';

const pairSchema = z.object({ l: z.string(), r: z.string() });
const expressionsSchema = z.object({ cases: z.array(z.object({ text: z.string() })) });

const replySchema = z.object({
  sympy: z.array(z.number()).nullable(),
  sympyReads: z.string().nullable(),
  mathVerify: z.array(z.number()).nullable(),
  versions: z.record(z.string(), z.string()),
});

/** Claims that SymPy is timed on: all would take minutes. */
const SHARED_CLAIMS = 120;
const WARM_UP_ROUNDS = 3;
/** Measurements a claim; their median counts. */
const ROUNDS = 5;

await runBench({
  name: 'claim-speed',
  defaultData: ['math_expressions.json', 'equalities.json', 'equalities_generated.json'],
  bars: { medianMs: '< 0.2', p95Ms: '< 5', timesSympy: '>= 200' },
  run({ data, note }) {
    const claims = data.flatMap(claimsOf);
    for (let round = 0; round < WARM_UP_ROUNDS; round++) for (const { text } of claims) judge(text);
    const times = claims.map(({ text }) => timeOf(text));
    const own = { claims: claims.length, medianMs: percentile(times, 0.5), p95Ms: percentile(times, 0.95) };
    return { ...own, ...compared(sample(claims), note) };
  },
});

/** `sides` where the claim is one equality: what SymPy can be asked. */
interface TimedClaim {
  readonly text: string;
  readonly sides?: readonly [string, string];
}

function claimsOf(file: DataFile): readonly TimedClaim[] {
  return readItems(file).flatMap((item): readonly TimedClaim[] => {
    const expressions = expressionsSchema.safeParse(item);
    if (expressions.success) return expressions.data.cases;
    const { l, r } = pairSchema.parse(item);
    return [{ text: `${l} = ${r}`, sides: [l, r] }];
  });
}

function judge(text: string): void {
  const parsed = parseFormula(text, { notation: 'tex' });
  if (!parsed.ok) return;
  for (const { body } of parsed.formula.statements) {
    const claim: Claim = {
      role: 'assertion',
      body,
      span: body.span,
      locate: span => span,
      text,
      source: 'formula',
      effectsBefore: 0,
      key: text,
    };
    judgeClaim(claim, emptyLedger);
  }
}

/** What SymPy is given where it cannot read LaTeX: `null` for what has no counterpart there. */
function sourceOf(text: string): string | null {
  const parsed = parseFormula(text, { notation: 'tex' });
  const body = parsed.ok ? parsed.formula.statements[0]?.body : undefined;
  return body?.kind === 'bare' ? (sympySource(body.expr) ?? null) : null;
}

/** The median of a few rounds: what else the machine does meanwhile is no part of the claim's time. */
function timeOf(text: string): number {
  const times = Array.from({ length: ROUNDS }, () => {
    const start = performance.now();
    judge(text);
    return performance.now() - start;
  });
  return percentile(times, 0.5);
}

function sample(claims: readonly TimedClaim[]): readonly (readonly [string, string])[] {
  const random = seededRandom(7);
  const keyed = claims.flatMap(({ sides }) => (sides === undefined ? [] : [{ sides, key: random() }]));
  return keyed
    .sort((a, b) => a.key - b.key)
    .slice(0, SHARED_CLAIMS)
    .map(({ sides }) => sides);
}

/** How many times faster than each of the two, by medians over the same claims; `null` where python3 has it not. */
function compared(claims: readonly (readonly [string, string])[], note: (text: string) => void): Metrics {
  const nothing = { timesSympy: null, timesMathVerify: null, sympyMedianMs: null, mathVerifyMedianMs: null };
  const script = fileURLToPath(new URL('lib/python_speed.py', import.meta.url));
  const run = spawnSync('python3', [script], {
    input: JSON.stringify(claims.map(([left, right]) => [left, right, sourceOf(left), sourceOf(right)])),
    encoding: 'utf8',
    timeout: 900_000,
    maxBuffer: 64 * 1024 * 1024,
  });
  if (run.error !== undefined || run.status !== 0) {
    note(
      `SymPy and math-verify were not timed: ${run.error?.message ?? run.stderr.trim().split('\n').at(-1) ?? 'python3 failed'}`,
    );
    return nothing;
  }
  const reply = replySchema.parse(JSON.parse(run.stdout));
  if (reply.sympy === null) note('SymPy was not timed: python3 has no sympy.');
  else note(`SymPy read the claims from ${reply.sympyReads ?? 'nothing'}.`);
  if (reply.mathVerify === null) note('math-verify was not timed: python3 has no math_verify.');
  const mine = percentile(
    claims.map(([left, right]) => timeOf(`${left} = ${right}`)),
    0.5,
  );
  const times = (sampleMs: readonly number[] | null): { median: number | null; ratio: number | null } => {
    if (sampleMs === null) return { median: null, ratio: null };
    const median = percentile(sampleMs, 0.5);
    return { median, ratio: median / mine };
  };
  const [sympy, mathVerify] = [times(reply.sympy), times(reply.mathVerify)];
  for (const [name, version] of Object.entries(reply.versions)) note(`${name} ${version}, ${claims.length} claims`);
  return {
    timesSympy: sympy.ratio,
    timesMathVerify: mathVerify.ratio,
    sympyMedianMs: sympy.median,
    mathVerifyMedianMs: mathVerify.median,
    sharedClaims: claims.length,
    sharedMedianMs: mine,
  };
}
