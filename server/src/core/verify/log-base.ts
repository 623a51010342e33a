/** `log` without a base is to ten at school, natural in analysis, to two in computer science: a finding must stand in all of them. */

import type { Binding, Claim, Fact, LedgerView, Solving } from '../claims/claim.ts';
import { BARE_LOG } from '../claims/effects.ts';
import { call, number, symbol } from '../math/build.ts';
import type { Chain, Expr } from '../math/expr.ts';
import { mapChildren } from '../math/traverse.ts';
import type { Verdict } from './verdict.ts';
import { unknown } from './verdicts.ts';

/** Likeliest first. */
const BASES: readonly Expr[] = [number(10), symbol('e'), number(2)];

export function withLogBase(expr: Expr, base: Expr): Expr {
  const inner = mapChildren(expr, part => withLogBase(part, base));
  const [arg] = inner.kind === 'call' && inner.fn === 'log' && inner.args.length === 1 ? inner.args : [];
  return arg === undefined ? inner : call('log', arg, base);
}

/**
 * The verdict of `judge`, called again with a base put in everywhere where the text has a log without one and nothing is settled
 * as it stands. What holds in one reading is no error.
 */
export function judgeInBases(
  claim: Claim,
  ledger: LedgerView,
  judge: (claim: Claim, ledger: LedgerView) => Verdict,
): Verdict {
  const written = judge(claim, ledger);
  if (holds(written) || !ledger.isNamed(BARE_LOG)) return written;
  const verdicts = BASES.map(base => judge(claimIn(claim, base), new LedgerInBase(ledger, base)));
  const [first = written] = verdicts;
  const held = verdicts.find(holds);
  if (held !== undefined) return held;
  if (verdicts.every(({ rule }) => rule !== undefined)) return written.rule === undefined ? first : written;
  return written.rule === undefined ? written : unknown('log may be to another base');
}

function holds({ status }: Verdict): boolean {
  return status === 'proved' || status === 'tested';
}

function chainIn(chain: Chain, base: Expr): Chain {
  return { ...chain, sides: chain.sides.map(side => withLogBase(side, base)) };
}

function claimIn(claim: Claim, base: Expr): Claim {
  const { body, from, alternatives } = claim;
  return {
    ...claim,
    body: body.kind === 'chain' ? chainIn(body, base) : { ...body, expr: withLogBase(body.expr, base) },
    ...(from === undefined ? {} : { from: { ...from, chain: chainIn(from.chain, base) } }),
    ...(alternatives === undefined ? {} : { alternatives: alternatives.map(chain => chainIn(chain, base)) }),
  };
}

/** A ledger in which every log without a base has one. */
class LedgerInBase implements LedgerView {
  readonly #ledger: LedgerView;
  readonly #base: Expr;

  constructor(ledger: LedgerView, base: Expr) {
    this.#ledger = ledger;
    this.#base = base;
  }

  #fact(fact: Fact): Fact {
    return { ...fact, chain: chainIn(fact.chain, this.#base) };
  }

  binding(name: string): Binding | undefined {
    const binding = this.#ledger.binding(name);
    return binding === undefined || binding.kind === 'ambiguous'
      ? binding
      : { ...binding, expr: withLogBase(binding.expr, this.#base) };
  }

  facts(names: readonly string[]): readonly Fact[] {
    return this.#ledger.facts(names).map(fact => this.#fact(fact));
  }

  last(): Fact | undefined {
    const last = this.#ledger.last();
    return last && this.#fact(last);
  }

  solving(): Solving | undefined {
    const solving = this.#ledger.solving();
    return solving && { ...solving, fact: this.#fact(solving.fact) };
  }

  domain(name: string) {
    return this.#ledger.domain(name);
  }

  selects() {
    return this.#ledger.selects();
  }

  moduli() {
    return this.#ledger.moduli();
  }

  hasQuantity(value: string) {
    return this.#ledger.hasQuantity(value);
  }

  isVariable(name: string) {
    return this.#ledger.isVariable(name);
  }

  isFunction(name: string) {
    return this.#ledger.isFunction(name);
  }

  isNamed(name: string) {
    return this.#ledger.isNamed(name);
  }

  lastValue() {
    return this.#ledger.lastValue();
  }

  lead() {
    return this.#ledger.lead();
  }

  scope() {
    return this.#ledger.scope();
  }

  inContradiction() {
    return this.#ledger.inContradiction();
  }
}
