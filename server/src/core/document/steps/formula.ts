/** Which stretches of a plain line are formulas as a whole: "3x + 5 = 20", "so x = 5", "3x = 15 (subtract 5)". */

/** Names of more than one letter that stand in plain formulas. */
const NAMES = new Set(
  (
    'sin cos tan cot sec csc arcsin arccos arctan asin acos atan sinh cosh tanh exp ln log lg sqrt cbrt root abs sgn sign floor ceil round ' +
    'min max gcd lcm mod div binom choose det tr trace rank lim sum prod int integral diff dx dy dt du dv inf infinity oo pi tau phi theta ' +
    'alpha beta gamma delta epsilon zeta eta kappa lambda mu nu xi rho sigma chi psi omega or and not in deg degrees re im arg conj cases'
  ).split(' '),
);

/** Short English words: a line that holds one is a sentence. */
const WORDS = new Set(
  (
    'is so we if the for let by of to as at on it be do no an are was has had have can all any but not yes our its he she they his her us ' +
    'i am get got per from out add now see use set one two six ten via qed end try put say i.e e.g both each then thus more than less'
  ).split(' '),
);

const RELATION = /[=<>≤≥≠≈≡∈⇒⇔]|\\(?:leq?|geq?|neq?|approx|equiv|in|implies|iff)\b/;
const CONNECTIVE =
  /^(?:so|thus|hence|therefore|then|and|now|but|since|because|as|let|suppose|assume|given|if|when|where|for|also|next|finally|or|but|with|we (?:get|have|find|obtain|see)(?: that)?|this (?:gives|means|is)|(?:which )?(?:gives|means)|giving|i\.e\.|that is|it follows that|∴|所以|因此|于是|故|则|设|令|即|由|得|因为|若|假设)[,:，：]?(?:\s+|(?<=\p{Script=Han}[,:，：]?))/iu;

export interface Stretch {
  readonly kind: 'words' | 'formula';
  readonly from: number;
  readonly to: number;
}

/** An amount with a unit: "3 min = 180 sec" is a sentence about time, not about functions. */
const UNIT = /\d\s*(?:km|cm|mm|dm|kg|mg|lbs?|oz|ft|mi|hrs?|min|sec|mph|ml)\b(?!\s*[(\\])/;

/** Is the text a formula and nothing else? */
export function isFormula(text: string): boolean {
  const body = text.trim().replace(/[.,;。，；]$/, '');
  if (body === '' || /[$`"“”?]|\p{Script=Han}/u.test(body) || UNIT.test(body)) return false;
  if (!/[\d=<>≤≥≠≈+\-−*/^√∑∫∞]|\\[A-Za-z]/.test(body)) return false;
  const relation = RELATION.exec(body);
  // "2 and 3 = 5" speaks of two numbers.
  if (relation !== null && /\b(?:and|or)\b/.test(body.slice(0, relation.index))) return false;
  const plain = body.replace(/\\text(?:rm|bf)?\s*\{[^{}]*\}/g, ' ');
  for (const [name] of plain.matchAll(/\\?[A-Za-z]+(?:'[a-z]+)?/g)) {
    if (name.startsWith('\\') || name.length === 1) continue;
    const lower = name.toLowerCase();
    if (NAMES.has(lower)) continue;
    if (name.length > 3 || WORDS.has(lower) || name.includes("'") || /^[A-Z][a-z]/.test(name)) return false;
  }
  return true;
}

/** Cuts a line into formulas and words. Words that only hold some arithmetic stay words. */
export function splitLine(text: string): readonly Stretch[] {
  const cut = text.length > LONGEST ? undefined : formulaIn(text);
  if (cut === undefined) return [{ kind: 'words', from: 0, to: text.length }];
  const stretches: Stretch[] = [
    { kind: 'words', from: 0, to: cut.from },
    { kind: 'formula', from: cut.from, to: cut.to },
    { kind: 'words', from: cut.to, to: text.length },
  ];
  return stretches.filter(({ from, to }) => to > from);
}

/** A line longer than this is a paragraph. */
const LONGEST = 2000;

function formulaIn(text: string): { readonly from: number; readonly to: number } | undefined {
  if (isFormula(text)) return { from: 0, to: sentenceEnd(text) };
  const lead = leadLength(text);
  const length = leadingFormula(text.slice(lead));
  if (length !== undefined) return { from: lead, to: lead + length };
  const from = lastVerb(text);
  const rest = text.slice(from);
  return from > 0 && RELATION.test(rest) && isFormula(rest) ? { from, to: from + sentenceEnd(rest) } : undefined;
}

/** Without the full stop or comma that ends the sentence. */
function sentenceEnd(text: string): number {
  const end = text.trimEnd().length;
  return /[.,;。，；]/.test(text[end - 1] ?? '') ? end - 1 : end;
}

const VERB =
  /\b(?:gives?|get|obtain|have|becomes?|yields?|that|as|find|implies|means|equation|conclude|know|so|thus|hence|therefore|then|now)[,:]?\s+(?=[^\s])/g;

/** Behind the last word that a formula as a whole follows: "this gives x = 5", "factors as (x + 1)(x - 1) = 0". */
function lastVerb(text: string): number {
  let end = 0;
  for (const match of text.matchAll(VERB)) end = match.index + match[0].length;
  return end;
}

/** Length of connectives, or of words with a colon, that a formula may follow. */
function leadLength(text: string): number {
  const colon = /^[^:：=<>]*[:：]\s*/.exec(text)?.[0].length ?? 0;
  const adverb = /^[A-Za-z]+,\s+/.exec(text)?.[0].length ?? 0;
  let at = colon > 0 && RELATION.test(text.slice(colon)) ? colon : adverb;
  for (let match = CONNECTIVE.exec(text.slice(at)); match !== null; match = CONNECTIVE.exec(text.slice(at)))
    at += match[0].length;
  return at;
}

/** Length of the formula with a relation that a text begins with, up to its end, a bracket with words, or a word that explains. */
function leadingFormula(text: string): number | undefined {
  if (RELATION.test(text) && isFormula(text)) return sentenceEnd(text);
  for (const stop of text.matchAll(
    /\s+[([](?=[^)\]]*[A-Za-z]{2})|\s+(?:--|—|–)\s|,?\s+(?:since|because|as|where|by|for|when|if|so|after|from)\s|[,，;；]\s+|。/g,
  )) {
    const head = text.slice(0, stop.index);
    if (!isFormula(head)) return undefined;
    if (RELATION.test(head)) return head.length;
  }
  return undefined;
}
