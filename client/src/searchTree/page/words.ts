/** What the view says of a node, in words: for the eye, and whole for a screen reader. */
import type { TreeNode } from '../../../../server/src/protocol.ts';
import { readable } from './formulas.ts';
import type { NodeRow, Row } from './rows.ts';

/** Two decimals with a true minus sign; none before zero. */
export function numberOf(quality: number): string {
  return quality
    .toFixed(2)
    .replace(/^-(?!0\.00$)/, '−')
    .replace('-', '');
}

export function verdictOf({ fate, checked }: TreeNode): string {
  if (fate.kind === 'dead') return 'dead end';
  return { proved: 'proved', tested: 'tested at points', unchecked: 'not checked' }[checked];
}

/** What it says of a step that the solution ends with; `undefined` of others. */
export function endOf({ fate }: TreeNode): string | undefined {
  if (fate.kind !== 'final') return undefined;
  if (!fate.known) return 'ends the solution';
  return fate.value > 0 ? 'answers the problem' : 'ends with a wrong answer';
}

export function visitsOf({ visits }: TreeNode): string {
  return visits === 1 ? '1 visit' : `${visits} visits`;
}

/** The number of a written step, the problem for the root. */
export function writtenName({ after }: NodeRow): string {
  return after === 0 ? 'Problem' : `Step ${after}`;
}

/** The step itself, without the marks that only LaTeX needs. */
export function sentenceOf(row: Row): string {
  if (row.kind === 'more') return moreOf(row.count);
  return row.node.text === '' ? 'The problem' : readable(row.node.text);
}

export function moreOf(count: number): string {
  return `${count} more, visited less: show more`;
}

/** All that a row shows. */
export function spokenOf(row: Row): string {
  if (row.kind === 'more') return sentenceOf(row);
  const { node } = row;
  const sentence = sentenceOf(row).replace(/[.\s]+$/, '');
  if (row.depth === 0) {
    const here = row.current ? 'You are here' : undefined;
    return said([row.after === 0 ? sentence : `${writtenName(row)}: ${sentence}`, here]);
  }
  if (node.fate.kind === 'dead') return said([sentence, `Dead end: ${node.fate.reason.replace(/\.$/, '')}`]);
  const best = node.best ? 'on the best line' : undefined;
  const about = [verdictOf(node), endOf(node), best, `Q ${numberOf(node.quality)}`, visitsOf(node)];
  return said([sentence, about.filter(part => part !== undefined).join(', ')]);
}

function said(sentences: readonly (string | undefined)[]): string {
  return sentences.flatMap(sentence => (sentence === undefined ? [] : [`${sentence}.`])).join(' ');
}

/** What Enter does on a row that can be written: how many steps, and where. */
export function insertionOf({ depth, after, instead }: NodeRow): string {
  const steps = depth === 1 ? 'this step' : `these ${depth} steps`;
  if (instead !== undefined) return `Write ${steps} instead of step ${instead}`;
  return `Insert ${steps} ${after === 0 ? 'at the beginning' : `after step ${after}`}`;
}

/** It can be written into the document. */
export function canInsert({ depth, node }: NodeRow): boolean {
  return depth > 0 && node.fate.kind !== 'dead';
}

/** The search can go on from it. */
export function canLookAhead({ node }: NodeRow): boolean {
  return node.fate.kind === 'open';
}
