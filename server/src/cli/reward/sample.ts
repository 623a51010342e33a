/** Samples that grow: what was read for a smaller one is of use in a larger one. */
import { seededRandom } from '../../core/math/random.ts';

/** So many of the items, by lot; of the same items always the same, and a larger sample begins with the smaller one. */
export function growingSample<T>(items: readonly T[], count: number, seed: number): readonly T[] {
  const shuffled = [...items];
  const random = seededRandom(seed);
  for (let i = shuffled.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [shuffled[i], shuffled[j]] = [shuffled[j] as T, shuffled[i] as T];
  }
  return shuffled.slice(0, count);
}
