/** Steps as they stand in a prompt. */
import type { WrittenStep } from '../policy.ts';

/** A step whole: its sentence, its Python in a fence, and what that printed. */
export function writeStep({ text, code, output }: WrittenStep): string {
  const parts = [text.trim()];
  if (code !== undefined) parts.push(`\`\`\`python\n${code.trimEnd()}\n\`\`\``);
  if (output !== undefined && output.trim() !== '') parts.push(`Output:\n${output.trimEnd()}`);
  return parts.join('\n');
}
