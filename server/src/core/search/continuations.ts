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
import { Forest } from './forest.ts';
import { qualityOf, type SearchNode } from './node.ts';
import { Runs } from './runs.ts';
import { runSearch, type SearchResult } from './search.ts';
import { mcts } from './strategies/mcts.ts';
import type { SearchTree } from './tree.ts';
import type { TreeStore } from './tree-store.ts';

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
  /** Where trees outlive this process; without it they do not. */
  readonly store?: TreeStore;
}

export interface ContinuationBudget {
  readonly timeMs: number;
  readonly nodes: number;
}

const MOST_SHOWN = 5;
const MAX_DEPTH = 12;
/** Symbolic moves come in the order in which a person would try them: c is small, so that the order counts. */
const EXPLORATION = 0.4;

/** The tree of a solution, for those who show it. */
export interface StandingTree {
  /** Names the solution: `onChange` tells of the tree under this key. */
  readonly key: string;
  readonly tree: SearchTree;
  /** Where it stands in the text: `tree.current` is the node of this step. */
  readonly after: number;
  /** Nodes that the searches under way have made so far; absent where none is. */
  readonly running?: number;
}

export class Continuations {
  readonly #parts: ContinuationParts;
  readonly #forest: Forest;
  readonly #runs = new Runs();

  constructor(parts: ContinuationParts) {
    this.#parts = parts;
    this.#forest = new Forest(parts.store);
  }

  /** Brings back the tree that an earlier process has kept of a solution: what stands is known then. Never rejects. */
  async restore({ document, solution }: Place): Promise<void> {
    const checked = document.solutions[solution];
    if (checked !== undefined) await this.#forest.load(keyOf(checked, document.document.format));
  }

  /** Forgets every tree, those that are kept included. Never rejects. */
  forget(): Promise<void> {
    return this.#forest.forget();
  }

  /** What is known by now, without any work; `undefined` where nothing was looked for here. */
  standing(place: Place): Found | undefined {
    const standing = this.standingTree(place);
    if (standing === undefined) return undefined;
    const continuations = found(standing.tree);
    return continuations.length === 0 ? undefined : { after: standing.after, continuations };
  }

  /** The tree as it stands, its current node at the place; `undefined` where nothing was looked for here. */
  standingTree(place: Place): StandingTree | undefined {
    const rooted = rootOf(place, this.#parts.settler);
    const key = rooted && keyOf(rooted.solution, place.document.document.format);
    const tree = key === undefined ? undefined : this.#forest.standing(key);
    if (rooted === undefined || key === undefined || tree === undefined) return undefined;
    tree.follow(rooted.steps);
    const running = this.#runs.nodes(key);
    return { key, tree, after: rooted.after, ...(running === undefined ? {} : { running }) };
  }

  /** Stops the searches in the tree with this key. What they have found stays. */
  stop(key: string): void {
    this.#runs.stop(key);
  }

  /** Calls the listener with the key of a tree each time that a search begins, ends or has added to it. @returns what ends it */
  onChange(listener: (key: string) => void): () => void {
    return this.#forest.onChange(listener);
  }

  /**
   * Looks ahead from the place until the answer is settled, the budget is spent or the signal is aborted; what was found before that stays. `onFound` is called as
   * more is known. Never rejects.
   * @param below id of the node of the standing tree to look below, however settled the answer is; without it, below where the writer stands. A node that is no
   * longer there is as good as no solution.
   */
  async search(
    place: Place,
    budget: ContinuationBudget,
    signal: AbortSignal,
    onFound: (found: Found, nodes: number) => void,
    below?: number,
  ): Promise<Searched | undefined> {
    await Promise.all([this.#settle(place, signal), this.restore(place)]);
    const rooted = rootOf(place, this.#parts.settler);
    if (rooted === undefined) return undefined;
    const { format } = place.document.document;
    const key = keyOf(rooted.solution, format);
    const tree = this.#forest.grow(key);
    tree.follow(rooted.steps);
    const root = below === undefined ? tree.current : tree.find(below);
    if (root === undefined) return undefined;
    const known = (): Found => ({ after: rooted.after, continuations: found(tree, root) });
    // Several ways to the answer are worth showing, not the first alone.
    const settled = (): boolean => isSettled(root, 1) && root.children.length > 0;
    const wasSettled = below !== undefined && settled();
    const result = await this.#runs.during(key, signal, run => {
      this.#forest.changed(key);
      return runSearch(
        tree,
        mcts(tree, { exploration: EXPLORATION, maxDepth: MAX_DEPTH }, root),
        createEnvironment(this.#environment(rooted.solution, format)),
        {
          budget,
          n: MOST_SHOWN,
          temperature: 0,
          maxDepth: MAX_DEPTH,
          parallel: 2,
          seed: 1,
          order: 'arrival',
          now: this.#parts.now,
          settled: () => !wasSettled && settled(),
          onProgress: ({ nodes }) => {
            run.nodes = nodes;
            this.#forest.changed(key);
            onFound(known(), nodes);
          },
        },
        run.signal,
      );
    });
    this.#forest.changed(key);
    return { found: known(), result, tree };
  }

  /** A wrong step that the instant checks leave open is worth a question: everything after it would be lost. */
  async #settle({ document, solution, after }: Place, signal: AbortSignal): Promise<void> {
    const { settler, limits = defaultLimits } = this.#parts;
    const steps = document.solutions[solution]?.steps.slice(0, after + 1) ?? [];
    await settler?.settleSteps(steps, { limits }, signal);
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
