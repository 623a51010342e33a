/** Units → document: which stretches are problems, which are solutions, and whose steps are whose. */
import type { Span } from '../math/expr.ts';
import type { Mark } from './headings.ts';
import { isLooseCode, type JoinedSteps, withCode } from './looseCode.ts';
import { closed, type OpenSolution, statementIn, staysIn } from './openSolution.ts';
import type {
  Directive,
  DocumentFormat,
  Part,
  PlacedStep,
  ProblemStatement,
  ReadOptions,
  Solution,
  SolutionDocument,
  Step,
} from './solution.ts';
import {
  longestStatement,
  type Problem,
  type RememberedStatement,
  type StatementMemory,
  statementOf,
} from './statement.ts';
import { openingOf } from './trajectory/opening.ts';
import type { Entry, PlacedUnit } from './units.ts';

type Mode =
  | { readonly kind: 'none' }
  | { readonly kind: 'problem'; readonly problem: Problem }
  | { readonly kind: 'solution'; readonly solution: OpenSolution };

const NONE: Mode = { kind: 'none' };

/** What is kept from one reading of a document to the next, so that what is the same is the same object. */
export interface Memory {
  readonly statements: StatementMemory;
  readonly joined: JoinedSteps;
}

/**
 * Walks over the units once and gives the document. Takes time linear in the number of steps.
 * `memory` holds what the reading before put together and is left with what this one did.
 */
export function assemble(
  text: string,
  units: readonly PlacedUnit[],
  options: ReadOptions,
  memory: Memory,
): SolutionDocument {
  const walk = new Walk(text, options, units, memory.joined);
  for (const placed of units) {
    if (placed.step !== undefined) placed.placed = walk.takeStep(placed.step, placed.from, placed.placed);
    else for (const entry of placed.unit.entries) walk.take(entry, placed.from);
  }
  return walk.finish(memory.statements);
}

class Walk {
  readonly #text: string;
  readonly #format: DocumentFormat;
  readonly #solutions: OpenSolution[] = [];
  readonly #disabled = new Set<string>();
  readonly #notes: { span: Span; message: string }[] = [];
  /** Text outside marked sections is checked too. */
  #everywhere: boolean;
  #off = false;
  #inBody: boolean;
  #mode: Mode = NONE;
  #problem: Problem | undefined;
  /** Text of the section that nothing marks: the statement, where a solution follows it. */
  #unmarked: Problem | undefined;
  #headingLevel = 0;
  #title: string | undefined;
  /** Modes to go back to when an environment ends. */
  readonly #stack: { readonly name: string; readonly back: Mode | undefined; readonly span: Span }[] = [];
  #ignoreNext = false;
  readonly #joined: JoinedSteps;
  /** The solution that the last trajectory is, or stands in. */
  #trajectory: { readonly solution: OpenSolution; readonly answered: boolean } | undefined;
  /** The trajectory that ends right before. */
  #behind: OpenSolution | undefined;
  /** Statements that nothing marks but the trajectory behind them. */
  readonly #asked = new Set<Problem>();

  constructor(text: string, options: ReadOptions, units: readonly PlacedUnit[], joined: JoinedSteps) {
    this.#text = text;
    this.#joined = joined;
    this.#format = options.format;
    this.#everywhere =
      options.wholeFile ||
      options.format === 'steps' ||
      (options.format === 'latex' && !units.some(({ unit }) => unit.isMarked));
    this.#inBody = !(options.format === 'latex' && units.some(({ unit }) => unit.beginsBody));
  }

  /** Takes a step that stood at `offset` before as `known`, and gives how it stands now. */
  takeStep(step: Step, offset: number, known: PlacedStep | undefined): PlacedStep | undefined {
    return this.#inBody && !this.#off ? this.#step(step, offset, known) : undefined;
  }

  take(entry: Entry, offset: number): void {
    switch (entry.kind) {
      case 'note':
        this.#notes.push({ span: at(entry.span, offset), message: entry.message });
        return;
      case 'directive':
        this.#direct(entry.directive, offset);
        return;
      case 'body':
        this.#inBody = entry.edge === 'begin';
        this.#mode = NONE;
        return;
      case 'mode':
        if (entry.mode === 'off') this.#off = true;
        else this.#everywhere = true;
        return;
      case 'title':
        this.#title = entry.title;
        return;
      default:
        if (this.#inBody && !this.#off) this.#takeContent(entry, offset);
    }
  }

  #takeContent(
    entry: Extract<Entry, { kind: 'step' | 'heading' | 'lead' | 'open' | 'close' | 'problem' | 'trajectory' }>,
    offset: number,
  ): void {
    if (entry.kind !== 'step') this.#behind = undefined;
    switch (entry.kind) {
      case 'step':
        if (!this.#takeCode(entry.step, offset)) this.#step(entry.step, offset);
        return;
      case 'heading':
        this.#heading(entry, at(entry.span, offset));
        if (entry.mark === undefined && this.#mode.kind === 'solution') {
          for (const { step } of entry.steps) this.#step(step, offset);
        }
        return;
      case 'lead':
        this.#lead(entry, at(entry.span, offset));
        return;
      case 'open':
        this.#open(entry, at(entry.span, offset));
        return;
      case 'close':
        this.#close(entry.name);
        return;
      case 'trajectory':
        if (entry.edge === 'begin') this.#beginTrajectory(entry.restarts, at(entry.span, offset));
        else this.#endTrajectory(entry.answered);
        return;
      case 'problem': {
        const problem: Problem = { title: this.#title, level: this.#headingLevel, pieces: [] };
        problem.pieces.push({ parts: entry.parts, offset, span: at(entry.span, offset) });
        this.#problem = problem;
        this.#mode = NONE;
        return;
      }
    }
  }

  /** Code in a block of its own goes to the step before it, also right behind a trajectory. The first of a solution is a step. */
  #takeCode(step: Step, offset: number): boolean {
    if (this.#ignoreNext || !isLooseCode(step)) return false;
    const steps = this.#mode.kind === 'solution' ? this.#mode.solution.steps : this.#behind?.steps;
    if (steps === undefined) return false;
    const last = steps.at(-1);
    if (last === undefined) return false;
    steps[steps.length - 1] = withCode(last, step, offset, this.#joined);
    return true;
  }

  #step(step: Step, offset: number, known?: PlacedStep): PlacedStep | undefined {
    this.#behind = undefined;
    if (this.#mode.kind === 'none' && this.#everywhere) {
      const start = step.span.start + offset;
      this.#solution('whole', undefined, this.#title, { start, end: start });
    }
    const ignored = this.#ignoreNext;
    this.#ignoreNext = false;
    if (this.#mode.kind === 'solution') {
      const placed = known !== undefined && known.ignored === ignored ? known : { step, offset, ignored };
      this.#mode.solution.steps.push(placed);
      return placed;
    }
    const piece = { parts: step.parts, offset, span: at(step.span, offset) };
    if (this.#mode.kind === 'problem') this.#mode.problem.pieces.push(piece);
    else {
      this.#unmarked ??= { title: this.#title, level: this.#headingLevel, pieces: [] };
      this.#unmarked.pieces.push(piece);
    }
    return undefined;
  }

  #solution(by: OpenSolution['by'], mark: Mark['kind'] | undefined, title: string | undefined, opening: Span): void {
    const level = this.#headingLevel;
    const before = this.#unmarked;
    this.#unmarked = undefined;
    // A heading as high as that of the text before it begins something else.
    const follows =
      by === 'heading' ? before !== undefined && level > before.level : mark !== 'proof' && by !== 'whole';
    if (this.#problem === undefined && follows && before !== undefined && before.pieces.length <= longestStatement) {
      this.#problem = before;
    }
    const shown = by === 'whole' ? title : (this.#problem?.title ?? title);
    const solution: OpenSolution = { problem: this.#problem, title: shown, steps: [], mark, by, level, opening };
    this.#solutions.push(solution);
    this.#mode = { kind: 'solution', solution };
  }

  #startProblem(title: string | undefined, level: number): void {
    const problem: Problem = { title, level, pieces: [] };
    this.#problem = problem;
    this.#unmarked = undefined;
    this.#mode = { kind: 'problem', problem };
  }

  #heading({ level, title, mark }: Extract<Entry, { kind: 'heading' }>, span: Span): void {
    const solution = this.#mode.kind === 'solution' ? this.#mode.solution : undefined;
    if (mark?.role === 'problem') {
      this.#headingLevel = level;
      this.#title = title;
      if (this.#format === 'steps') {
        // Here a heading is a title only: the statement stands behind `problem:`.
        this.#problem = undefined;
        this.#mode = NONE;
      } else this.#startProblem(title, level);
      return;
    }
    if (mark?.role === 'solution') {
      if (mark.kind === 'answer' && solution !== undefined && solution.steps.length > 0) return;
      this.#headingLevel = level;
      this.#adoptStatement(solution);
      this.#solution('heading', mark.kind, title, span);
      return;
    }
    if (solution !== undefined && staysIn(solution, this.#format, level, title)) return;
    this.#headingLevel = level;
    this.#title = title;
    this.#unmarked = undefined;
    if (this.#problem !== undefined && level <= this.#problem.level) this.#problem = undefined;
    if (this.#mode.kind === 'problem' && this.#problem !== undefined) return;
    this.#mode = NONE;
  }

  /** In a .steps file, lines under "# Problem" that a "# Solution" follows were the statement. */
  #adoptStatement(solution: OpenSolution | undefined): void {
    if (this.#format !== 'steps' || solution?.by !== 'whole' || solution.problem !== undefined) return;
    this.#problem = statementIn(solution);
    solution.steps.length = 0;
  }

  #beginTrajectory(restarts: boolean, span: Span): void {
    const opening = openingOf({
      restarts,
      solution: this.#mode.kind === 'solution' ? this.#mode.solution : undefined,
      last: this.#trajectory,
      problem: this.#problem,
      unmarked: this.#unmarked,
      asked: this.#asked,
    });
    if (opening.kind === 'resumes') this.#mode = { kind: 'solution', solution: opening.solution };
    if (opening.kind !== 'opens') return;
    const { problem, taken } = opening;
    if (problem !== undefined) {
      this.#problem = problem;
      this.#asked.add(problem);
    }
    if (taken !== undefined) taken.steps.length = 0;
    this.#solution('trajectory', undefined, this.#title, span);
  }

  /** What follows a trajectory that is a solution by itself is no part of it. */
  #endTrajectory(answered: boolean): void {
    if (this.#mode.kind !== 'solution') return;
    const { solution } = this.#mode;
    this.#trajectory = { solution, answered };
    if (solution.by !== 'trajectory') return;
    this.#mode = NONE;
    this.#behind = solution;
  }

  #lead({ title, mark, strong }: Extract<Entry, { kind: 'lead' }>, span: Span): void {
    const solution = this.#mode.kind === 'solution' ? this.#mode.solution : undefined;
    if (mark.role === 'problem') {
      const inside = solution !== undefined && (solution.by !== 'lead' || mark.number === undefined);
      if (mark.kind !== 'statement' && inside) return;
      if (inside && !strong && mark.number === undefined) return;
      this.#startProblem(title, this.#headingLevel + 0.5);
      return;
    }
    if (solution !== undefined && solution.by !== 'whole') {
      const goesOn =
        mark.number === undefined &&
        (mark.kind !== 'solution' || solution.mark !== 'solution' || solution.by !== 'lead');
      if (goesOn || solution.steps.length === 0) return;
    }
    if (mark.kind === 'answer' && solution !== undefined) return;
    this.#adoptStatement(solution);
    this.#solution('lead', mark.kind, this.#title ?? title, span);
  }

  #open({ name, title, mark }: Extract<Entry, { kind: 'open' }>, span: Span): void {
    const solution = this.#mode.kind === 'solution' ? this.#mode.solution : undefined;
    const transparent =
      mark === undefined ||
      (solution !== undefined &&
        solution.by !== 'whole' &&
        (mark.kind === 'theorem' || mark.kind === 'proof' || mark.kind === 'example') &&
        (solution.mark !== 'proof' || solution.by === 'environment'));
    if (transparent) {
      this.#stack.push({ name, back: undefined, span });
      return;
    }
    this.#stack.push({
      name,
      back: mark.role === 'solution' && this.#mode.kind === 'problem' ? this.#mode : NONE,
      span,
    });
    if (mark.role === 'problem') this.#startProblem(title, this.#headingLevel + 0.5);
    else this.#solution('environment', mark.kind, title, span);
  }

  #close(name: string): void {
    const index = this.#stack.findLastIndex(open => open.name === name);
    if (index < 0) return;
    for (const open of this.#stack.splice(index).reverse()) if (open.back !== undefined) this.#mode = open.back;
  }

  #direct(directive: Directive, offset: number): void {
    switch (directive.kind) {
      case 'disable-rules':
        for (const code of directive.codes) this.#disabled.add(code);
        return;
      case 'enable':
        if (directive.codes.length === 0) this.#disabled.clear();
        for (const code of directive.codes) this.#disabled.delete(code);
        return;
      case 'check':
        if (this.#mode.kind === 'solution') return;
        if (this.#headingLevel === 0) this.#everywhere = true;
        this.#solution('comment', undefined, this.#title, at(directive.span, offset));
        return;
      case 'ignore-step':
        this.#ignore(at(directive.span, offset));
    }
  }

  /** A directive inside a step or on the line where it ends is about that step; any other is about the next one. */
  #ignore(span: Span): void {
    const steps = this.#mode.kind === 'solution' ? this.#mode.solution.steps : [];
    const last = steps.at(-1);
    const end = last === undefined ? 0 : last.offset + last.step.span.end;
    if (last !== undefined && (span.start < end || !this.#text.slice(end, span.start).includes('\n'))) {
      steps[steps.length - 1] = { ...last, ignored: true };
    } else this.#ignoreNext = true;
  }

  finish(memory: StatementMemory): SolutionDocument {
    const statements = new Map<Problem, ProblemStatement | undefined>();
    const next = new Map<readonly Part[], RememberedStatement>();
    const solutions: Solution[] = [];
    for (const solution of this.#solutions) {
      if (solution.steps.length === 0) continue;
      const { problem } = solution;
      if (problem !== undefined && !statements.has(problem))
        statements.set(problem, statementOf(problem, memory.known, next));
      solutions.push(closed(solution, problem === undefined ? undefined : statements.get(problem)));
    }
    memory.known = next;
    for (const { name, span } of this.#stack) this.#notes.push({ span, message: `\\begin{${name}} is never closed.` });
    return { format: this.#format, text: this.#text, solutions, disabledRules: this.#disabled, notes: this.#notes };
  }
}

function at(span: Span, offset: number): Span {
  return { start: span.start + offset, end: span.end + offset };
}
