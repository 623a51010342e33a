/**
 * Finds the first wrong step of model-written solutions, as ProcessBench asks (arXiv 2412.06559, section 3): an erroneous item
 * counts where exactly the labelled step is named, a right one where none is named; F1 is the harmonic mean of the two shares.
 * The step named is the first with an Error. We name a step only on evidence, so most errors of reasoning go unnamed; what is
 * named must be right: `atOrAfterLabel` is the share of flagged steps of erroneous items that stand at or after the label.
 */
import { type Metric, runBench } from './harness.ts';
import { checkDocument, describeFinding, documentOf, errorsOf, type Item, itemsOf, stepOf } from './lib/items.ts';

interface Count {
  erroneous: number;
  /** Erroneous items whose first flagged step is the labelled one. */
  exact: number;
  correct: number;
  silent: number;
  /** Flagged steps of erroneous items, and those of them at or after the label. */
  flaggedSteps: number;
  atOrAfter: number;
}

await runBench({
  name: 'processbench',
  defaultData: [
    'processbench_gsm8k.jsonl',
    'processbench_math.jsonl',
    'processbench_olympiadbench.jsonl',
    'processbench_omnimath.jsonl',
  ],
  bars: { atOrAfterLabel: '>= 0.98' },
  run({ data, note, verbose }) {
    const total = emptyCount();
    const byFile: Record<string, Metric> = {};
    const f1: number[] = [];
    for (const file of data) {
      const count = emptyCount();
      for (const item of itemsOf(file)) measure(item, count, verbose ? note : () => {});
      for (const key of Object.keys(total) as (keyof Count)[]) total[key] += count[key];
      const shares = sharesOf(count);
      f1.push(shares.f1);
      byFile[file.name.replace(/\.jsonl?$/, '')] = { ...shares, ...count };
    }
    // The published averages are means over the four splits.
    const averageF1 = f1.reduce((sum, value) => sum + value, 0) / f1.length;
    return { ...sharesOf(total), averageF1, ...total, byFile };
  },
});

function emptyCount(): Count {
  return { erroneous: 0, exact: 0, correct: 0, silent: 0, flaggedSteps: 0, atOrAfter: 0 };
}

function sharesOf(count: Count) {
  const errorAccuracy = share(count.exact, count.erroneous);
  const correctAccuracy = share(count.silent, count.correct);
  const sum = errorAccuracy + correctAccuracy;
  return {
    errorAccuracy,
    correctAccuracy,
    f1: sum === 0 ? 0 : (2 * errorAccuracy * correctAccuracy) / sum,
    atOrAfterLabel: share(count.atOrAfter, count.flaggedSteps),
  };
}

/** A share of nothing is whole: no step was flagged wrongly where none was flagged. */
function share(part: number, whole: number): number {
  return whole === 0 ? 1 : part / whole;
}

function measure(item: Item, count: Count, note: (text: string) => void): void {
  const document = documentOf(item);
  const errors = errorsOf(checkDocument(document));
  const flagged = [...new Set(errors.map(error => stepOf(document, error)))].sort((a, b) => a - b);
  if (item.label === -1) {
    count.correct += 1;
    if (errors.length === 0) count.silent += 1;
    return;
  }
  count.erroneous += 1;
  if (flagged[0] === item.label) count.exact += 1;
  const early = flagged.filter(step => step < item.label);
  count.flaggedSteps += flagged.length;
  count.atOrAfter += flagged.length - early.length;
  if (early.length > 0) {
    const told = errors.filter(error => stepOf(document, error) < item.label);
    note([`${item.file} ${item.id} label ${item.label}`, ...told.map(e => describeFinding(document, e))].join('\n'));
  } else if (errors.length === 0) {
    const wrong = item.steps[item.label] ?? '';
    note(`${item.file} ${item.id} missed at label ${item.label}: ${wrong.replace(/\s+/g, ' ')}`);
  }
}
