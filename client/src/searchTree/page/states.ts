/** What stands above the tree, in each state. */
import type { ViewState } from '../messages.ts';
import { writtenPath } from './rows.ts';

export interface ShownMessage {
  /** Where the tree hangs, and how large it is. */
  readonly where?: string;
  /** What is to be known, or done, before the tree. */
  readonly note?: string;
  /** How far the search under way is. */
  readonly running?: string;
  readonly button?: { readonly label: string; readonly action: 'begin' | 'look-ahead' | 'stop' };
}

const STOP = { label: 'Stop', action: 'stop' } as const;

export function messageOf(state: ViewState): ShownMessage {
  switch (state.kind) {
    case 'tree':
      return ofTree(state);
    case 'empty':
      if (state.searching) return { running: 'Looking ahead…', button: STOP };
      return {
        note: 'Nothing was looked for in this solution yet. Look ahead to see which steps could come next; each is checked before it counts.',
        button: { label: 'Look ahead', action: 'begin' },
      };
    case 'no-solution':
      return {
        note: 'There is no solution at the cursor. Put the cursor into a step, in a file with a heading such as “Solution” or a proof.',
      };
    case 'no-document':
      return { note: 'Open a solution in Markdown, LaTeX or .steps: its search tree is shown here.' };
    case 'starting':
      return { note: 'Stepwise is starting.' };
    case 'stopped':
      return { note: 'Stepwise is not running. “Stepwise: Restart the Server” starts it.' };
  }
}

function ofTree({ answer }: ViewState & { readonly kind: 'tree' }): ShownMessage {
  const { root, nodes, running, refuted } = answer;
  const path = writtenPath(root);
  const steps = path.length - 1;
  const where = `${steps === 0 ? 'From the problem' : `After step ${steps}`}, ${nodes - 1} ${nodes === 2 ? 'step' : 'steps'} in the tree`;
  const isBare = path.at(-1)?.children.length === 0;
  const note =
    refuted !== undefined
      ? `Step ${refuted} does not hold: the tree goes on from before it.`
      : isBare && running === undefined
        ? 'No step that could come next is known here yet.'
        : undefined;
  return {
    where,
    ...(note === undefined ? {} : { note }),
    ...(running === undefined
      ? { button: { label: isBare ? 'Look ahead' : 'Look further ahead', action: 'look-ahead' } }
      : { running: `Looking ahead: ${running} tried`, button: STOP }),
  };
}
