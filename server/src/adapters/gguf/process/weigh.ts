/** How likely each of some labels comes next. */
import { labelMasses } from '../../openai/weigh.ts';
import { FaultError } from '../faults.ts';
import type { FromProcess, WeighOrder } from '../messages.ts';
import type { OpenModel } from './open-model.ts';
import { checkLength, firstToken } from './read.ts';

/** Likeliest tokens that are looked at besides the labels' own: what writes a label in another way counts for it, as over a server. */
const alternatives = 64;

type Answer = Omit<Extract<FromProcess, { kind: 'weighed' }>, 'id'>;

export async function weigh(open: OpenModel, order: WeighOrder, signal: AbortSignal): Promise<Answer> {
  const { prompts, slots } = open;
  const tokens = [...prompts.tokens(order.messages), ...prompts.continuation(order.prefix ?? '')];
  checkLength(tokens.length, open.window);
  const labels = order.labels.map(label => firstToken(open, label));
  if (new Set(labels).size < labels.length) {
    throw new FaultError('unsupported', 'Two of the labels begin with the same token of this model.');
  }
  const slot = await slots.take(tokens, signal);
  try {
    const cachedTokens = Math.min(slot.shared(tokens), tokens.length - 1);
    await slot.cut(cachedTokens);
    const rest = tokens.slice(cachedTokens);
    let masses: readonly number[] = [];
    await slot.read(
      rest,
      index => (index === rest.length - 1 ? { tokens: labels, top: alternatives } : undefined),
      (_, row) => {
        const next = [...row.logits].map(([token, logit]) => ({
          text: open.model.detokenize([token]),
          logProbability: logit - row.logSum,
        }));
        masses = labelMasses(next, order.labels);
      },
      signal,
    );
    const mass = masses.reduce((sum, one) => sum + one, 0);
    if (!(mass > 0)) throw new FaultError('broken', 'The local model gives none of the labels a chance.');
    return {
      kind: 'weighed',
      probabilities: masses.map(one => one / mass),
      mass: Math.min(1, mass),
      used: { promptTokens: tokens.length, cachedTokens, completionTokens: 0 },
    };
  } finally {
    slots.giveBack(slot);
  }
}
