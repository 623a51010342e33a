/** The file's own macros, and their expansion with places kept. */
import type { Span } from '../../math/expr.ts';
import { closingBrace } from '../display.ts';
import { sliceText, sourceSpan, TextBuilder } from '../mapped.ts';
import type { MappedText } from '../solution.ts';
import { definitionEnd } from './closing.ts';
import { type Listings, noListings, readListings, sameListings } from './listings.ts';

export interface Macro {
  /** Number of arguments, the one with a default included. */
  readonly arity: number;
  /** Default of the first argument, where it may be left out. */
  readonly optional?: string;
  readonly body: string;
}

export interface MacroTable {
  readonly macros: ReadonlyMap<string, Macro>;
  /** Titles of environments declared by `\newtheorem`. */
  readonly theorems: ReadonlyMap<string, string>;
  readonly listings: Listings;
}

export const noMacros: MacroTable = { macros: new Map(), theorems: new Map(), listings: noListings };

const MAX_ARITY = 9;
const MAX_DEPTH = 12;
/** A text that would grow longer than this by its macros is left as it is. */
const MAX_LENGTH = 6_000;

/** Reads the definitions of a file, each as it stands. For a name that is defined twice the last one counts, everywhere. */
export function readDefinitions(definitions: readonly string[]): MacroTable {
  if (definitions.length === 0) return noMacros;
  const macros = new Map<string, Macro>();
  const theorems = new Map<string, string>();
  for (const text of definitions) {
    const theorem = /^\\newtheorem\*?\s*\{([^{}]+)\}\s*(?:\[[^\]]*\]\s*)?\{([^{}]+)\}/.exec(text);
    if (theorem?.[1] !== undefined && theorem[2] !== undefined) theorems.set(theorem[1], theorem[2]);
    const macro = readDefinition(text);
    if (macro !== undefined) macros.set(macro.name, macro.macro);
  }
  for (const name of recursiveNames(macros)) macros.delete(name);
  return { macros, theorems, listings: readListings(definitions) };
}

const DEFINITION =
  /\\((?:re)?newcommand|providecommand|DeclareRobustCommand|DeclareMathOperator|g?def)\*?(?![A-Za-z])/g;

/** A quick look whether a text may define macros. */
export function mayDefineMacros(text: string): boolean {
  return ['newcommand', '\\def', '\\gdef', 'DeclareMathOperator', 'providecommand'].some(name => text.includes(name));
}

/** Where macros are defined in a text. */
export function definitionSpans(text: string): readonly Span[] {
  return [...text.matchAll(DEFINITION)].flatMap(({ index, 0: head, 1: name }) => {
    const end = definitionEnd(text, index + head.length, name ?? '');
    return end === undefined ? [] : [{ start: index, end }];
  });
}

/** A formula without the macros defined in it. */
export function withoutDefinitions(content: MappedText): MappedText {
  const spans = definitionSpans(content.text);
  if (spans.length === 0) return content;
  const builder = new TextBuilder();
  let from = 0;
  for (const { start, end } of spans) {
    if (start < from) continue;
    builder.append(content, from, start);
    from = end;
  }
  builder.append(content, from);
  return builder.build();
}

/** Macros that lead back to themselves: their expansion would never end. */
function recursiveNames(macros: ReadonlyMap<string, Macro>): readonly string[] {
  const calls = (name: string): readonly string[] =>
    [...(macros.get(name)?.body.matchAll(/\\([A-Za-z]+|[^A-Za-z])/g) ?? [])].map(match => match[1] ?? '');
  return [...macros.keys()].filter(name => {
    const seen = new Set<string>();
    const open = [...calls(name)];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (next === name) return true;
      if (seen.has(next) || !macros.has(next)) continue;
      seen.add(next);
      open.push(...calls(next));
    }
    return false;
  });
}

function readDefinition(text: string): { readonly name: string; readonly macro: Macro } | undefined {
  const head =
    /^\\(newcommand|renewcommand|providecommand|DeclareRobustCommand|DeclareMathOperator|g?def)\*?\s*(?:\{\s*\\([A-Za-z]+|[^A-Za-z\s])\s*\}|\\([A-Za-z]+|[^A-Za-z\s]))\s*/.exec(
      text,
    );
  const name = head?.[2] ?? head?.[3];
  if (head === null || name === undefined) return undefined;
  let rest = text.slice(head[0].length);
  let arity = 0;
  let optional: string | undefined;
  if (head[1]?.endsWith('def')) {
    const parameters = /^((?:#\d\s*)*)\{/.exec(rest);
    if (parameters === null) return undefined;
    arity = (parameters[1]?.match(/#/g) ?? []).length;
    rest = rest.slice(parameters[1]?.length ?? 0);
  } else {
    const count = /^\[\s*(\d)\s*\]\s*(?:\[([^\]]*)\]\s*)?/.exec(rest);
    arity = Number(count?.[1] ?? 0);
    optional = count?.[2];
    rest = rest.slice(count?.[0].length ?? 0);
  }
  const close = rest.startsWith('{') ? closingBrace(rest, 1) : undefined;
  if (close === undefined || arity > MAX_ARITY) return undefined;
  const inside = rest.slice(1, close).replace(/(?<!\\)%.*\n?\s*/g, '');
  const star = /^\\DeclareMathOperator\*/.test(text) ? '*' : '';
  const body = head[1] === 'DeclareMathOperator' ? `\\operatorname${star}{${inside}}` : inside;
  return { name, macro: { arity, ...(optional === undefined ? {} : { optional }), body } };
}

/** Names that mean something else in one of two tables, with all macros that use them. */
export function changedNames(before: MacroTable, after: MacroTable): ReadonlySet<string> {
  const names = new Set<string>();
  for (const name of [...before.macros.keys(), ...after.macros.keys()]) {
    const a = before.macros.get(name);
    const b = after.macros.get(name);
    if (a?.body !== b?.body || a?.arity !== b?.arity || a?.optional !== b?.optional) names.add(`\\${name}`);
  }
  for (const name of [...before.theorems.keys(), ...after.theorems.keys()]) {
    if (before.theorems.get(name) !== after.theorems.get(name)) names.add(`{${name}}`);
  }
  if (!sameListings(before.listings, after.listings)) names.add('{lstlisting}');
  for (let size = -1; size !== names.size; ) {
    size = names.size;
    for (const table of [before, after]) {
      for (const [name, { body }] of table.macros) {
        if ([...names].some(changed => body.includes(changed))) names.add(`\\${name}`);
      }
    }
  }
  return names;
}

/** The text with the file's macros expanded. A text that grows too long, or a call whose arguments are missing, stays as it is. */
export function expandMacros(content: MappedText, { macros }: MacroTable): MappedText {
  if (macros.size === 0 || !content.text.includes('\\')) return content;
  let current = content;
  for (let depth = 0; depth < MAX_DEPTH; depth++) {
    const expanded = expandOnce(current, macros);
    if (expanded === undefined) return current;
    if (expanded.text.length > Math.max(MAX_LENGTH, 2 * content.text.length)) return content;
    current = expanded;
  }
  return current;
}

function expandOnce(content: MappedText, macros: ReadonlyMap<string, Macro>): MappedText | undefined {
  const { text } = content;
  const builder = new TextBuilder();
  let from = 0;
  const command = /\\([A-Za-z]+|[^A-Za-z])/g;
  for (let match = command.exec(text); match !== null; match = command.exec(text)) {
    const macro = macros.get(match[1] ?? '');
    if (macro === undefined) continue;
    const call = readCall(text, match.index + match[0].length, macro, match[1] ?? '');
    if (call === undefined) continue;
    builder.append(content, from, match.index);
    substitute(content, { from: match.index, to: call.end }, macro, call.args, builder);
    from = call.end;
    command.lastIndex = call.end;
  }
  if (from === 0) return undefined;
  builder.append(content, from);
  return builder.build();
}

type Argument = { readonly from: number; readonly to: number } | string;

function readCall(
  text: string,
  from: number,
  macro: Macro,
  name: string,
): { readonly args: readonly Argument[]; readonly end: number } | undefined {
  const args: Argument[] = [];
  let at = from;
  if (macro.optional !== undefined) {
    const bracket = /^\s*\[([^\]]*)\]/.exec(text.slice(at, at + 1000));
    if (bracket === null) args.push(macro.optional);
    else {
      const to = at + bracket[0].length - 1;
      args.push({ from: to - (bracket[1]?.length ?? 0), to });
      at = to + 1;
    }
  }
  while (args.length < macro.arity) {
    while (text[at] === ' ' || text[at] === '\n') at++;
    const unit = text[at];
    if (unit === undefined || unit === '}') return undefined;
    if (unit === '{') {
      const close = closingBrace(text, at + 1);
      if (close === undefined) return undefined;
      args.push({ from: at + 1, to: close });
      at = close + 1;
    } else {
      const token = /^\\(?:[A-Za-z]+|.)|^[\s\S]/u.exec(text.slice(at, at + 60))?.[0] ?? unit;
      args.push({ from: at, to: at + token.length });
      at += token.length;
    }
  }
  // TeX drops the blanks after a command made of letters; between two letters one is needed.
  if (macro.arity === 0 && /[A-Za-z]$/.test(name)) {
    const blank = /^[ \t]+/.exec(text.slice(at, at + 20))?.[0].length ?? 0;
    if (blank > 0 && !/^[A-Za-z]/.test(text.slice(at + blank, at + blank + 1))) at += blank;
  }
  return { args, end: at };
}

function substitute(
  content: MappedText,
  call: { readonly from: number; readonly to: number },
  macro: Macro,
  args: readonly Argument[],
  builder: TextBuilder,
): void {
  const { start, end } = sourceSpan(content, { start: call.from, end: call.to });
  const literal = (text: string): void => builder.instead(text, start, end - start);
  let from = 0;
  for (const match of macro.body.matchAll(/\\.|#(\d)/g)) {
    if (match[1] === undefined) continue;
    literal(macro.body.slice(from, match.index));
    const argument = args[Number(match[1]) - 1];
    if (typeof argument === 'string') literal(argument);
    else if (argument !== undefined) builder.append(sliceText(content, argument.from, argument.to));
    from = match.index + match[0].length;
  }
  literal(macro.body.slice(from));
  // `\R x` must not become `\mathbb Rx`, nor `\foo` with body `\alpha` glue to a letter that follows.
  if (/\\[A-Za-z]+$/.test(macro.body) && /^[A-Za-z]/.test(content.text.slice(call.to, call.to + 1))) literal(' ');
}
