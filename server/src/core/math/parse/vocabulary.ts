/** The words of the notation: what each command, sign and name stands for. */
import type { FunctionName } from '../expr.ts';
import type { TokenKind } from './token.ts';

export type Meaning = readonly [TokenKind, string];

/** `'a b c'` → one entry a word, all with the same kind and with the word itself as the value. */
function same(kind: TokenKind, words: string): [string, Meaning][] {
  return words.split(' ').map(word => [word, [kind, word]]);
}

/** `'a=b c=d'` → the value behind each sign. */
function pairs(kind: TokenKind, words: string): [string, Meaning][] {
  return words.split(' ').map(word => {
    const at = word.indexOf('=', 1);
    return [word.slice(0, at), [kind, word.slice(at + 1)]];
  });
}

const GREEK_NAMES =
  'alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi varpi rho varrho sigma varsigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega';

/** Names of Greek letters that plain notation may spell out. */
export const GREEK: ReadonlySet<string> = new Set(GREEK_NAMES.split(' '));

/** Names under which a function may stand in the text, and which function each is. `lg` is the logarithm to base 10, `cbrt` and `sqrt` are roots. */
export const FUNCTIONS: ReadonlyMap<string, FunctionName | 'sqrt' | 'cbrt' | 'lg'> = new Map<
  string,
  FunctionName | 'sqrt' | 'cbrt' | 'lg'
>([
  ['sin', 'sin'],
  ['cos', 'cos'],
  ['tan', 'tan'],
  ['tg', 'tan'],
  ['cot', 'cot'],
  ['ctg', 'cot'],
  ['cotg', 'cot'],
  ['sec', 'sec'],
  ['csc', 'csc'],
  ['cosec', 'csc'],
  ['arcsin', 'arcsin'],
  ['arccos', 'arccos'],
  ['arctan', 'arctan'],
  ['arctg', 'arctan'],
  ['arccot', 'arccot'],
  ['arcsec', 'arcsec'],
  ['arccsc', 'arccsc'],
  ['asin', 'arcsin'],
  ['acos', 'arccos'],
  ['atan', 'arctan'],
  ['acot', 'arccot'],
  ['sinh', 'sinh'],
  ['cosh', 'cosh'],
  ['tanh', 'tanh'],
  ['coth', 'coth'],
  ['arsinh', 'arsinh'],
  ['arcosh', 'arcosh'],
  ['artanh', 'artanh'],
  ['asinh', 'arsinh'],
  ['acosh', 'arcosh'],
  ['atanh', 'artanh'],
  ['exp', 'exp'],
  ['ln', 'ln'],
  ['log', 'log'],
  ['lg', 'lg'],
  ['sqrt', 'sqrt'],
  ['cbrt', 'cbrt'],
  ['abs', 'abs'],
  ['sgn', 'sign'],
  ['sign', 'sign'],
  ['floor', 'floor'],
  ['ceil', 'ceil'],
  ['round', 'round'],
  ['min', 'min'],
  ['max', 'max'],
  ['gcd', 'gcd'],
  ['lcm', 'lcm'],
  ['LCM', 'lcm'],
  ['GCD', 'gcd'],
  ['GCF', 'gcd'],
  ['HCF', 'gcd'],
  ['det', 'det'],
  ['tr', 'trace'],
  ['rank', 'rank'],
  ['Re', 're'],
  ['Im', 'im'],
  ['arg', 'arg'],
  ['Arg', 'arg'],
]);

/** Commands whose meaning is one token. */
export const COMMANDS: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ...same('letter', GREEK_NAMES),
  ...same('letter', 'ell hbar Pr mho bigcirc bigstar heartsuit spadesuit clubsuit diamondsuit clubs'),
  ...pairs('letter', 'imath=i jmath=j aleph=aleph diamond=diamondsuit'),
  ...same(
    'function',
    'sin cos tan cot sec csc arcsin arccos arctan arctg tg ctg cotg sinh cosh tanh coth exp ln log lg max min gcd det arg Re Im lcm',
  ),
  ...pairs(
    'operator',
    "cdot=· times=× ast=* div=÷ pm=± mp=∓ cup=∪ cap=∩ setminus=∖ backslash=∖ smallsetminus=∖ bigcup=⋃ bigcap=⋂ circ=∘ prime=' degree=° bmod=mod mod=modulo pmod=pmod pod=pmod colon=: vert=| Vert=‖ |=‖ %=% oplus=⊕ otimes=⊗ wedge=∧ land=∧ vee=∨ lor=∨ star=⋆ bullet=· neg=¬ lnot=¬ top=⊤ intercal=⊤ dagger=† ratio=: #=#",
  ),
  ...pairs('operator', '$=$ pounds=£ euro=€ yen=¥'),
  ...pairs(
    'relation',
    'eq== lt=< gt=> le=≤ leq=≤ leqslant=≤ leqq=≤ ge=≥ geq=≥ geqslant=≥ geqq=≥ ne=≠ neq=≠ approx=≈ approxeq=≈ doteq=≈ doteqdot=≈ fallingdotseq=≈ equiv=≡ in=∈ notin=∉ subset=⊂ subsetneq=⊂ subsetneqq=⊂ subseteq=⊆ subseteqq=⊆ mid=∣ nmid=∤ coloneqq=:= coloneq=:= triangleq=:= longequal==',
  ),
  ...same(
    'relation',
    'sim simeq cong propto parallel perp nparallel supset supseteq supsetneq ni ll gg prec succ preceq succeq ncong nsim asymp mapsto longmapsto hookrightarrow vdash models leftrightarrow uparrow downarrow nearrow searrow nleq ngeq nless ngtr nsubseteq nsubset lessgtr bowtie lesssim gtrsim vartriangleleft trianglelefteq rightleftharpoons rightrightarrows rightsquigarrow leadsto',
  ),
  ...pairs(
    'arrow',
    'implies=implies Rightarrow=implies Longrightarrow=implies iff=iff Leftrightarrow=iff Longleftrightarrow=iff impliedby=impliedBy Leftarrow=impliedBy Longleftarrow=impliedBy to=to rightarrow=to longrightarrow=to therefore=therefore because=because',
  ),
  ...pairs('open', 'lfloor=⌊ lceil=⌈ langle=⟨ lvert=| lVert=‖ lbrace=\\{ {=\\{ lbrack=[ lparen=('),
  ...pairs('close', 'rfloor=⌋ rceil=⌉ rangle=⟩ rvert=| rVert=‖ rbrace=\\} }=\\} rbrack=] rparen=)'),
  ...pairs(
    'command',
    'nicefrac=frac sfrac=frac flatfrac=frac R=numberSet:R N=numberSet:N Z=numberSet:Z Q=numberSet:Q C=numberSet:C reals=numberSet:R naturals=numberSet:N integers=numberSet:Z',
  ),
  ...same('command', 'abs norm floor ceil'),
  ...pairs('operator', 'textdegree=° cdotp=· centerdot=·'),
  ...pairs('command', 'dfrac=frac tfrac=frac cfrac=frac dbinom=binom tbinom=binom varnothing=emptyset'),
  ...pairs('command', 'dots=ellipsis ldots=ellipsis cdots=ellipsis dotsc=ellipsis dotsb=ellipsis dotsm=ellipsis'),
  ...pairs('command', 'vdots=ellipsis ddots=ellipsis hdots=ellipsis dotso=ellipsis infty=infinity'),
  ...same(
    'command',
    'frac binom choose over atop sqrt sum prod int oint iint iiint lim limsup liminf sup inf overline bar hat widehat tilde widetilde vec dot ddot overrightarrow overleftarrow overleftrightarrow underline boxed cancel bcancel xcancel underbrace overbrace angle measuredangle triangle square partial nabla emptyset not stackrel overset underset substack mathbb forall exists nexists phi',
  ),
  ...pairs(
    'command',
    'Box=square Bbb=mathbb bigtriangleup=triangle fbox=boxed framebox=boxed widearc=overarc overarc=overarc overparen=overarc wideparen=overarc',
  ),
  ['phi', ['letter', 'phi']],
]);

/** Commands that only change how the formula looks; they are dropped. */
export const DROPPED: ReadonlySet<string> = new Set(
  'displaystyle textstyle scriptstyle scriptscriptstyle limits nolimits nonumber notag hline hfill big Big bigg Bigg bigm Bigm rm bf it sf tt cal boldmath mathstrut strut small large Large tiny normalsize centering blacksquare qed qedhere allowbreak nobreak hfil relax mathord mathopen mathclose mathinner ensuremath left. protect noindent'.split(
    ' ',
  ),
);

/** Commands dropped together with what stands in their braces. */
export const DROPPED_WITH_ARGUMENT: ReadonlySet<string> = new Set(
  'label tag color hspace vspace phantom hphantom vphantom mspace footnote ref eqref cite intertext shortintertext'.split(
    ' ',
  ),
);

/** Dropped with the first argument; the second one is read. */
export const DROPPED_WITH_FIRST_ARGUMENT: ReadonlySet<string> = new Set(
  'textcolor colorbox mathcolor fcolorbox raisebox href cssId class style'.split(' '),
);

/** White space. */
export const SPACES: ReadonlyMap<string, number> = new Map([
  [',', 2],
  ['!', 2],
  [':', 2],
  [';', 2],
  ['>', 2],
  [' ', 1],
  ['/', 1],
  ['thinspace', 2],
  ['negthinspace', 2],
  ['medspace', 2],
  ['thickspace', 2],
  ['space', 1],
  ['nobreakspace', 1],
  ['enspace', 1],
  ['quad', 3],
  ['qquad', 3],
]);

/** Commands whose braces hold words. */
export const TEXT_COMMANDS: ReadonlySet<string> = new Set(
  'text textrm textbf textit textsf texttt textnormal textup textsc emph mbox hbox'.split(' '),
);

/** Commands whose braces hold a name in another type face. */
export const NAME_COMMANDS: ReadonlySet<string> = new Set(
  'mathrm operatorname mathsf mathit mathtt mathnormal mathup mathop mathbin mathrel'.split(' '),
);

/** Type faces that make another name of a letter, with the word that stands before it in the name. */
export const FACES: ReadonlyMap<string, string> = new Map([
  ['mathbf', 'bold'],
  ['bold', 'bold'],
  ['boldsymbol', 'bold'],
  ['bm', 'bold'],
  ['pmb', 'bold'],
  ['mathcal', 'cal'],
  ['mathscr', 'cal'],
  ['mathfrak', 'frak'],
]);

/** Characters beyond ASCII, and ASCII signs, each one token. */
export const SIGNS: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ...pairs(
    'operator',
    "+=+ -=- −=- –=- ＋=+ －=- *=* ∗=* ·=· ⋅=· ∙=· •=· ×=× ✕=× ✖=× ÷=÷ /=/ ∕=/ ⁄=/ ^=^ _=_ ,=, ，=, 、=, ;=; ；=; :=: ：=: .=. 。=. !=! ！=! '=' ′=' ’=' ″='' %=% ％=% °=° º=° |=| ∥=‖ ‖=‖ ±=± ∓=∓ ∪=∪ ∩=∩ ∖=∖ ∘=∘ $=$ ＄=$ €=€ £=£ ¥=¥ ₹=₹ ¢=¢ ¬=¬ ∧=∧ ∨=∨ ⊕=⊕ ?=? #=# @=@ \"=''",
  ),
  ['=', ['relation', '=']],
  ['＝', ['relation', '=']],
  ...pairs(
    'relation',
    '<=< >=> ＜=< ＞=> ≤=≤ ≦=≤ ⩽=≤ ≥=≥ ≧=≥ ⩾=≥ ≠=≠ ≈=≈ ≒=≈ ≅=cong ≃=simeq ∼=sim ≡=≡ ∈=∈ ∉=∉ ⊂=⊂ ⊆=⊆ ⊊=⊂ ∣=∣ ∤=∤ ≔=:= ∝=propto ∥=parallel ⊥=perp ⊃=supset ⊇=supseteq ↦=mapsto ~=sim',
  ),
  ...pairs('arrow', '⇒=implies ⟹=implies ⇔=iff ⟺=iff ⇐=impliedBy →=to ⟶=to ∴=therefore ∵=because'),
  ...pairs('open', '(=( （=( [=[ 【=[ {={ ⌊=⌊ ⌈=⌈ ⟨=⟨ 〈=⟨'),
  ...pairs('close', ')=) ）=) ]=] 】=] }=} ⌋=⌋ ⌉=⌉ ⟩=⟩ 〉=⟩'),
  ...pairs(
    'command',
    '∞=infinity √=sqrt ∛=cbrt ∑=sum ∏=prod ∫=int …=ellipsis ⋯=ellipsis ∅=emptyset ∠=angle △=triangle ∂=partial ∇=nabla ∀=forall ∃=exists',
  ),
  ...pairs('command', 'ℝ=numberSet:R ℤ=numberSet:Z ℕ=numberSet:N ℚ=numberSet:Q ℂ=numberSet:C'),
  ...pairs(
    'letter',
    'α=alpha β=beta γ=gamma δ=delta ε=varepsilon ϵ=epsilon ζ=zeta η=eta θ=theta ϑ=vartheta ι=iota κ=kappa λ=lambda μ=mu µ=mu ν=nu ξ=xi π=pi ρ=rho σ=sigma τ=tau υ=upsilon φ=varphi ϕ=phi χ=chi ψ=psi ω=omega Γ=Gamma Δ=Delta Θ=Theta Λ=Lambda Ξ=Xi Π=Pi Σ=Sigma Φ=Phi Ψ=Psi Ω=Omega ℓ=ell ℏ=hbar',
  ),
  ...[...'①②③④⑤⑥⑦⑧⑨⑩⑪⑫'].map((sign): [string, Meaning] => [sign, ['command', 'tag']]),
  ...pairs('vulgar', '½=1/2 ⅓=1/3 ⅔=2/3 ¼=1/4 ¾=3/4 ⅕=1/5 ⅖=2/5 ⅗=3/5 ⅘=4/5 ⅙=1/6 ⅚=5/6 ⅛=1/8 ⅜=3/8 ⅝=5/8 ⅞=7/8'),
]);

/** Signs of money. */
export const CURRENCIES: ReadonlySet<string> = new Set(['$', '€', '£', '¥', '₹', '¢']);

/** Superscript and subscript characters, each with the plain character it raises or lowers. */
export const RAISED: ReadonlyMap<string, string> = new Map(
  [...'⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺ⁿⁱ'].map((sign, index) => [sign, '0123456789-+ni'.charAt(index)]),
);
export const LOWERED: ReadonlyMap<string, string> = new Map(
  [...'₀₁₂₃₄₅₆₇₈₉ₙₖₘₓ'].map((sign, index) => [sign, '0123456789nkmx'.charAt(index)]),
);
