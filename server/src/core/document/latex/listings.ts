/** Code in LaTeX: `minted`, `lstlisting`, pythontex. Which language a block is in, and what of it is code. */
import { codeContent, isSession, languageNamed, PYTHON, SESSION, SHOWN_PYTHON } from '../code.ts';
import { closingBrace } from '../display.ts';
import { plainText } from '../mapped.ts';
import type { MappedText } from '../solution.ts';

/** What `\lstset` and `\lstdefinestyle` say of the languages of a file's listings. */
export interface Listings {
  /** Of a listing that names none. Empty where the file sets several: which of them holds at a place is not followed. */
  readonly language: string;
  /** Languages by the name of a style. */
  readonly styles: ReadonlyMap<string, string>;
}

export const noListings: Listings = { language: '', styles: new Map() };

/** Code environments that are Python by their name: pythontex's, and the names that people give to theirs. */
const PYTHON_ENVIRONMENT =
  /^(?:py(?:thon)?|pylab|sympy)(?:code|block|console|sub|in|input|listing|lst|script|tex|env)?\*?$/i;
/** pythontex's name for code that is shown and not run. */
const SHOWN_ONLY = /^(?:py|pylab|sympy)verbatim\*?$/;

/** Whether an environment holds code. */
export function isCodeEnvironment(name: string): boolean {
  return (
    name === 'lstlisting' || name === 'minted' || name === 'minted*' || isPythonName(name) || SHOWN_ONLY.test(name)
  );
}

function isPythonName(name: string): boolean {
  return PYTHON_ENVIRONMENT.test(name);
}

/** Reads the `\lstset{…}` and `\lstdefinestyle{name}{…}` of a file, each as it stands. */
export function readListings(definitions: readonly string[]): Listings {
  const languages = new Set<string>();
  const styles = new Map<string, string>();
  for (const text of definitions) {
    const style = /^\\lstdefinestyle\s*\{([^{}]*)\}\s*\{/.exec(text);
    if (style?.[1] !== undefined)
      styles.set(style[1].trim().toLowerCase(), ownLanguage(text.slice(style[0].length)) ?? '');
  }
  for (const text of definitions) {
    if (!/^\\lstset(?![a-z])/.test(text)) continue;
    const language = languageIn(text, styles);
    if (language !== undefined) languages.add(language);
  }
  if (languages.size === 0 && styles.size === 0) return noListings;
  return { language: languages.size === 1 ? ([...languages][0] ?? '') : '', styles };
}

export function sameListings(a: Listings, b: Listings): boolean {
  return (
    a.language === b.language &&
    a.styles.size === b.styles.size &&
    [...a.styles].every(([name, language]) => b.styles.get(name) === language)
  );
}

function languageIn(options: string, styles: Listings['styles']): string | undefined {
  const style = /\bstyle\s*=\s*\{?([^{},\]]+)/.exec(options)?.[1]?.trim().toLowerCase();
  return ownLanguage(options) ?? (style === undefined ? undefined : styles.get(style));
}

/** `language=Python`, `language={Python}`, `language={[3.8]Python}`. */
function ownLanguage(options: string): string | undefined {
  const name = /\blanguage\s*=\s*\{?\s*(?:\[[^\]]*\]\s*)?([A-Za-z+#][\w+#.-]*)/.exec(options)?.[1];
  return name === undefined ? undefined : languageNamed(name);
}

/** Body and language of a code environment. `inside` stands between its `\begin{name}` and `\end{name}`, at offset `from`. */
export function codeOf(
  inside: string,
  from: number,
  name: string,
  listings: Listings,
): { readonly language: string; readonly content: MappedText } {
  const { options, argument, end } = optionsOf(inside);
  const content = codeContent(plainText(inside.slice(end), from + end));
  return { language: isSession(content.text) ? SESSION : languageOf(name, options, argument, listings), content };
}

function languageOf(name: string, options: string, argument: string | undefined, listings: Listings): string {
  if (SHOWN_ONLY.test(name)) return SHOWN_PYTHON;
  if (isPythonName(name)) return PYTHON;
  if (argument !== undefined) return languageNamed(argument.trim());
  return languageIn(options, listings.styles) ?? (name === 'lstlisting' ? listings.language : '');
}

/** `[…]` and `{…}` before the code, and where the code begins: on the line after them. */
function optionsOf(text: string): { readonly options: string; readonly argument?: string; readonly end: number } {
  let at = blanksEnd(text, 0);
  let options = '';
  if (text[at] === '[') {
    const close = closingSquare(text, at + 1);
    if (close !== undefined) {
      options = text.slice(at + 1, close);
      at = blanksEnd(text, close + 1);
    }
  }
  let argument: string | undefined;
  const close = text[at] === '{' ? closingBrace(text, at + 1, at + 100) : undefined;
  if (close !== undefined) {
    argument = text.slice(at + 1, close);
    at = close + 1;
  }
  const rest = /^[ \t]*(?:%[^\n]*)?\r?\n/.exec(text.slice(at))?.[0].length ?? 0;
  const end = at + rest;
  return { options, ...(argument === undefined ? {} : { argument }), end };
}

function blanksEnd(text: string, at: number): number {
  return at + (/^[ \t]*/.exec(text.slice(at, at + 100))?.[0].length ?? 0);
}

/** The `]` that closes options open before `from`: outside braces, and outside the brackets of a dialect. */
function closingSquare(text: string, from: number): number | undefined {
  let depth = 0;
  for (let at = from; at < Math.min(text.length, from + 1000); at++) {
    const unit = text[at];
    if (unit === '\\') at++;
    else if (unit === '{' || unit === '[') depth++;
    else if (unit === '}') depth--;
    else if (unit === ']') {
      if (depth <= 0) return at;
      depth--;
    }
  }
  return undefined;
}
