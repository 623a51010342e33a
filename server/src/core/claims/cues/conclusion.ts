/** Words for the answer, and for rounding. */
import { cue } from './compile.ts';

/** Directly before the answer. */
export const answers = cue(
  [
    '\\b(?:answer|final answer|final result|solution|value of [^,.;]{1,40}|result)(?: to the (?:problem|question))?(?: \\w+){0,3} (?:is|are|:|equals|=|be|of)[ :]*',
    '\\b(?:answer|final answer)[ :*]*',
    '(?:答案|答|最终答案|结果|结论)(?:是|为)?[ ：:]*',
  ],
  'end',
);

/** In the sentence: numbers are not exact. */
export const rounds =
  /\b(?:approximately|approx|approximate|approximates|approximated|rounded|rounding|rounds?(?: (?:up|down|off|to|this|it|the))|nearest|estimate[sd]?|estimating|decimal places?|significant (?:figures|digits)|roughly|about|around|nearly|almost|close to)\b|约|近似|四舍五入|保留|精确到/u;

/** In the sentence: whole parts and remainders are meant, not exact quotients. */
export const wholeParts =
  /\b(?:remainders?|left ?over|whole|full|complete|rounds?|rounded|rounding|quotient|at most|at least|maximum number|integer part|ignor\w*|truncat\w*|floor|ceiling|nearest|only fit|partial)\b|余|整数部分|取整|至少|至多|最多|最少/u;
