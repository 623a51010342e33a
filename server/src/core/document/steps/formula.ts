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

/** Is the text a formula and nothing else? */
export function isFormula(text: string): boolean {
  const body = text.trim().replace(/[.,;。，；]$/, '');
  if (body === '' || /[$`"“”?]|\p{Script=Han}/u.test(body)) return false;
  if (!/[\d=<>≤≥≠≈+\-−*/^√∑∫∞]|\\[A-Za-z]/.test(body)) return false;
  const plain = body.replace(/\\text(?:rm|bf)?\s*\{[^{}]*\}/g, ' ');
  for (const [name] of plain.matchAll(/\\?[A-Za-z]+(?:'[a-z]+)?/g)) {
    if (name.startsWith('\\') || name.length === 1) continue;
    const lower = name.toLowerCase();
    if (NAMES.has(lower)) continue;
    if (name.length > 3 || WORDS.has(lower) || name.includes("'")) return false;
  }
  return true;
}

/** Cuts a line into formulas and words. Words that only hold some arithmetic stay words. */
export function splitLine(text: string): readonly Stretch[] {
  const whole: Stretch[] = [{ kind: isFormula(text) ? 'formula' : 'words', from: 0, to: text.length }];
  if (whole[0]?.kind === 'formula' || text.length > 2000) return whole;
  const lead = leadLength(text);
  const rest = text.slice(lead);
  const found = leadingFormula(rest);
  const begun: Stretch[] = lead === 0 ? [] : [{ kind: 'words', from: 0, to: lead }];
  if (found === undefined) return whole;
  const end = lead + found;
  const after: Stretch[] = end < text.length ? [{ kind: 'words', from: end, to: text.length }] : [];
  return [...begun, { kind: 'formula', from: lead, to: end }, ...after];
}

/** Length of connectives, or of words with a colon, that a formula may follow. */
function leadLength(text: string): number {
  const colon = /^[^:：=<>]*[:：]\s*/.exec(text)?.[0].length ?? 0;
  let at = colon > 0 && RELATION.test(text.slice(colon)) ? colon : 0;
  for (let match = CONNECTIVE.exec(text.slice(at)); match !== null; match = CONNECTIVE.exec(text.slice(at)))
    at += match[0].length;
  return at;
}

/** Length of the formula with a relation that a text begins with, up to its end, a bracket with words, or a word that explains. */
function leadingFormula(text: string): number | undefined {
  if (RELATION.test(text) && isFormula(text)) return text.trimEnd().length;
  for (const stop of text.matchAll(
    /\s+[([](?=[^)\]]*[A-Za-z]{3})|\s+(?:--|—|–)\s|,?\s+(?:since|because|as|where|by|for|when|if|so|after|from)\s|[,，;；]\s+|。/g,
  )) {
    const head = text.slice(0, stop.index);
    if (!isFormula(head)) return undefined;
    if (RELATION.test(head)) return head.length;
  }
  return undefined;
}
