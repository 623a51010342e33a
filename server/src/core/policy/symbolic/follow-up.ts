/** What a problem asks of what its moves lead to: "the largest root of …", "how many solutions has …", "the derivative of … at x = 2". */
import type { Chain, Expr } from '../../math/expr.ts';
import { some } from '../../math/traverse.ts';
import { type Relation, relationsOf } from '../../settle/relations.ts';
import type { Aim } from './aim.ts';
import { namesIn } from './bounds.ts';
import { isSolved } from './complete.ts';
import type { StatedFormula, Statement } from './statement.ts';

/**
 * What is asked of finitely many solutions. `distinct`: one that counts twice counts once; `real`: others than real ones are left out. Where words say
 * neither, the two readings may differ, and then nothing is answered.
 */
export interface Selection {
  readonly which: 'largest' | 'smallest' | 'sum' | 'product' | 'count';
  readonly distinct: boolean;
  readonly real: boolean;
}

/** Where an expression is to be worked out. `name`: what the writer calls the value there: `f(3)`, `f'(3)`. */
export interface Point {
  readonly values: readonly Relation[];
  readonly name?: Expr;
}

export interface FollowUp {
  /** The problem without it: what the moves lead to. */
  readonly rest: Statement;
  /** The aim of the rest with what is asked of its end; `undefined` where that is nothing to ask it of. */
  put(aim: Aim): Aim | undefined;
}

export function followUpIn(statement: Statement): FollowUp | undefined {
  return selectionIn(statement) ?? valueOfFunction(statement) ?? pointIn(statement);
}

const ASK = String.raw`\b(?<ask>(?:find|determine|compute|calculate|evaluate|give|state|write|write down|what is|and|then) )the `;
const SORT = '(?:[a-z-]+ ){0,3}';
const SOLUTIONS = '(?:solutions?|roots?|zeros?|zeroes|values?|integers?|numbers?)';

const EXTREME = new RegExp(
  `${ASK}(?<which>largest|greatest|biggest|larger|greater|bigger|smallest|least|smaller|lesser) (?:(?:of|among) the (?:two |three )?)?(?=${SORT}(?:${SOLUTIONS}|⟨))`,
);
const TOTAL = new RegExp(
  `${ASK}(?<which>sum|product) of (?:all )?(?:of )?(?:the )?(?:two |three )?(?=${SORT}${SOLUTIONS})`,
);
const COUNT = new RegExp(`${ASK}(?:total )?(?<which>number) of (?=${SORT}${SOLUTIONS})`);
const HOW_MANY = new RegExp(
  `\\bhow many (?<sort>${SORT}${SOLUTIONS}) (?<name>⟨\\d+⟩ )?(?:does |do |has |are there (?:to |of |for )|(?<that>(?:that )?satisfy |are there (?:that satisfy |such that |with )))`,
);

function selectionIn(statement: Statement): FollowUp | undefined {
  const { pattern } = statement;
  const { sort = '', name = '', that } = HOW_MANY.exec(pattern)?.groups ?? {};
  if (sort !== '') {
    const asked = `find the ${sort} ${name}${that === undefined ? 'of ' : 'that satisfy '}`;
    return selection('count', statement, pattern.replace(HOW_MANY, asked));
  }
  for (const asks of [EXTREME, TOTAL, COUNT]) {
    const which = asks.exec(pattern)?.groups?.which;
    if (which !== undefined) return selection(whichOf(which), statement, pattern.replace(asks, '$<ask>the '));
  }
  return undefined;
}

function whichOf(word: string): Selection['which'] {
  if (word === 'number') return 'count';
  if (word === 'sum' || word === 'product') return word;
  return /^(?:larg|gr|big)/.test(word) ? 'largest' : 'smallest';
}

function selection(which: Selection['which'], statement: Statement, pattern: string): FollowUp {
  const real = /\breal\b/.test(pattern);
  const distinct = (
    which === 'count' ? /\b(?:distinct|different|solutions?|values?)\b/ : /\b(?:distinct|different)\b/
  ).test(pattern);
  return {
    rest: { ...statement, pattern },
    put: aim => (aim.kind === 'solve' ? { ...aim, of: { which, distinct, real } } : undefined),
  };
}

/** Something else is asked for as well. */
const REWRITES = /\b(?:simplif\w+|expand\w*|factor\w*|rationali[sz]e|partial)\b/;
const TOGETHER = String.raw`(?<point>⟨\d+⟩(?:(?:,? and |, )⟨\d+⟩)*)`;
const AT = new RegExp(
  `(?:,? (?:at|when|if|for|where|given(?: that)?|with))(?: the (?:point|value))?(?: (?:where|when|at which))? ${TOGETHER}(?= |[.,?!]|$)`,
  'g',
);
const FIRST = new RegExp(
  `(?<=^|[.!?] )(?:if|given(?: that)?|when|for|let|suppose(?: that)?|where|with) ${TOGETHER}[,.](?: then)? `,
  'g',
);
const SLOPE =
  /\b(?:slope|gradient|rate of change) of (?:the )?(?:tangent(?: line)? to )?(?:the )?(?:curve |graph of |graph |function |parabola )?/;

/** "Evaluate ⟨0⟩ when ⟨x = 3⟩", "the slope of ⟨0⟩ at ⟨x = 2⟩". */
function pointIn(statement: Statement): FollowUp | undefined {
  if (REWRITES.test(statement.pattern)) return undefined;
  for (const where of [AT, FIRST]) {
    for (const found of statement.pattern.matchAll(where)) {
      const values = (found.groups?.point?.match(/\d+/g) ?? []).map(index =>
        valuesIn(statement.formulas[Number(index)]),
      );
      if (!values.every(each => each !== undefined)) continue;
      const left = statement.pattern.replace(found[0], where === FIRST ? '' : ' ').replace(/ (?=[.,:;?!])/g, '');
      const rest = renumbered({ ...statement, pattern: left.replace(SLOPE, 'derivative of ') });
      return { rest, put: aim => at(aim, { values: values.flat() }) };
    }
  }
  return undefined;
}

/** `x = 3`, `a = 2, b = 3`: values of names, and nothing else. */
function valuesIn(formula: StatedFormula | undefined): readonly Relation[] | undefined {
  const bodies = formula?.bodies ?? [];
  const relations = bodies.flatMap(body => (body.kind === 'chain' ? relationsOf(body) : []));
  return bodies.length > 0 && relations.length === bodies.length && relations.every(isSolved) ? relations : undefined;
}

function at(aim: Aim, point: Point): Aim | undefined {
  if (aim.kind !== 'work-out' || aim.goal !== 'value' || aim.target !== undefined) return undefined;
  const { expr, wrap, name } = aim.start;
  const given = new Set(point.values.map(({ left }) => (left.kind === 'symbol' ? left.name : '')));
  const named = name?.kind === 'apply' ? atPoint(name, point) : undefined;
  const isWhole = wrap?.kind !== 'integral' && [...namesIn(expr)].every(each => given.has(each));
  return isWhole ? { ...aim, at: { ...point, ...(named === undefined ? {} : { name: named }) } } : undefined;
}

/** `f'(x)` as `f'(2)`. */
function atPoint(name: Extract<Expr, { kind: 'apply' }>, { values }: Point): Expr {
  const [only] = values;
  return only === undefined ? name : { ...name, args: [only.right] };
}

/** All that may be said beside a function and its value. */
const WORDS =
  /^(?:find|evaluate|compute|calculate|determine|what|is|are|the|value|values|of|if|where|for|given|that|let|a|function|defined|by|and|then|with|when|be|⟨\d+⟩|[\s.,:;?!])*$/;

/** `f(3)` or `f'(3)` beside `f(x) = …`, and nothing else. */
function valueOfFunction({ pattern, formulas }: Statement): FollowUp | undefined {
  if (!WORDS.test(pattern) || formulas.some(({ bodies }) => bodies.length !== 1)) return undefined;
  const bodies = formulas.flatMap(each => each.bodies);
  const [chain, ...chains] = bodies.flatMap(body => (body.kind === 'chain' ? [body] : []));
  const [value, ...more] = bodies.flatMap(body =>
    body.kind === 'bare' && body.expr.kind === 'apply' ? [body.expr] : [],
  );
  const defined = chain && definedIn(chain);
  if (defined === undefined || value === undefined || chains.length > 0 || more.length > 0) return undefined;
  const { of, body, variable } = defined;
  const [argument] = value.args;
  const isNamed = bodies.every(each => each.kind === 'chain' || each.expr === value || isName(each.expr, of.name));
  if (
    value.name !== of.name ||
    value.inverse ||
    value.args.length !== 1 ||
    argument === undefined ||
    namesIn(argument).size > 0 ||
    some(argument, part => part.kind === 'apply') ||
    !isNamed
  )
    return undefined;
  const values = [{ left: variable, op: '=', right: argument } as const];
  const rest = { text: '', bodies: [{ kind: 'bare', expr: body, span: body.span }] } as const;
  return {
    rest: {
      pattern: value.primes === 0 ? 'find ⟨0⟩.' : `find the ${value.primes === 2 ? 'second ' : ''}derivative of ⟨0⟩.`,
      formulas: [rest],
    },
    put: aim => (value.primes > 2 ? undefined : at(aim, { values, name: value })),
  };
}

function isName(expr: Expr, name: string): boolean {
  return expr.kind === 'symbol' && expr.name === name;
}

function definedIn({ sides, links }: Chain) {
  const [of, body] = sides;
  if (of?.kind !== 'apply' || of.primes > 0 || of.inverse || body === undefined || sides.length !== 2) return undefined;
  const [variable] = of.args;
  const isDefinition = ['=', ':='].includes(links[0]?.op ?? '') && of.args.length === 1;
  return isDefinition && variable?.kind === 'symbol' && [...namesIn(body)].every(name => name === variable.name)
    ? { of, body, variable }
    : undefined;
}

/** Without the formulas that its words no longer name. */
function renumbered({ pattern, formulas }: Statement): Statement {
  const kept = [...new Set([...pattern.matchAll(/⟨(\d+)⟩/g)].map(([, index]) => Number(index)))];
  return {
    pattern: pattern.replace(/⟨(\d+)⟩/g, (_, index: string) => `⟨${kept.indexOf(Number(index))}⟩`),
    formulas: kept.flatMap(index => formulas[index] ?? []),
  };
}
