/** The Python of a step, with the names that the ledger gives it. */
import type { LedgerView } from '../claims/claim.ts';
import type { CodePart, Step } from '../document/solution.ts';
import { CONSTANT_NAMES, freeSymbols } from '../math/symbols.ts';
import { printPython } from '../settle/python.ts';
import { type Definition, definitionOf } from './definitions.ts';
import { type Use, usedNames } from './identifiers.ts';
import { namesMeant } from './meant.ts';
import { pythonName } from './names.ts';
import type { Cell, SymbolDeclaration } from './sandbox.ts';

/** One block of code in a step, ready to run after the cells before it. Positions are in the step's block. */
export interface StepCell {
  readonly part: CodePart;
  readonly cell: Cell;
}

/**
 * The Python blocks of a step, in order; none for other languages. Names that the code uses and the ledger knows become declarations; each
 * is looked up through `view`, so that a change of what is known of it is noticed.
 *
 * What a name is declared as:
 * - what the solution defines ("let r = 2s", "where k = 7") is that value, a function that it defines ("f(x) = x^2 + 1") that function;
 * - any other name that occurs is a symbol with what is known of its values. So is an unknown for which a value was found ("so x = 3"): the check of an
 *   answer is about the unknown. So is a name with two meanings, and one whose definition Python has no words for;
 * - a function without a definition is an undefined function; e and i are the constants unless the text uses them as variables, or the code as an index.
 * A name that the text does not mention is not declared: a slip of the pen in the code stays an error.
 */
export function cellsOf(step: Step, view: LedgerView): readonly StepCell[] {
  return step.parts.filter(isPython).map(part => ({ part, cell: cellOf(part.content.text, view) }));
}

/** True where the part is code that runs. */
export function isPython(part: Step['parts'][number]): part is CodePart {
  return part.kind === 'code' && part.language === 'python';
}

/** Any code as a cell: the names in it that the ledger knows are declared. */
export function cellOf(code: string, view: LedgerView): Cell {
  const declarations = new Declarations(view);
  for (const [identifier, uses] of usedNames(code)) declarations.use(identifier, uses);
  return { code, symbols: declarations.list };
}

/** SymPy's own objects of these names are used with a dot or a call: `S.Reals`, `Q.positive(x)`. */
const registries: ReadonlySet<string> = new Set(['S', 'Q']);

/** Constants by their names in SymPy. */
const constants: Readonly<Record<string, string>> = { e: 'E', i: 'I' };

class Declarations {
  readonly list: SymbolDeclaration[] = [];
  readonly #view: LedgerView;
  /** Python names that are declared, or about to be. */
  readonly #seen = new Set<string>();
  /** Names that the code lets a sum or an integral run over: there i is not the imaginary unit. */
  readonly #indexes = new Set<string>();
  /** Names whose definition is being written: one that leads back to them cannot be. */
  readonly #open = new Set<string>();

  constructor(view: LedgerView) {
    this.#view = view;
  }

  /** Declares what the code means by an identifier, where the ledger knows it. */
  use(identifier: string, uses: ReadonlySet<Use>): void {
    const name = namesMeant(identifier).find(meant => this.#isKnown(meant));
    if (name === undefined) return;
    if (registries.has(identifier) && !uses.has('plain')) return;
    // `gamma(n)` is SymPy's function, whatever the text calls gamma.
    if (!uses.has('plain') && !uses.has('member') && !uses.has('index') && !this.#isFunction(name)) return;
    if (uses.has('index')) this.#indexes.add(name);
    const declared = this.#declare(name);
    if (declared === undefined || declared === identifier || this.#seen.has(identifier)) return;
    this.#seen.add(identifier);
    this.list.push({ kind: 'value', name: identifier, python: declared });
  }

  #isKnown(name: string): boolean {
    return this.#view.isNamed(name) || this.#view.binding(name) !== undefined;
  }

  #isFunction(name: string): boolean {
    return this.#view.isFunction(name) || this.#isDefinedFunction(name);
  }

  #isDefinedFunction(name: string): boolean {
    return definitionOf(name, this.#view)?.kind === 'function';
  }

  /** Declares a name of the ledger, those in its definition first. Gives its name in Python; `undefined` for a constant that SymPy calls the same. */
  #declare(name: string): string | undefined {
    const python = pythonName(name);
    if (CONSTANT_NAMES.has(name) && !this.#view.isVariable(name) && !this.#indexes.has(name)) {
      const constant = constants[name];
      if (constant === undefined) return undefined;
      return this.#push({ kind: 'value', name: python, python: constant });
    }
    if (this.#seen.has(python)) return python;
    this.#seen.add(python);
    this.#open.add(name);
    const defined = this.#defined(python, definitionOf(name, this.#view));
    this.#open.delete(name);
    this.list.push(defined ?? this.#undefined(python, name));
    return python;
  }

  #push(declaration: SymbolDeclaration): string {
    if (!this.#seen.has(declaration.name)) this.list.push(declaration);
    this.#seen.add(declaration.name);
    return declaration.name;
  }

  /** The definition, where Python has words for it; the names in it are declared first. */
  #defined(python: string, definition: Definition | undefined): SymbolDeclaration | undefined {
    if (definition === undefined) return undefined;
    const params = new Set(definition.kind === 'function' ? definition.params : []);
    const variables = new Set([...CONSTANT_NAMES].filter(name => params.has(name) || this.#view.isVariable(name)));
    const printed = printPython(definition.expr, { variables, isDefined: name => this.#isDefinedFunction(name) });
    if (!printed.ok) return undefined;
    const free = freeSymbols(definition.expr, variables);
    const names = [...printed.names, ...printed.functions].filter(name => !params.has(name));
    // A letter that a sum or an integral binds must be a symbol.
    const isUsable = (name: string): boolean =>
      !this.#open.has(name) &&
      (free.has(name) || printed.functions.has(name) || this.#view.binding(name) === undefined);
    if (!names.every(isUsable)) return undefined;
    for (const name of names) this.#declare(name);
    return definition.kind === 'value'
      ? { kind: 'value', name: python, python: printed.code }
      : { kind: 'function', name: python, params: definition.params.map(pythonName), python: printed.code };
  }

  #undefined(python: string, name: string): SymbolDeclaration {
    if (this.#isFunction(name)) return { kind: 'value', name: python, python: `Function('${python}')` };
    return { kind: 'symbol', name: python, domain: this.#view.domain(name) };
  }
}
