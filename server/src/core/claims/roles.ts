/** From the words around a relation to its role. The tables of words are in cues/. */
import type { Chain, Expr } from '../math/expr.ts';
import type { ClaimRole } from './claim.ts';
import { answers, rounds } from './cues/conclusion.ts';
import { defines, letsLook } from './cues/definition.ts';
import { conditionAfter, putsIn, supposes, supposesAny } from './cues/hypothesis.ts';
import {
  arrives,
  asksWhether,
  checks,
  deniedAfter,
  deniedNext,
  deniedOutright,
  failsCheck,
  goals,
  mentions,
  mistakes,
  namesEquation,
  setsUp,
  shows,
  solves,
} from './cues/unasserted.ts';
import type { Surroundings } from './frame.ts';
import { type IsVariable, isConstant, namesOf } from './names.ts';

export type Decision =
  | {
      readonly kind: 'claim';
      readonly role: ClaimRole /** The values hold for the rest of the sentence only. */;
      readonly putsIn: boolean;
    }
  /** Mentioned, not said to hold. */
  | { readonly kind: 'mention'; readonly reason: string };

/** What is decided of the relation before in the same sentence carries over "and", and a comma where the two are alike. */
export interface Before {
  readonly decision: Decision | undefined;
  readonly chain: Chain | undefined;
}

const coordinates = /^[ ,;&]*(?:and|or|also|with|,|和|及|、|，)?[ ,]*(?:that|let|where|also|respectively)?[ ,]*$/u;

export function decide(
  chain: Chain,
  boxed: boolean,
  around: Surroundings,
  before: Before,
  isVariable: IsVariable,
): Decision {
  const constant = isConstant(chain, isVariable);
  const mentioned = mentionOf(around, constant);
  if (mentioned !== undefined) return { kind: 'mention', reason: mentioned };
  if (goals.test(around.clause)) {
    const goal = goalOf(chain, around, constant);
    if (goal !== undefined) return goal;
  }
  if (constant) return decideConstant(chain, boxed, around);
  const { decision: previous, chain: first } = before;
  if (previous !== undefined && around.follows && coordinates.test(around.gap)) {
    if (previous.kind === 'mention') return previous;
    const given = previous.role === 'hypothesis' || previous.role === 'definition';
    const bound = previous.putsIn
      ? givesValue(chain)
      : previous.role === 'hypothesis' || (givesName(chain) && !givesSame(chain, first));
    if (given && bound && (/[a-z和及]/u.test(around.gap) || (first !== undefined && alike(first, chain))))
      return previous;
  }
  return decideNamed(chain, boxed, around);
}

/** What is to be shown is not said yet; what is to be solved is given. "To find the number of pens: 3 * 4 = 12" does it at once. */
function goalOf(chain: Chain, around: Surroundings, constant: boolean): Decision | undefined {
  const toShow = shows.test(around.clause);
  if (!toShow && /[:：]\s*$/.test(around.clause) && (constant || !/\bsolve\b|\bsuch that\b/.test(around.clause)))
    return undefined;
  if (toShow || constant || !solves.test(around.clause))
    return { kind: 'mention', reason: 'is a goal, not an assertion' };
  return chain.links.length === 1 ? claim('equation') : { kind: 'mention', reason: 'is a goal, not an assertion' };
}

function mentionOf(around: Surroundings, constant: boolean): string | undefined {
  if (around.question) return 'stands in a question';
  if (mistakes.test(around.sentence)) return 'stands in a sentence about a mistake';
  if (mentions.test(around.clause)) return 'is mentioned, not asserted';
  if (constant && asksWhether.test(`${around.previousSentence}${around.left}`)) return 'is tried, not asserted';
  if ((constant ? deniedOutright : deniedAfter).test(around.right.slice(0, 80)))
    return 'is denied by the words after it';
  if (constant && checks.test(around.left) && failsCheck.test(`${around.right} ${around.nextSentence}`))
    return 'is a check that fails';
  if (constant && deniedNext.test(around.nextSentence.slice(0, 80)) && !around.right.includes('\uE001')) {
    return 'is denied by the next sentence';
  }
  return undefined;
}

/** "Let f(x) = x^2; find x with f(x) = 5": what has just been given a meaning is not given another one. */
function givesSame({ sides: [left] }: Chain, first: Chain | undefined): boolean {
  const before = first?.sides[0];
  if (left?.kind === 'symbol') return before?.kind === 'symbol' && before.name === left.name;
  return left?.kind === 'apply' && before?.kind === 'apply' && before.name === left.name;
}

/** "x > 0, y > 0": the same kind of relation about another name. "x > 0, x^2 > 0" goes on to what follows. */
function alike(a: Chain, b: Chain): boolean {
  const known = namesOf(a);
  return namesOf(b).some(name => !known.includes(name)) && a.links.length === b.links.length;
}

/** Arithmetic is asserted wherever it stands, but for an outright "if" or "suppose". */
function decideConstant(chain: Chain, boxed: boolean, around: Surroundings): Decision {
  if (supposesAny.test(around.clause)) return claim('hypothesis');
  if (isRounded(chain, around)) return claim('rounding');
  return claim(boxed ? 'conclusion' : 'assertion');
}

function decideNamed(chain: Chain, boxed: boolean, around: Surroundings): Decision {
  const { clause } = around;
  const looks = letsLook.test(clause);
  if (!looks && givesName(chain) && defines.test(clause)) return claim('definition');
  if (givesValue(chain) && putsIn.test(clause)) return { kind: 'claim', role: 'hypothesis', putsIn: true };
  const given = !looks && (supposes.test(clause) || supposesAny.test(clause) || defines.test(clause));
  if (given) return claim(computesOn(chain) ? 'definition' : 'hypothesis');
  if (conditionAfter.test(around.right)) return claim('hypothesis');
  if (
    setsFunction(chain, clause) ||
    (chain.links.length === 1 && namesEquation.test(around.gap) && !arrives.test(around.gap))
  )
    return claim('equation');
  if (boxed || answers.test(around.left)) return claim('conclusion');
  if (isRounded(chain, around)) return claim('rounding');
  return claim('assertion');
}

/** "We set f(x) = 0", "the minimum f(x) = -2": where a function takes a value, not what it is. */
function setsFunction(chain: Chain, clause: string): boolean {
  const [left, right] = chain.sides;
  if (left?.kind !== 'apply' || right === undefined) return false;
  const isFixed = (expr: Expr): boolean => isConstant({ kind: 'bare', expr, span: expr.span });
  return !left.args.every(isFixed) && (isFixed(right) || setsUp.test(clause));
}

/** `A = \pi r^2 = 9\pi = 28.3`: the first link is given, the values after it are computed. */
function computesOn(chain: Chain): boolean {
  const [, second, ...rest] = chain.sides;
  if (second === undefined || rest.length === 0 || chain.links.some(link => link.op !== '=')) return false;
  return rest.every(expr => isConstant({ kind: 'bare', expr, span: expr.span }));
}

function claim(role: ClaimRole): Decision {
  return { kind: 'claim', role, putsIn: false };
}

function isRounded(chain: Chain, around: Surroundings): boolean {
  return (
    chain.links.some(link => link.op === '≈') ||
    (chain.links.every(link => link.op === '=') && rounds.test(around.sentence))
  );
}

/** `x = …`, `f(x) = …`, `(a, b) = …`: the left side can be given a meaning. */
export function givesName(chain: Chain): boolean {
  const [left] = chain.sides;
  const [link] = chain.links;
  if (link === undefined || left === undefined || (link.op !== '=' && link.op !== ':=')) return false;
  return left.kind === 'symbol' || left.kind === 'apply' || left.kind === 'words' || left.kind === 'tuple';
}

/** `x = 3`: a name and something that can be computed, or another name. */
export function givesValue(chain: Chain): boolean {
  const [left, right] = chain.sides;
  if (!givesName(chain) || left === undefined || right === undefined || chain.links.length !== 1) return false;
  if (left.kind !== 'symbol' && left.kind !== 'tuple') return false;
  return isConstant({ kind: 'bare', expr: right, span: right.span });
}
