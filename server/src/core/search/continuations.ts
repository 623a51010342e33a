/** What could come next in the solutions of open documents: a tree for each, which lives on while the text changes. */
import type { CheckedDocument, CheckedSolution, CheckedStep } from '../check.ts';
import type { Sandbox } from '../code/sandbox.ts';
import { defaultLimits, type RunLimits } from '../code/sandbox.ts';
import type { DocumentFormat } from '../document/solution.ts';
import { createSymbolicPolicy } from '../policy/symbolic/symbolic-policy.ts';
import { writtenProblem, writtenStep } from '../policy/written.ts';
import type { Settler } from '../settle/settler.ts';
import { bestLines, isSettled, type Line } from './answers.ts';
import { stepKey } from './claim-key.ts';
import { createEnvironment, type EnvironmentParts } from './environment.ts';
import { qualityOf, type SearchNode } from './node.ts';
import { runSearch, type SearchResult } from './search.ts';
import { mcts } from './strategies/mcts.ts';
import { SearchTree } from './tree.ts';

export interface Place {
  readonly document: CheckedDocument;
  readonly solution: number;
  /** The step after which it goes on; -1: from the problem. */
  readonly after: number;
}

export interface Continuation {
  /** The steps that it goes on with, at least one; the search has looked as far as the last. */
  readonly line: Line;
  readonly first: SearchNode;
}

export interface Found {
  /** Where it goes on: the place asked for, or before the first step up to there that is refuted, for from that one nothing leads on. */
  readonly after: number;
  /** Distinct in their first step, best first. */
  readonly continuations: readonly Continuation[];
}

export interface Searched {
  readonly found: Found;
  readonly result: SearchResult;
  readonly tree: SearchTree;
}

export interface ContinuationParts {
  readonly sandbox: Sandbox;
  readonly settler?: Settler;
  readonly limits?: RunLimits;
  /** Milliseconds on a clock that does not go back. */
  readonly now: () => number;
}

export interface ContinuationBudget {
  readonly timeMs: number;
  readonly nodes: number;
}

/** Trees that are kept; the one not looked at for longest goes first. */
const MOST_TREES = 20;
const MOST_SHOWN = 5;
const MAX_DEPTH = 12;
/** Symbolic moves come in the order in which a person would try them: c is small, so that the order counts. */
const EXPLORATION = 0.4;

interface Grown {
  readonly tree: SearchTree;
  readonly parts: EnvironmentParts;
}

export class Continuations {
  readonly #parts: ContinuationParts;
  readonly #trees = new Map<string, Grown>();

  constructor(parts: ContinuationParts) {
    this.#parts = parts;
  }

  /** What is known by now, without any work; `undefined` where nothing was looked for here. */
  standing(place: Place): Found | undefined {
    const rooted = rootOf(place, this.#parts.settler);
    const grown = rooted && this.#trees.get(keyOf(rooted.solution, place.document.document.format));
    if (rooted === undefined || grown === undefined) return undefined;
    grown.tree.follow(rooted.steps);
    const continuations = found(grown.tree);
    return continuations.length === 0 ? undefined : { after: rooted.after, continuations };
  }

  /**
   * Looks ahead from the place until the answer is settled, the budget is spent or the signal is aborted; what was found before that stays. `onFound` is called as
   * more is known. Never rejects.
   */
  async search(
    place: Place,
    budget: ContinuationBudget,
    signal: AbortSignal,
    onFound: (found: Found, nodes: number) => void,
  ): Promise<Searched | undefined> {
    await this.#settle(place, signal);
    const rooted = rootOf(place, this.#parts.settler);
    if (rooted === undefined) return undefined;
    const { tree, parts } = this.#grown(rooted.solution, place.document.document.format);
    tree.follow(rooted.steps);
    const root = tree.current;
    const known = (): Found => ({ after: rooted.after, continuations: found(tree, root) });
    const result = await runSearch(
      tree,
      mcts(tree, { exploration: EXPLORATION, maxDepth: MAX_DEPTH }),
      createEnvironment(parts),
      {
        budget,
        n: MOST_SHOWN,
        temperature: 0,
        maxDepth: MAX_DEPTH,
        parallel: 2,
        seed: 1,
        order: 'arrival',
        now: this.#parts.now,
        // Several ways to the answer are worth showing, not the first alone.
        settled: () => isSettled(root, 1) && root.children.length > 0,
        onProgress: ({ nodes }) => onFound(known(), nodes),
      },
      signal,
    );
    return { found: known(), result, tree };
  }

  /** A wrong step that the instant checks leave open is worth a question: everything after it would be lost. */
  async #settle({ document, solution, after }: Place, signal: AbortSignal): Promise<void> {
    const { settler, limits = defaultLimits } = this.#parts;
    const steps = document.solutions[solution]?.steps.slice(0, after + 1) ?? [];
    await settler?.settleSteps(steps, { limits }, signal);
  }

  #grown(solution: CheckedSolution, format: DocumentFormat): Grown {
    const key = keyOf(solution, format);
    const kept = this.#trees.get(key);
    this.#trees.delete(key);
    const grown = kept ?? { tree: new SearchTree(), parts: this.#environment(solution, format) };
    this.#trees.set(key, grown);
    for (const oldest of this.#trees.keys()) {
      if (this.#trees.size <= MOST_TREES) break;
      this.#trees.delete(oldest);
    }
    return grown;
  }

  #environment({ solution }: CheckedSolution, format: DocumentFormat): EnvironmentParts {
    const { sandbox, settler, limits = defaultLimits } = this.#parts;
    return {
      problem: writtenProblem(solution.problem),
      policy: createSymbolicPolicy({ sandbox, limits, notation: notationOf(solution, format) }),
      form: 'plain',
      maxTokens: 0,
      sandbox,
      limits,
      ...(settler === undefined ? {} : { settler }),
      repairs: false,
    };
  }
}

/** Solutions of one problem, written in one way, share a tree. */
function keyOf({ solution }: CheckedSolution, format: DocumentFormat): string {
  const first = solution.problem === undefined ? solution.steps[0]?.step.key : undefined;
  return `${notationOf(solution, format)}\n${writtenProblem(solution.problem)}\n${first ?? ''}`;
}

/** Plain where all formulas of a `.steps` file are. */
function notationOf({ problem, steps }: CheckedSolution['solution'], format: DocumentFormat): 'tex' | 'plain' {
  const parts = [...(problem?.parts ?? []), ...steps.flatMap(({ step }) => step.parts)];
  return format === 'steps' && !parts.some(part => part.kind === 'formula' && part.notation === 'tex')
    ? 'plain'
    : 'tex';
}

function rootOf({ document, solution, after }: Place, settler: Settler | undefined) {
  const checked = document.solutions[solution];
  if (checked === undefined) return undefined;
  const upTo = checked.steps.slice(0, after + 1);
  const refuted = upTo.findIndex(step => step.status === 'refuted' || isRefutedBy(settler, step));
  const steps = refuted === -1 ? upTo : upTo.slice(0, refuted);
  return {
    solution: checked,
    after: steps.length - 1,
    steps: steps.map(step => ({ step: writtenStep(step.placed), key: stepKey(step) })),
  };
}

function isRefutedBy(settler: Settler | undefined, { claims }: CheckedStep): boolean {
  return claims.some(({ task }) => task !== undefined && settler?.verdictOf(task.key)?.status === 'refuted');
}

function found(tree: SearchTree, root = tree.current): readonly Continuation[] {
  return bestLines(root, MOST_SHOWN).flatMap(line => {
    const [first] = line.nodes;
    // A step that holds is worth showing even where the search found no way on from it.
    return first === undefined || (first.checked === 'unchecked' && qualityOf(first) < 0) ? [] : [{ line, first }];
  });
}
