/** Draws the next token from the likeliest ones. */
import type { Token } from 'node-llama-cpp';
import { seededRandom } from '../../../core/math/random.ts';
import type { Row } from './slots.ts';

/** Tokens that are drawn from, at most: llama.cpp's own default. */
export const candidates = 40;

export interface Drawn {
  readonly token: Token;
  /** In nats, by the model itself: before temperature and the choice of candidates. */
  readonly logProbability: number;
}

export interface Sampling {
  /** 0: the likeliest. */
  readonly temperature: number;
  /** The candidates are the fewest whose share, at this temperature, is at least this; 1 for all. */
  readonly topP: number;
  readonly seed: number;
}

/** A draw for each row, repeatable by the seed. */
export function sampler({ temperature, topP, seed }: Sampling): (row: Row) => Drawn {
  const random = seededRandom(seed);
  return row => {
    const drawn = (token: Token, logit: number): Drawn => ({ token, logProbability: logit - row.logSum });
    const best = row.logits.get(row.best) ?? 0;
    if (temperature === 0) return drawn(row.best, best);
    const ranked = [...row.logits].sort((a, b) => b[1] - a[1]).slice(0, candidates);
    const weights = ranked.map(([, logit]) => Math.exp((logit - best) / temperature));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    let kept = 0;
    let mass = 0;
    while (kept < weights.length && mass < topP * total) mass += weights[kept++] ?? 0;
    let left = random() * mass;
    for (let index = 0; index < kept; index++) {
      left -= weights[index] ?? 0;
      const candidate = ranked[index];
      if (left < 0 && candidate !== undefined) return drawn(...candidate);
    }
    return drawn(row.best, best);
  };
}
