/**
 * One slip planted in a right solution: is it found at that very step?
 *
 * What is sampled. Every right solution of the data (people's own, and model-written ones that people rated right) gets one slip.
 * Its step is drawn evenly from the steps with a relation in their mathematics, whether in a formula or in plain arithmetic; in
 * that step one token is drawn evenly from all numbers, signs, operators, exponents and order relations of the mathematics that
 * has a relation: computed values, set-up equations, definitions, given values and restated lines alike, readable for us or not.
 * Left out are names (indices, words inside a formula) and formulas with no relation, for nothing is asserted there.
 *
 * What is written instead. A number: off by one in its last digit or one digit miswritten, evenly; in a quarter of the cases, where
 * two neighbouring digits differ, these in the wrong order. An exponent: likewise. A sign before a value is dropped. Between two values
 * + and - are taken for each other (two thirds) or for a product (one third); a product becomes a sum or a quotient, a quotient a
 * product. An order relation is turned round. Of ± one sign is kept, so that a root is lost.
 *
 * These are slips as people make them when they copy, carry, distribute and cancel; nothing is weighted by what we can find. Some
 * cannot be found by anybody from the text alone (a value that is only chosen there), and count as missed. A change
 * that leaves the value of its side as it was (`5 + 0` → `5 - 0`) is drawn again; the test for that is the benchmark's own.
 *
 * Found: the step has a finding that is shown by default (Error, Warning or Information) and that was not there before. `asError` counts
 * Errors alone.
 */
import type { Span } from '../../server/src/core/math/expr.ts';
import { describe as describeVerdict } from '../../server/src/core/verify/message.ts';
import { type Metric, runBench, seededRandom } from './harness.ts';
import { tokensOf } from './lib/formula-tokens.ts';
import { checkDocument, documentOf, type Item, type ItemDocument, itemsOf, oneLine, stepOf } from './lib/items.ts';
import { leavesValue, type Slip, type SlipKind, slipAt, slipKinds, written } from './lib/slip.ts';

interface Planted {
  readonly item: Item;
  readonly step: number;
  readonly slip: Slip;
}

interface Count {
  planted: number;
  found: number;
  asError: number;
  /** A finding at another step only: the slip is noticed, at the wrong place. */
  elsewhere: number;
}

await runBench({
  name: 'slips',
  defaultData: [
    'gsm8k_reference.jsonl',
    'math500.jsonl',
    'prm800k_correct.jsonl',
    'processbench_gsm8k.jsonl',
    'processbench_math.jsonl',
    'processbench_olympiadbench.jsonl',
    'processbench_omnimath.jsonl',
  ],
  bars: { share: '>= 0.6' },
  run({ data, note, verbose }) {
    const total = emptyCount();
    const byKind = new Map<SlipKind, Count>(slipKinds.map(kind => [kind, emptyCount()]));
    const byFile = new Map<string, Count>();
    for (const item of data.flatMap(itemsOf).filter(item => item.label === -1)) {
      const planted = plant(item);
      if (planted === undefined) continue;
      const file = byFile.get(item.file) ?? emptyCount();
      byFile.set(item.file, file);
      const outcome = look(planted);
      for (const count of [total, file, byKind.get(planted.slip.kind)]) if (count !== undefined) add(count, outcome);
      if (verbose && !outcome.found) note(describe(planted));
    }
    const { asError, elsewhere, ...main } = withShare(total);
    return {
      ...main,
      asErrorShare: asError / total.planted,
      elsewhereShare: elsewhere / total.planted,
      byKind: shares(new Map([...byKind].filter(([, count]) => count.planted > 0))),
      byFile: shares(byFile),
    };
  },
});

/** The item with one slip in it; undefined where its mathematics has no relation, or no change of it changes a value. */
function plant(item: Item): Planted | undefined {
  const random = seededRandom(hash(`${item.file} ${item.id}`));
  const candidates = item.steps
    .map((text, step) => ({ text, step, tokens: tokensOf(text) }))
    .filter(({ tokens }) => tokens.length > 0);
  for (let attempt = 0; attempt < 20 && candidates.length > 0; attempt += 1) {
    const chosen = pick(candidates, random);
    const slip = slipAt(pick(chosen.tokens, random), random);
    if (!leavesValue(chosen.text, slip)) return { item, step: chosen.step, slip };
  }
  return undefined;
}

function pick<T>(list: readonly T[], random: () => number): T {
  return list[Math.floor(random() * list.length)] as T;
}

/** FNV-1a, 32 bits: an item has the same slip whatever other data is read with it. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193);
  return value >>> 0;
}

interface Outcome {
  readonly found: boolean;
  readonly asError: boolean;
  readonly elsewhere: boolean;
}

function look({ item, step, slip }: Planted): Outcome {
  const before = findingsByStep(documentOf(item));
  const steps = item.steps.map((text, at) => (at === step ? written(text, slip) : text));
  const after = findingsByStep(documentOf({ ...item, steps }));
  const isNew = (severity: readonly string[], at: number): boolean =>
    severity.some(name => (after.get(`${at} ${name}`) ?? 0) > (before.get(`${at} ${name}`) ?? 0));
  const shown = ['error', 'warning', 'information'];
  const found = isNew(shown, step);
  return {
    found,
    asError: isNew(['error'], step),
    elsewhere: !found && item.steps.some((_, at) => isNew(shown, at)),
  };
}

/** How many findings of each severity a step has, by `index severity`. */
function findingsByStep(document: ItemDocument): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const finding of checkDocument(document).findings) {
    const key = `${stepOf(document, finding)} ${finding.severity}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

function emptyCount(): Count {
  return { planted: 0, found: 0, asError: 0, elsewhere: 0 };
}

function add(count: Count, outcome: Outcome): void {
  count.planted += 1;
  count.found += Number(outcome.found);
  count.asError += Number(outcome.asError);
  count.elsewhere += Number(outcome.elsewhere);
}

function withShare(count: Count) {
  return { ...count, share: count.planted === 0 ? 0 : count.found / count.planted };
}

function shares(counts: ReadonlyMap<string, Count>): Metric {
  return Object.fromEntries([...counts].map(([name, count]) => [name, withShare(count)]));
}

function describe({ item, step, slip }: Planted): string {
  const text = item.steps[step] ?? '';
  const { token } = slip;
  const { side } = token;
  return [
    `${item.file} ${item.id} step ${step} ${slip.kind}: ${token.text} → ${slip.written === '' ? '(dropped)' : slip.written}`,
    `  side: ${oneLine(text.slice(side.start, token.start))}⟦${token.text}→${slip.written}⟧${oneLine(text.slice(token.end, side.end))}`,
    `  said: ${whatIsSaid({ item, step, slip })}`,
    `  step: ${oneLine(written(text, slip))}`,
  ].join('\n');
}

/** What the checker says of the place of the slip, for tuning: the claim there with its verdict, or why nothing was read. */
function whatIsSaid({ item, step, slip }: Planted): string {
  const steps = item.steps.map((text, at) => (at === step ? written(text, slip) : text));
  const document = documentOf({ ...item, steps });
  const place = (document.steps[step]?.start ?? 0) + slip.token.start;
  const covers = (span: Span, offset: number): boolean => span.start + offset <= place && place <= span.end + offset;
  const said: string[] = [];
  for (const { placed, claims, unread } of checkDocument(document).solutions.flatMap(solution => solution.steps)) {
    if (!covers(placed.step.span, placed.offset)) continue;
    for (const { claim, verdict } of claims) {
      if (covers(claim.span, placed.offset)) {
        said.push(`${claim.role} ${verdict.status} (${verdict.checker}): ${describeVerdict(claim, verdict)}`);
      }
    }
    for (const { span, reason } of unread) if (covers(span, placed.offset)) said.push(`unread: ${reason}`);
  }
  return said.length === 0 ? 'no claim here' : said.join(' | ');
}
