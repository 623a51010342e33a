/** Relations that are said to hold for all values of their names: "for all x > 0 we have …", "… for every real number x". */
import type { Chain, ParseResult } from '../math/expr.ts';
import { bareNames } from './bare.ts';
import { MARK } from './cues/compile.ts';
import type { Frame } from './frame.ts';
import { namesOf } from './names.ts';

const kinds =
  '(?:(?:strictly |non-?)?(?:positive|negative)|real|whole|natural|integers?|numbers?|values?|of|pairs?|triples?)';
const quantifier = new RegExp(
  String.raw`(?:\bfor (?:all|every|any|each)|对(?:于)?(?:任意|所有|一切|每个)的?)\s*((?:${kinds}\s+){0,4})(${MARK}(?:\s*(?:,|and|, and)\s*${MARK})*)`,
  'giu',
);

/** In such a sentence the relation may be a condition, a goal or about something that is still to be chosen. */
const conditional =
  /\b(?:such that|satisf\w*|if|suppose|assum\w*|find|determine|when|where|whenever|provided|unless|exists?|must|want|wants|need|needs|should|prove|show|shows|smallest|largest|greatest|least|maximal|minimal|constant|possible|claim|would|not|cannot|fails?|otherwise)\b|\?|使|若|如果|证明|求|设/iu;

/** Whether a quantifier in the relation's own sentence binds all of its names. `parsed`: every item of the frame, read. */
export function holdsForAll(chain: Chain, index: number, frame: Frame, parsed: readonly ParseResult[]): boolean {
  const at = frame.items[index]?.at ?? -1;
  const sentence = frame.sentences.find(({ start, end }) => start <= at && at < end);
  if (sentence === undefined) return false;
  const text = frame.text.slice(sentence.start, sentence.end);
  if (conditional.test(text)) return false;
  const bound = new Set<string>();
  for (const match of text.matchAll(quantifier)) {
    const end = sentence.start + match.index + match[0].length;
    const start = end - (match[2] ?? '').length;
    for (const [k, item] of frame.items.entries()) {
      if (item.at < start || item.at >= end || k === index) continue;
      for (const name of boundNames(parsed[k], item.at < at)) bound.add(name);
    }
  }
  const names = namesOf(chain);
  return names.length > 0 && names.every(name => bound.has(name));
}

/** `x`, or `x > 0` where that stands before the relation: a condition that comes after it is not in the ledger yet. */
function boundNames(result: ParseResult | undefined, isBefore: boolean): readonly string[] {
  if (result?.ok !== true) return [];
  const chains = result.formula.statements.flatMap(({ body }) => (body.kind === 'chain' ? [body] : []));
  if (chains.length > 0 && !isBefore) return [];
  return [...bareNames(result.formula), ...chains.flatMap(chain => namesOf(chain))];
}
