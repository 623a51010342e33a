/** What reward models over a language model have in common. */
import type { Abilities, LanguageModel } from '../model/language-model.ts';
import type { Scored, ScoreRequest } from './reward-model.ts';
import { cancelled, ScoreSheet } from './sheet.ts';

/** Scores a request with what the model can do; says what is missing where `needs` gives words for it. */
export async function scoreWith(
  model: LanguageModel,
  request: ScoreRequest,
  signal: AbortSignal,
  needs: (abilities: Abilities) => string | undefined,
  work: (sheet: ScoreSheet, abilities: Abilities) => Promise<void>,
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
  const missing = needs(asked.abilities);
  if (missing !== undefined) sheet.fail({ kind: 'unsupported', message: `${model.name} ${missing}` });
  else await work(sheet, asked.abilities);
  return sheet.result();
}

/** How many requests for steps of one solution run together. Where a prompt is read from where it parts from the last one, the next step waits for the one before. */
export function together({ parallel, prefixCache }: Abilities): number {
  return prefixCache ? 1 : Math.max(1, parallel);
}
