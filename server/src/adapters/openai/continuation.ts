/** A reply that is already begun: asked for in the way that the server can, and what it repeats of the beginning told from what is new. */
import type { Message } from '../../core/model/language-model.ts';
import type { FactValues } from './facts.ts';

export type Route = 'chat' | 'raw' | 'prefill' | 'turn';

/** The best way that was found; needs the facts of template, completions and chat where there is a prefix. */
export function routeOf(facts: FactValues, prefix: string): Route {
  if (prefix === '') return facts.chat === 'none' ? 'raw' : 'chat';
  if (facts.chat === 'none') return 'raw';
  const raw = facts.completions !== undefined && facts.completions !== 'none';
  if (raw && (facts.template === 'text' || facts.template === 'ids')) return 'raw';
  return facts.chat === 'prefill' || facts.chat === 'echo' ? 'prefill' : 'turn';
}

/** The conversation with the beginning of the reply in it, for `prefill` and `turn`. */
export function withPrefix(messages: readonly Message[], prefix: string, route: Route): readonly Message[] {
  if (prefix === '' || route === 'chat' || route === 'raw') return messages;
  if (route === 'prefill') return [...messages, { role: 'assistant', content: prefix }];
  const asked = `Begin your reply with exactly the following text, and go on from where it ends:\n${prefix}`;
  const last = messages.at(-1);
  return last?.role === 'user'
    ? [...messages.slice(0, -1), { role: 'user', content: `${last.content}\n\n${asked}` }]
    : [...messages, { role: 'user', content: asked }];
}

/** Characters at the start of `text` that repeat the prefix. */
export function repeatedLength(text: string, prefix: string, route: Route, facts: FactValues): number {
  if (prefix === '' || route === 'chat' || route === 'raw') return 0;
  if (route === 'prefill') {
    if (facts.chat === 'echo' && text.startsWith(prefix)) return prefix.length;
    const trimmed = prefix.trimEnd();
    const blank = prefix.slice(trimmed.length);
    // Chat templates trim what they are given: then the blank at its end is written again.
    const start = facts.chat === 'echo' && text.startsWith(trimmed) ? trimmed.length : 0;
    return text.startsWith(blank, start) ? start + blank.length : start;
  }
  return restatedLength(text, prefix);
}

/** Models restate a beginning with other blanks, or only its last line. */
function restatedLength(text: string, prefix: string): number {
  const whole = lengthOf(text, prefix);
  if (whole > 0) return whole;
  const lines = prefix.split('\n').filter(line => line.trim() !== '');
  for (let from = 1; from < lines.length; from++) {
    const rest = lines.slice(from).join('\n');
    // Shorter ones may be what comes next by chance.
    const restated = rest.trim().length >= 8 ? lengthOf(text, rest) : 0;
    if (restated > 0) return restated;
  }
  return 0;
}

/** Characters of `text` that spell out `beginning`, blanks aside; 0 where it does not begin so. */
function lengthOf(text: string, beginning: string): number {
  let at = 0;
  for (const sign of beginning) {
    if (/\s/.test(sign)) continue;
    while (at < text.length && /\s/.test(text.charAt(at))) at++;
    if (!text.startsWith(sign, at)) return 0;
    at += sign.length;
  }
  // A blank at the end of the beginning is not new either.
  const blank = /\s*$/.exec(beginning)?.[0].length ?? 0;
  for (let left = blank; left > 0 && /\s/.test(text.charAt(at)); left--) at++;
  return at;
}
