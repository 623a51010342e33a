/** From a claim and what holds where it stands to a verdict with evidence. */
import type { Claim, LedgerView } from '../claims/claim.ts';
import type { Chain } from '../math/expr.ts';
import { contradictsFound, judgeAnswer, readAnswer } from './answer.ts';
import { judgeApproximation } from './approximation.ts';
import { AS_RESIDUES, judgeCongruence, judgeDivides, maybeCongruent } from './congruence.ts';
import { judgeEquality } from './equality.ts';
import { judgeInequality } from './inequality.ts';
import { judgeInequalityStep } from './inequality-step.ts';
import { expand, type Judging, judging, namesOfAll } from './judging.ts';
import { type ChainLink, linksOf } from './link.ts';
import { judgeInBases } from './log-base.ts';
import { judgeMembership } from './membership.ts';
import { isFailedCheck } from './put-in.ts';
import type { Pair } from './roots/variety.ts';
import { judgeImpossible, judgeTransition } from './transition.ts';
import { withUnknownQuantity } from './unknown-quantity.ts';
import type { Verdict } from './verdict.ts';
import { combined, unknown } from './verdicts.ts';

export interface JudgeOptions {
  /** Steps that may be spent; about 50 ns each. */
  readonly steps?: number;
}

/**
 * Judges one claim. Never throws for any claim; a claim that cannot be judged with certainty is `unknown` with the reason.
 * The same claim under the same ledger gets the same verdict.
 */
export function judgeClaim(claim: Claim, ledger: LedgerView, options: JudgeOptions = {}): Verdict {
  if (claim.role === 'hypothesis') return unknown('taken for granted here');
  const verdict = judgeInBases(claim, ledger, (read, view) => judgeRead(read, view, options.steps));
  // Whoever read the claim had a reason not to trust a false outcome.
  return claim.doubt !== undefined && verdict.rule !== undefined ? unknown(claim.doubt) : verdict;
}

function judgeRead(claim: Claim, ledger: LedgerView, steps: number | undefined): Verdict {
  const { body } = claim;
  if (body.kind === 'bare') return unknown('an answer without a relation');
  const context = judging(claim, ledger, steps);
  const verdict = withUnknownQuantity(judgeChain(body, context), body, context);
  return verdict.status === 'refuted' && isFailedCheck(body, context)
    ? unknown('a candidate is put in, and fails')
    : verdict;
}

function judgeChain(chain: Chain, context: Judging): Verdict {
  const verdicts = judgeLinks(chain, context).map(({ verdict }) => verdict);
  return verdicts.length > 0 ? combined(verdicts) : unknown(GIVEN[context.claim.role] ?? 'there is nothing to judge');
}

/** The links of a chain that are judged at all, up to the first that is refuted, each with its verdict. */
export function judgeLinks(
  chain: Chain,
  context: Judging,
): readonly { readonly link: ChainLink; readonly verdict: Verdict }[] {
  const judged: { readonly link: ChainLink; readonly verdict: Verdict }[] = [];
  for (const link of linksOf(chain, context)) {
    if (isGiven(link, context)) continue;
    const verdict = judgeLink(link, context);
    judged.push({ link, verdict });
    if (verdict.status === 'refuted') break;
  }
  return judged;
}

/** What is said by decree: the link that gives a name its meaning, an equation that is to be solved. */
function isGiven(link: ChainLink, context: Judging): boolean {
  const { role } = context.claim;
  if (role === 'definition') return link.index === 0 && !link.rewriting;
  return role === 'equation' && ((link.index === 0 && !link.rewriting) || !isConstant(link, context));
}

const GIVEN: Partial<Readonly<Record<Claim['role'], string>>> = {
  definition: 'true by decree: it gives a name its meaning',
  equation: 'an equation to be solved',
};

function judgeLink(link: ChainLink, context: Judging): Verdict {
  switch (link.op) {
    case '=':
    case ':=':
      return equality(link, context);
    case '≡':
      return link.modulus === undefined ? unknown('≡ without a modulus') : judgeCongruence(link, link.modulus, context);
    case '≈':
      return judgeApproximation(link, context);
    case '<':
    case '≤':
    case '>':
    case '≥':
    case '≠':
      return inequality(link, context);
    case '∈':
    case '∉':
    case '⊂':
    case '⊆':
      return judgeMembership(link, context);
    case '∣':
    case '∤':
      return judgeDivides(link, context);
  }
}

function isConstant(link: ChainLink, context: Judging): boolean {
  return namesOfAll([link.left, link.right], context).size === 0;
}

function equality(link: ChainLink, context: Judging): Verdict {
  const { role, from } = context.claim;
  if (role === 'rounding') return judgeApproximation(link, context);
  if (link.modulus !== undefined) return judgeCongruence(link, link.modulus, context);
  const verdict = judgeEquality(link, context);
  if (verdict.rule !== undefined && isConstant(expandedLink(link, context), context) && maybeCongruent(link, context))
    return unknown(AS_RESIDUES, 'modular');
  if (verdict.status === 'proved' || verdict.status === 'tested') return verdict;
  const beside = alternatives(link, context);
  if (beside === undefined) return unknown('an equation or a range: one of them holds');
  const answer = role === 'conclusion' && link.index === 0 ? answered(link, beside, context) : undefined;
  if (answer !== undefined && (answer.status !== 'unknown' || answer.rule !== undefined)) return answer;
  const derived = role === 'transition' || role === 'conclusion' || role === 'substitution';
  if (derived && from !== undefined && !link.rewriting) {
    if (isConstant(expandedLink(link, context), context)) return judgeImpossible(from, context) ?? verdict;
    return judgeTransition({ ...link, alternatives: beside }, from, context);
  }
  return verdict;
}

function expandedLink(link: ChainLink, context: Judging): ChainLink {
  return { ...link, left: expand(link.left, context).expr, right: expand(link.right, context).expr };
}

/** What the claim joins to this link by "or"; `undefined` where that is not all equations. */
function alternatives(link: ChainLink, { claim }: Judging): readonly Pair[] | undefined {
  if (link.index > 0 || claim.body.kind !== 'chain' || claim.body.links.length > 1) return [];
  const chains = claim.alternatives ?? [];
  if (!chains.every(({ links }) => links.every(({ op }) => op === '='))) return undefined;
  return chains.flatMap(chain => {
    const [left, right] = [chain.sides[0], chain.sides.at(-1)];
    return left === undefined || right === undefined ? [] : [{ left, right }];
  });
}

function answered(link: ChainLink, beside: readonly Pair[], context: Judging): Verdict | undefined {
  const last = link.sides.at(-1) ?? link.right;
  const answer = readAnswer(
    [{ left: link.left, right: last }, ...beside],
    link.index,
    !context.claim.isAlternative,
    context,
  );
  return answer && (judgeAnswer(answer, context) ?? contradictsFound(answer, context));
}

function inequality(link: ChainLink, context: Judging): Verdict {
  const verdict = judgeInequality(link, context);
  const { role, from } = context.claim;
  if (verdict.status !== 'unknown' || role !== 'transition' || from === undefined || link.rewriting) return verdict;
  const step = judgeInequalityStep(link, from, context);
  return step.status === 'unknown' && step.rule === undefined ? verdict : step;
}
