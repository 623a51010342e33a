/** What reward models over a language model have in common. */
import type { Abilities, LanguageModel } from '../model/language-model.ts';
import type { Scored, ScoreRequest } from './reward-model.ts';
import { cancelled, inParallel, ScoreSheet } from './sheet.ts';

/** Scores a request with what the model can do; says what is missing where `lacks` gives words for it. */
export async function scoreWith(
  model: LanguageModel,
  request: ScoreRequest,
  signal: AbortSignal,
  work: (sheet: ScoreSheet, abilities: Abilities) => Promise<void>,
  lacks: (abilities: Abilities) => string | undefined = () => undefined,
): Promise<Scored> {
  const sheet = new ScoreSheet(request);
  if (sheet.wanted.length === 0) return sheet.result();
  if (signal.aborted) {
    sheet.fail(cancelled);
    return sheet.result();
  }
  const asked = await model.abilities(signal);
  if (!asked.ok) {
    sheet.use(asked.usage);
    sheet.fail(asked.fault);
    return sheet.result();
  }
  const missing = lacks(asked.abilities);
  if (missing !== undefined) sheet.fail({ kind: 'unsupported', message: `${model.name} ${missing}` });
  else await work(sheet, asked.abilities);
  return sheet.result();
}

/** With more requests in flight a server keeps what it has read for all of them, not for each place in its queue. */
const SHARES_CACHE_ABOVE = 8;

/**
 * Asks about the steps of one solution, each prompt of which begins as the one before it does. Where what was read is kept, that is used: by few places in
 * the queue one after the other, by many once the last step, whose prompt holds all others, has been asked about. Until `work` gives false.
 */
export async function askEach<T>(
  items: readonly T[],
  { parallel, prefixCache }: Abilities,
  signal: AbortSignal,
  work: (item: T) => Promise<boolean>,
): Promise<void> {
  if (!prefixCache) return inParallel(items, parallel, signal, work);
  if (parallel <= SHARES_CACHE_ABOVE) return inParallel(items, 1, signal, work);
  const last = items.at(-1);
  if (last !== undefined && !signal.aborted && (await work(last))) {
    await inParallel(items.slice(0, -1), parallel, signal, work);
  }
}
