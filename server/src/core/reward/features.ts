/**
 * What the embedded model is given of a step: the surprise of its tokens, the instant tier's evidence, and where it stands. Everything is also held against
 * the other steps of the solution, since a hard problem raises the surprise of all.
 */
import type { ReadToken } from '../model/language-model.ts';
import type { StepEvidence } from './reward-model.ts';

/** What was read of one step. */
export interface StepReading {
  /** Tokens of its text, each with its log-probability. */
  readonly tokens: readonly ReadToken[];
  /** Logits of the fixed tokens behind the question whether it is right. */
  readonly judged?: Float32Array;
  /** Logits of the fixed tokens at the end of its text. */
  readonly ended?: Float32Array;
}

/** Of each step alone. Their order is that of the weights. */
const ownNames = [
  'tokens',
  'surpriseMean',
  'surpriseMax',
  'surpriseTop3',
  'surpriseSum',
  'surpriseFirst',
  'gapMean',
  'gapMax',
  'gapShare',
  'doubtMean',
  'doubtMax',
  'sureMiss',
  'digitMean',
  'digitMax',
  'digitGapMax',
  'digitDoubtMax',
  'digits',
  'resultMax',
  'operatorMax',
  'wordMax',
  'wordMean',
] as const;

type OwnName = (typeof ownNames)[number];
type Own = Readonly<Record<OwnName, number>>;

/** Those that are also held against the other steps of the solution. */
const compared = [
  'surpriseMean',
  'surpriseMax',
  'surpriseTop3',
  'gapMax',
  'gapMean',
  'doubtMean',
  'sureMiss',
  'digitMean',
  'digitMax',
  'digitGapMax',
  'resultMax',
  'operatorMax',
  'wordMax',
  'tokens',
] as const satisfies readonly OwnName[];

const placeNames = ['index', 'position', 'first', 'last', 'steps'] as const;
const evidenceNames = ['proved', 'tested', 'unknown', 'refuted', 'refutedBefore', 'claims'] as const;

/** Names of the features, in their order. */
export const featureNames: readonly string[] = [
  ...ownNames,
  ...compared.flatMap(name => [`${name}:z`, `${name}:rise`, `${name}:rank`]),
  ...placeNames,
  ...evidenceNames,
];

/**
 * Those that a fit over some hundred solutions bears: on fewer than a thousand the others cost more by their noise than they tell (cross-validated on
 * ProcessBench's development files).
 */
export const fewFeatures: readonly string[] = [
  'surpriseMean',
  'surpriseMax',
  'surpriseSum',
  'digitMean',
  'digitMax',
  'gapMax',
  'wordMax',
  'doubtMean',
  'position',
  'last',
  'steps',
  'refuted',
  'refutedBefore',
  'proved',
];

/** The named columns of rows of `featuresOf`. Throws a RangeError for a name that there is not. */
export function picked(rows: readonly (readonly number[])[], names: readonly string[]): number[][] {
  const columns = names.map(name => {
    const column = featureNames.indexOf(name);
    if (column === -1) throw new RangeError(`there is no feature ${name}`);
    return column;
  });
  return rows.map(row => columns.map(column => row[column] ?? Number.NaN));
}

/**
 * One row for each step, in the order of `featureNames`; every number is finite. `evidence` counts as none where it is absent. A log-probability that is
 * no number is an error of the model's adapter: it throws a RangeError.
 */
export function featuresOf(readings: readonly StepReading[], evidence: readonly StepEvidence[] = []): number[][] {
  const own = readings.map(({ tokens }) => ownOf(tokens));
  const columns = compared.map(name => own.map(each => each[name]));
  let refutedBefore = 0;
  return own.map((each, index) => {
    const found = evidence[index] ?? { proved: 0, tested: 0, unknown: 0, refuted: 0 };
    const row = [
      ...ownNames.map(name => each[name]),
      ...columns.flatMap(column => against(column, index)),
      ...placeOf(index, own.length),
      Math.log1p(found.proved),
      Math.log1p(found.tested),
      Math.log1p(found.unknown),
      found.refuted > 0 ? 1 : 0,
      refutedBefore > 0 ? 1 : 0,
      Math.log1p(found.proved + found.tested + found.unknown + found.refuted),
    ];
    refutedBefore += found.refuted;
    return row;
  });
}

function ownOf(tokens: readonly ReadToken[]): Own {
  const read = marked(tokens);
  const surprise = read.map(token => token.surprise);
  const gaps = read.map(token => token.gap);
  const doubts = read.map(token => token.doubt);
  const digits = read.filter(({ kind }) => kind === 'digit');
  const words = read.filter(({ kind }) => kind === 'word').map(token => token.surprise);
  const top = [...surprise].sort((a, b) => b - a).slice(0, 3);
  return {
    tokens: Math.log1p(read.length),
    surpriseMean: mean(surprise),
    surpriseMax: highest(surprise),
    surpriseTop3: mean(top),
    surpriseSum: Math.log1p(sum(surprise)),
    surpriseFirst: surprise[0] ?? 0,
    gapMean: mean(gaps),
    gapMax: highest(gaps),
    gapShare: mean(gaps.map(gap => (gap > 0 ? 1 : 0))),
    doubtMean: mean(doubts),
    doubtMax: highest(doubts),
    // Where the model was sure of another token than the one that stands there.
    sureMiss: highest(read.map(({ gap, doubt }) => gap * Math.exp(-doubt))),
    digitMean: mean(digits.map(token => token.surprise)),
    digitMax: highest(digits.map(token => token.surprise)),
    digitGapMax: highest(digits.map(token => token.gap)),
    digitDoubtMax: highest(digits.map(token => token.doubt)),
    digits: Math.log1p(digits.length),
    resultMax: highest(read.filter(token => token.isResult).map(token => token.surprise)),
    operatorMax: highest(read.filter(({ kind }) => kind === 'operator').map(token => token.surprise)),
    wordMax: highest(words),
    wordMean: mean(words),
  };
}

interface Marked {
  /** Nats; 0 where it was certain. */
  readonly surprise: number;
  /** How much likelier the likeliest token was (nats). */
  readonly gap: number;
  /** Surprise that the likeliest token would have been. */
  readonly doubt: number;
  readonly kind: 'digit' | 'operator' | 'word' | 'other';
  /** A digit behind an equals sign: what was computed. */
  readonly isResult: boolean;
}

function marked(tokens: readonly ReadToken[]): readonly Marked[] {
  let afterEquals = false;
  return tokens.map(({ text, logProbability, best = logProbability }) => {
    if (!Number.isFinite(logProbability) || !Number.isFinite(best))
      throw new RangeError(`the model gave ${logProbability} as the log-probability of a token`);
    const kind = kindOf(text);
    const isResult = afterEquals && kind === 'digit';
    if (text.includes('=')) afterEquals = true;
    else if (kind === 'word' && !text.startsWith('\\')) afterEquals = false;
    const doubt = Math.max(0, -best);
    const surprise = Math.max(doubt, -logProbability);
    return { surprise, gap: surprise - doubt, doubt, kind, isResult };
  });
}

function kindOf(text: string): Marked['kind'] {
  if (/\p{Nd}/u.test(text)) return 'digit';
  if (/[=+*/<>^×·÷≤≥≠-]/u.test(text)) return 'operator';
  return /\p{L}/u.test(text) ? 'word' : 'other';
}

/** Standard score among all steps, rise over the mean of those before, and share of the steps that have less. */
function against(column: readonly number[], index: number): readonly [z: number, rise: number, rank: number] {
  const value = column[index] ?? 0;
  if (column.length < 2) return [0, 0, 0.5];
  const middle = mean(column);
  const spread = Math.sqrt(mean(column.map(each => (each - middle) ** 2)));
  const before = column.slice(0, index);
  const less = column.filter(each => each < value).length;
  return [
    spread < 1e-9 ? 0 : (value - middle) / spread,
    before.length === 0 ? 0 : value - mean(before),
    less / (column.length - 1),
  ];
}

function placeOf(index: number, steps: number): readonly number[] {
  const position = steps < 2 ? 1 : index / (steps - 1);
  return [Math.log1p(index), position, index === 0 ? 1 : 0, index === steps - 1 ? 1 : 0, Math.log1p(steps)];
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : sum(values) / values.length;
}

function highest(values: readonly number[]): number {
  return values.reduce((most, value) => Math.max(most, value), 0);
}
