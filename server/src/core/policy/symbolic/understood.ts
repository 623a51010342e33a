/** Whether a problem asks for what the moves lead to and for nothing else: every word of what it asks must be known. */
import type { Aim } from './aim.ts';
import { isComplete } from './complete.ts';
import { PROVE } from './proof.ts';
import type { Statement } from './statement.ts';

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

const COMMON = words(`
  a an the this these it its all any each every both of for to in on with by and or if such that which where when whenever
  is are be been so given giving let suppose then we us you i have has from over via using use please following below now next
  step steps first carefully exactly exact real reals problem exercise question task example show working your answer answers
  it's let's exist exists notation method methods part simplest check
`);

/** What they have in common that are about numbers that satisfy something. */
const SOLVING = words(`
  solve solving find finding determine give state obtain calculate compute what solution solutions root roots zero zeros zeroes
  equation equations inequality inequalities inequation set unknown unknowns variable variables value values number numbers
  possible satisfy satisfies satisfying fulfil fulfils hold holds true does do make makes subject rearrange rearranging
  express terms formula factor factoring factorising factorizing factorisation factorization completing square quadratic method substitution
  elimination logarithms interval angle angles integer integers positive negative nonnegative non-negative algebraically
  polynomial cubic linear rational radical exponential logarithmic trigonometric absolute simultaneous simultaneously system
  pair pairs ordered point points intersection two three cases congruence congruences modulo mod function x-intercepts general
  no has write distinct different
`);

const CALCULUS = words(`
  differentiate differentiating derivative derivatives second third order twice gradient antiderivative antiderivatives primitive
  integrate integrating integral integrals indefinite definite improper respect function functions limit limits tends tend approaches
  goes infinity minus sum sums series infinite up terms geometric arithmetic closed form evaluate compute calculate work out
  determine find what value parts substitution chain product quotient power rule l'hôpital's l'hopital's l'hôpital l'hopital
  simplify simplified expression formula expand partial fractions identity trigonometric defined constant general
  fourth fifth sixth theorem rules law laws
`);

const VALUE = words(`
  simplify simplifying evaluate evaluating compute calculate work out factor factorise factorize factoring completely fully expand
  expanding multiply brackets parentheses remove single one fraction fractions common denominator denominators rationalise rationalize
  partial decompose decomposition into write rewrite express as product form simplest lowest terms reduce expression value what find
  determine combine collect like sum limit limits integral polynomial quadratic radical power powers numerical tends infinity much
  positive exponents exponent
`);

const PROVING = words(`
  prove proof show verify establish demonstrate deduce confirm identity inequality equality statement holds hold true induction
  mathematical principle natural integer integers positive negative nonnegative non-negative non-zero nonzero number numbers even odd
  divisible multiple divides always use using trigonometric equation equals equal formula can values value no solution solutions
  root roots zero variable variables
`);

const REMAINDERS = words(`
  remainder remainders divided division upon last final units unit ones digit digits decimal two modulo mod find what compute determine
  calculate number value residue
`);

/** Systems that are told of as curves. */
const CURVES = words(
  'coordinates line lines curve curves parabola graph graphs meet meets intersect intersects cross crosses',
);

/** Bounds that words give: they are put to an equation, and not to a system. */
const SIGN = /^(?:non-?)?(?:positive|negative)$/;
const RESIDUES = /^(?:congruences?|mod|modulo)$/;
const SIGN_OR_SORT = /^(?:non-?)?(?:positive|negative)$|^integers?$/;

const KNOWN: Readonly<Record<Aim['kind'], ReadonlySet<string>>> = {
  solve: new Set([...COMMON, ...SOLVING.filter(word => !RESIDUES.test(word))]),
  system: new Set([...COMMON, ...CURVES, ...SOLVING.filter(word => !SIGN_OR_SORT.test(word) && !RESIDUES.test(word))]),
  congruences: new Set([...COMMON, ...SOLVING.filter(word => !SIGN.test(word)), 'inverse', 'multiplicative']),
  remainder: new Set([...COMMON, ...REMAINDERS]),
  'work-out': new Set([...COMMON, ...CALCULUS, ...VALUE]),
  prove: new Set([...COMMON, ...PROVING]),
  divides: new Set([...COMMON, ...PROVING]),
};

/** Of an expression that is to be led over into another. */
const IDENTITY: ReadonlySet<string> = new Set([...KNOWN['work-out'], ...PROVING]);

/** Known words that together ask for something else. */
const OTHERS =
  /\b(?:how (?:many|much|often)|numbers? of|(?:ir)?rational(?! (?:equation|function|expression|inequalit|root theorem|zero theorem))|sum of (?:all |the |its )*(?:real )?(?:solutions|roots|zeros|values))\b/u;

const ASKS =
  /\b(?:solv\w+|find|determine|evaluate|compute|calculate|simplify|factor\w*|expand|multiply|differentiate|integrate|what|which|how|express|write|make|rearrange|give|state|decompose|rationali[sz]e|reduce|work out|rewrite|combine|collect)\b|\?$|\p{Script=Han}/u;

/** "Is ⟨0⟩ a solution?": yes or no is asked for. Whether there are solutions is told by finding them. */
const YES_OR_NO =
  /^(?:is|are|can|has|will|would|(?:does|do|have)\b(?![^?]*\b(?:solutions?|roots?|zeros?)\b))\b[^?]*\?$/u;

const HAN =
  /解|方程|组|求|出|证明|不等式|所有|全部|实数|整数|根|集|的|计算|化简|导数|导|积分|极限|值|因式|分解|同余|式|下列|已知|若|则|对|任意|都|有|成立|关于|未知数|数学|归纳法|用/gu;

/**
 * What stands before the sentence that asks may tell a story; of the sentence itself each word must be known for the kind of aim. A word that is not leaves the moves
 * a means: what they find is true, and whether it is what was asked for is not known.
 */
export function isUnderstood({ pattern, formulas }: Statement, aim: Aim): boolean {
  // An expression that is worked out proves nothing.
  if (aim.kind === 'work-out' && aim.target === undefined && PROVE.test(pattern)) return false;
  const sentences = pattern.split(/(?<=[.!?。？！])\s*/u).filter(sentence => /\S/.test(sentence));
  const asking = sentences.filter(sentence => ASKS.test(sentence) || PROVE.test(sentence));
  const asked = asking.length > 0 ? asking : sentences;
  const known = aim.kind === 'work-out' && aim.target !== undefined ? IDENTITY : KNOWN[aim.kind];
  return (
    isComplete(aim, { asked, sentences, formulas }) &&
    asked.every(sentence => {
      if (YES_OR_NO.test(sentence.trim()) || OTHERS.test(sentence)) return false;
      const unknown = (sentence.replace(/⟨\d+⟩/g, ' ').match(/[\p{L}][\p{L}'’-]*/gu) ?? [])
        .map(word => word.replace(/’/g, "'").replace(HAN, ''))
        .filter(word => word !== '' && !known.has(word));
      return unknown.length === 0;
    })
  );
}
