/** The prompt for steps with Python, in the form of rStar-Math (arXiv 2501.04519, section 3.1): a sentence as a comment, and code that carries it out. */
import type { Message } from '../../model/language-model.ts';
import type { PackedStep, Window } from '../../reward/packing.ts';
import type { WrittenStep } from '../policy.ts';
import type { WorkedExample } from './examples.ts';
import { withGaps } from './judge.ts';
import { asked, type Repair } from './plain.ts';
import { repairNote } from './repair.ts';

const SYSTEM = [
  'You solve mathematics problems in small steps of Python, each of which runs by itself after the ones before.',
  'Every step is a comment that begins with "# Step", its number and a colon and says in one sentence what is done; under it the Python that does it; then the line "# <end_of_step>".',
  'Names of earlier steps stay defined. Import what you use and define a name before you use it. SymPy is there for exact computation: use it, and whole numbers and fractions in place of decimals. Print what the step finds; what was printed stands behind the step as "# Output:".',
  'When the answer has been printed, write <end_of_code>, and then <answer>, one sentence with the answer in \\boxed{}, and <end_of_answer>.',
].join('\n');

export const STEP_END = '<end_of_step>';

/** A step ends with its mark, the solution with the end of its answer. */
export const codeStops: readonly string[] = [STEP_END, '<end_of_answer>'];

export function codeMessages(problem: string, examples: readonly WorkedExample[], repair?: Repair): readonly Message[] {
  return [
    { role: 'system', content: SYSTEM },
    ...examples.flatMap((example): readonly Message[] => [
      { role: 'user', content: example.problem },
      { role: 'assistant', content: trajectoryOf(example) },
    ]),
    { role: 'user', content: repair === undefined ? asked(problem) : `${asked(problem)}\n\n${repairNote(repair)}` },
  ];
}

function trajectoryOf({ steps, answer }: WorkedExample): string {
  const written = steps.map((step, index) => coded(index, step)).join('\n');
  return `<code>\n${written}\n<end_of_code>\n<answer>${answer}<end_of_answer>`;
}

/** How the reply begins: the steps so far. The model says itself whether there is another one. */
export function codePrefix({ context, left, ledger }: Window): string {
  const pieces = withGaps({ context, targets: [], left, ledger }, ({ index, step }: PackedStep) => coded(index, step));
  const first = context.length === 0 && left.length === 0;
  return `<code>\n${pieces.map(asComment).join('\n')}${first ? '# Step 1:' : '\n'}`;
}

/** A note on what is left out stands in the code as a comment. */
function asComment(piece: string): string {
  return piece.startsWith('[') ? `# ${piece.replaceAll('\n', ' ')}` : piece;
}

function coded(index: number, { text, code, output }: WrittenStep): string {
  const lines = [`# Step ${index + 1}: ${text.trim().replace(/\s*\n\s*/g, '\n# ')}`];
  if (code !== undefined) lines.push(code.trimEnd());
  lines.push(`# ${STEP_END}`);
  if (output !== undefined && output.trim() !== '') lines.push(`# Output: ${output.trim().replaceAll('\n', '\n# ')}`);
  return lines.join('\n');
}
