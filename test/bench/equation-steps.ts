/** Equation after equation: equivalent, implied, loses roots, wrong. Reads `{from, to, expect}` items; every one must be told right. */
import { z } from 'zod';
import type { Claim, LedgerView } from '../../server/src/core/claims/claim.ts';
import { Ledger } from '../../server/src/core/claims/ledger.ts';
import type { Chain } from '../../server/src/core/math/expr.ts';
import { parseFormula } from '../../server/src/core/math/parse.ts';
import { judgeClaim } from '../../server/src/core/verify/judge.ts';
import type { Verdict } from '../../server/src/core/verify/verdict.ts';
import { type Metrics, readItems, runBench } from './harness.ts';

const Item = z.object({
  from: z.string(),
  to: z.string(),
  expect: z.enum(['equivalent', 'implied, may add roots', 'loses roots', 'wrong']),
});

type Expectation = z.infer<typeof Item>['expect'];

/** What a verdict says of the step, in the words of the data. */
function outcomeOf(verdict: Verdict): Expectation | 'undecided' {
  if (verdict.status === 'refuted') return 'wrong';
  if (verdict.rule === 'equation.loses-roots') return 'loses roots';
  if (verdict.rule === 'equation.adds-roots') return 'implied, may add roots';
  return verdict.status === 'unknown' ? 'undecided' : 'equivalent';
}

function relation(tex: string): Chain | undefined {
  const parsed = parseFormula(tex, { notation: 'tex' });
  const body = parsed.ok ? parsed.formula.statements[0]?.body : undefined;
  return body?.kind === 'chain' ? body : undefined;
}

function transition(from: Chain, to: Chain, text: string): Claim {
  return {
    role: 'transition',
    body: to,
    span: to.span,
    locate: span => span,
    text,
    source: 'formula',
    from: { chain: from, step: 0, span: from.span, tie: 'row' },
    effectsBefore: 0,
    key: text,
  };
}

runBench({
  name: 'equation-steps',
  defaultData: ['equation_steps.json'],
  bars: { right: 'all' },
  run: ({ data, note }): Metrics => {
    const ledger: LedgerView = new Ledger();
    let right = 0;
    let items = 0;
    for (const item of data.flatMap(readItems).map(each => Item.parse(each))) {
      items += 1;
      const [from, to] = [relation(item.from), relation(item.to)];
      const outcome =
        from === undefined || to === undefined
          ? 'unread'
          : outcomeOf(judgeClaim(transition(from, to, `${item.from} | ${item.to}`), ledger));
      if (outcome === item.expect) right += 1;
      else note(`${item.from}  →  ${item.to}: ${outcome}, expected ${item.expect}`);
    }
    return { right, items };
  },
});
