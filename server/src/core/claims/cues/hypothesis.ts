/** Words that take a relation for granted here: "suppose", "if", a case, a contradiction to come. */
import { cue } from './compile.ts';

/** Before any relation, arithmetic too: what follows is taken for granted. */
export const supposesAny = cue(
  [
    '\\b(?:suppose|supposing|assume|assuming|imagine|pretend|presume|posit|hypothesis|unless|even if|only if|if)(?: that| we have| it were| we had| we get| both| instead)*[ :,]*',
    '(?:假设|假定|如果|若|倘若|除非)',
  ],
  'end',
);

/** Before a relation with names, in its clause. */
export const supposes = cue(
  [
    '\\b(?:suppose|supposing|assume|assumes|assuming|assumed|assumption|imagine|hypothesi[sz]e|pretend|presume|posit|hypothesis)\\b[^.;]*',
    '\\b(?:provided|providing|whenever|unless|until|as long as|so long as|only if|even if|if and only if|iff|in case|in the case|given that|given)\\b(?! (?:by|in|as|to|from|a|an))[^,.;]*',
    '\\b(?:if|when|while|once)(?: we (?:have|let|take|set|assume|choose))?(?: that| also| both| instead| \\w+){0,3} ',
    '\\b(?:case|scenario|possibility|option|subcase)(?: \\(?[\\divx]+\\)?| one| two| three| four| [a-d])?(?: where| when| that| in which| of| is)?[ :.,)(*]*(?:if |when |let |suppose |assume |where )?',
    '\\b(?:say|consider|take|try|trying|test|testing|guess|guessing)(?: the case(?: where| when| of)?| that| a| when| if| where| values?| for example| for instance| the)*[ :]*',
    '\\b(?:such that|so that|satisf(?:y|ies|ying)|with the (?:property|condition|constraint)s?(?: that)?|subject to|constraints?|conditions?|under)(?: the)?(?: \\w+){0,2}[ :]*',
    '\\b(?:for|over|on|in)(?: all| any| every| each| some| both| these| the| values of| real| positive| integers?| the case| example| instance|,)*[ :]*',
    '(?:假设|假定|如果|若|倘若|当|只要|除非|对于|对任意|对所有|满足|使得|使|情况|情形|反设|不妨设)[^，。；]{0,8}',
  ],
  'end',
);

/** Words after the relation that make it a condition: "$x > 0$ 时". */
export const conditionAfter = cue(['时', '的情况', '成立时'], 'start');

/** The values are tried or put in for the length of a sentence: "at x = 3", "with a = 2", "when n = 4". */
export const putsIn = cue(
  [
    '\\b(?:at|with|for|when|where|if|using|once|setting|set|letting|let|taking|take|choosing|choose|plugging in|plug in|substituting|substitute|putting|put|inserting|insert|try|trying|test|testing|replacing|evaluating at|evaluated at|having|given|case)(?: in| the| that| we| have| let| set| values?| of| a| point| back| both| example| instance|,)*[ :]*',
    '(?:当|把|将|取|代入|令)[^，。；]{0,4}',
  ],
  'end',
);

/** The word that says that values go into something: the relation after it is the earlier one with values put in. */
export const substitutes =
  /\b(?:substitut\w*|plug(?:ging|ged|s)?(?: in| into| back)?|insert(?:ing)?|put(?:ting)? (?:in|into|back)|replac(?:e|ing))\b|代入/u;
