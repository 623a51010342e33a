/** Words that tie a relation to the one before it. */
import { cue } from './compile.ts';

/** Between two relations, or before the first of a step: the second is said to follow. */
export const follows = cue(
  [
    '\\b(?:so|thus|hence|therefore|then|consequently|accordingly|whence|which|this|that|it|we|i|and|or|i\\.e\\.|that is|namely|meaning|means|mean|giving|gives|give|gave|yields|yield|yielding|implies|imply|implying|obtain|obtains|obtaining|get|gets|getting|find|finds|have|becomes|become|becoming|simplifies to|reduces to|leads to|leading to|results in|resulting in|equivalently|equivalent to|in other words|follows|follows that|conclude|conclude that|deduce|deduce that|know that|see that|us|me|the equation|equation becomes|rewritten as|written as|as|to|is|be|that)[ :,]*',
    '(?:所以|因此|因而|故|从而|于是|则|得|得到|得出|可得|解得|即|那么|有|推出|知|化简得|整理得|变为|化为)[ ：:，,]*',
  ],
  'end',
);

/** An operation on a relation as a whole. It needs no other relation, so what comes out has the same solutions or fewer, more… by known rules. */
export const rewrites =
  /\b(?:simplif\w*|expand\w*|factor(?:s|ed|ing|ise|ize|ising|izing|ised|ized)?|rearrang\w*|distribut\w*|cancel\w*|clear\w* (?:the )?(?:denominator|fraction)s?|cross[- ]multipl\w*|complet\w+ the square|(?:combin\w*|collect\w*|group\w*) (?:the )?like terms|isolat\w*|solv(?:e|es|ing) (?:this |the equation |it )?for|(?:both|each|either) sides?|(?:multiply|divid|add|subtract)\w* (?:through|everything|throughout)|(?:eliminat|remov)\w* (?:the )?(?:denominator|fraction)s?|transpos\w*|equivalently|equivalent|in other words|mov(?:e|ing)|that is|i\.e\.|can be (?:re)?written|rewrit\w*|bring(?:ing)?|becomes|reduces? to)\b|化简|整理|展开|移项|两边|合并同类项|因式分解|配方|去分母|变形/u;

/** An operation on a relation that names what it is done with: "dividing by ∎", "taking square roots". Other words beside it may bring in more. */
export const actsBy = cue(
  [
    '\\b(?:divid|multipl)(?:e|es|ed|ing|y|ies|ied|ying)(?: (?:both sides|everything|through|throughout|this|it))? by (?:∎|-?\\d+(?:\\.\\d+)?|-?[a-z])(?![\\w(])',
    '\\btak(?:e|ing) (?:the )?(?:square |cube )?roots?(?: (?:of|on) both sides)?\\b(?! of)',
  ],
  'anywhere',
);

/** Before such an operation: what is taken out is kept. */
export const findsRoot = /\b(?:roots?|solutions?|zeros?|factors?|vanish\w*)\b|根|解/u;

/** An operation on both sides of an equation. */
export const actsOnSides = /\b(?:(?:both|each|either) sides?|cancel\w*|cross[- ]multipl\w*|divid\w*)\b|两边/u;

/** Several relations, or one that stands elsewhere, are used: nothing follows from the last one alone. */
export const usesMore =
  /\b(?:(?:one|an?|another|other|first|second|only|smaller|larger|positive|negative|trivial|obvious) (?:of the )?(?:roots?|solutions?|zeros?|values?)|equations|inequalities|identities|together|combin(?:e|ing) (?:the (?:two|equations|results|inequalities)|these|this with|both|with|equations|all|our)|(?:add|subtract)(?:ing)? (?:the|these|them|up|all|equation|this|it)\b(?! (?:same|constant|number|term))|(?:first|second|third|other|two|last) (?:equation|inequality|relation|condition|one|congruence|expression)|equation \(?\d|substitut\w*|plug\w*|insert\w*|into|similarly|likewise|original|compar(?:e|ing)|equat(?:e|ing)|recall|identity|theorem|law of|vieta\w*|average|setting|condition)\b|两式|代入|同理|类似|联立/u;

/** As above, where no operation is named: the words leave open what else is used. */
export const mayUseMore =
  /\b(?:using|use|from|by|first|second|third|also|another|back|given|since|because|as|formula|property|next|finally|sum of|total|each|know|must|note|notice|for|case|similar|let|set|where|consider|if|when|suppose|assume|example|instance|need|want|other|only|integer|positive|negative|possible|smallest|largest|least|greatest|minimum|maximum)\b|由|根据|因为|整数|最[大小]|又/u;

/** Words before a relation that is quoted, not derived: "the equation ∎", "since ∎", "using ∎". */
export const quotes = cue(
  [
    '\\b(?:since|because|as|using|use|by|from|into|in|of|recall|recall that|remember|remember that|know|know that|knowing|knowing that|given|given that|fact|fact that|note|note that|notice|notice that|observe|observe that|the|equation|equations|inequality|inequalities|relation|relations|identity|identities|formula|formulas|expression|condition|conditions|constraint|constraints|property|statement|function|curve|line|circle|parabola|ellipse|hyperbola|graph|plane|sphere|surface|system|rule|law|theorem|say|says|states|stating|called|product|both|satisfies|satisfy|to|on|at|has|have|solutions?|roots?|solving|solve|consider|considering|find|write|have that|with|hold|that)[ :,]*',
    '(?:由|因为|由于|根据|利用|方程|不等式|等式|公式|函数|已知|又|注意到)[ ：:，,]*',
  ],
  'end',
);
