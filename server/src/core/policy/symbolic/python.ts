/** A position as Python that asks for moves: `stepwise._moves…` with SymPy's expressions. */

import { pythonName } from '../../code/names.ts';
import type { Cell, SymbolDeclaration } from '../../code/sandbox.ts';
import type { Expr } from '../../math/expr.ts';
import { some } from '../../math/traverse.ts';
import { type PythonOptions, printWith } from '../../settle/python.ts';
import type { Printer } from '../../settle/python-printer.ts';
import type { Relation } from '../../settle/relations.ts';
import type { Position, Work } from './position.ts';

/** Moves that are asked for beyond those wanted: some fall together, some are refuted. */
const SPARE = 4;

/** The cell whose output is the moves as JSON; `undefined` where Python has no words for the position. */
export function cellFor(position: Position, most: number): Cell | undefined {
  const python = printWith(optionsOf(position), p => callFor(p, position, most + SPARE));
  if (!python.ok) return undefined;
  const counters = python.counters;
  const symbols = [...python.names].map(
    (name): SymbolDeclaration => ({
      kind: 'symbol',
      name: pythonName(name),
      domain: { type: counters.has(name) ? 'integer' : 'real', nonzero: false },
    }),
  );
  return { code: python.code, symbols };
}

function callFor(p: Printer, position: Position, most: number): string {
  const told = (module: string, call: string): string =>
    `from stepwise import _moves, ${module}\nprint(_moves.told(${module}.${call}, ${most}))`;
  switch (position.kind) {
    case 'solve': {
      const [now, given] = [pairs(p, position.now), pairs(p, position.given)];
      return told('_moves_equations', `solving([${now}], [${given}], ${p.name(position.unknown)})`);
    }
    case 'system': {
      const names = position.unknowns.map(name => p.name(name)).join(', ');
      return told(
        '_moves_systems',
        `eliminating([${pairs(p, position.known)}], [${pairs(p, position.given)}], [${names}])`,
      );
    }
    case 'compare': {
      const { now, given, unknown } = position;
      const call = `comparing(${three(p, now)}, (${three(p, given)}), ${p.name(unknown)})`;
      return told('_moves_systems', call);
    }
    case 'work-out': {
      const { start, now, target } = position;
      const to = target === undefined ? 'None' : p.exact(target, 0);
      return told('_moves_expressions', `working_out(${work(p, start)}, ${work(p, now)}, ${to})`);
    }
  }
}

function pairs(p: Printer, relations: readonly Relation[]): string {
  return relations.map(({ left, right }) => `(${p.exact(left, 0)}, ${p.exact(right, 0)})`).join(', ');
}

function three(p: Printer, { left, op, right }: Relation): string {
  return `${p.exact(left, 0)}, '${op}', ${p.exact(right, 0)}`;
}

function work(p: Printer, { expr, wrap }: Work): string {
  if (wrap !== undefined) {
    const name = wrap.kind === 'derivative' ? p.uses('Derivative') : p.uses('Integral');
    return `${name}(${p.exact(expr, 0)}, ${p.name(wrap.variable)})`;
  }
  // The printer works a derivative out; here it is what is to be worked out.
  if (expr.kind === 'derivative')
    return `${p.uses('Derivative')}(${p.exact(expr.body, 0)}, ${p.name(expr.variable)}, ${expr.order})`;
  return p.exact(expr, 0);
}

/** Beside e, `log` without a base is the natural logarithm, else that of base ten. */
function optionsOf(position: Position): PythonOptions {
  const hasE = expressionsOf(position).some(expr =>
    some(expr, part => (part.kind === 'symbol' && part.name === 'e') || (part.kind === 'call' && part.fn === 'exp')),
  );
  return { logBase: hasE ? 'e' : '10', delays: true };
}

function expressionsOf(position: Position): readonly Expr[] {
  const sides = (relations: readonly Relation[]): readonly Expr[] =>
    relations.flatMap(({ left, right }) => [left, right]);
  switch (position.kind) {
    case 'solve':
      return sides([...position.given, ...position.now]);
    case 'system':
      return sides(position.known);
    case 'compare':
      return sides([position.given, position.now]);
    case 'work-out':
      return [position.start.expr, position.now.expr, ...(position.target === undefined ? [] : [position.target])];
  }
}
