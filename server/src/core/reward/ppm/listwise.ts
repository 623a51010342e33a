/**
 * Where the first error stands, as a choice between the steps of a solution and "none": each step has a linear score, none has a constant, and the softmax of
 * all gives the probabilities (a conditional logit, McFadden 1974). Steps after the first error need no label.
 */
import { dot, solvePositive } from './linear.ts';

/** A solution to learn from: a row for each step, and the index of its first wrong step, -1 where all are right. */
export interface Example {
  readonly rows: readonly (readonly number[])[];
  readonly label: number;
  /** 1 by default. */
  readonly weight?: number;
}

export interface Listwise {
  readonly weights: readonly number[];
  /** Score of "none". */
  readonly none: number;
}

const ROUNDS = 40;
const ENOUGH = 1e-8;

/** Probability of each step to be the first wrong one; what is missing to 1 is that there is none. */
export function firstErrorOf({ weights, none }: Listwise, rows: readonly (readonly number[])[]): number[] {
  const scores = rows.map(row => dot(row, weights));
  const most = Math.max(none, ...scores);
  const parts = scores.map(score => Math.exp(score - most));
  const total = parts.reduce((sum, part) => sum + part, Math.exp(none - most));
  return parts.map(part => part / total);
}

/**
 * Least penalised log-loss, by Newton's method with halved steps; it is convex, so there is one. `ridge`: penalty on the squares of the weights, per example.
 * `undefined` when the signal is aborted. Throws a RangeError where a row holds what is no number.
 */
export function fitListwise(examples: readonly Example[], ridge: number, signal?: AbortSignal): Listwise | undefined {
  const width = examples[0]?.rows[0]?.length ?? 0;
  let at = new Float64Array(width + 1);
  let loss = lossOf(examples, at, ridge);
  if (!Number.isFinite(loss)) throw new RangeError('a feature is not a number');
  for (let round = 0; round < ROUNDS; round++) {
    if (signal?.aborted === true) return undefined;
    const direction = newtonStep(examples, at, ridge);
    let size = 1;
    let next = at;
    let lower = loss;
    for (; size > 1e-4; size /= 2) {
      next = at.map((value, k) => value - size * (direction[k] as number));
      lower = lossOf(examples, next, ridge);
      if (lower < loss) break;
    }
    if (!(lower < loss)) break;
    const gained = loss - lower;
    [at, loss] = [next, lower];
    if (gained < ENOUGH * (1 + Math.abs(loss))) break;
  }
  return unpacked(at);
}

function unpacked(at: Float64Array): Listwise {
  return { weights: [...at.subarray(0, -1)], none: at.at(-1) ?? 0 };
}

function lossOf(examples: readonly Example[], at: Float64Array, ridge: number): number {
  const model = unpacked(at);
  let loss = 0;
  for (const { rows, label, weight = 1 } of examples) {
    const first = firstErrorOf(model, rows);
    const probability = label === -1 ? 1 - first.reduce((sum, p) => sum + p, 0) : (first[label] as number);
    loss -= weight * Math.log(Math.max(probability, 1e-300));
  }
  return loss + (examples.length * ridge * dot(model.weights, model.weights)) / 2;
}

/** Gradient of the loss, put through its curvature. */
function newtonStep(examples: readonly Example[], at: Float64Array, ridge: number): Float64Array {
  const size = at.length;
  const model = unpacked(at);
  const gradient = at.map((value, k) => (k < size - 1 ? examples.length * ridge * value : 0));
  const curvature = Array.from({ length: size }, (_, k) => {
    const row = new Float64Array(size);
    // The constant has no penalty; a hair of one keeps the matrix definite.
    row[k] = k < size - 1 ? examples.length * ridge : 1e-6;
    return row;
  });
  const middle = new Float64Array(size);
  for (const { rows, label, weight = 1 } of examples) {
    const first = firstErrorOf(model, rows);
    const none = 1 - first.reduce((sum, p) => sum + p, 0);
    middle.fill(0);
    middle[size - 1] = none;
    for (const [index, row] of rows.entries()) addTo(middle, row, first[index] as number);
    for (let k = 0; k < size; k++) gradient[k] = (gradient[k] as number) + weight * (middle[k] as number);
    if (label === -1) gradient[size - 1] = (gradient[size - 1] as number) - weight;
    else addTo(gradient, rows[label] as readonly number[], -weight);
    for (const [index, row] of rows.entries()) addOuter(curvature, row, weight * (first[index] as number));
    addOuter(curvature, middle, -weight);
    const corner = curvature[size - 1] as Float64Array;
    corner[size - 1] = (corner[size - 1] as number) + weight * none;
  }
  return solvePositive(curvature, gradient);
}

function addTo(target: Float64Array, row: ArrayLike<number>, factor: number): void {
  for (let k = 0; k < row.length; k++) target[k] = (target[k] as number) + factor * (row[k] as number);
}

/** The lower half is enough: the matrix is symmetric. */
function addOuter(matrix: Float64Array[], row: ArrayLike<number>, factor: number): void {
  for (let i = 0; i < row.length; i++) {
    const target = matrix[i] as Float64Array;
    const scaledBy = factor * (row[i] as number);
    if (scaledBy === 0) continue;
    for (let j = 0; j <= i; j++) target[j] = (target[j] as number) + scaledBy * (row[j] as number);
  }
}
