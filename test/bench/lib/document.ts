/** Long documents for the benchmarks of the editor, made from a seed: exercises with solutions whose every step is right. */
import { seededRandom } from '../harness.ts';

type Random = () => number;

const STEPS_A_PROBLEM = 25;

/** Five steps about one unknown or function each; what a person writes in five lines. */
const passages: readonly ((name: string, random: Random) => readonly string[])[] = [
  linear,
  sums,
  quadratic,
  calculus,
  words,
];
const names = ['x', 'y', 't', 'u', 'z'];

/**
 * Markdown with `steps` numbered steps. Exercises of 25 steps, each with its problem and solution; or all in one solution, which is
 * the hardest case for an edit: whatever is said early is in force to the end.
 */
export function longDocument(steps: number, seed: number, shape: 'exercises' | 'oneSolution' = 'exercises'): string {
  const random = seededRandom(seed);
  const share = shape === 'exercises' ? STEPS_A_PROBLEM : steps;
  const parts: string[] = ['# Exercises\n'];
  for (let problem = 1, left = steps; left > 0; problem++, left -= share) {
    const lines = solution(Math.min(share, left), random).map((line, index) => `${index + 1}. ${line}`);
    parts.push(`## Problem ${problem}\n\nFind every value.\n\n### Solution\n\n${lines.join('\n')}\n`);
  }
  return parts.join('\n');
}

function solution(steps: number, random: Random): readonly string[] {
  const lines: string[] = [];
  for (let passage = 0; lines.length < steps; passage++) {
    const make = passages[Math.floor(random() * passages.length)] ?? linear;
    // Behind the first five every passage has an unknown of its own.
    const round = Math.floor(passage / names.length);
    const name = `${names[passage % names.length] ?? 'x'}${round === 0 ? '' : `_{${round}}`}`;
    lines.push(...make(name, random));
  }
  return lines.slice(0, steps);
}

function linear(x: string, random: Random): readonly string[] {
  const [a, b, root] = [number(random), number(random), number(random)];
  return [
    `We solve $${a}${x} + ${b} = ${a * root + b}$.`,
    `Subtracting ${b} from both sides, $${a}${x} = ${a * root}$.`,
    `Dividing by ${a}, $${x} = ${root}$.`,
    `Check: $${a} \\cdot ${root} + ${b} = ${a * root + b}$.`,
    `So the answer is $${x} = ${root}$.`,
  ];
}

function sums(_: string, random: Random): readonly string[] {
  const [a, b, c] = [number(random), number(random), number(random)];
  return [
    `First, $${a} + ${b} = ${a + b}$.`,
    `Then $${a + b} \\cdot ${c} = ${(a + b) * c}$.`,
    `On the other hand, $${a} \\cdot ${c} + ${b} \\cdot ${c} = ${a * c} + ${b * c} = ${(a + b) * c}$.`,
    `The quotient is $\\frac{${(a + b) * c}}{${c}} = ${a + b}$.`,
    `Since $${a + b} > ${b}$, we are done.`,
  ];
}

function quadratic(x: string, random: Random): readonly string[] {
  const [a, b] = [number(random), number(random)];
  return [
    `Expanding, $(${x} + ${a})(${x} - ${b}) = ${x}^2 + ${a}${x} - ${b}${x} - ${a * b}$.`,
    `So $(${x} + ${a})(${x} - ${b}) + ${a * b} = ${x}^2 + ${a}${x} - ${b}${x}$.`,
    `Squaring, $(${x} + ${a})^2 = ${x}^2 + ${2 * a}${x} + ${a * a}$.`,
    `Hence $${x}^2 + ${2 * a}${x} + ${a * a} \\ge 0$.`,
    `The difference of squares is $${x}^2 - ${b * b} = (${x} - ${b})(${x} + ${b})$.`,
  ];
}

function calculus(x: string, random: Random): readonly string[] {
  const [a, b, at] = [number(random), number(random), number(random)];
  return [
    `The derivative is $\\frac{d}{d${x}}\\left(${a}${x}^2 + ${b}${x}\\right) = ${2 * a}${x} + ${b}$.`,
    `An antiderivative is $\\int ${2 * a}${x} \\, d${x} = ${a}${x}^2 + C$.`,
    `Over an interval, $\\int_0^{${at}} 2${x} \\, d${x} = ${at * at}$.`,
    `Also $\\sqrt{${at * at}} = ${at}$ and $${at}^2 = ${at * at}$.`,
    `With $\\sin^2 ${x} + \\cos^2 ${x} = 1$ the claim follows.`,
  ];
}

function words(_: string, random: Random): readonly string[] {
  const [a, b] = [number(random), number(random)];
  return [
    `She sold ${a} clips in April and ${b} in May.`,
    `Altogether she sold ${a} + ${b} = ${a + b} clips.`,
    `At 2 dollars each that makes ${a + b} * 2 = ${2 * (a + b)} dollars.`,
    `Half of them are ${a + b}/2 = ${(a + b) / 2} clips.`,
    `It remains to count the ${a} of the first month.`,
  ];
}

function number(random: Random): number {
  return 2 + Math.floor(random() * 97);
}
