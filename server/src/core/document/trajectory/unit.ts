/** One piece of a trajectory → its entries. */
import type { Span } from '../../math/expr.ts';
import { codeContent, PYTHON } from '../code.ts';
import { StepCollector } from '../collector.ts';
import { readStepLabel } from '../headings.ts';
import { flowThrough, takeFlow } from '../inline.ts';
import { trimText, wholeSpan } from '../mapped.ts';
import type { MappedText } from '../solution.ts';
import { lineFlow } from '../steps/flow.ts';
import type { Entry } from '../units.ts';
import { withoutMarks } from './marks.ts';
import type { Flag, Piece } from './regions.ts';
import { sentencesOf } from './sentences.ts';

const MISSING: Partial<Readonly<Record<Flag, string>>> = {
  'no-code': '<code> is missing before this step.',
  'no-step-end': '<end_of_step> is missing behind this step.',
  'no-code-end': '<end_of_code> is missing behind this step.',
};

/** Reads a piece whose context is `context`. Never throws; takes time about linear in the text. */
export function readTrajectoryUnit(text: string, context: string): readonly Entry[] {
  const [, kind = '', ...flags] = context.split(' ') as [string, Piece['kind'], ...Flag[]];
  const bare = withoutMarks(text);
  const span = { start: 0, end: text.length };
  const entries: Entry[] = flags.flatMap((flag): Entry[] => {
    const message = flag === 'no-end' ? `<end_of_${kind}> is missing.` : MISSING[flag];
    return message === undefined ? [] : [{ kind: 'note', span, message }];
  });
  const collector = new StepCollector();
  if (kind === 'question') return [...entries, ...questionOf(bare, span)];
  if (kind === 'code') readCode(bare, text.length, collector, entries);
  else if (kind === 'answer') readWords(bare, collector, entries, 'Answer');
  else if (kind === 'text') readWords(bare, collector, entries);
  const steps = collector.finish().map((step): Entry => ({ kind: 'step', step }));
  if (flags.includes('begins')) {
    const label = steps[0]?.kind === 'step' ? steps[0].step.label : undefined;
    const restarts = label === undefined || /(?<!\d)[1一](?!\d)/.test(label);
    entries.unshift({ kind: 'trajectory', edge: 'begin', restarts, span: { start: 0, end: 0 } });
  }
  const end: Entry[] = flags.includes('ends')
    ? [
        {
          kind: 'trajectory',
          edge: 'end',
          answered: flags.includes('answered'),
          span: { start: text.length, end: text.length },
        },
      ]
    : [];
  return [...entries, ...steps, ...end];
}

/** A step: what its comments say, and its code, which holds the comments too. Comments without code are words alone. */
function readCode(bare: MappedText, end: number, collector: StepCollector, entries: Entry[]): void {
  const code = codeContent(bare);
  if (code.text === '') return;
  const { words, hasCode } = sentencesOf(code);
  const label = readStepLabel(words.text);
  const { start } = wholeSpan(trimText(code));
  collector.open({ kind: 'numbered', depth: 0, start, ...(label === undefined ? {} : { label: label.label }) });
  takeLines(words, label?.length ?? 0, collector, entries);
  if (hasCode) collector.code(PYTHON, code, { start, end });
}

/** The answer, or words between the marks: one step. */
function readWords(bare: MappedText, collector: StepCollector, entries: Entry[], label?: string): void {
  const words = trimText(bare);
  collector.open({ kind: 'paragraph', depth: 0, ...(label === undefined ? {} : { label }) });
  // A display may stand on several lines.
  if (/\$\$|\\\[/.test(words.text)) {
    const flow = lineFlow(words.text, 0, words.text.length, { plain: false, comments: false });
    takeFlow(flowThrough(flow, words), 0, undefined, collector, entries);
  } else takeLines(words, 0, collector, entries);
}

/** What the user asks, as the statement. */
function questionOf(bare: MappedText, span: Span): readonly Entry[] {
  const collector = new StepCollector();
  readWords(bare, collector, []);
  const parts = collector.finish().flatMap(step => step.parts);
  return parts.length === 0 ? [] : [{ kind: 'problem', parts, span }];
}

/** Reads lines as those of a .steps file are read: formulas may stand without dollars. */
function takeLines(words: MappedText, from: number, collector: StepCollector, entries: Entry[]): void {
  for (let at = from; at < words.text.length; ) {
    const feed = words.text.indexOf('\n', at);
    const to = feed < 0 ? words.text.length : feed + 1;
    const flow = lineFlow(words.text, at, to, { plain: true, comments: false });
    takeFlow(flowThrough(flow, words), 0, undefined, collector, entries);
    at = to;
  }
}
