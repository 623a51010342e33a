import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type CheckOptions, DocumentChecker } from '../../../server/src/core/check.ts';
import { type CellOutcome, placedCells } from '../../../server/src/core/code/runner.ts';
import { enrich } from '../../../server/src/core/late.ts';
import { documentationOf, type Example, rules } from '../../../server/src/core/verify/rules/index.ts';
import { outcomesOfExamples, result } from '../code/scripted.ts';
import { scoreOfExample } from '../reward/scripted.ts';

/** A small solution as Markdown. */
function document({ problem, steps }: Example): string {
  const statement = problem === undefined ? '' : `## Problem\n\n${problem}\n\n`;
  return `${statement}## Solution\n\n${steps.join('\n\n')}\n`;
}

function findings(example: Example) {
  const options: CheckOptions = {
    format: 'markdown',
    wholeFile: true,
    severities: { 'equation.adds-roots': 'hint', 'step.unknown-quantity': 'hint' },
  };
  const checked = new DocumentChecker(document(example), options).result;
  const outcomes = new Map(
    placedCells(checked).map(({ key, stepCell }) => [key, outcomesOfExamples[stepCell.cell.code]]),
  );
  const outcomeOf = (key: string): CellOutcome => ({ kind: 'done', result: result(outcomes.get(key)) });
  return enrich(checked, { outcomeOf, verdictOf: () => undefined, scoreOf: scoreOfExample }, options).findings;
}

for (const rule of Object.values(rules)) {
  describe(`rule ${rule.code}`, () => {
    for (const example of rule.examples.bad) {
      it(`speaks: ${example.steps.at(-1)}`, () => {
        const codes = findings(example).map(finding => finding.rule);
        expect(codes).toContain(rule.code);
      });
    }
    for (const example of rule.examples.good) {
      it(`is quiet: ${example.steps.join(' / ')}`, () => {
        expect(findings(example).filter(({ severity }) => severity === 'error' || severity === 'warning')).toEqual([]);
      });
    }

    it('has a page that quotes what it says', () => {
      const page = readFileSync(`docs/rules/${rule.code}.md`, 'utf8');
      const said = rule.examples.bad.flatMap(findings).filter(finding => finding.rule === rule.code);
      expect(
        said.map(({ message }) => message).filter(message => page.includes(`Stepwise says: *${message}*`)),
      ).not.toEqual([]);
    });

    it('has a page that says what it is called, and the page is listed', () => {
      const page = readFileSync(`docs/rules/${rule.code}.md`, 'utf8');
      expect(page).toContain(`# ${rule.title}\n`);
      expect(page).toContain(
        `\`${rule.code}\` · ${rule.severity === 'off' ? 'off' : rule.severity[0]?.toUpperCase() + rule.severity.slice(1)} `,
      );
      expect(readFileSync('docs/rules/README.md', 'utf8')).toContain(`(${rule.code}.md)`);
      expect(documentationOf(rule.code).endsWith(`/${rule.code}.md`)).toBe(true);
    });
  });
}
