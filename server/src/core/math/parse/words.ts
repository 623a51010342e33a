/** What words in a formula do there. */
import type { Connective } from '../expr.ts';

const CONNECTIVES: ReadonlyMap<string, Connective> = new Map([
  ['and', 'and'],
  ['or', 'or'],
  ['so', 'implies'],
  ['thus', 'implies'],
  ['hence', 'implies'],
  ['therefore', 'implies'],
  ['then', 'implies'],
  ['implies', 'implies'],
  ['which implies', 'implies'],
  ['which gives', 'implies'],
  ['so that', 'implies'],
  ['or else', 'or'],
  ['iff', 'iff'],
  ['if and only if', 'iff'],
  ['或', 'or'],
  ['或者', 'or'],
  ['且', 'and'],
  ['和', 'and'],
  ['所以', 'implies'],
  ['因此', 'implies'],
  ['故', 'implies'],
  ['则', 'implies'],
]);

/** Words that put a condition or a reason under a statement. */
const CLAUSE =
  /^(?:if|when|whenever|where|for|since|because|as|given|provided|unless|by|with|using|from|such that|on|in|over|but|while|due to|assuming|let|suppose|assume|only if|except|until|via|after|before)\b|^(?:当|若|如果|因为|由于|其中|对于|设)/i;

/** Words that never follow an amount as its unit. */
const NO_UNIT =
  /^(?:is|are|was|were|be|has|have|had|must|can|cannot|which|that|this|these|those|it|so|then|thus|hence|therefore|and|or|not|also|to|of|at|divides|does|do|equals|equal|satisfies|gives|implies|becomes|more|less|times|plus|minus|as|but|the|a|an|mod|otherwise|odd|even|prime|holds|only|no|works|where|i\.?e|e\.?g|we|our|each other|true|false|remainder|quotient|rem|th|st|nd|rd|since|through|means|goes|will|would)\b/i;

/** `\\text{if } x > 0` → `if x > 0`. */
export function withoutTextCommands(written: string): string {
  return written
    .replace(/\\(?:text\w*|mbox|hbox|mathrm|operatorname)\s*\{([^{}]*)\}/g, ' $1 ')
    .replace(/\s+/g, ' ')
    .replace(/([([]) /g, '$1')
    .replace(/ ([_^])/g, '$1')
    .replace(/ ([)\]])/g, '$1')
    .trim();
}

/** The connective that the words are, without punctuation around them; `undefined` for other words. */
export function connectiveOf(words: string): Connective | undefined {
  return CONNECTIVES.get(words.toLowerCase().replace(/^[,;.\s]+|[,;:.\s]+$/g, ''));
}

export function startsClause(words: string): boolean {
  return CLAUSE.test(words.replace(/^[(,;\s]+/, ''));
}

/** Words that take an equality back: `17 \\div 5 = 3 \\text{ remainder } 2`. */
export function tellsRemainder(words: string): boolean {
  return /\b(?:remainder|quotient)\b|余|商/i.test(words);
}

const IDEOGRAPHS = /^[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]+$/;
const NO_CHINESE_UNIT = /^(?:是|不|时|得|即|有|的|之|为|整除|余|解|可|又|而|再|同|均|都|恒|成立)/;

/** True for words in Chinese, Japanese or Korean. */
export function isIdeographic(words: string): boolean {
  return /^[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]/.test(words);
}

/** A unit or the name of what is counted: up to four words. */
export function isUnit(words: string): boolean {
  if (IDEOGRAPHS.test(words))
    return (
      words.length <= 4 && !startsClause(words) && connectiveOf(words) === undefined && !NO_CHINESE_UNIT.test(words)
    );
  if (!/^[A-Za-z°'’µΩ]/.test(words) || /[:;,?!(]/.test(words)) return false;
  if (connectiveOf(words) !== undefined || startsClause(words) || NO_UNIT.test(words)) return false;
  return words.split(' ').length <= (/\bper\b/.test(words) ? 8 : 4);
}
