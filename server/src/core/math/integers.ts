/** Number theory and counting on whole numbers. `undefined` where a function has no value or its value is too large to write down. */
import { bitLength, greatestCommonDivisor } from './rational.ts';

/** Factorials, binomials and Fibonacci numbers are given up to this argument (about 12,000 digits). */
const LARGEST_ARGUMENT = 4000n;

export function factorial(n: bigint): bigint | undefined {
  return n < 0n || n > LARGEST_ARGUMENT ? undefined : range(1n, n);
}

/** n!! = n(n-2)(n-4)…; 0!! and (-1)!! are 1. */
export function doubleFactorial(n: bigint): bigint | undefined {
  if (n < -1n || n > LARGEST_ARGUMENT) return undefined;
  let result = 1n;
  for (let k = n; k > 1n; k -= 2n) result *= k;
  return result;
}

/** The product of the whole numbers from a to b, by halves so that the factors stay of like size; 1 where there are none. */
function range(a: bigint, b: bigint): bigint {
  if (a > b) return 1n;
  if (b - a < 16n) {
    let result = a;
    for (let k = a + 1n; k <= b; k++) result *= k;
    return result;
  }
  const middle = (a + b) / 2n;
  return range(a, middle) * range(middle + 1n, b);
}

/** n over k; 0 for k < 0 and, where n ≥ 0, for k > n. Defined for negative n by n(n-1)…(n-k+1)/k!. */
export function binomial(n: bigint, k: bigint): bigint | undefined {
  if (k < 0n) return 0n;
  if (n >= 0n && k > n) return 0n;
  const small = n >= 0n && n - k < k ? n - k : k;
  if (small > LARGEST_ARGUMENT || bitLength(n) > 256) return undefined;
  let result = 1n;
  for (let j = 0n; j < small; j++) result = (result * (n - j)) / (j + 1n);
  return result;
}

/** n(n-1)…(n-k+1); 0 for k > n ≥ 0. */
export function permutations(n: bigint, k: bigint): bigint | undefined {
  if (k < 0n || n < 0n || k > LARGEST_ARGUMENT || bitLength(n) > 256) return undefined;
  return k > n ? 0n : range(n - k + 1n, n);
}

/** The remainder in [0, |m|); `undefined` for m = 0. */
export function modulo(a: bigint, m: bigint): bigint | undefined {
  if (m === 0n) return undefined;
  const size = m < 0n ? -m : m;
  const r = a % size;
  return r < 0n ? r + size : r;
}

/** base^exponent mod m for exponent ≥ 0, m ≥ 1. */
export function powerModulo(base: bigint, exponent: bigint, m: bigint): bigint {
  let result = 1n % m;
  let square = modulo(base, m) ?? 0n;
  for (let k = exponent; k > 0n; k >>= 1n) {
    if (k & 1n) result = (result * square) % m;
    square = (square * square) % m;
  }
  return result;
}

/** The inverse of a mod m; `undefined` where they have a common factor. */
export function inverseModulo(a: bigint, m: bigint): bigint | undefined {
  let [r0, r1] = [m, modulo(a, m) ?? 0n];
  let [t0, t1] = [0n, 1n];
  while (r1 !== 0n) {
    const q = r0 / r1;
    [r0, r1] = [r1, r0 - q * r1];
    [t0, t1] = [t1, t0 - q * t1];
  }
  return r0 === 1n ? modulo(t0, m) : undefined;
}

export function leastCommonMultiple(a: bigint, b: bigint): bigint {
  if (a === 0n || b === 0n) return 0n;
  const product = (a / greatestCommonDivisor(a, b)) * b;
  return product < 0n ? -product : product;
}

/** Prime factors with multiplicity by trial division up to 10^5; `undefined` where a cofactor larger than 10^10 remains. */
export function factorize(n: bigint): ReadonlyMap<bigint, number> | undefined {
  if (n < 1n) return undefined;
  const factors = new Map<bigint, number>();
  let rest = n;
  const take = (p: bigint): void => {
    let count = 0;
    while (rest % p === 0n) {
      rest /= p;
      count++;
    }
    if (count > 0) factors.set(p, count);
  };
  take(2n);
  for (let p = 3n; p < 100_000n && p * p <= rest; p += 2n) take(p);
  if (rest > 10_000_000_000n) return undefined;
  if (rest > 1n) factors.set(rest, 1);
  return factors;
}

export function totient(n: bigint): bigint | undefined {
  const factors = factorize(n);
  if (factors === undefined) return undefined;
  let result = n;
  for (const p of factors.keys()) result = (result / p) * (p - 1n);
  return result;
}

export function divisorCount(n: bigint): bigint | undefined {
  const factors = factorize(n);
  return factors && [...factors.values()].reduce((product, k) => product * BigInt(k + 1), 1n);
}

export function divisorSum(n: bigint): bigint | undefined {
  const factors = factorize(n);
  return factors && [...factors].reduce((product, [p, k]) => (product * (p ** BigInt(k + 1) - 1n)) / (p - 1n), 1n);
}

/** F(1) = F(2) = 1. */
export function fibonacci(n: bigint): bigint | undefined {
  if (n < 0n || n > LARGEST_ARGUMENT) return undefined;
  let [a, b] = [0n, 1n];
  for (let k = 0n; k < n; k++) [a, b] = [b, a + b];
  return a;
}

/** Functions of whole numbers by name, shared by all arithmetics. */
export function integerFunction(fn: string, args: readonly bigint[]): bigint | undefined {
  const [a, b] = args;
  if (a === undefined) return undefined;
  switch (fn) {
    case 'gcd':
      return args.reduce(greatestCommonDivisor, 0n);
    case 'lcm':
      return args.reduce(leastCommonMultiple);
    case 'mod':
      return b === undefined ? undefined : modulo(a, b);
    case 'binomial':
      return b === undefined ? undefined : binomial(a, b);
    case 'permutations':
      return b === undefined ? undefined : permutations(a, b);
    case 'totient':
      return totient(a);
    case 'divisorCount':
      return divisorCount(a);
    case 'divisorSum':
      return divisorSum(a);
    case 'fibonacci':
      return fibonacci(a);
    default:
      return undefined;
  }
}

export const INTEGER_FUNCTIONS: ReadonlySet<string> = new Set([
  'gcd',
  'lcm',
  'mod',
  'binomial',
  'permutations',
  'totient',
  'divisorCount',
  'divisorSum',
  'fibonacci',
]);
