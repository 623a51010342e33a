/** Code anywhere in a solution changes nothing of what is said about its mathematics. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DocumentChecker } from '../../../server/src/core/check.ts';
import { formatOfFile } from '../../../server/src/core/document/format.ts';
import type { DocumentFormat } from '../../../server/src/core/document/solution.ts';

const folder = new URL('../../../examples/', import.meta.url);
const files = readdirSync(folder).flatMap((file): [string, DocumentFormat, string][] => {
  const format = formatOfFile(file);
  const text = readFileSync(new URL(file, folder), 'utf8');
  // Between the marks of a trajectory a fence says nothing.
  return format === undefined || file === 'README.md' || text.includes('<end_of_step>') ? [] : [[file, format, text]];
});

/** Wrong as mathematics, so that it would be told if it were read. */
const CODE = 'x = 1  # 2 + 2 = 5\nassert 1 == 2';
const block = (format: DocumentFormat): string =>
  format === 'latex' ? `\n\\begin{minted}{python}\n${CODE}\n\\end{minted}\n` : `\n\`\`\`python\n${CODE}\n\`\`\`\n`;

interface Said {
  readonly findings: readonly string[];
  readonly claims: readonly string[];
  readonly blocks: number;
  /** Offsets where a step ends with its line, and whether it stands in a list. */
  readonly ends: readonly (readonly [at: number, isItem: boolean])[];
}

function said(text: string, format: DocumentFormat): Said {
  const { findings, solutions } = new DocumentChecker(text, { format, wholeFile: false, severities: {} }).result;
  const steps = solutions.flatMap(solution => solution.steps);
  return {
    findings: findings.map(({ rule, severity, message }) => `${rule} ${severity} ${message}`),
    claims: steps.flatMap(step =>
      step.claims.map(({ claim, verdict }) => `${claim.role} ${claim.text} ${verdict.status}`),
    ),
    blocks: steps.flatMap(({ placed }) => placed.step.parts.filter(({ kind }) => kind === 'code')).length,
    ends: steps.flatMap(({ placed: { step, offset } }): [number, boolean][] => {
      const at = offset + step.span.end;
      const endsLine = step.row === undefined && /^[ \t]*\r?\n/.test(text.slice(at));
      return endsLine ? [[at, step.kind === 'item']] : [];
    }),
  };
}

describe.each(files)('%s', (_file, format, text) => {
  const before = said(text, format);

  it.each([
    ['right under a step', ''],
    ['after a blank line', '\n'],
  ])('code %s', (_where, gap) => {
    for (const [at, isItem] of before.ends) {
      const code = isItem && format === 'markdown' ? block(format).replaceAll('\n', '\n   ') : block(format);
      const now = said(`${text.slice(0, at)}${gap}${code}${text.slice(at)}`, format);
      expect(now.findings).toEqual(before.findings);
      expect(now.claims).toEqual(before.claims);
      expect(now.blocks).toBe(before.blocks + 1);
    }
  });
});
