/** Whether an aim leaves out nothing that the formulas of its problem say: an equation, a point or a sign would say more of what is asked for. */
import { zero } from '../../math/build.ts';
import type { Bare, Chain, Expr, RelationOp } from '../../math/expr.ts';
import { some } from '../../math/traverse.ts';
import type { Relation } from '../../settle/relations.ts';
import type { Aim } from './aim.ts';
import { namesIn, namesOf } from './bounds.ts';
import type { Statement } from './statement.ts';

export interface Asking {
  /** The sentences that ask. */
  readonly asked: readonly string[];
  /** All of them. */
  readonly sentences: readonly string[];
  readonly formulas: Statement['formulas'];
}

type Body = Chain | Bare;

export function isComplete(aim: Aim, asking: Asking): boolean {
  switch (aim.kind) {
    case 'solve':
      return (
        areAll(asking, { ...aim, unknowns: [aim.unknown] }) &&
        isAboutUnknowns(aim.given, asking) &&
        isSolvedFor(aim, asking) &&
        hasSign(aim, asking)
      );
    case 'system':
      return areAll(asking, aim) && isAboutUnknowns(aim.given, asking);
    case 'congruences':
      return areAll(asking, { given: aim.given, unknowns: [aim.unknown], integer: true });
    case 'work-out':
      return aim.start.wrap === undefined ? standsAlone(aim.start.expr, asking) : isWhole(aim.start.expr, asking);
    default:
      return isRead(asking);
  }
}

/** Every formula in the sentences that ask. */
function isRead({ asked, formulas }: Asking): boolean {
  return asked.every(sentence => indexesIn(sentence).every(index => formulas[index]?.bodies.length !== 0));
}

interface Held {
  readonly given: readonly { readonly left: Expr; readonly right: Expr }[];
  readonly domain?: readonly Relation[];
  readonly integer?: boolean;
  readonly unknowns: readonly string[];
}

/** Whatever stands there of the unknowns, the aim holds; what cannot be read may say anything. */
function areAll({ formulas }: Asking, { given, domain = [], integer = false, unknowns }: Held): boolean {
  const sides = new Set([...given, ...domain].flatMap(({ left, right }) => [left, right]));
  const isHeld = (body: Body): boolean => {
    if (body.kind === 'bare') return true;
    if (body.links.some(({ op }) => !BOUNDS.has(op))) return body.sides.some(side => sides.has(side));
    if (!unknowns.some(name => namesIn(...body.sides).has(name))) return true;
    const [, of] = body.links[0]?.op === '∈' ? body.sides : [];
    if (of?.kind === 'numberSet')
      return (of.set === 'R' || (of.set === 'Z' && integer)) && (of.restriction === undefined || sides.has(zero));
    if (of?.kind === 'tuple') return of.items.some(item => sides.has(item));
    return body.sides.some(side => sides.has(side));
  };
  return formulas.every(({ bodies }) => bodies.length > 0 && bodies.every(isHeld));
}

const BOUNDS: ReadonlySet<RelationOp> = new Set(['<', '≤', '>', '≥', '≠', '∈']);

/** What is asked for are names of the equations, which are not solved as they stand. */
function isAboutUnknowns(given: readonly Relation[], asking: Asking): boolean {
  const sides = given.flatMap(({ left, right }) => [left, right]);
  const names = namesIn(...sides);
  return (
    !given.every(isSolved) &&
    !sides.some(side => some(side, part => part.kind === 'apply')) &&
    inQuestion(asking).every(body => {
      if (body.kind === 'chain') return true;
      if (body.expr.kind === 'symbol') return names.has(body.expr.name);
      // An expression whose zeros are asked for is a side of the aim's own equation.
      return ['tuple', 'number'].includes(body.expr.kind) || sides.includes(body.expr);
    })
  );
}

/** `x = 3`: there is nothing to solve. */
export function isSolved({ left, op, right }: Relation): boolean {
  return op === '=' && left.kind === 'symbol' && namesIn(right).size === 0;
}

/** Of a derivative or an integral that words ask for: nothing else is told of it, and no value at a point is asked for. */
function isWhole(expr: Expr, asking: Asking): boolean {
  return (
    asking.formulas.every(({ bodies }) =>
      bodies.every(body => !isAtPoint(body) && (!isEquation(body) || body.sides.includes(expr))),
    ) && inQuestion(asking).every(body => body.kind === 'chain' || body.expr === expr || isNamed(body.expr))
  );
}

/** `x`, `f(x)`, `f'(x)`, `dy/dx`. */
function isNamed(expr: Expr): boolean {
  if (expr.kind === 'derivative') return isNamed(expr.body);
  return expr.kind === 'symbol' || (expr.kind === 'apply' && expr.args.every(({ kind }) => kind === 'symbol'));
}

function isEquation(body: Body): body is Chain {
  return body.kind === 'chain' && body.links.some(({ op }) => op === '=');
}

/** `f'(2)`. */
function isAtPoint(body: Body): boolean {
  return (
    body.kind === 'bare' &&
    some(body.expr, part => part.kind === 'apply' && part.args.some(({ kind }) => kind !== 'symbol'))
  );
}

const SIGN = /\b(?:non-?)?(?:positive|negative)\b/g;

/** "Positive" and the like were read as a bound; two of them are too many. */
function hasSign({ domain }: Extract<Aim, { kind: 'solve' }>, { asked }: Asking): boolean {
  const signs = asked.flatMap(sentence => sentence.match(SIGN) ?? []);
  return signs.length === 0 || (signs.length === 1 && domain.some(({ right }) => right === zero));
}

/** An equation with other names in it is to be solved for one of them. */
const SOLVES =
  /\b(?:solv\w+|rearrang\w+|make\w*|subject|express|terms of|(?:solution|root|zero|zeroe)s? (?:of|to|for))\b|解/u;
const IN_TERMS = /\bterms of ((?:⟨\d+⟩(?:, and |, | and )?)+)/;

/** Other names may stand in its answer where that is asked, and nothing tells what they are worth. */
function isSolvedFor(aim: Extract<Aim, { kind: 'solve' }>, asking: Asking): boolean {
  const others = [...namesOf(aim.given)].filter(name => name !== aim.unknown);
  if (others.length === 0) return true;
  const { asked, sentences, formulas } = asking;
  const story = sentences.filter(sentence => !asked.includes(sentence));
  const allowed = asked.flatMap(sentence => bodiesIn(IN_TERMS.exec(sentence)?.[1] ?? '', formulas));
  const names = new Set(allowed.flatMap(body => (body.kind === 'bare' ? [...namesIn(body.expr)] : [])));
  return (
    asked.some(sentence => SOLVES.test(sentence)) &&
    (allowed.length === 0 || others.every(name => names.has(name))) &&
    !story.some(sentence => hasDigits(sentence)) &&
    !story
      .flatMap(sentence => bodiesIn(sentence, formulas))
      .some(body => body.kind === 'bare' && body.expr.kind !== 'symbol')
  );
}

/** Numbers outside of formulas. */
function hasDigits(sentence: string): boolean {
  return /\d/.test(sentence.replace(/⟨\d+⟩/g, ''));
}

/** Of an expression that is to be worked out: it alone stands in what is asked, and nothing is told of the names in it but what they are. */
function standsAlone(expr: Expr, asking: Asking): boolean {
  const { asked, sentences, formulas } = asking;
  const isStated = formulas.some(({ bodies }) => bodies.some(body => body.kind === 'bare' && body.expr === expr));
  // A sum or an integral that words put together, an identity to be led over: not this case.
  if (!isStated) return true;
  const story = sentences.filter(each => !asked.includes(each)).flatMap(sentence => bodiesIn(sentence, formulas));
  return (
    isRead(asking) &&
    inQuestion(asking).some(body => body.kind === 'bare' && body.expr === expr) &&
    inQuestion(asking).every(body =>
      body.kind === 'bare' ? body.expr === expr || body.expr.kind === 'symbol' : !isEquation(body),
    ) &&
    !asked.some(hasDigits) &&
    story.every(body => (body.kind === 'bare' ? body.expr.kind === 'symbol' : !isEquation(body)))
  );
}

function inQuestion({ asked, formulas }: Asking): readonly Body[] {
  return asked.flatMap(sentence => bodiesIn(sentence, formulas));
}

/** What the formulas of a sentence say, in order. */
function bodiesIn(sentence: string, formulas: Statement['formulas']): readonly Body[] {
  return indexesIn(sentence).flatMap(index => formulas[index]?.bodies ?? []);
}

function indexesIn(sentence: string): readonly number[] {
  return [...sentence.matchAll(/⟨(\d+)⟩/g)].map(([, index]) => Number(index));
}
