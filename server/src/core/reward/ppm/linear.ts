/** The little linear algebra that fitting needs: vectors are arrays, matrices are arrays of rows. */

export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

/**
 * Solves `a · x = b` for a symmetric positive definite matrix, by Cholesky's factors. `a` is overwritten. Throws a RangeError where it is not positive
 * definite: a ridge was forgotten, or a number is not finite.
 */
export function solvePositive(a: Float64Array[], b: Float64Array): Float64Array {
  const n = b.length;
  for (let i = 0; i < n; i++) {
    const row = a[i] as Float64Array;
    for (let j = 0; j <= i; j++) {
      const other = a[j] as Float64Array;
      let sum = row[j] as number;
      for (let k = 0; k < j; k++) sum -= (row[k] as number) * (other[k] as number);
      if (i !== j) row[j] = sum / (other[j] as number);
      else if (sum > 0) row[j] = Math.sqrt(sum);
      else throw new RangeError('the matrix is not positive definite');
    }
  }
  const x = Float64Array.from(b);
  for (let i = 0; i < n; i++) {
    const row = a[i] as Float64Array;
    for (let k = 0; k < i; k++) x[i] = (x[i] as number) - (row[k] as number) * (x[k] as number);
    x[i] = (x[i] as number) / (row[i] as number);
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) x[i] = (x[i] as number) - ((a[k] as Float64Array)[i] as number) * (x[k] as number);
    x[i] = (x[i] as number) / ((a[i] as Float64Array)[i] as number);
  }
  return x;
}

/** Mean and spread of each column; the spread of a column that does not change is 1, so that it becomes 0 when scaled. */
export interface Scaling {
  readonly means: readonly number[];
  readonly spreads: readonly number[];
}

export function scalingOf(rows: readonly ArrayLike<number>[]): Scaling {
  const width = rows[0]?.length ?? 0;
  const means = Array.from({ length: width }, (_, column) => average(rows, row => row[column] as number));
  const spreads = means.map((mean, column) => {
    const spread = Math.sqrt(average(rows, row => ((row[column] as number) - mean) ** 2));
    return spread < 1e-9 ? 1 : spread;
  });
  return { means, spreads };
}

/** What lies further out than this many spreads is brought in: one strange token must not decide. */
const FURTHEST = 5;

export function scaled(row: ArrayLike<number>, { means, spreads }: Scaling): number[] {
  return means.map((mean, column) => {
    const value = ((row[column] as number) - mean) / (spreads[column] as number);
    return Math.min(FURTHEST, Math.max(-FURTHEST, value));
  });
}

/**
 * The `count` directions in which the rows spread most, as unit vectors; the rows are centred already. Subspace iteration from seeded random vectors (Halko,
 * Martinsson and Tropp 2011, algorithm 4.4), orthonormalised in each of its rounds.
 */
export function principalDirections(
  rows: readonly Float64Array[],
  count: number,
  random: () => number,
  rounds = 12,
): Float64Array[] {
  const width = rows[0]?.length ?? 0;
  let directions = orthonormal(
    Array.from({ length: Math.min(count, width, rows.length) }, () =>
      Float64Array.from({ length: width }, () => random() + random() + random() - 1.5),
    ),
  );
  for (let round = 0; round < rounds; round++) {
    const next = directions.map(() => new Float64Array(width));
    for (const row of rows) {
      for (const [index, direction] of directions.entries()) {
        const along = dot(row, direction);
        const target = next[index] as Float64Array;
        for (let k = 0; k < width; k++) target[k] = (target[k] as number) + along * (row[k] as number);
      }
    }
    directions = orthonormal(next);
  }
  // Signs are free; fixing them makes a fit repeat to the last digit.
  return directions.map(direction => {
    const most = direction.reduce((best, value) => (Math.abs(value) > Math.abs(best) ? value : best), 0);
    return most < 0 ? direction.map(value => -value) : direction;
  });
}

/** Gram and Schmidt, each twice; vectors that depend on those before them fall away. */
function orthonormal(vectors: readonly Float64Array[]): Float64Array[] {
  const kept: Float64Array[] = [];
  for (const vector of vectors) {
    const length = Math.sqrt(dot(vector, vector));
    const rest = Float64Array.from(vector);
    for (let pass = 0; pass < 2; pass++) {
      for (const base of kept) {
        const along = dot(rest, base);
        for (let k = 0; k < rest.length; k++) rest[k] = (rest[k] as number) - along * (base[k] as number);
      }
    }
    const left = Math.sqrt(dot(rest, rest));
    if (left > 1e-9 * length && left > 0) kept.push(rest.map(value => value / left));
  }
  return kept;
}

function average<T>(rows: readonly T[], of: (row: T) => number): number {
  return rows.reduce((sum, row) => sum + of(row), 0) / Math.max(1, rows.length);
}
