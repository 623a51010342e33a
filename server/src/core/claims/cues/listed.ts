/** Words directly before a value that name it as one of several: "the first eigenvalue is ∎", "the other root is ∎", "and the second is ∎". */
import { cue } from './compile.ts';

const which =
  '(?:first|second|third|fourth|fifth|other|another|one|next|last|former|latter|smaller|smallest|larger|largest|greater|greatest|positive|negative|left|right|lower|upper|two|three|four)';
const what =
  '(?:roots?|solutions?|values?|eigenvalues?|zeros?|answers?|possibilit(?:y|ies)|options?|candidates?|cases?|choices?|points?|intercepts?|intersections?|pairs?|vertex|vertices)';

export const listed = cue(
  [
    `\\b${which} (?:\\w+ )?${what}(?:,? (?:is|are|at|was|be|being|has|have|equals?|gives?|with|of|where|when|we (?:have|get))|:){0,3}(?: also)? *`,
    '\\b(?:the|its) (?:first|second|third|fourth|other|former|latter)(?: one)? (?:is|are|at|equals|being)(?: at)? *',
    '(?:第[一二三四]个?|另一个?|其中一个?)(?:特征值|实?根|解|值|情况)[^，。；]{0,4}',
  ],
  'end',
);
