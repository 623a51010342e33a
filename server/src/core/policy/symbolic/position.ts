/** Where a solution stands, as the symbolic policy sees it: what is to be reached, and what was reached. */
import { type CheckedSolution, DocumentChecker } from '../../check.ts';
import type { FormulaPart, Part } from '../../document/solution.ts';
import type { Expr, RelationOp } from '../../math/expr.ts';
import { parseFormula } from '../../math/parse.ts';
import { CONSTANT_NAMES, freeSymbols } from '../../math/symbols.ts';
import { some } from '../../math/traverse.ts';
import { type Relation, relationsOf } from '../../settle/relations.ts';
import type { PartialSolution } from '../policy.ts';
import { sheetOf, sheetOptions, stepToCome } from '../sheet.ts';

export type Position =
  /** Equations one or the other of which holds, the last that was said; `given` are those to be solved. */
  | {
      readonly kind: 'solve';
      readonly unknown: string;
      readonly given: readonly Relation[];
      readonly now: readonly Relation[];
    }
  /** Equations that hold together: `known` is all that was said, in its order. */
  | {
      readonly kind: 'system';
      readonly unknowns: readonly string[];
      readonly given: readonly Relation[];
      readonly known: readonly Relation[];
    }
  | { readonly kind: 'compare'; readonly unknown: string; readonly given: Relation; readonly now: Relation }
  /** An expression to be worked out, or to be led over into `target`. */
  | { readonly kind: 'work-out'; readonly start: Work; readonly now: Work; readonly target?: Expr };

/** `wrap`: the derivative or integral of the expression is meant, which words say and no formula. */
export interface Work {
  readonly expr: Expr;
  readonly wrap?: { readonly kind: 'derivative' | 'integral'; readonly variable: string };
}

const COMPARISONS: ReadonlySet<RelationOp> = new Set(['<', '≤', '>', '≥']);
const PROVE = /\b(?:prove|show|verify|establish|demonstrate)\b|证明/iu;
const DIFFERENTIATE = /\b(?:differentiate|derivative)\b|求导|导数/iu;
const INTEGRATE = /\b(?:integrate|integral of|antiderivative)\b|积分/iu;
const SOLVE = /\b(?:solve|solutions?|roots?|find (?:all |the (?:value|number)s?)?|for which)\b|解/iu;

/**
 * Reads it from a checked solution. What stands in the problem is what is to be done; without a problem, the first step is. `undefined` where it is
 * nothing that the policy knows moves for.
 */
export function positionOf({ solution, steps }: CheckedSolution): Position | undefined {
  const words = solution.problem === undefined ? '' : wordsOf(solution.problem.parts);
  const said = steps.map(step =>
    step.claims.flatMap(({ claim }) => (claim.body.kind === 'chain' ? relationsOf(claim.body) : [])),
  );
  const stated = solution.problem === undefined ? [] : formulasOf(solution.problem.parts);
  const given = stated.length > 0 ? stated : (said[0] ?? []).slice(0, 1).map(relation => ({ relation }));
  return worked(words, given, said) ?? equations(given, said, words);
}

/** The partial solution as it is read and judged; `undefined` where nothing in it is a solution. */
export function readSheet(partial: PartialSolution): CheckedSolution | undefined {
  // A problem alone is no solution.
  const text = sheetOf({ ...partial, steps: [...partial.steps, stepToCome] });
  const read = new DocumentChecker(text, sheetOptions).result.solutions.at(-1);
  return read === undefined ? undefined : { solution: read.solution, steps: read.steps.slice(0, -1) };
}

type Given = { readonly relation: Relation } | { readonly expr: Expr };

function isRelation(given: Given): given is { readonly relation: Relation } {
  return 'relation' in given;
}

function worked(words: string, given: readonly Given[], said: readonly (readonly Relation[])[]): Position | undefined {
  const [first] = given;
  if (first === undefined) return undefined;
  if (PROVE.test(words) && isRelation(first) && first.relation.op === '=') {
    const { left, right } = first.relation;
    return { kind: 'work-out', start: { expr: left }, now: { expr: lastSide(said) ?? left }, target: right };
  }
  const start = isRelation(first) ? asked(first.relation.right, words, first.relation.left) : asked(first.expr, words);
  if (start === undefined) return undefined;
  const now = lastSide(said);
  return { kind: 'work-out', start, now: now === undefined ? start : { expr: now } };
}

/** What an expression in the problem asks for: its derivative, its integral, or its value. A relation asks for nothing but the first two. */
function asked(expr: Expr, words: string, defines?: Expr): Work | undefined {
  const [variable] = [...namesIn(expr)];
  if (variable !== undefined && DIFFERENTIATE.test(words) && !has(expr, 'derivative'))
    return { expr, wrap: { kind: 'derivative', variable } };
  if (variable !== undefined && INTEGRATE.test(words) && !has(expr, 'integral'))
    return { expr, wrap: { kind: 'integral', variable } };
  return defines === undefined ? { expr } : undefined;
}

function has(expr: Expr, kind: Expr['kind']): boolean {
  return some(expr, part => part.kind === kind);
}

/** What a chain of equalities has come to: the last side that was said. */
function lastSide(said: readonly (readonly Relation[])[]): Expr | undefined {
  const last = said.at(-1)?.at(-1);
  return last?.op === '=' ? last.right : undefined;
}

function equations(
  given: readonly Given[],
  said: readonly (readonly Relation[])[],
  words: string,
): Position | undefined {
  const relations = given.filter(isRelation).map(({ relation }) => relation);
  const [first] = relations;
  if (first === undefined) return undefined;
  const unknowns = [...new Set(relations.flatMap(({ left, right }) => [...namesIn(left), ...namesIn(right)]))].sort();
  const [unknown] = unknowns;
  if (unknown === undefined) return undefined;
  if (relations.every(({ op }) => op === '=')) {
    if (relations.length > 1 && unknowns.length > 1)
      return {
        kind: 'system',
        unknowns,
        given: relations,
        known: [...relations, ...said.flat().filter(({ op }) => op === '=')],
      };
    const sought = unknowns.length === 1 ? unknown : soughtIn(words, unknowns);
    return sought === undefined
      ? undefined
      : {
          kind: 'solve',
          unknown: sought,
          given: relations.slice(0, 1),
          now: lastEquations(relations.slice(0, 1), said, sought),
        };
  }
  if (unknowns.length > 1 || relations.length > 1 || !COMPARISONS.has(first.op)) return undefined;
  const last = said.flat().findLast(({ op }) => COMPARISONS.has(op));
  return { kind: 'compare', unknown, given: first, now: last ?? first };
}

/** "Solve $ax = b$ for $x$." */
function soughtIn(words: string, unknowns: readonly string[]): string | undefined {
  const named = /\bfor\s+(\p{L}\w*)\s*\W*$/u.exec(words.trim())?.[1];
  if (named !== undefined && unknowns.includes(named)) return named;
  return SOLVE.test(words) && unknowns.includes('x') ? 'x' : undefined;
}

/** The equations of the last step that says some about the unknown. */
function lastEquations(
  given: readonly Relation[],
  said: readonly (readonly Relation[])[],
  unknown: string,
): readonly Relation[] {
  const about = ({ op, left, right }: Relation): boolean =>
    op === '=' && (namesIn(left).has(unknown) || namesIn(right).has(unknown));
  return said.findLast(step => step.some(about))?.filter(about) ?? given;
}

/** Names that stand for values; a bound name counts, which does no harm here. */
function namesIn(expr: Expr): ReadonlySet<string> {
  return new Set([...freeSymbols(expr)].filter(name => !CONSTANT_NAMES.has(name)));
}

function formulasOf(parts: readonly Part[]): readonly Given[] {
  return parts.flatMap(part => (part.kind === 'formula' ? statementsOf(part) : []));
}

function statementsOf({ content, notation }: FormulaPart): readonly Given[] {
  const read = parseFormula(content.text, { notation });
  if (!read.ok) return [];
  return read.formula.statements.flatMap(({ body }): readonly Given[] => {
    if (body.kind === 'chain') return relationsOf(body).map(relation => ({ relation }));
    // A name by itself says what is sought.
    return body.expr.kind === 'symbol' || body.expr.kind === 'number' ? [] : [{ expr: body.expr }];
  });
}

function wordsOf(parts: readonly Part[]): string {
  return parts.map(part => (part.kind === 'code' ? '' : part.content.text)).join(' ');
}
