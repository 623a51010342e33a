/** Long solutions for the benchmarks of the editor: `.steps` files whose steps are worth checking, made from a seed. */
import { seededRandom } from '../harness.ts';

/** Kinds of steps that a person writes; every one is right. */
const steps: readonly ((n: number, m: number) => string)[] = [
  (n, m) => `Step: $${n} + ${m} = ${n + m}$.`,
  (n, m) => `We have $${n} \\cdot ${m} = ${n * m}$, so $${n * m} - ${m} = ${n * m - m}$.`,
  (n, m) => `Expanding, $(x + ${n})(x - ${m}) = x^2 + ${n - m}x - ${n * m}$.`,
  (n, m) => `Let $a_{${n}} = ${m}$.`,
  (n, m) => `Then $\\frac{${n * m}}{${m}} = ${n}$.`,
  (n, m) => `Since $${n + m} > ${m}$, the sum is at least ${m}.`,
  (n, m) => `Dividing, $${n}x = ${n * m}$ gives $x = ${m}$.`,
  (n, m) => `The derivative is $\\frac{d}{dx}\\left(${n}x^2 + ${m}x\\right) = ${2 * n}x + ${m}$.`,
];

/** Markdown with one solution of `count` numbered steps. */
export function longSolution(count: number, seed: number): string {
  const random = seededRandom(seed);
  const number = (): number => 2 + Math.floor(random() * 97);
  const lines = Array.from({ length: count }, (_, index) => {
    const make = steps[Math.floor(random() * steps.length)] ?? (() => '');
    return `${index + 1}. ${make(number(), number())}`;
  });
  return `# Problem\n\nFind every value.\n\n## Solution\n\n${lines.join('\n')}\n`;
}
