/**
 * Tokens whose logits stand for the model's last hidden state. The logits are its linear image, so some thousand of them hold as much of it as a linear model
 * can use. Most are drawn at random over the vocabulary, which makes their rows nearly independent; the rest are words that say what the model takes a step
 * for (" correct", " wrong", " missing", "Wait"), and the digits, operators and marks that may follow a step, whose logits have a meaning of their own.
 */
import { seededRandom } from '../../math/random.ts';

/** In the vocabulary of Qwen 2 and 2.5, which all sizes share. Another model has other words under these numbers: then they are as good as drawn. */
const words: readonly number[] = [
  4396, 4969, 15114, 1290, 830, 895, 2697, 8318, 36004, 537, 1083, 25244, 1172, 1465, 16523, 1661, 6915, 5394, 24416,
  7402, 39140, 11997, 25165, 47732, 19928, 34870, 14190, 11209, 3983, 52592, 54815, 4416, 44500, 7039, 5847, 12549,
  17949, 12209, 23949, 10061, 1654, 785, 1986, 4792, 1249, 2679, 2753, 9454, 80022, 55272, 19152, 5338, 15666, 36975,
  8304, 36842, 16141, 9112, 3973, 32627, 33092, 29185, 1454, 2514, 4049, 13824, 4354, 714, 3520, 1265, 7414, 2308, 15,
  16, 17, 18, 19, 20, 21, 22, 23, 24, 284, 28, 488, 10, 481, 12, 9, 14, 13, 11, 25, 26, 30, 0, 198, 271, 382, 624, 279,
  264, 1576, 2474, 27, 7, 59, 3, 78045, 44292,
];
const vocabulary = 151_643;
const count = 1024;
const seed = 20_261_123;

/** The same list at every call. */
export function probeTokens(): readonly number[] {
  const tokens = new Set(words);
  const random = seededRandom(seed);
  while (tokens.size < count) tokens.add(Math.floor(random() * vocabulary));
  return [...tokens];
}
