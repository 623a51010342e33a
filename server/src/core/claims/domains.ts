/** What words and inequalities say of the values that a name can have. */
import type { Chain, Expr } from '../math/expr.ts';
import type { Domain, LedgerEffect } from './claim.ts';
import { evaluateConstant } from './constant.ts';
import { MARK } from './cues/compile.ts';
import type { Frame } from './frame.ts';

type Known = Partial<Domain>;

/** Adjectives and nouns before or after a name: "positive integer n", "n is an even integer". The first that matches gives the type. */
const nouns: readonly { readonly pattern: RegExp; readonly domain: Known }[] = [
  {
    pattern: /\bnon-?negative (?:\w+ )?integers?|\bwhole numbers?|非负整数|自然数/u,
    domain: { type: 'integer', lower: { value: 0, strict: false } },
  },
  {
    pattern: /(?<!-)\bpositive (?:\w+ )*(?:integers?|whole numbers?)|\bnatural numbers?|正整数/u,
    domain: { type: 'integer', lower: { value: 1, strict: false } },
  },
  {
    pattern: /\bprimes?\b|\bprime numbers?|质数|素数/u,
    domain: { type: 'integer', lower: { value: 2, strict: false } },
  },
  {
    pattern: /(?<!-)\bnegative (?:\w+ )?integers?|负整数/u,
    domain: { type: 'integer', upper: { value: -1, strict: false } },
  },
  {
    pattern: /\bnon-?positive (?:\w+ )?integers?/u,
    domain: { type: 'integer', upper: { value: 0, strict: false } },
  },
  {
    pattern: /\bdigits?\b/u,
    domain: { type: 'integer', lower: { value: 0, strict: false }, upper: { value: 9, strict: false } },
  },
  { pattern: /\bnon-?zero (?:\w+ )?integers?/u, domain: { type: 'integer', nonzero: true } },
  { pattern: /\bintegers?\b|\bodd numbers?|\beven numbers?|整数/u, domain: { type: 'integer' } },
  {
    pattern: /(?<!-)\bpositive (?:\w+ )?(?:reals?|numbers?|constants?|rationals?)|正实数|正数/u,
    domain: { type: 'real', lower: { value: 0, strict: true } },
  },
  {
    pattern: /(?<!-)\bnegative (?:\w+ )?(?:reals?|numbers?|constants?)|负实数|负数/u,
    domain: { type: 'real', upper: { value: 0, strict: true } },
  },
  {
    pattern: /\bnon-?negative (?:\w+ )?(?:reals?|numbers?)|非负实数|非负数/u,
    domain: { type: 'real', lower: { value: 0, strict: false } },
  },
  { pattern: /\bnon-?zero (?:\w+ )?(?:reals?|numbers?|constants?)|非零实数/u, domain: { type: 'real', nonzero: true } },
  { pattern: /\bcomplex (?:\w+ )?numbers?|复数/u, domain: { type: 'complex' } },
  { pattern: /\brational (?:\w+ )?numbers?|\brationals\b|有理数/u, domain: { type: 'rational' } },
  { pattern: /\breal (?:\w+ )?(?:numbers?|constants?|values?)|\breals\b|实数/u, domain: { type: 'real' } },
  { pattern: /\bnon-?negative\b|非负/u, domain: { type: 'real', lower: { value: 0, strict: false } } },
  { pattern: /\bnon-?positive\b|非正/u, domain: { type: 'real', upper: { value: 0, strict: false } } },
  { pattern: /(?<!-)\bpositive\b|正/u, domain: { type: 'real', lower: { value: 0, strict: true } } },
  { pattern: /(?<!-)\bnegative\b|负/u, domain: { type: 'real', upper: { value: 0, strict: true } } },
  { pattern: /\bnon-?zero\b|非零/u, domain: { type: 'real', nonzero: true } },
];

const kinds =
  '(?:(?:positive|negative|non-?negative|non-?positive|non-?zero|natural|whole|real|rational|complex|odd|even|prime|distinct|different|fixed|arbitrary|given|coprime|relatively prime|consecutive|two|three|four|five|some|any|single|decimal) )*(?:integers?|numbers?|reals?|rationals?|primes?|digits?|constants?)|(?:正|负|非负|非零)?(?:整数|实数|有理数|质数|素数|自然数|复数)';
const list = `${MARK}(?:(?:, ?(?:and |or )?| and | or |[、和])${MARK})*`;
/** "positive integers a, b and c", "an even integer n". */
const before = new RegExp(`(?<![\\w-])(${kinds}),? ?(?:such as |called )?(${list})`, 'gu');
/** "a, b, c are positive real numbers", "n is positive". */
const after = new RegExp(
  `(${list}),? (?:is|are|be|being|denotes?|represents?|must be|both|all|where|为|是)(?: both| all| each| also| an| a| any| some| the| two| three| four)* (${kinds}|positive|negative|non-?negative|non-?positive|non-?zero)(?![a-z])(?! (?:of|than|when|if|divided))`,
  'gu',
);

const afterChinese = new RegExp(`(${list}) ?(?:都|均)?[是为] ?(${kinds})`, 'gu');

/** "s is the side length", "the radius r": amounts that are not negative. */
const amounts =
  'lengths?|radius|radii|diameter|height|width|distance|area|volume|perimeter|circumference|age|price|cost|speed|mass|weight|sides?|hypotenuse';
const amountAfter = new RegExp(
  `(${list}),? (?:is|are|be|denotes?|represents?|stands? for)(?: both| all| each)? (?:the|its|their|an?|our) (?:\\w+ ){0,2}(${amounts})\\b`,
  'gu',
);

/** Domains told by words around bare names. `names[k]` are the names of item k where it is a name or a list of names. */
export function wordDomains(frame: Frame, names: readonly (readonly string[])[]): readonly LedgerEffect[] {
  const effects: LedgerEffect[] = [];
  for (const sentence of frame.sentences) {
    const text = frame.text.slice(sentence.start, sentence.end);
    const denied = /\bnot\b|\bn't\b|\bif\b|\bwhether\b|\bwhen\b|\bnumber of\b|\bsum of\b/u.test(text);
    for (const [pattern, noun, marks] of [
      [before, 1, 2],
      [after, 2, 1],
      [afterChinese, 2, 1],
      [amountAfter, 2, 1],
    ] as const) {
      for (const match of text.matchAll(pattern)) {
        const domain =
          pattern === amountAfter
            ? ({ type: 'real', lower: { value: 0, strict: false } } as const)
            : nouns.find(row => row.pattern.test(match[noun] ?? ''))?.domain;
        if (domain === undefined || (denied && pattern !== before)) continue;
        const from = sentence.start + match.index + match[0].indexOf(match[marks] ?? '');
        for (const name of namesBetween(frame, names, from, from + (match[marks] ?? '').length)) {
          effects.push({ kind: 'constrain', name, domain });
        }
      }
    }
  }
  return effects;
}

/** The names of the items in a stretch of the frame. `names[k]` are those of item k. */
export function namesBetween(
  frame: Frame,
  names: readonly (readonly string[])[],
  from: number,
  to: number,
): readonly string[] {
  return frame.items.flatMap((item, k) => (item.at >= from && item.at < to ? (names[k] ?? []) : []));
}

/** Domains told by a relation: `x > 0`, `0 < x < 1`, `n \in \mathbb{Z}`, `a, b \ge 0`, `x \ne 0`. */
export function chainDomains(chain: Chain): readonly LedgerEffect[] {
  const effects: LedgerEffect[] = [];
  chain.links.forEach((link, k) => {
    const left = chain.sides[k];
    const right = chain.sides[k + 1];
    if (left === undefined || right === undefined) return;
    const domain = boundBy(link.op, right);
    const mirrored = boundBy(mirror[link.op] ?? link.op, left);
    for (const name of namesIn(left)) if (domain !== undefined) effects.push({ kind: 'constrain', name, domain });
    if (link.op === '∈' || link.op === '∉') return;
    for (const name of namesIn(right))
      if (mirrored !== undefined) effects.push({ kind: 'constrain', name, domain: mirrored });
  });
  return effects;
}

const mirror: Readonly<Record<string, string>> = { '<': '>', '>': '<', '≤': '≥', '≥': '≤' };

function boundBy(op: string, bound: Expr): Known | undefined {
  if (op === '∈') return setDomain(bound);
  const value = evaluateConstant(bound);
  if (value === undefined) return undefined;
  switch (op) {
    case '>':
      return { lower: { value, strict: true } };
    case '≥':
      return { lower: { value, strict: false } };
    case '<':
      return { upper: { value, strict: true } };
    case '≤':
      return { upper: { value, strict: false } };
    case '≠':
      return value === 0 ? { nonzero: true } : undefined;
    default:
      return undefined;
  }
}

function setDomain(set: Expr): Known | undefined {
  if (set.kind === 'numberSet') {
    const type = { N: 'integer', Z: 'integer', Q: 'rational', R: 'real', C: 'complex' } as const;
    const natural = set.set === 'N' ? { lower: { value: 0, strict: false } } : {};
    switch (set.restriction) {
      case 'positive':
        return { type: type[set.set], lower: { value: 0, strict: true } };
      case 'negative':
        return { type: type[set.set], upper: { value: 0, strict: true } };
      case 'nonnegative':
        return { type: type[set.set], lower: { value: 0, strict: false } };
      case 'nonzero':
        return { type: type[set.set], nonzero: true, ...natural };
      default:
        return { type: type[set.set], ...natural };
    }
  }
  if (set.kind !== 'tuple' || set.items.length !== 2 || set.open === '<') return undefined;
  const [low, high] = set.items.map(evaluateConstant);
  return {
    type: 'real',
    ...(low === undefined ? {} : { lower: { value: low, strict: set.open === '(' } }),
    ...(high === undefined ? {} : { upper: { value: high, strict: set.close === ')' } }),
  };
}

function namesIn(side: Expr): readonly string[] {
  if (side.kind === 'symbol') return [side.name];
  if (side.kind === 'tuple') return side.items.flatMap(namesIn);
  return [];
}
