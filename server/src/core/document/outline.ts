/** What the outline of a document shows, and what can be folded: its problems and solutions. */
import type { Span } from '../math/expr.ts';
import type { Solution, SolutionDocument } from './solution.ts';

/** A problem with its solutions, or a solution without a statement. Spans are document offsets. */
export interface OutlineNode {
  readonly kind: 'problem' | 'solution' | 'step';
  readonly title: string;
  /** The whole stretch, for folding. */
  readonly span: Span;
  /** What is selected when the node is chosen: inside `span`. */
  readonly selection: Span;
  readonly children: readonly OutlineNode[];
}

/** Longest title of a step, in characters. */
const TITLE = 60;

/**
 * The outline: problems hold their statement's solutions, solutions hold their steps. Solutions of the same statement stand under one
 * problem; its span covers the statement and them. Linear in the number of steps.
 */
export function readOutline(document: SolutionDocument): readonly OutlineNode[] {
  const nodes: OutlineNode[] = [];
  for (let index = 0; index < document.solutions.length; ) {
    const first = document.solutions[index] as Solution;
    let end = index + 1;
    while (first.problem !== undefined && document.solutions[end]?.problem?.span.start === first.problem.span.start)
      end++;
    const solutions = document.solutions.slice(index, end);
    index = end;
    const { problem } = first;
    const isFar = problem === undefined || problem.span.start > first.span.start;
    if (isFar) {
      nodes.push(
        ...solutions.map((solution, at) =>
          solutionNode(document, solution, solution.title ?? numbered('Solution', at, solutions.length)),
        ),
      );
      continue;
    }
    const last = solutions.at(-1) as Solution;
    nodes.push({
      kind: 'problem',
      title: first.title ?? 'Problem',
      span: { start: problem.span.start, end: Math.max(problem.span.end, last.span.end) },
      selection: problem.span,
      children: solutions.map((solution, at) =>
        solutionNode(document, solution, numbered('Solution', at, solutions.length)),
      ),
    });
  }
  return nodes;
}

function numbered(name: string, index: number, count: number): string {
  return count > 1 ? `${name} ${index + 1}` : name;
}

function solutionNode(document: SolutionDocument, solution: Solution, title: string): OutlineNode {
  const children = solution.steps.map(({ step, offset }, index): OutlineNode => {
    const span = { start: step.span.start + offset, end: step.span.end + offset };
    const text = document.text
      .slice(span.start, Math.min(span.end, span.start + 4 * TITLE))
      .replace(/\s+/g, ' ')
      .trim();
    const shown = text.length > TITLE ? `${text.slice(0, TITLE - 1).trimEnd()}…` : text;
    return { kind: 'step', title: shown || `Step ${index + 1}`, span, selection: span, children: [] };
  });
  const selection = { start: solution.span.start, end: children[0]?.span.start ?? solution.span.end };
  return { kind: 'solution', title, span: solution.span, selection, children };
}
