/** Labels of all steps in one pass over the text: for models that can be read. */
import type { ReadPart } from '../model/language-model.ts';
import { judgedStep, systemOfInline, withGaps } from '../policy/prompts/judge.ts';
import { inlineQuestion } from '../policy/prompts/labels.ts';
import { shepherdStep } from './label-forms.ts';
import type { Labelling } from './labels.ts';
import { pack, roomFor, tooLong, type Window } from './packing.ts';
import { cancelled } from './sheet.ts';

const LABEL_TOKENS = 32;

/** The parts of a text, and at which of them the label of which step is read. */
interface Laid {
  readonly parts: readonly string[];
  readonly labelAt: ReadonlyMap<number, number>;
}

/** Reads the labels of all steps; gives false, with nothing asked, where the form or the model has no such way. */
export async function labelsInOnePass(labelling: Labelling): Promise<boolean> {
  const { model, form, request, sheet, abilities, signal } = labelling;
  if (abilities.read === false || (form !== 'inline' && form !== 'math-shepherd')) return false;
  if (form === 'math-shepherd' && !abilities.read.logits) return false;
  const labels = form === 'inline' ? [' Yes', ' No'] : [' +', ' -'];
  const room = roomFor(model, abilities.window, [systemOfInline], request.steps.length * LABEL_TOKENS);
  const { windows, unplaced } = pack(request, sheet.from, room);
  for (const window of windows) {
    if (signal.aborted) sheet.fail(cancelled);
    if (sheet.fault !== undefined) break;
    const { parts, labelAt } = form === 'inline' ? inline(window) : shepherd(window);
    const read = await model.read(
      {
        messages: [
          ...(form === 'inline' ? [{ role: 'system', content: systemOfInline } as const] : []),
          { role: 'user', content: request.problem },
        ],
        parts,
        ...(abilities.read.logits ? { labels } : {}),
      },
      signal,
    );
    sheet.use(read.usage);
    if (!read.ok) {
      sheet.fail(read.fault);
      break;
    }
    for (const { index } of window.targets) {
      const at = labelAt.get(index) ?? -1;
      sheet.omit(index, window.left);
      sheet.set(index, labelValue(read.parts[at], form === 'inline' ? read.parts[at + 1] : undefined));
    }
  }
  if (unplaced.length > 0) sheet.fail(tooLong(model.name, unplaced));
  return true;
}

/** Every step, the question behind it, and the label Yes, which stands for those before as it does in a solution that goes on. */
function inline(window: Window): Laid {
  return laid(window, packed => [`${judgedStep(packed)}\n`, inlineQuestion(packed.index + 1), ' Yes', '\n\n'], 1);
}

function shepherd(window: Window): Laid {
  return laid(window, packed => [`${shepherdStep(packed)}`, '\n'], 0);
}

/** `labelOffset`: behind which part of a step's own its label is read. */
function laid(
  window: Window,
  write: (packed: Window['targets'][number]) => readonly string[],
  labelOffset: number,
): Laid {
  const parts: string[] = [];
  const labelAt = new Map<number, number>();
  const gaps = withGaps(window, ({ index }) => `${index}`);
  const all = new Map([...window.context, ...window.targets].map(packed => [`${packed.index}`, packed]));
  for (const piece of gaps) {
    const packed = all.get(piece);
    if (packed === undefined) parts.push(`${piece}\n\n`);
    else {
      labelAt.set(packed.index, parts.length + labelOffset);
      parts.push(...write(packed));
    }
  }
  return { parts, labelAt };
}

/**
 * Of the two labels' logits where the model gives them; else of the label that stands there, against the likeliest token in its place, which is then
 * taken for the other label. NaN where neither is known.
 */
function labelValue(asked: ReadPart | undefined, label: ReadPart | undefined): number {
  const [good, bad] = asked?.labels ?? [];
  if (good !== undefined && bad !== undefined) return 1 / (1 + Math.exp(bad - good));
  const token = label?.tokens[0];
  if (token === undefined) return Number.NaN;
  const probability = Math.exp(token.logProbability);
  const best = token.best === undefined ? probability : Math.exp(token.best);
  return best > probability ? probability / (probability + best) : probability;
}
