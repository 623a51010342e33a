/** Which earlier steps a step speaks of, and what steps say of the meaning of names: for what is shown of a long solution. */
import type { WrittenStep } from '../policy/policy.ts';

/** "Step 3", "by (2)", "equation 4", "步骤 2", and a bare "(3)". */
const REFERENCE =
  /(?:\b(?:steps?|equations?|eqs?\.?|lines?|lemmas?|claims?)|步骤|第|方程|式)\s*~?(?:\\(?:eq)?ref\{)?[（(]?\s*(\d{1,3})|[（(](\d{1,3})[)）]/giu;

const DEFINES =
  /\b(?:let|define|denote|set|suppose|assume|where|put|call|given)\b|:=|\\coloneqq|[设令记]|假设|sea\b|soit\b/iu;

/** Longest sentence that is kept for what it defines. */
const LONGEST_DEFINITION = 240;

/** Indexes of the steps before `target` that it refers to by number or by the tag of an equation, in the order in which it does. */
export function citedIn(steps: readonly WrittenStep[], target: number): readonly number[] {
  const text = steps[target]?.text ?? '';
  const cited: number[] = [];
  for (const { 1: named, 2: bare } of text.matchAll(REFERENCE)) {
    const label = named ?? bare ?? '';
    const tagged = steps.findIndex((step, index) => index < target && bears(step, label));
    const index = tagged === -1 && named !== undefined ? Number(label) - 1 : tagged;
    if (index >= 0 && index < target && !cited.includes(index)) cited.push(index);
  }
  return cited;
}

/** The step has an equation with that number beside it. */
function bears({ text }: WrittenStep, label: string): boolean {
  return (
    text.includes(`\\tag{${label}}`) ||
    new RegExp(`[(（]${label}[)）]\\s*(?:\\$\\$|\\\\\\]|[.。]?\\s*$)`, 'm').test(text)
  );
}

/** Sentences that give a name its meaning: "Let $r$ be the radius." */
export function definitionsIn(text: string): readonly string[] {
  return text
    .split(/(?<=[.;])\s+|(?<=[。；])|\n+/)
    .map(sentence => sentence.trim())
    .filter(
      sentence =>
        sentence.length <= LONGEST_DEFINITION &&
        DEFINES.test(sentence) &&
        /[A-Za-z]\s*[=:<>≤≥∈]|\$|\\\(/.test(sentence),
    );
}
