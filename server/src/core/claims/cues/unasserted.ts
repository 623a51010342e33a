/** Words that mention a relation without saying that it holds: goals, questions, denials, other people's mistakes. */
import { cue } from './compile.ts';

/** In the clause of the relation, before it: what is to be done. */
export const goals = cue(
  [
    '\\b(?:need|needs|needed|want|wants|wanted|wish|must|have|has|had|try|trying|tried|aim|aims|hope|remains|going|suffices|enough|required|order|goal|task|objective|here|left|able|used|attempt|attempting)(?: is)? to (?:\\w+ ){0,2}(?:find|solve|show|prove|check|verify|determine|see|decide|satisfy|establish|confirm|test|consider|demonstrate|minimi[sz]e|maximi[sz]e)\\b[^,;]*',
    '^(?:\\W*)(?:first,? |next,? |now,? |finally,? )?to (?:find|solve|show|prove|check|verify|determine|see|decide|satisfy|establish|confirm|test|demonstrate)\\b[^,;]*',
    '(?:求证|证明|要证|只需证|欲证|为了|需要|想要|希望)[^，。；]{0,12}',
  ],
  'end',
);

/** A goal that is an equation to be solved, not a relation to be shown. */
export const solves = /\b(?:solve|solving|find|determine|satisfy|such that|solutions?|roots?|values?)\b|解|求/u;

/** A goal that is a relation to be shown. */
export const shows = /\b(?:show|prove|check|verify|see|decide|establish|confirm|test|demonstrate|whether|if)\b|证/u;

/** In the clause of the relation, before it: it is mentioned, denied or ascribed to others. */
export const mentions = cue(
  [
    '\\b(?:whether|to see if|check if|verify if|determine if|find out if|see if|test if|decide if|asks? (?:if|for|us)|asked|asking|question|wonder|prove that|show that|shows? whether)\\b[^,;]*',
    '^\\W*(?:so |and |but |then )?(?:can|could|does|do|did|is|are|would|will|should) (?:we|it|this|that|they|the \\w+|there)\\b(?: \\w+){0,3} ',
    // Trials: what comes out decides.
    '\\b(?:testing|try|trying)\\b(?: (?!that)\\w+){0,6}:[ ]*',
    '\\b(?:check|checking|verify|verifying)\\b(?: (?!that)\\w+){1,6}:[ ]*',
    '\\b(?:choice|option) \\(?[a-e]\\)?[ :,]*',
    // Denials.
    "\\b(?:not|cannot|never|neither|nor|no longer|fails? to|\\w+n't)\\b(?! only)(?: \\w+){0,3}[ :]*",
    '\\b(?:instead of|rather than|as opposed to|other than|unlike|without|avoid|avoiding|except(?: when| for)?|impossible|rules? out|excludes?|contradicts?|contradicting|contradiction (?:with|to|of)|violates?|violating|reject|discard)\\b[^,;]*',
    // What would follow.
    '\\bwould (?:\\w+ )?(?:mean|imply|require|force|lead|result|need)\\b[^,;]*',
    '\\b(?:might|may) (?:think|guess|expect|assume|say|be tempted|conclude|believe)\\b[^;]*',
    '\\b(?:tempted|tempting) to\\b[^;]*',
    // What others say.
    '\\b(?:he|she|they|student|someone|somebody|people|many|person|friend|one) (?:claims?|claimed|thinks?|thought|believes?|believed|argues?|argued|guesses|guessed)\\b[^;]*',
    '(?:不是|不等于|并非|不能|无法|是否|错误|而不是)[^，。；]{0,12}',
  ],
  'end',
);

/** Anywhere in the sentence: somebody's slip is the subject. */
export const mistakes =
  /\b(?:wrong|wrongly|incorrect|incorrectly|mistake|mistakes|mistaken|mistakenly|erroneous|erroneously|error|falsely|misread|fallacy|fallacious|typo|careless|blunder|faulty|invalid)\b|错误|误|错/u;

/** In the sentence before: whether something holds is to be found out. */
export const asksWhether =
  /\b(?:check|test|verify|see|determine|try|confirm|examine)\w*\b[^.]*\b(?:if|whether)\b|是否/u;

/** Before a computation that checks something. It may come out false, which the words after it then say. */
export const checks = /\b(?:check|checking|verify|verifying|verification)\b[^.]*$|(?:检验|验证|验算)[^。]*$/u;

/** Somewhere after such a computation: it came out false. */
export const failsCheck =
  /\b(?:not?|fails?|failed|false|wrong|incorrect|extraneous|rejected?|discard\w*|contradict\w*|impossible|invalid|only|neither|but|\w+n't|cannot)\b|[✗✘×≠❌]|不|矛盾|舍|增根/u;

/** In a formula: the relation is said to be false. */
export const deniedInside =
  /\\text(?:rm|bf|it)?\{[^}]*\b(?:false|not|no|fails?|impossible|contradiction|invalid|wrong|incorrect)\b/iu;

/** After the relation, up to the end of the sentence: it is denied. */
export const deniedAfter = cue(
  [
    "(?:,? ?(?:and |or )?∎)*[ ,;:.()*-]*(?:(?:which|that|this|but|and|so|a|an|it|but this|but that|and this|and that|which clearly|clearly|obviously|equation|statement|is|are|an obvious|\\w+),? ){0,4}(?:extraneous|spurious|rejected|discarded|excluded|ruled out|left out|impossible|absurd|contradiction|contradictory|contradicts|nonsense|false|untrue|incorrect|inconsistent|wrong|never true|invalid|not (?:true|possible|valid|correct|hold|equal|satisfied|satisfy|satisfies|the case|an? solution|allowed|work)|(?:does|do|is|are|can|could|would|will)(?:n't| not)(?! only)|cannot|can't|fails?|never|no (?:real )?solutions?|has no|have no)\\b",
    '[ ，,；;。]*(?:这|显然|但|但这)?(?:矛盾|不成立|不可能|错误|无解|不满足|不对|舍去|增根|是增根|应舍去)',
  ],
  'start',
);

/** As above, for arithmetic: "75% of the flowers are not roses" denies nothing. */
export const deniedOutright = cue(
  [
    '[ ,;:.()*-]*(?:(?:which|that|this|but|and|so|it|is|are|clearly|obviously|a|an|obvious|equation|statement),? ){0,4}(?:impossible|absurd|contradiction|contradictory|contradicts|nonsense|false|untrue|incorrect|inconsistent|wrong|never true|invalid|not (?:true|possible|valid|correct|equal|satisfied|the case|an? solution|allowed))\\b',
    "[ ,;:.()*-]*(?:(?:which|this|but this|but it),? )?(?:(?:does|do|is|are|can|could|would|will)(?:n't| not)(?! only)|cannot|can't|fails?|no (?:real )?solutions?)\\b",
    '[ ，,；;。]*(?:这|显然|但|但这)?(?:矛盾|不成立|不可能|错误|无解|不满足|不对)',
  ],
  'start',
);

/** The sentence after begins so: what stood last was denied. */
export const deniedNext = cue(
  [
    "\\W*(?:but |however,? |clearly,? |so |and |yet )*(?:this|that|it|which|these|they|the (?:last )?(?:equation|equality|statement|result|inequality))(?: last| final)?(?: equation| equality| statement| result| inequality)? (?:\\w+ ){0,3}(?:impossible|absurd|contradiction|contradictory|contradicts|false|untrue|incorrect|inconsistent|wrong|invalid|(?:cannot|can't|can not) (?:be|hold|happen|occur)|(?:not|never) (?:true|possible|valid|correct|hold|equal|the case|happen|work)|has no|have no|doesn't (?:hold|work)|isn't (?:true|possible))\\b",
    '\\W*(?:contradiction|impossible|no solution|this contradicts|a contradiction|false)\\b',
    '\\W*(?:这|但这|显然)?(?:矛盾|不成立|不可能|错误)',
  ],
  'start',
);

/** Directly before a formula: an operation in words takes the formula's first side with it ("10% of ∎", "half of ∎", "3 times ∎"). */
export const partOf = cue(
  [
    '(?:∎|%|percent|half|thirds?|quarters?|fourths?|fifths?|tenths?|root|square|cube|power|sum|multiple|average|mean|reciprocal|inverse|logarithm|factorial|\\d) of (?:the )?',
    '\\b(?:times|plus|minus|divided by|multiplied by|more than|less than|twice|double|triple|half|negative|over|per|modulo|mod|root|log)(?: the)? ',
    '[-+*/×÷^·]\\s*',
  ],
  'end',
);

/** In the clause of a relation with names, before it: it is set up to be solved. */
export const setsUp = cue(
  [
    '\\b(?:set|sets|setting|solve|solves|solving|equate|equating|equated|let|find|finding|zeros?|roots?|intercepts?|when|where|solutions?)\\b[^.;]*',
    '(?:令|解方程|求解|方程)[^。；]{0,8}',
  ],
  'end',
);

/** Directly before a relation with names: it is named, not said to hold. */
export const namesEquation = cue(
  [
    '\\b(?:equations?|inequalit(?:y|ies)|roots? of|solutions? (?:of|to)|zeros? of|graphs? of|curves?|lines?|parabolas?|circles?|ellipses?|planes?|satisf(?:y|ies|ying)|systems?) (?:the equations? |of the form |given by |is )?',
    '(?:方程|不等式|曲线|直线|抛物线)[ ：:]*',
  ],
  'end',
);

/** The equation that is named is what an operation gives: "this gives the equation ∎". */
export const arrives =
  /\b(?:gives?|giving|gets?|getting|obtain\w*|yield\w*|becom\w*|simplif\w*|rewrit\w*|leads?|results?|reduces?|equivalent|arrive|derive\w*|turns?)\b|得/u;
