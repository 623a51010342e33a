/** Names as a person writes them. */
import { COMMANDS, GREEK } from '../parse/vocabulary.ts';
import { lowered, type Style } from './style.ts';

/** Greek letters by their names. */
export const GREEK_SIGNS: ReadonlyMap<string, string> = new Map(
  'alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ lambda λ mu μ nu ν xi ξ pi π rho ρ sigma σ tau τ upsilon υ phi ϕ varphi φ chi χ psi ψ omega ω Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Phi Φ Psi Ψ Omega Ω ell ℓ hbar ℏ'
    .split(' ')
    .reduce<[string, string][]>((pairs, word, index, words) => {
      if (index % 2 === 0) pairs.push([word, words[index + 1] ?? word]);
      return pairs;
    }, []),
);

const TEX_ACCENTS: ReadonlyMap<string, string> = new Map([
  ['bold', 'mathbf'],
  ['cal', 'mathcal'],
  ['frak', 'mathfrak'],
  ['overline', 'overline'],
  ['bar', 'bar'],
  ['hat', 'hat'],
  ['tilde', 'tilde'],
  ['vec', 'vec'],
  ['overleft', 'overleftarrow'],
  ['line', 'overleftrightarrow'],
  ['dot', 'dot'],
  ['ddot', 'ddot'],
]);

const COMBINING: ReadonlyMap<string, string> = new Map([
  ['overline', '\u0305'],
  ['bar', '\u0304'],
  ['hat', '\u0302'],
  ['tilde', '\u0303'],
  ['vec', '\u20d7'],
  ['overleft', '\u20d6'],
  ['dot', '\u0307'],
  ['ddot', '\u0308'],
]);

interface Parts {
  readonly accent: string | undefined;
  readonly base: string;
  readonly subscript: string | undefined;
  readonly primes: string;
}

function partsOf(name: string): Parts {
  const primes = /'*$/.exec(name)?.[0] ?? '';
  const bare = name.slice(0, name.length - primes.length);
  const space = bare.indexOf(' ');
  const accent = space > 0 ? bare.slice(0, space) : undefined;
  const rest = space > 0 ? bare.slice(space + 1) : bare;
  const line = rest.indexOf('_');
  if (line <= 0) return { accent, base: rest, subscript: undefined, primes };
  return { accent, base: rest.slice(0, line), subscript: rest.slice(line + 1).replace(/^\{|\}$/g, ''), primes };
}

/** A symbol's name in the given notation. */
export function printName(name: string, style: Style): string {
  if (/^[A-Za-z]$/.test(name)) return name;
  const figure = FIGURES.get(name.charAt(0));
  if (figure !== undefined) return style === 'text' ? name : figure + name.slice(1).replace(/_(\d+)/g, '_{$1}');
  if (name.startsWith(CHANGE)) {
    const of = printName(name.slice(CHANGE.length), style);
    return style === 'text' ? `Δ${of}` : `\\Delta ${of}`;
  }
  const { accent, base, subscript, primes } = partsOf(name);
  return style === 'tex' ? texName(accent, base, subscript, primes) : textName(accent, base, subscript, primes, style);
}

const FIGURES: ReadonlyMap<string, string> = new Map([
  ['∠', '\\angle '],
  ['△', '\\triangle '],
  ['□', '\\square '],
  ['⌒', '\\overarc '],
]);

function texBase(base: string): string {
  return base.length > 1 && COMMANDS.get(base)?.[0] === 'letter' ? `\\${base}` : base;
}

/** `Δx`, a change of x. */
const CHANGE = 'Delta ';

function texName(accent: string | undefined, base: string, subscript: string | undefined, primes: string): string {
  const command = accent === undefined ? undefined : TEX_ACCENTS.get(accent);
  const body =
    command === undefined
      ? texBase(base)
      : `\\${command}{${base.includes(' ') ? printName(base, 'tex') : texBase(base)}}`;
  const below = subscript === undefined ? '' : `_{${subscript}}`;
  return body + below + primes;
}

function textName(
  accent: string | undefined,
  base: string,
  subscript: string | undefined,
  primes: string,
  style: Style,
): string {
  if (style === 'plain' && accent !== undefined) return texName(accent, base, subscript, primes);
  if (base.includes(' ')) return textName(undefined, base.slice(base.indexOf(' ') + 1), subscript, primes, style);
  const sign = style === 'plain' ? (GREEK.has(base) ? base : texBase(base)) : (GREEK_SIGNS.get(base) ?? base);
  const mark = accent === undefined || style === 'plain' ? undefined : COMBINING.get(accent);
  const body = mark === undefined ? sign : [...sign].map(char => char + mark).join('');
  if (subscript === undefined) return body + primes;
  if (style === 'text' && /^\d+$/.test(subscript)) return body + lowered(subscript) + primes;
  return /^[A-Za-z0-9]$/.test(subscript) || (style === 'text' && /^[A-Za-z0-9]+$/.test(subscript))
    ? `${body}_${subscript}${primes}`
    : `${body}_{${subscript}}${primes}`;
}
