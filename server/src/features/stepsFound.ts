/** What a search has found, in words and as edits. */
import type { SolutionDocument, TextEdit } from '../core/document/solution.ts';
import type { Line } from '../core/search/answers.ts';
import type { Place } from '../core/search/continuations.ts';
import { insertSteps, replaceStep, type StepToWrite } from '../core/search/insert.ts';
import type { CheckedHow } from '../core/search/move.ts';
import type { SearchNode } from '../core/search/node.ts';
import type { NextStep, NextSteps } from '../protocol.ts';
import type { Checked } from './session.ts';
import { rangedEdit } from './workspaceEdit.ts';

/** Where found steps go: after a step of the solution, or in its place (`instead`). */
export interface Spot {
  readonly solution: number;
  readonly after: number;
  readonly instead?: number;
}

/** After the place; where a step before it is refuted, in that step's place. */
export function spotOf({ solution, after }: Place, foundAfter: number): Spot {
  return foundAfter < after ? { solution, after: foundAfter, instead: foundAfter + 1 } : { solution, after };
}

/** Found lines as what the person may choose from; the heading says where they go. */
export function offered(
  checked: Checked,
  spot: Spot,
  title: string,
  lines: readonly Line[],
): NextSteps & { kind: 'found' } {
  const finished = lines.find(line => line.finished && line.nodes.length > 1);
  return {
    kind: 'found',
    version: checked.version,
    title,
    steps: lines.map(line => written(checked, spot, line.nodes.slice(0, 1), detailOf(line))),
    ...(finished === undefined ? {} : { whole: written(checked, spot, finished.nodes, wholeDetail(finished)) }),
  };
}

function written(checked: Checked, spot: Spot, nodes: readonly SearchNode[], detail: string): NextStep {
  const edit = rangedEdit(checked.text, editOf(checked.document.document, spot, nodes));
  return { text: nodes.map(({ step }) => step.text).join(' '), detail, edit };
}

/** The edit that writes steps at a spot. Where they cannot stand in a step's place (a row of a display), they are written before it. */
export function editOf(
  document: SolutionDocument,
  { solution, after, instead }: Spot,
  nodes: readonly SearchNode[],
): TextEdit {
  const placed = document.solutions[solution];
  if (placed === undefined) throw new RangeError(`no solution ${solution}`);
  const hasCode = placed.steps.some(({ step }) => step.parts.some(part => part.kind === 'code'));
  const steps = nodes.map(
    ({ step: { text, code } }): StepToWrite => (hasCode && code !== undefined ? { text, code } : text),
  );
  const replaced = instead === undefined ? undefined : replaceStep(document, placed, instead, steps);
  return replaced ?? insertSteps(document, placed, after, steps);
}

const HOW: Readonly<Record<CheckedHow, string>> = {
  proved: 'proved',
  tested: 'tested at points',
  unchecked: 'not checked',
};

/** How the first step was checked, where it leads, what it is worth, and who wrote it. */
export function detailOf({ nodes, finished, quality }: Line): string {
  const [first] = nodes;
  const leads = finished ? [`leads to the end in ${count(nodes.length)}`] : [];
  const by = first?.step.by === undefined ? [] : [`by ${first.step.by}`];
  return [HOW[first?.checked ?? 'unchecked'], ...leads, `rated ${percent(quality)}`, ...by].join(', ');
}

/** Of a line to the end. */
export function wholeDetail(line: Line): string {
  return `${count(line.nodes.length)}, ${weakest(line)}`;
}

function weakest({ nodes }: Line): string {
  const order: readonly CheckedHow[] = ['unchecked', 'tested', 'proved'];
  const found = order.find(how => nodes.some(({ checked }) => checked === how)) ?? 'unchecked';
  return found === 'unchecked' ? 'not all checked' : `each ${HOW[found]}`;
}

function count(steps: number): string {
  return `${steps} ${steps === 1 ? 'step' : 'steps'}`;
}

/** Q in [-1, 1], as people read it. */
export function percent(quality: number): string {
  return `${Math.round(50 * (1 + quality))} %`;
}

/** A language model wrote one of the steps. */
export function isGenerated(nodes: readonly SearchNode[]): boolean {
  return nodes.some(({ step }) => step.by !== undefined);
}

const LONGEST = 80;

/** One line, for titles. */
export function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ').replace(/\\left|\\right/g, '');
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
}
