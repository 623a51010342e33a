/**
 * Which checks settle a claim: for each link of its chain what the instant judge found, and the Python that asks SymPy. Written when it is
 * asked for, from what was held of the ledger.
 */
import type { Claim } from '../claims/claim.ts';
import { cellOf } from '../code/cells.ts';
import { pythonName } from '../code/names.ts';
import type { SymbolDeclaration } from '../code/sandbox.ts';
import type { Chain } from '../math/expr.ts';
import { some } from '../math/traverse.ts';
import { judgeLinks } from '../verify/judge.ts';
import { judging } from '../verify/judging.ts';
import type { ChainLink } from '../verify/link.ts';
import type { Verdict } from '../verify/verdict.ts';
import type { Held } from './held.ts';
import { type Python, type PythonOptions, printWith } from './python.ts';
import type { Printer } from './python-printer.ts';
import { type Question, questionOf } from './question.ts';
import { printCheck, printEither, printRounding, printTogether, printValues } from './relations.ts';

export interface JudgedLink {
  readonly link: ChainLink;
  /** Of the instant judge. */
  readonly verdict: Verdict;
}

export interface LinkCheck extends JudgedLink {
  readonly question: Question;
  /** Line of the code, from 1. */
  readonly line: number;
}

export interface Plan {
  readonly claim: Claim;
  readonly held: Held;
  /** Every link that is judged at all. */
  readonly links: readonly JudgedLink[];
  readonly checks: readonly LinkCheck[];
  /** One line a check, after the declarations that the ledger does not give. */
  readonly code: string;
  readonly symbols: readonly SymbolDeclaration[];
}

type Written = Python & { readonly ok: true };

/** `undefined` where no link has a check that can be written. */
export function planOf(claim: Claim, held: Held): Plan | undefined {
  if (claim.body.kind !== 'chain') return undefined;
  const context = judging(claim, held);
  const links = judgeLinks(claim.body, context);
  const options = optionsOf(claim.body, held, context.variables);
  const asked = links.flatMap(judged => {
    const question = questionOf(judged.link, judged.verdict, context);
    const python = question && printWith(options, p => printQuestion(p, judged.link, question));
    return question === undefined || python?.ok !== true ? [] : [{ ...judged, question, python }];
  });
  return asked.length === 0 ? undefined : assemble(claim, held, links, asked);
}

function assemble(
  claim: Claim,
  held: Held,
  links: readonly JudgedLink[],
  asked: readonly (JudgedLink & { readonly question: Question; readonly python: Written })[],
): Plan {
  const whole = asked.flatMap(({ python, question }) => (question.kind === 'congruent' ? [...python.names] : []));
  const head = [...new Set(whole)].filter(name => isUndeclaredWhole(name, held)).map(declaration);
  const code = [...head, ...asked.map(({ python }) => python.code)].join('\n');
  const counters = new Set(asked.flatMap(({ python }) => [...python.counters]).map(pythonName));
  return {
    claim,
    held,
    links,
    checks: asked.map(({ link, verdict, question }, index) => ({
      link,
      verdict,
      question,
      line: head.length + index + 1,
    })),
    code,
    symbols: cellOf(code, held).symbols.map(symbol => (counters.has(symbol.name) ? asInteger(symbol) : symbol)),
  };
}

function optionsOf({ sides }: Chain, held: Held, variables: ReadonlySet<string>): PythonOptions {
  const isDefined = (name: string, arity: number): boolean => {
    const binding = held.binding(name);
    return binding?.kind === 'function' && binding.where === undefined && binding.params.length === arity;
  };
  // Beside e, log is the natural logarithm.
  const hasE = sides.some(side =>
    some(
      side,
      part =>
        (part.kind === 'symbol' && part.name === 'e' && !variables.has('e')) ||
        (part.kind === 'call' && part.fn === 'exp'),
    ),
  );
  return { variables, isDefined, logBase: hasE ? 'e' : '10', delays: true };
}

function printQuestion(p: Printer, link: ChainLink, question: Question): string {
  switch (question.kind) {
    case 'holds':
    case 'congruent':
      return printCheck(p, link, link.modulus);
    case 'rounds':
      return printRounding(p, link);
    case 'follows': {
      const before = printTogether(p, question.premises);
      return `${p.uses('check_implies')}(${before}, ${printEither(p, question.conclusions)})`;
    }
    case 'solves': {
      const values = printValues(p, question.values);
      return `${p.uses('check_solution')}(${printTogether(p, [question.equation])}, ${p.name(question.name)}=${values})`;
    }
  }
}

/** A congruence is about whole numbers, whether or not the text says so. */
function isUndeclaredWhole(name: string, held: Held): boolean {
  return held.binding(name) === undefined && held.domain(name).type !== 'integer';
}

function declaration(name: string): string {
  const python = pythonName(name);
  return `${python} = Symbol('${python}', integer=True)`;
}

/** What counts the terms of a sum is a whole number. */
function asInteger(symbol: SymbolDeclaration): SymbolDeclaration {
  if (symbol.kind !== 'symbol' || symbol.domain.type !== 'real') return symbol;
  return { ...symbol, domain: { ...symbol.domain, type: 'integer' } };
}
