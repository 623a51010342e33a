/** A position as Python that asks for moves, or for the first step that does not fit: `stepwise._moves…` with SymPy's expressions. */

import { pythonName } from '../../code/names.ts';
import type { Cell, SymbolDeclaration } from '../../code/sandbox.ts';
import type { Expr } from '../../math/expr.ts';
import { toPolynomial } from '../../math/polynomial-form.ts';
import { printTex } from '../../math/print.ts';
import { some } from '../../math/traverse.ts';
import { type PythonOptions, printWith } from '../../settle/python.ts';
import type { Printer } from '../../settle/python-printer.ts';
import type { Relation } from '../../settle/relations.ts';
import type { Aim, Induction } from './aim.ts';
import type { Work } from './asked.ts';
import type { Point, Selection } from './follow-up.ts';
import type { Position, Said, SaidRelation } from './position.ts';

/** Moves that are asked for beyond those wanted: some fall together, some are refuted. */
const SPARE = 4;

export interface Question {
  readonly cell: Cell;
  /** Names what is asked for, whatever was said of it: what is known of it is kept under this. */
  readonly aim: string;
}

/**
 * The cell whose output is the moves as JSON; `undefined` where Python has no words for the position.
 * @param known what an earlier answer for the same aim gave as known
 */
export function movesQuestion(position: Position, most: number, known?: string): Question | undefined {
  const facts = known === undefined ? 'None' : JSON.stringify(known);
  return question(
    position,
    (module, call, said) => `print(${module}.moves(${call}, ${said}, ${facts}, ${most + SPARE}))`,
  );
}

/** The cell whose output is the index of the first step that does not fit what is asked for, or `null`. */
export function doubtQuestion(position: Position): Question | undefined {
  return question(position, (module, call, said) => `print(${module}.doubt(${call}, ${said}))`);
}

function question(
  position: Position,
  ask: (module: string, call: string, said: string) => string,
): Question | undefined {
  const options = optionsOf(position);
  const module = MODULES[position.aim.kind];
  let aim = '';
  const python = printWith(options, p => {
    aim = aimCall(p, position.aim);
    const said = position.said.map(step => saidCall(p, step, options)).join(', ');
    return `${PRELUDE}from stepwise import ${module}\n${ask(module, `${module}.${aim}`, `[${said}]`)}`;
  });
  if (!python.ok) return undefined;
  const integers = areIntegers(position.aim);
  const symbols = [...python.names].map(
    (name): SymbolDeclaration => ({
      kind: 'symbol',
      name: pythonName(name),
      domain: { type: integers || python.counters.has(name) ? 'integer' : 'real', nonzero: false },
    }),
  );
  return { cell: { code: python.code, symbols }, aim: `${options.logBase} ${aim}` };
}

/** To a document the odd root of a negative number is real; a move wants to see a root all the same. */
const PRELUDE = 'from stepwise._solution_sets import odd_root as real_root\n';

const MODULES: Readonly<Record<Aim['kind'], string>> = {
  solve: '_moves_solving',
  system: '_moves_systems',
  congruences: '_moves_congruences',
  remainder: '_moves_congruences',
  'work-out': '_moves_expressions',
  prove: '_moves_proofs',
  divides: '_moves_proofs',
};

function areIntegers(aim: Aim): boolean {
  switch (aim.kind) {
    case 'congruences':
    case 'remainder':
    case 'divides':
      return true;
    case 'prove':
      return aim.induction !== undefined;
    default:
      return false;
  }
}

function aimCall(p: Printer, aim: Aim): string {
  switch (aim.kind) {
    case 'solve':
      return `Solve(${p.name(aim.unknown)}, [${triples(p, aim.given)}], [${triples(p, aim.domain)}], ${python(aim.integer)}, ${python(arePolynomials(aim.given))}${selection(aim.of)})`;
    case 'system':
      return `System([${names(p, aim.unknowns)}], [${triples(p, aim.given)}], [${names(p, aim.sought)}]${aim.domain.length === 0 ? '' : `, (${triples(p, aim.domain)},)`})`;
    case 'congruences': {
      const given = aim.given.map(
        ({ left, right, modulus }) => `(${p.exact(left, 0)}, ${p.exact(right, 0)}, ${p.exact(modulus, 0)})`,
      );
      return `Congruences(${p.name(aim.unknown)}, [${given.join(', ')}])`;
    }
    case 'remainder':
      return `Remainder(${unworked(p, aim.expr)}, ${p.exact(aim.modulus, 0)}, ${JSON.stringify(printTex(aim.expr))})`;
    case 'work-out': {
      const target = aim.target === undefined ? 'None' : p.exact(aim.target, 0);
      return `WorkOut(${work(p, aim.start)}, '${aim.goal}', ${target}, ${JSON.stringify(writtenTex(aim.start))}${point(p, aim.at)})`;
    }
    case 'prove':
      return `Prove(${triple(p, aim.claim)}, [${triples(p, aim.assumed)}], ${induction(p, aim.induction)})`;
    case 'divides':
      return `Divides(${p.exact(aim.divisor, 0)}, ${p.exact(aim.expr, 0)}, ${induction(p, aim.induction)})`;
  }
}

function selection(of: Selection | undefined): string {
  return of === undefined
    ? ''
    : `, ${MODULES.solve}.Selection('${of.which}', ${python(of.distinct)}, ${python(of.real)})`;
}

function point(p: Printer, at: Point | undefined): string {
  if (at === undefined) return '';
  const values = at.values.map(({ left, right }) => `(${p.exact(left, 0)}, ${p.exact(right, 0)})`);
  return `, ${MODULES['work-out']}.Point([${values.join(', ')}], ${JSON.stringify(at.name === undefined ? '' : printTex(at.name))})`;
}

function names(p: Printer, of: readonly string[]): string {
  return of.map(name => p.name(name)).join(', ');
}

/** As they are written: SymPy cancels x/x before it is asked. */
function arePolynomials(relations: readonly Relation[]): boolean {
  return relations.every(relation => sides(relation).every(side => toPolynomial(side) !== undefined));
}

function python(value: boolean): string {
  return value ? 'True' : 'False';
}

/** A power of numbers stays one: `(7, 100)`. */
function unworked(p: Printer, expr: Expr): string {
  if (expr.kind !== 'power') return `(${p.exact(expr, 0)}, Integer(1))`;
  return `(${p.exact(expr.base, 0)}, ${p.exact(expr.exponent, 0)})`;
}

function induction(p: Printer, given: Induction | undefined): string {
  return given === undefined ? 'None' : `(${p.name(given.variable)}, ${p.exact(given.from, 0)})`;
}

function triples(p: Printer, relations: readonly Relation[]): string {
  return relations.map(relation => triple(p, relation)).join(', ');
}

function triple(p: Printer, { left, op, right }: Relation): string {
  return `(${p.exact(left, 0)}, '${op}', ${p.exact(right, 0)})`;
}

/** Relations that Python has no words for are left out: they are neither gone on from nor doubted. */
function saidCall(p: Printer, { relations, either, supposed }: Said, options: PythonOptions): string {
  const printable = relations.flatMap(relation => saidTriple(p, relation, options));
  return `(${python(either)}, ${python(supposed)}, [${printable.join(', ')}])`;
}

function saidTriple(p: Printer, relation: SaidRelation, options: PythonOptions): readonly string[] {
  const { left, op, right, modulus } = relation;
  // A name of its own for what is asked for: `f'(x)`, `y'`, `dy/dx`, `F(x)`.
  const named = isNameOfAim(left);
  const write = (printer: Printer): string =>
    `(${named ? 'None' : side(printer, left)}, '${op}', ${side(printer, right)}${modulus === undefined ? '' : `, ${printer.exact(modulus, 0)}`})`;
  return printWith(options, write).ok ? [write(p)] : [];
}

function isNameOfAim(expr: Expr): boolean {
  if (expr.kind === 'apply') return true;
  if (expr.kind === 'symbol') return expr.name.includes("'");
  return expr.kind === 'derivative' && expr.body.kind === 'symbol' && expr.body.name !== expr.variable;
}

/** The printer works a derivative out; here it is what is to be worked out. */
function side(p: Printer, expr: Expr): string {
  if (expr.kind === 'derivative')
    return `Derivative(${p.exact(expr.body, 0)}, ${p.name(expr.variable)}, ${expr.order})`;
  return p.exact(expr, 0);
}

function work(p: Printer, { expr, wrap }: Work): string {
  if (wrap === undefined) return side(p, expr);
  const [body, variable] = [p.exact(expr, 0), p.name(wrap.variable)];
  if (wrap.kind === 'integral') return `${p.uses('Integral')}(${body}, ${variable})`;
  return `${p.uses('Derivative')}(${body}, ${variable}, ${wrap.order})`;
}

/** As it stands in the problem, with the sign for what words ask for. */
function writtenTex({ expr, wrap }: Work): string {
  if (wrap === undefined) return printTex(expr);
  const [body, x] = [printTex(expr), printTex({ kind: 'symbol', span: expr.span, name: wrap.variable })];
  if (wrap.kind === 'integral') return `\\int \\left(${body}\\right) \\, d${x}`;
  const order = wrap.order === 1 ? '' : `^{${wrap.order}}`;
  return `\\frac{d${order}}{d${x}${order}}\\left(${body}\\right)`;
}

/** Beside e, `log` without a base is the natural logarithm, else that of base ten. */
function optionsOf({ aim, said }: Position): PythonOptions {
  const hasE = [...expressionsOf(aim), ...said.flatMap(({ relations }) => relations.flatMap(sides))].some(expr =>
    some(expr, part => (part.kind === 'symbol' && part.name === 'e') || (part.kind === 'call' && part.fn === 'exp')),
  );
  return { logBase: hasE ? 'e' : '10', delays: true };
}

function sides({ left, right }: Relation): readonly Expr[] {
  return [left, right];
}

function expressionsOf(aim: Aim): readonly Expr[] {
  switch (aim.kind) {
    case 'solve':
    case 'system':
      return aim.given.flatMap(sides);
    case 'work-out':
      return [aim.start.expr, ...(aim.target === undefined ? [] : [aim.target])];
    case 'prove':
      return sides(aim.claim);
    case 'congruences':
    case 'remainder':
    case 'divides':
      return [];
  }
}
