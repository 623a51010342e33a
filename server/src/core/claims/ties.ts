/** Which earlier relation a relation is said to follow from. A tie is given only where it is real: what does not follow would be called wrong. */
import type { Chain, Connective, Expr } from '../math/expr.ts';
import { structurallyEqual } from '../math/symbols.ts';
import type { Fact, Origin } from './claim.ts';
import { listsRelations } from './cues/scope.ts';
import { actsBy, findsRoot, follows, mayUseMore, rewrites, usesMore } from './cues/transition.ts';
import { namesOf } from './names.ts';

type Manner = Pick<Origin, 'tie' | 'rewrite' | 'divides'>;

export interface Tying {
  readonly chain: Chain;
  /** How the statement hangs on the one before it in its formula. */
  readonly connective: Connective;
  /** The relation that stood last, in this step or before. */
  readonly previous: Fact | undefined;
  /** The rows are said to hold together: a system, a list of conditions. */
  readonly together: boolean;
  /** The relation before stands in the row above in the same display. */
  readonly rowAbove: boolean;
  /** Both are ranges on lines of their own, one below the other: worked out, or merely listed. */
  readonly rangeAbove: boolean;
  /** The words from the relation before to this one, in lower case. */
  readonly words: string;
  /** The words before the display, or the run of displays, that both stand in. */
  readonly lead: string;
  /** The formulas of both stand on lines of their own with nothing between. */
  readonly displayed: boolean;
}

export function originOf(tying: Tying): Origin | undefined {
  const { previous, chain } = tying;
  if (previous === undefined || !comparable(previous.chain, chain)) return undefined;
  const tie = tieOf(tying);
  if (tie === undefined) return undefined;
  const sure = tie.tie === 'implies' || tie.tie === 'iff' || tie.rewrite === true;
  if (!sure && !oneUnknown(previous.chain, chain)) return undefined;
  if (isRootBesideRoot(previous.chain, chain) || (!sure && isOtherBranch(previous.chain, chain))) return undefined;
  // A range that is one of several: nothing follows from it alone.
  if (previous.isAlternative && !previous.chain.links.every(isEquality)) return undefined;
  // Below a root begins another equation: "x = \pm 1", then "9 = x^2".
  if (!sure && isSolved(previous.chain)) return undefined;
  return { chain: previous.chain, step: previous.step, span: previous.span, ...tie };
}

function tieOf(tying: Tying): Manner | undefined {
  switch (tying.connective) {
    case 'implies':
      return { tie: 'implies' };
    case 'iff':
      return { tie: 'iff' };
    case 'row':
      return rowTie(tying);
    case 'and':
    case 'or':
    case 'comma':
    case 'impliedBy':
      return undefined;
    case 'none':
      break;
  }
  if (tying.rangeAbove) return { tie: 'succession' };
  if (tying.rowAbove) return rowTie(tying);
  const { words } = tying;
  if (/[⇒⟹]\s*$/.test(words)) return { tie: 'implies' };
  if (words.trim() === '') return tying.displayed ? displayTie(tying) : undefined;
  if (usesMore.test(words)) return undefined;
  if (rewrites.test(words)) return { tie: 'words', rewrite: true };
  const acts = actsBy.exec(words);
  if (acts !== null) {
    const [before, after] = [words.slice(0, acts.index), words.slice(acts.index + acts[0].length)];
    // "1 is a root; dividing by x - 1 gives" loses nothing.
    if (mayUseMore.test(before) || mayUseMore.test(after) || findsRoot.test(before)) return undefined;
    if (/[^\s.,;:]/u.test(after) && !follows.test(after)) return undefined;
    return { tie: 'words', rewrite: true, ...(/^divid/u.test(acts[0]) ? { divides: true } : {}) };
  }
  if (mayUseMore.test(words) || !follows.test(words)) return undefined;
  return { tie: 'words' };
}

/** Rows that are worked out, one from the other, or that merely stand below each other. */
function rowTie({ together, lead }: Tying): Manner | undefined {
  if (together) return undefined;
  return isWorkedOut(lead) ? { tie: 'row', rewrite: true } : { tie: 'row' };
}

function displayTie({ together, lead }: Tying): Manner | undefined {
  if (together) return undefined;
  if (listsRelations.test(lead)) return { tie: 'succession' };
  return isWorkedOut(lead) ? { tie: 'row', rewrite: true } : { tie: 'row' };
}

function isWorkedOut(lead: string): boolean {
  return rewrites.test(lead) && !usesMore.test(lead);
}

/** The same kind of relation, about no names that the earlier one does not have. */
function comparable(before: Chain, after: Chain): boolean {
  const known = namesOf(before);
  const names = namesOf(after);
  if (names.length === 0 || !names.every(name => known.includes(name))) return false;
  return (
    before.links.every(isEquality) === after.links.every(isEquality) &&
    hasKnownRelations(before) &&
    hasKnownRelations(after)
  );
}

function isEquality(link: { readonly op: string }): boolean {
  return link.op === '=';
}

function hasKnownRelations(chain: Chain): boolean {
  return chain.links.every(link => ['=', '<', '≤', '>', '≥', '≠'].includes(link.op));
}

function oneUnknown(before: Chain, after: Chain): boolean {
  return namesOf(before).length === 1 && namesOf(after).length === 1;
}

/** "x = 2", then "x = 3": two roots, not a step from one to the other. */
function isRootBesideRoot(before: Chain, after: Chain): boolean {
  return isSolved(before) && isSolved(after);
}

function isSolved(chain: Chain): boolean {
  const [left] = chain.sides;
  if (!chain.links.every(isEquality)) return false;
  return left?.kind === 'symbol' && namesOf({ ...chain, sides: chain.sides.slice(1) }).length === 0;
}

/** "3x + 1 = 5", then "3x + 1 = -5": the two branches of an absolute value or of a square. */
export function isOtherBranch(before: Chain, after: Chain): boolean {
  const [[left, one], [same, other]] = [before.sides, after.sides];
  if (!before.links.every(isEquality) || left === undefined || one === undefined || other === undefined) return false;
  if (same === undefined || !structurallyEqual(left, same)) return false;
  const isNegative = (a: Expr, b: Expr): boolean => a.kind === 'negate' && structurallyEqual(a.arg, b);
  return isNegative(one, other) || isNegative(other, one);
}
