/** Where a definition holds: "for x ≤ 1", "on [0, 1]", "otherwise", "in part (b)"; and what is no definition at all: "u(x) = e^x solves …". */
import type { Chain, Expr, ParseResult } from '../math/expr.ts';
import { freeSymbols } from '../math/symbols.ts';
import type { Binding, Domain } from './claim.ts';
import { MARK } from './cues/compile.ts';
import { chainDomains } from './domains.ts';
import type { Frame } from './frame.ts';
import { anyReal, narrow } from './merge.ts';

/**
 * - `everywhere`: nothing is said.
 * - `inside`: only for values of its parameter in this domain.
 * - `somewhere`: under a condition that cannot be told here.
 * - `oneOfMany`: it is one of the functions that the name stands for, not its meaning.
 */
export type Restriction =
  | { readonly kind: 'everywhere' | 'somewhere' | 'oneOfMany' }
  | { readonly kind: 'inside'; readonly domain: Domain };

/** Before the formula that says where. */
const guard = new RegExp(
  `^[ ,(]*(for|if|when|whenever|where|on|over|in|while|provided|as long as)((?: (?:that|all|any|every|each|the|real|closed|open|interval|range|numbers?|values?|of|positive|negative|non-?negative|nonzero|odd|even|(?:ir)?rational|integers?))*) ?${MARK}`,
  'u',
);
const kind = /\b(?:positive|negative|non-?negative|nonzero|odd|even|(?:ir)?rational)$/u;
const kindAfter =
  /^ (?:(?:is|are|being) )?(?:an? )?(?:positive|negative|non-?negative|nonzero|odd|even|(?:ir)?rational|integer)/u;
const elsewhere =
  /^[ ,(]*(?:otherwise|elsewhere|else\b|(?:in|for) (?:the )?(?:\w+ )?(?:parts?|cases?|exercises?|questions?|problems?)\b)/u;
const solves =
  /^[ ,]*(?:which |that )?(?:also )?(?:solves?\b|(?:is|be|as|being) (?:an?|one|the|another)(?: \w+)? solution\b)/u;
const satisfies = new RegExp(`^[ ,]*(?:which |that )?(?:also )?satisf(?:y|ies)(?: the)?(?: \\w+){0,2} ?${MARK}`, 'u');
/** A derivative in the notation of a formula: what is satisfied is a differential equation. */
const derivative = /'|\\prime|\\d?dot\b|\\frac\s*\{\s*(?:\\mathrm\{)?d/u;

/** What the words right after item `index` say of where its relation, a definition of a function of `params`, holds. */
export function restrictionAfter(
  frame: Frame,
  parsed: readonly ParseResult[],
  index: number,
  params: readonly string[],
): Restriction {
  const item = frame.items[index];
  if (item === undefined) return { kind: 'everywhere' };
  const right = frame.text.slice(item.at + 1, item.at + 120);
  const next = parsed[index + 1];
  if (elsewhere.test(right)) return { kind: 'somewhere' };
  if (solves.test(right)) return { kind: 'oneOfMany' };
  if (satisfies.test(right) && derivative.test(frame.items[index + 1]?.content.text ?? ''))
    return { kind: 'oneOfMany' };
  const guarded = guard.exec(right);
  const body = next?.ok === true ? next.formula.statements[0]?.body : undefined;
  if (guarded === null || body === undefined) return { kind: 'everywhere' };
  const [whole, word = '', between = ''] = guarded;
  if (body.kind === 'chain') return restrictedBy(body, params);
  if (body.expr.kind !== 'symbol') return within(body.expr, params);
  const said = kind.test(between) || word === 'if' || word === 'when' || kindAfter.test(right.slice(whole.length));
  return { kind: said && params.includes(body.expr.name) ? 'somewhere' : 'everywhere' };
}

/** "on [0, 1]". */
function within(set: Expr, params: readonly string[]): Restriction {
  const [name] = params;
  if (name === undefined || (set.kind !== 'tuple' && set.kind !== 'set' && set.kind !== 'numberSet'))
    return { kind: 'everywhere' };
  const { span } = set;
  return restrictedBy(
    { kind: 'chain', sides: [{ kind: 'symbol', name, span }, set], links: [{ op: '∈', span }], continues: false, span },
    params,
  );
}

function restrictedBy(chain: Chain, params: readonly string[]): Restriction {
  const [name, second] = params;
  const about = chain.sides.some(side => [...freeSymbols(side)].some(free => params.includes(free)));
  // "f(x) = 2x + 1 for x = 3" asks for a value.
  if (!about || chain.links.some(({ op }) => op === '=' || op === ':=')) return { kind: 'everywhere' };
  const told = chainDomains(chain).flatMap(effect =>
    effect.kind === 'constrain' && effect.name === name ? [effect.domain] : [],
  );
  if (second !== undefined || told.length === 0) return { kind: 'somewhere' };
  const domain = told.reduce<Domain>(narrow, anyReal);
  const bounded = domain.lower !== undefined || domain.upper !== undefined || domain.nonzero;
  return bounded ? { kind: 'inside', domain } : { kind: 'everywhere' };
}

/** The binding as the restriction leaves it; none where the name means more than this. */
export function restricted(binding: Binding, restriction: Restriction): readonly Binding[] {
  if (binding.kind !== 'function') return [binding];
  switch (restriction.kind) {
    case 'everywhere':
      return [binding];
    case 'inside':
      return [{ ...binding, where: restriction.domain, key: `${binding.key} ${JSON.stringify(restriction.domain)}` }];
    case 'somewhere':
      return [{ kind: 'ambiguous', name: binding.name, key: `${binding.key} somewhere` }];
    case 'oneOfMany':
      return [];
  }
}
