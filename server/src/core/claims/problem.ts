/** The problem statement: what is given, what is to be solved, what is asked for. */
import type { Chain } from '../math/expr.ts';
import { freeSymbols } from '../math/symbols.ts';
import type { LedgerEffect } from './claim.ts';
import { definedFunction } from './effects.ts';
import { type Line, writtenIn } from './line.ts';
import { namesOf } from './names.ts';
import type { Reading } from './reading.ts';
import type { Decision } from './roles.ts';

const given: Decision = { kind: 'claim', role: 'hypothesis', putsIn: false };
const toSolve: Decision = { kind: 'claim', role: 'equation', putsIn: false };

/** Words of a problem that asks for the solutions of its equation. */
const asksToSolve =
  /\b(?:solve|find all|find the (?:real |complex |integer |exact )?(?:solutions?|roots?|values?)|what (?:is|are) the (?:values?|solutions?|roots?)|determine all|determine the values?|find)\b|解|求/u;

/** Something else than the solutions themselves is asked for: a sum of them, the least of them, how many there are. */
const asksForMore =
  /\b(?:how many|number of|sum|product|difference|largest|smallest|greatest|least|minimum|maximum|positive|negative|closest|nearest|form|express|terms of|integer|integers|modulo|mod|remainder|area|volume|length|distance|probability|average|coefficient|degree|such that|system|ordered|pairs?|in the interval|between|degrees|round|approximate|decimal|other|both|each)\b|多少个|最[大小]|之和|整数/u;

/** Words that leave out some of the solutions: one of them is wanted, or a size, or a count. */
const selects =
  /\b(?:largest|larger|smallest|smaller|greatest|greater|least|biggest|minimum|maximum|positive|negative|closest|nearest|nonzero|non-zero|integers?|whole|natural|acute|obtuse|other|how (?:many|long|wide|far|old|tall|high|deep|much)|area|perimeter|volume|length|width|height|depth|side|sides|edge|radius|diameter|distance|age|ages|speed|price|cost|number of|when (?:do|does|did|will|is|are)|seconds?|minutes?|hours?|days?|years?|met(?:re|er)s?|kilomet(?:re|er)s?|km|cm|dollars?|euros?)\b|最[大小]|整数|正|多少/u;

export function readProblemLine(reading: Reading, line: Line): void {
  const defined = new Set<string>();
  const problem = writtenIn(line);
  reading.read(line, (decision, chain, around) => {
    const name = chain.links.length === 1 ? (definedFunction(chain) ?? differentiated(chain, problem)) : undefined;
    // Who gives it a second time has two functions of the name, in whatever words.
    const isGiven = name !== undefined && (defined.has(name) || gives.test(around.left) || asksAbout.test(around.left));
    if (name !== undefined && isGiven && !seeks.test(around.left)) {
      defined.add(name);
      return { kind: 'claim', role: 'definition', putsIn: false };
    }
    if (decision.kind === 'mention') return around.question ? given : decision;
    if (decision.role === 'definition' || decision.role === 'hypothesis') return decision.putsIn ? given : decision;
    return asksToSolve.test(around.sentence) || asksToSolve.test(reading.frame.text) ? toSolve : given;
  });
  const effect = solvingEffect(reading);
  if (effect !== undefined) reading.add(effect);
  if (selects.test(reading.frame.text)) reading.add({ kind: 'selects' });
}

/** `y` of `y = x^2 \sin x`, where its derivative is asked for and it stands for one thing. */
function differentiated(chain: Chain, problem: string): string | undefined {
  const [left, right] = chain.sides;
  if (left?.kind !== 'symbol' || right === undefined || !asksForDerivative.test(problem)) return undefined;
  const names = freeSymbols(right);
  const isOnly = problem.split(new RegExp(`\\b${left.name}\\s*=`)).length === 2;
  return isOnly && names.size === 1 && !names.has(left.name) ? left.name : undefined;
}

const asksForDerivative =
  /\b(?:differentiat\w+|derivatives?)\b|\\frac\{d(?:\^2)? ?\w\}|\bd\w\/d\w\b|[a-z]'|求导|导数/iu;

/** Words before a relation that a function is to satisfy: it is not its definition. */
const seeks =
  /\b(?:such that|satisf\w*|for (?:which|what)|what|which|how many|functions? for|all functions|whether|find all|values?|solve)\b|满足|使得/u;

/** What is asked for about a function that stands behind it: "differentiate", "the extrema of". */
const asksAbout =
  /\b(?:differentiate|integrate|minimi[sz]e|maximi[sz]e|optimi[sz]e|sketch|graph|plot|draw|analy[sz]e|study|investigate|examine|discuss|(?:derivatives?|antiderivatives?|primitives?|integrals?|gradient|slope|extrem(?:a|um|e values?)|maxim(?:a|um)|minim(?:a|um)|(?:critical|turning|stationary|inflection) points?|points? of inflection|zeros?|zeroes|x-intercepts?|range|domain|graph|curve|tangent(?: line)?|asymptotes?|monotonicity|convexity|linear approximation|taylor (?:polynomial|series))(?: line)? (?:of|to|for)(?: the (?:function|curve|graph of|polynomial))?) ?$/u;

/** Directly before a relation that gives a function. */
const gives =
  /(?:^\W*|\b(?:let|if|given|given that|that|functions?|by|where|suppose|polynomials?|quadratic|consider|and|with|define|defined as|have|has|as|equation|is)[ :,]*|[,:] ?|[设令若知数])$/u;

function solvingEffect(reading: Reading): LedgerEffect | undefined {
  const { text } = reading.frame;
  const relations = reading.claims.filter(({ role, body }) => role !== 'definition' && body.kind === 'chain');
  const [claim] = relations;
  if (claim?.body.kind !== 'chain' || relations.length !== 1 || !asksToSolve.test(text)) return undefined;
  const chain = claim.body;
  const names = namesOf(chain);
  if (names.length !== 1 || chain.links.length !== 1 || chain.links[0]?.op !== '=') return undefined;
  const unknown = asksForMore.test(text) ? undefined : names[0];
  const fact = { chain, role: 'equation', step: -1, span: claim.span, key: claim.key } as const;
  return { kind: 'solving', fact, unknown };
}
