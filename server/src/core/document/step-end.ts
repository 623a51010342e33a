/** Where a step ends in its document, with what belongs to it and stands behind it, and how lines end there. */
import type { PlacedStep, Solution } from './solution.ts';

/** What may stand between the last row of a display and the end of the display. Environments that are no formulas, a proof, are not ended. */
const DISPLAY_END =
  /^(?:\s*(?:\\\\|\\end\s*\{(?:align|alignat|aligned|flalign|gather|gathered|multline|multlined|eqnarray|equation|IEEEeqnarray|displaymath|math|split|cases|dcases|array|[bBpvV]?matrix)\*?\}|\$\$|\\\]|```|[.,;]))*/;

/** Offset in `text` behind the step; behind the whole display for a row of one. */
export function endOfStep(text: string, { steps }: Pick<Solution, 'steps'>, placed: PlacedStep): number {
  const group = placed.step.row?.group;
  if (group === undefined) return placed.offset + placed.step.span.end;
  const last = steps.findLast(({ step }) => step.row?.group === group) ?? placed;
  const end = last.offset + last.step.span.end;
  return end + (DISPLAY_END.exec(text.slice(end))?.[0].length ?? 0);
}

/** That of the document where it has one. */
export function lineBreakOf(text: string): '\r\n' | '\n' {
  return text.includes('\r\n') ? '\r\n' : '\n';
}
