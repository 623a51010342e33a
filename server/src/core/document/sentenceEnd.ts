/** How words end: what comes after them may go on with their sentence. */

/** Do the words before `at` break off inside a sentence? A colon may be about the code that follows. */
export function isUnfinished(text: string, at: number): boolean {
  return /[\p{L}\p{N},$)][*_]*\s*$/u.test(text.slice(Math.max(0, at - 20), at));
}

/** Do the words before `at` call for a formula: "so", "which gives", "we get"? */
export function callsForFormula(text: string, at: number): boolean {
  return /(?:,|\b(?:so|thus|hence|therefore|then|that|is|are|gives?|get|have|obtain|find|yields?|where|and|or|by|with|to|of|equals))\s*$/i.test(
    text.slice(Math.max(0, at - 20), at),
  );
}

/** Does the text before `at` end a sentence? */
export function endsSentence(text: string, at: number): boolean {
  return /[.!?。！？][)\]"'”’*_]*\s*$/.test(text.slice(Math.max(0, at - 20), at));
}
