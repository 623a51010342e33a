/** What headings, bold lead-ins and environment names say: here is a problem, here is a solution. English and Chinese. */

export type Role = 'problem' | 'solution';

/** What a title says of the section it opens. */
export interface Mark {
  readonly role: Role;
  /**
   * `statement`: problem, exercise, 题目 …; `theorem`: a statement that may also stand inside a solution; `example`;
   * `solution`; `proof`: may also stand inside a solution; `answer`: closes a solution rather than opens one.
   */
  readonly kind: 'statement' | 'theorem' | 'example' | 'solution' | 'proof' | 'answer';
  /** `2` in "Problem 2", `another` for "Alternative solution". */
  readonly number?: string;
  /** How many characters of the text the mark takes, its punctuation included. What follows belongs to the section. */
  readonly length: number;
  /** The mark ends with a colon, a full stop or a bracket, or takes the whole text. */
  readonly closed: boolean;
}

const KINDS: readonly (readonly [Mark['kind'], Role, string, string])[] = [
  [
    'statement',
    'problem',
    'problem|exercise|question|task|challenge|puzzle',
    '题目|问题|习题|练习题|练习|试题|原题|题',
  ],
  ['theorem', 'problem', 'theorem|lemma|proposition|corollary|claim', '定理|引理|命题|推论'],
  ['example', 'problem', 'example', '例题|例'],
  ['solution', 'solution', 'solution|working|derivation|explanation', '解答|解法|解析|详解|解题过程|解'],
  ['proof', 'solution', 'proof', '证明|证法|证'],
  ['answer', 'solution', 'answer', '参考答案|答案|答'],
];

const ADJECTIVE =
  '(?:(worked|full|detailed|complete|model|official|sample|practice|homework|contest|my|step-by-step)\\s+|(alternative|alternate|another|other|first|second|third|fourth|short|direct)\\s+)?';
const NUMBER = '(?:(?:\\s*#|\\s+no\\.?)?\\s*(\\d+(?:\\.\\d+)*[a-z]?|\\b[a-z]|\\b[ivx]+)(?![\\w\\d]))?';
/** "Solution to Problem 3", "Proof of the lemma". */
const REST =
  '(?:\\s+(?:to|for|of)\\s+(?:the\\s+)?(?:problem|exercise|question|task|example|theorem|lemma|proposition|corollary|claim|part|statement)\\b[^.:：]*)?';
const CLOSE = '\\s*(?:[\\])】]\\s*)?(?:[.:：。]|$)\\s*';

interface Pattern {
  readonly kind: Mark['kind'];
  readonly role: Role;
  readonly english: RegExp;
  readonly chinese: RegExp;
}

const PATTERNS: readonly Pattern[] = KINDS.map(([kind, role, english, chinese]) => ({
  kind,
  role,
  english: new RegExp(
    `^\\s*[(\\[]?${ADJECTIVE}(?:${english})(?:s(?=\\W|$))?(?![\\w'’-])(?:\\s+statement)?${NUMBER}${role === 'solution' ? REST : ''}(?:\\s*\\([^()]{0,80}\\))?(${CLOSE})?`,
    'i',
  ),
  chinese: new RegExp(
    `^\\s*[【[（(]?(?:第\\s*([\\d一二三四五六七八九十百]+)\\s*)?(?:${chinese})\\s*([\\d一二三四五六七八九十]*)\\s*(?:[（(][^()（）]{0,40}[）)])?([】\\]）)]\\s*[.:：。]?|[.:：。、])?\\s*`,
  ),
}));

/** Reads what the beginning of a text says. Gives undefined where it names neither a problem nor a solution. */
export function readMark(text: string): Mark | undefined {
  const head = text.slice(0, 200);
  for (const { kind, role, english, chinese } of PATTERNS) {
    const match = english.exec(head);
    if (match !== null) {
      const number = match[3] ?? (match[2] === undefined ? undefined : match[2].toLowerCase());
      return mark(kind, role, number, match[0].length, match[4] !== undefined || match[0].length === head.length);
    }
    const han = chinese.exec(head);
    const whole = han?.[0].length === head.length;
    if (han !== null && (han[3] !== undefined || whole || /\s$/.test(han[0]))) {
      return mark(kind, role, han[1] || han[2] || undefined, han[0].length, han[3] !== undefined || whole);
    }
  }
  return undefined;
}

function mark(kind: Mark['kind'], role: Role, number: string | undefined, length: number, closed: boolean): Mark {
  return { kind, role, ...(number === undefined ? {} : { number }), length, closed };
}

/**
 * Reads a heading. A heading names a section by its first word; after it may stand a number, a bracket, or punctuation and more
 * text. "Problem solving" or "Solutions in integers" name nothing, "Proof by induction" does.
 */
export function readHeadingMark(title: string): Mark | undefined {
  const numbering = /^\s*(?:\d+(?:\.\d+)*[.)]?|[([]?[a-z\d][)\]])\s+/i.exec(title)?.[0].length ?? 0;
  const found = readMark(title.slice(numbering));
  if (found === undefined) return undefined;
  const length = found.length + numbering;
  const how = /^\s*(?:[-–—(,]|(?:to|for|of|by|using|with|via|from)\b)/i.test(title.slice(length));
  if (!found.closed && found.number === undefined && !(how && found.role === 'solution')) return undefined;
  return { ...found, length };
}

const STEP = /^\s*(step\s+(\d+|[ivx]+|[a-z])\b|第\s*[\d一二三四五六七八九十]+\s*步|步骤\s*[\d一二三四五六七八九十]+)/i;

/** The label and its length (with the punctuation after it) of a text that begins with "Step 3:", "第三步". A further word without punctuation ("Step 3 shows") is none. */
export function readStepLabel(text: string): { readonly label: string; readonly length: number } | undefined {
  const match = STEP.exec(text);
  if (match === null) return undefined;
  const rest = /^\s*(?:\([^()]{0,80}\)\s*)?(?:[.:：,，、—–)-]|$)\s*/.exec(text.slice(match[0].length));
  if (rest === null) return undefined;
  return { label: match[0].trim(), length: match[0].length + rest[0].length };
}

/** A heading that structures a solution from inside: a step, a case, a part. */
export function isInnerHeading(title: string): boolean {
  return /^\s*(?:step|case|part|stage|phase|method|check|verification|verify|conclusion|final|summary|第|步骤|情形|情况|结论|检验|验证)/i.test(
    title,
  );
}
