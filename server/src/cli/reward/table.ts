/** Figures of a reward model as a table. */
import {
  crossCalibrate,
  type Folding,
  figuresOf,
  type RewardFigures,
  type ScoredSolution,
} from '../../core/reward/measure.ts';

/** Everything in it was measured on problems that were neither trained nor chosen on. */
export function tableOf(title: string, scored: readonly ScoredSolution[], folding: Folding): string {
  const { all, groups } = figuresOf(crossCalibrate(scored, folding));
  const rows: readonly (readonly [string, RewardFigures])[] = [...groups, ['mean', all]];
  const width = Math.max(title.length, ...rows.map(([name]) => name.length));
  const cells = (...texts: readonly string[]): string => texts.map(text => text.padStart(10)).join('');
  const percent = (value: number): string => (100 * value).toFixed(1);
  const lines = rows.map(
    ([name, figures]) =>
      name.padEnd(width) +
      cells(
        String(figures.solutions),
        percent(figures.errorAccuracy),
        percent(figures.correctAccuracy),
        percent(figures.f1),
        percent(figures.ece),
        String(figures.warnings),
        percent(figures.precisionOnWrong),
        percent(figures.precisionOnAll),
      ),
  );
  const head = cells('solutions', 'error', 'correct', 'F1', 'ECE', 'warnings', 'precision', 'of all');
  return `${[title.padEnd(width) + head, ...lines].join('\n')}\n\n`;
}
