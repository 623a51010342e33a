import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { DocumentReader } from '../../../server/src/core/document/incremental.ts';
import { sourceSpan, TextBuilder } from '../../../server/src/core/document/mapped.ts';
import { readDocument } from '../../../server/src/core/document/read.ts';
import type { DocumentFormat, MappedText, SolutionDocument, Step } from '../../../server/src/core/document/solution.ts';
import { seededRandom } from '../../bench/harness.ts';
import { apply, EditSequence } from '../../bench/lib/edit-sequences.ts';
import { showStep } from './show.ts';

const folder = new URL('../../fixtures/documents/', import.meta.url);
const formats: Readonly<Record<string, DocumentFormat>> = { md: 'markdown', tex: 'latex', steps: 'steps' };
const fixtures = readdirSync(folder).flatMap((file): [string, DocumentFormat, string][] => {
  const format = formats[file.split('.').at(-1) ?? ''];
  return format === undefined ? [] : [[file, format, readFileSync(new URL(file, folder), 'utf8')]];
});

function* texts(document: SolutionDocument): Generator<[MappedText, number]> {
  for (const { problem, steps } of document.solutions) {
    for (const part of problem?.parts ?? []) yield [part.content, problem?.offset ?? 0];
    for (const { step, offset } of steps) for (const part of step.parts) yield [part.content, offset];
  }
}

const stepsOf = (document: SolutionDocument): Step[] =>
  document.solutions.flatMap(({ steps }) => steps.map(({ step }) => step));

describe.each(fixtures)('%s', (_file, format, text) => {
  const options = { format, wholeFile: false };
  const document = readDocument(text, options);

  it('every exact piece stands in the source, and pieces cover their text', () => {
    for (const [content, offset] of texts(document)) {
      let at = 0;
      for (const piece of content.pieces) {
        expect(piece.at).toBe(at);
        at += piece.length;
        if (!piece.exact) continue;
        const place = offset + piece.source;
        expect(text.slice(place, place + piece.sourceLength)).toBe(
          content.text.slice(piece.at, piece.at + piece.length),
        );
      }
      expect(at).toBe(content.text.length);
    }
  });

  it('steps stand in order, inside the text and inside their solution', () => {
    for (const { steps, span } of document.solutions) {
      let last = span.start;
      for (const { step, offset } of steps) {
        expect(step.span.start + offset).toBeGreaterThanOrEqual(last);
        expect(step.span.end).toBeGreaterThan(step.span.start);
        last = step.span.start + offset;
        expect(step.span.end + offset).toBeLessThanOrEqual(span.end);
      }
    }
  });

  it('reads the same with the line ends of Windows', () => {
    const steps = (read: SolutionDocument): string[] => stepsOf(read).map(step => showStep(step).replace(/\s+/g, ' '));
    const windows = readDocument(text.replaceAll('\n', '\r\n'), options);
    expect(steps(windows).map(line => line.replaceAll('⏎', ''))).toEqual(
      steps(document).map(line => line.replaceAll('⏎', '')),
    );
  });

  it('an edit keeps all steps but those it touches', () => {
    const reader = new DocumentReader(text, options);
    const before = stepsOf(reader.document);
    const placed = reader.document.solutions.at(-1)?.steps.at(2);
    if (placed === undefined) throw new Error('the fixture has too few steps');
    const at = placed.offset + placed.step.span.start + 1;
    const after = stepsOf(reader.edit([{ span: { start: at, end: at }, text: 'q' }]));
    const kept = before.filter(old => after.includes(old)).length;
    expect(kept).toBeGreaterThanOrEqual(before.length - 3);
    expect(kept).toBeLessThan(before.length);
    const undone = stepsOf(reader.edit([{ span: { start: at, end: at + 1 }, text: '' }]));
    expect(undone.map(({ key }) => key)).toEqual(before.map(({ key }) => key));
  });
});

describe.each<DocumentFormat>(['markdown', 'latex', 'steps'])('%s put together at random', format => {
  it('every exact piece stands in the source, whatever the text', { timeout: 60_000 }, () => {
    const sequence = new EditSequence(format, seededRandom(5), 200);
    let text = '';
    for (let count = 0; count < 250; count++) {
      for (const edit of sequence.next(text)) text = apply(text, edit);
      for (const [content, offset] of texts(readDocument(text, { format, wholeFile: true }))) {
        for (const piece of content.pieces) {
          const place = offset + piece.source;
          const source = text.slice(place, place + piece.sourceLength);
          if (piece.exact && source !== content.text.slice(piece.at, piece.at + piece.length)) {
            expect.fail(`${JSON.stringify(source)} is not where it is said to be in ${JSON.stringify(text)}`);
          }
        }
      }
    }
  });
});

describe('a change of a macro', () => {
  it('re-reads only what uses it', () => {
    const text = '\\newcommand{\\R}{A}\n\na $\\R$\n\nb $x$';
    const reader = new DocumentReader(text, { format: 'latex', wholeFile: false });
    const [used, other] = stepsOf(reader.document);
    const [changed, kept] = stepsOf(reader.edit([{ span: { start: 16, end: 17 }, text: 'B' }]));
    expect(kept).toBe(other);
    expect(changed).not.toBe(used);
    expect(changed?.parts[1]?.content.text).toBe('B');
  });

  it('places of an expanded call are those of the call and of its arguments', () => {
    const text = '\\newcommand{\\h}[1]{\\frac{#1}{2}} $\\h{x+1} = y$';
    const [step] = stepsOf(readDocument(text, { format: 'latex', wholeFile: false }));
    const content = step?.parts[0]?.content as MappedText;
    const place = (part: string): string => {
      const start = content.text.indexOf(part);
      const { start: from, end } = sourceSpan(content, { start, end: start + part.length });
      return text.slice(text.indexOf('$') + from, text.indexOf('$') + end);
    };
    expect(content.text).toBe('\\frac{x+1}{2} = y');
    expect([place('x+1'), place('{2}'), place('= y'), place('1}{2} = y')]).toEqual([
      'x+1',
      '\\h{x+1}',
      '= y',
      '\\h{x+1} = y',
    ]);
  });
});

describe('mapped text', () => {
  it('maps spans at the ends, inside replaced pieces, and empty ones', () => {
    const builder = new TextBuilder();
    builder.exact('ab', 10);
    builder.instead('X', 12, 5);
    builder.exact('cd', 17);
    const content = builder.build();
    const cases: [number, number, number, number][] = [
      [0, 2, 10, 12],
      [1, 3, 11, 17],
      [2, 3, 12, 17],
      [3, 5, 17, 19],
      [0, 99, 10, 19],
      [1, 1, 11, 11],
      [5, 5, 19, 19],
    ];
    for (const [start, end, from, to] of cases)
      expect(sourceSpan(content, { start, end })).toEqual({ start: from, end: to });
  });
});
