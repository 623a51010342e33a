/** Questions that are answered by a label or a probability. */

/** To an instruct model, at the end of the solution. */
export function yesNoQuestion(step: number): string {
  return `Is Step ${step} right, taking the steps before it as they stand? Answer with one word, Yes or No.`;
}

/** To a decision endpoint: a statement with a probability. */
export function decisionStatement(step: number): string {
  return `Step ${step} is right: its computation is correct and it follows from the problem and the steps before it.`;
}

/** Behind a step, in a text that is read in one pass. */
export function inlineQuestion(step: number): string {
  return `Is Step ${step} right?`;
}
