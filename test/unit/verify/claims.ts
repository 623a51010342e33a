/** Claims made by hand from a formula, and a ledger that holds what a test says. */
import type {
  Binding,
  Claim,
  ClaimRole,
  Domain,
  Fact,
  LedgerView,
  Origin,
} from '../../../server/src/core/claims/claim.ts';
import type { Chain } from '../../../server/src/core/math/expr.ts';
import { parseFormula } from '../../../server/src/core/math/parse.ts';
import { freeSymbols } from '../../../server/src/core/math/symbols.ts';

/** The relations of a formula, in order. Throws where it cannot be read: then the test is wrong. */
export function chains(tex: string, functions: readonly string[] = []): readonly Chain[] {
  const result = parseFormula(tex, { notation: 'tex', functions: new Set(functions) });
  if (!result.ok) throw new Error(`${tex}: ${result.reason}`);
  return result.formula.statements.map(({ body }) => {
    if (body.kind !== 'chain') throw new Error(`${tex}: no relation`);
    return body;
  });
}

export function chain(tex: string, functions: readonly string[] = []): Chain {
  const [first] = chains(tex, functions);
  if (first === undefined) throw new Error(`${tex}: empty`);
  return first;
}

export interface ClaimOptions {
  readonly role?: ClaimRole;
  readonly from?: string;
  readonly tie?: Origin['tie'];
  readonly functions?: readonly string[];
  readonly source?: Claim['source'];
}

export function claim(tex: string, options: ClaimOptions = {}): Claim {
  const [body, ...alternatives] = chains(tex, options.functions);
  if (body === undefined) throw new Error(`${tex}: empty`);
  const from = options.from === undefined ? undefined : chain(options.from, options.functions);
  return {
    role: options.role ?? (from === undefined ? 'assertion' : 'transition'),
    body,
    span: { start: 0, end: tex.length },
    locate: span => span,
    text: tex,
    source: options.source ?? 'formula',
    effectsBefore: 0,
    key: `${options.role ?? ''}|${tex}|${options.from ?? ''}`,
    ...(alternatives.length === 0 ? {} : { alternatives }),
    ...(from === undefined
      ? {}
      : { from: { chain: from, step: 0, span: { start: 0, end: 0 }, tie: options.tie ?? 'row' } }),
  };
}

export interface Known {
  readonly facts?: readonly string[];
  /** `x > 0`, given as a domain. */
  readonly domains?: Readonly<Record<string, Partial<Domain>>>;
  readonly values?: Readonly<Record<string, string>>;
  readonly functions?: Readonly<Record<string, { readonly params: readonly string[]; readonly body: string }>>;
  readonly solving?: string;
  readonly unknown?: string;
  readonly variables?: readonly string[];
  readonly contradiction?: boolean;
}

const REALS: Domain = { type: 'real', nonzero: false };
const NOWHERE = { start: 0, end: 0 };

function bindings(known: Known): ReadonlyMap<string, Binding> {
  const all = new Map<string, Binding>();
  for (const [name, tex] of Object.entries(known.values ?? {})) {
    const expr = chain(`x = ${tex}`).sides[1];
    if (expr !== undefined) all.set(name, { kind: 'value', name, expr, step: 0, span: NOWHERE, key: `${name}=${tex}` });
  }
  for (const [name, { params, body }] of Object.entries(known.functions ?? {})) {
    const expr = chain(`y = ${body}`).sides[1];
    if (expr !== undefined)
      all.set(name, {
        kind: 'function',
        name,
        params,
        expr,
        step: 0,
        span: NOWHERE,
        key: `${name}(${params.join()})=${body}`,
      });
  }
  return all;
}

/** A ledger that holds what it is given. */
export function ledger(known: Known = {}): LedgerView {
  const bound = bindings(known);
  const fact = (tex: string): Fact => ({ chain: chain(tex), role: 'assertion', step: 0, span: NOWHERE, key: tex });
  const facts = (known.facts ?? []).map(fact);
  const { solving } = known;
  const view: Partial<LedgerView> & Pick<LedgerView, 'binding' | 'domain' | 'facts' | 'last' | 'solving'> = {
    binding: name => bound.get(name),
    domain: name => ({ ...REALS, ...known.domains?.[name] }),
    facts: names =>
      facts.filter(({ chain: { sides } }) => sides.some(side => names.some(name => freeSymbols(side).has(name)))),
    last: () => facts.at(-1),
    solving: () => (solving === undefined ? undefined : { fact: fact(solving), unknown: known.unknown }),
    selects: () => false,
    moduli: () => [],
    hasQuantity: () => false,
    isVariable: name => known.variables?.includes(name) ?? false,
    isFunction: name => name in (known.functions ?? {}),
    scope: () => undefined,
    inContradiction: () => known.contradiction ?? false,
  };
  // Whatever else a view can tell, this one knows nothing of.
  return new Proxy(view, {
    get: (target, name) => (name in target ? Reflect.get(target, name) : () => undefined),
  }) as LedgerView;
}
