/** What could come next in the solutions of open documents: a tree for each, which lives on while the text changes. */
import type { CheckedSolution } from '../check.ts';
import { isPython } from '../code/cells.ts';
import type { Sandbox } from '../code/sandbox.ts';
import { defaultLimits, type RunLimits } from '../code/sandbox.ts';
import type { DocumentFormat } from '../document/solution.ts';
import { writtenProblem, writtenSolution } from '../policy/written.ts';
import type { Settler } from '../settle/settler.ts';
import { bestLines, type Line } from './answers.ts';
import { addSpent, type Spent } from './budget.ts';
import { stepKey } from './claim-key.ts';
import { Doubts } from './doubts.ts';
import { Forest } from './forest.ts';
import { type FindModels, lookAhead } from './look-ahead.ts';
import { qualityOf, type SearchNode } from './node.ts';
import { keyOf, notationOf, type Place, type Rooted, rootOf, type Wrong } from './rooted.ts';
import { Runs } from './runs.ts';
import type { SearchResult } from './search.ts';
import { type SourceParts, symbolicId } from './sources.ts';
import { Asked } from './strategies/together.ts';
import type { SearchTree } from './tree.ts';
import type { TreeStore } from './tree-store.ts';
import { lookAlong, type Trouble, troubleOn } from './trouble.ts';

export type { Place, Wrong } from './rooted.ts';

export interface Continuation {
  /** The steps that it goes on with, at least one; the search has looked as far as the last. */
  readonly line: Line;
  readonly first: SearchNode;
}

export interface Found {
  /** Where it goes on: the place asked for, or before the first step up to there that is refuted or in doubt, for from that one nothing leads on. */
  readonly after: number;
  /** Of step `after + 1`, where it goes on from before the place. */
  readonly wrong?: Wrong;
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
  /** The models that a search may ask beside the symbolic moves, looked up at each search; `undefined` where the person has set none. */
  readonly models?: () => FindModels | undefined;
  /** See `LookingAhead`; without it a model that is slow may take longer than the time that it was given. */
  readonly timeout?: (ms: number) => AbortSignal;
  /** Where trees outlive this process; without it they do not. */
  readonly store?: TreeStore;
}

export interface ContinuationBudget {
  readonly timeMs: number;
  readonly nodes: number;
  /** No model is asked, whatever is set. */
  readonly symbolicOnly?: boolean;
}

const MOST_SHOWN = 5;
const MAX_DEPTH = 12;
/** By as much Q, of 2, falls where the trouble starts. */
const FALL = 0.5;

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
  readonly #doubts: Doubts;
  readonly #forest: Forest;
  readonly #runs = new Runs();
  readonly #asked = new Asked(symbolicId);

  constructor(parts: ContinuationParts) {
    this.#parts = parts;
    this.#doubts = new Doubts(parts.sandbox, parts.limits ?? defaultLimits);
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
    const ground = this.#standing(place);
    if (ground === undefined) return undefined;
    const known = foundBelow(ground.tree.current, ground.rooted);
    return known.continuations.length === 0 ? undefined : known;
  }

  /** The tree as it stands, its current node at the place; `undefined` where nothing was looked for here. */
  standingTree(place: Place): StandingTree | undefined {
    const ground = this.#standing(place);
    if (ground === undefined) return undefined;
    const { key, tree, rooted } = ground;
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
    onFound: (found: Found, spent: Spent) => void,
    below?: number,
  ): Promise<Searched | undefined> {
    const ground = await this.#prepare(place, signal);
    const root = below === undefined ? ground?.tree.current : ground?.tree.find(below);
    if (ground === undefined || root === undefined) return undefined;
    const { tree, rooted } = ground;
    const known = (): Found => foundBelow(root, rooted);
    const result = await this.#look(ground, root, { ...budget, further: below !== undefined }, signal, spent =>
      onFound(known(), spent),
    );
    return { found: known(), result, tree };
  }

  /**
   * Finds the written step, up to the place, at which the outlook falls, by looking ahead from before and after some of them. Each look has its share of the budget.
   * What was found stays in the tree, for `troubleAt`. Never rejects.
   * @returns the last search's result; `undefined` where there is no solution
   */
  async examine(
    place: Place,
    budget: ContinuationBudget,
    signal: AbortSignal,
    onProgress: (spent: Spent) => void,
  ): Promise<SearchResult | undefined> {
    const ground = await this.#prepare(place, signal);
    if (ground === undefined) return undefined;
    const { steps } = ground.rooted;
    const share = 1 / (2 + Math.ceil(Math.log2(steps.length + 1)));
    const each = { ...budget, timeMs: budget.timeMs * share, nodes: Math.ceil(budget.nodes * share), further: false };
    let result: SearchResult | undefined;
    await lookAlong(ground.tree.current, async node => {
      const before = result?.spent;
      const looked = await this.#look(ground, node, each, signal, spent => onProgress(addSpent(before, spent)));
      const fault = looked.fault ?? result?.fault;
      result = { ...looked, spent: addSpent(before, looked.spent), ...(fault === undefined ? {} : { fault }) };
      return !signal.aborted && looked.end !== 'failed';
    });
    return result;
  }

  /** What is known to stand in the place of the step that the place is at, best first; nothing where that is refuted, for what stands then stands for it. */
  standingBeside(place: Place): readonly Line[] {
    const standing = this.standingTree(place);
    const { parent } = standing?.tree.current ?? {};
    if (parent === undefined || standing?.after !== place.after) return [];
    return found(parent, standing.tree.current.key).map(({ line }) => line);
  }

  /** Where the trouble starts among the steps up to the place, as far as the tree knows; `undefined` where it knows of none. */
  troubleAt(place: Place): Trouble | undefined {
    const standing = this.standingTree(place);
    return standing && troubleOn(standing.tree.current, FALL);
  }

  /** The first step up to the place that is refuted, or is known not to fit what is asked for. */
  wrongAt(place: Place): { readonly step: number; readonly wrong: Wrong } | undefined {
    const rooted = rootOf(place, this.#parts.settler, this.#doubts);
    return rooted?.wrong && { step: rooted.after + 1, wrong: rooted.wrong };
  }

  #standing(place: Place): Ground | undefined {
    return this.#ground(place, key => this.#forest.standing(key));
  }

  /** The same of a tree that is made where there is none; what can be known of the writer's steps before a search is asked first. */
  async #prepare(place: Place, signal: AbortSignal): Promise<Ground | undefined> {
    await Promise.all([this.#settle(place, signal), this.restore(place)]);
    return this.#ground(place, key => this.#forest.grow(key));
  }

  /** The tree with the writer's steps in it; `undefined` where there is no tree or no solution. */
  #ground(place: Place, treeOf: (key: string) => SearchTree | undefined): Ground | undefined {
    const rooted = rootOf(place, this.#parts.settler, this.#doubts);
    if (rooted === undefined) return undefined;
    const { format } = place.document.document;
    const key = keyOf(rooted.solution, format);
    const tree = treeOf(key);
    tree?.follow(rooted.steps);
    return tree && { key, tree, rooted, format };
  }

  #look(
    { key, tree, rooted, format }: Ground,
    root: SearchNode,
    { further, ...budget }: ContinuationBudget & { readonly further: boolean },
    signal: AbortSignal,
    onProgress: (spent: Spent) => void,
  ): Promise<SearchResult> {
    return this.#runs
      .during(key, signal, run => {
        this.#forest.changed(key);
        return lookAhead(
          {
            tree,
            root,
            parts: this.#sourceParts(rooted.solution, format),
            models: budget.symbolicOnly === true ? undefined : this.#parts.models?.(),
            asked: this.#asked,
            budget,
            further,
            now: this.#parts.now,
            timeout: this.#parts.timeout,
            onProgress: spent => {
              run.nodes = spent.nodes;
              this.#forest.changed(key);
              onProgress(spent);
            },
          },
          run.signal,
        );
      })
      .finally(() => this.#forest.changed(key));
  }

  /** A wrong step that the instant checks leave open is worth a question: everything after it would be lost. */
  async #settle({ document, solution, after }: Place, signal: AbortSignal): Promise<void> {
    const { settler, limits = defaultLimits } = this.#parts;
    const steps = document.solutions[solution]?.steps.slice(0, after + 1) ?? [];
    await settler?.settleSteps(steps, { limits }, signal);
    const rooted = rootOf({ document, solution, after }, settler, this.#doubts);
    if (rooted !== undefined) await this.#doubts.ask(writtenSolution(rooted.solution, rooted.steps.length), signal);
  }

  #sourceParts({ solution }: CheckedSolution, format: DocumentFormat): SourceParts {
    const { sandbox, settler, limits = defaultLimits } = this.#parts;
    return {
      problem: writtenProblem(solution.problem),
      notation: { formulas: notationOf(solution, format), format },
      hasCode: solution.steps.some(({ step }) => step.parts.some(isPython)),
      sandbox,
      ...(settler === undefined ? {} : { settler }),
      limits,
      maxDepth: MAX_DEPTH,
    };
  }
}

/** Where a search stands. */
interface Ground {
  readonly key: string;
  readonly tree: SearchTree;
  readonly rooted: Rooted;
  readonly format: DocumentFormat;
}

/** The best few continuations, without the one that the writer has already. */
function found(root: SearchNode, written: string | undefined): readonly Continuation[] {
  const lines = bestLines(root, MOST_SHOWN + 1).filter(({ nodes: [first] }) => first?.key !== written);
  return lines.slice(0, MOST_SHOWN).flatMap(line => {
    const [first] = line.nodes;
    // A step that holds is worth showing even where the search found no way on from it.
    return first === undefined || (first.checked === 'unchecked' && qualityOf(first) < 0) ? [] : [{ line, first }];
  });
}

function foundBelow(root: SearchNode, rooted: Rooted): Found {
  const { after, wrong } = rooted;
  return { after, continuations: found(root, nextKey(rooted)), ...(wrong === undefined ? {} : { wrong }) };
}

/** Of the step that the writer has behind these. */
function nextKey({ solution, after }: Rooted): string | undefined {
  const next = solution.steps[after + 1];
  return next && stepKey(next);
}
