/** What the code of a step may use: names of the document, declared as what the solution says of them. */
import { expect, test } from 'vitest';
import { DocumentChecker } from '../../../server/src/core/check.ts';
import type { SymbolDeclaration } from '../../../server/src/core/code/sandbox.ts';

/** Steps of a solution; the code stands under the last one. */
interface Row {
  readonly what: string;
  readonly steps: readonly string[];
  readonly code: string;
  readonly names: readonly string[];
}

function row(what: string, steps: readonly string[], code: string, ...names: readonly string[]): Row {
  return { what, steps, code, names };
}

function declared(steps: readonly string[], code: string): readonly string[] {
  const text = `## Solution\n\n${steps.join('\n\n')}\n\n\`\`\`python\n${code}\n\`\`\`\n`;
  const { solutions } = new DocumentChecker(text, { format: 'markdown', wholeFile: false, severities: {} }).result;
  const cells = solutions.flatMap(solution => solution.steps).flatMap(step => step.cells);
  expect(cells.map(({ cell }) => cell.code)).toEqual([code]);
  return cells.flatMap(({ cell }) => cell.symbols).map(shown);
}

function shown(declaration: SymbolDeclaration): string {
  switch (declaration.kind) {
    case 'symbol': {
      const { type, lower, upper, nonzero } = declaration.domain;
      const low = lower === undefined ? '' : ` ${lower.strict ? '>' : '>='} ${lower.value}`;
      const high = upper === undefined ? '' : ` ${upper.strict ? '<' : '<='} ${upper.value}`;
      return `${declaration.name}: ${type}${low}${high}${nonzero ? ' not 0' : ''}`;
    }
    case 'value':
      return `${declaration.name} = ${declaration.python}`;
    case 'function':
      return `${declaration.name}(${declaration.params.join(', ')}) = ${declaration.python}`;
  }
}

const rows: readonly Row[] = [
  row('a name that occurs is a symbol', ['Clearly $x^2 \\ge 0$.'], 'check(x**2 >= 0)', 'x: real'),
  row('with what is known of it', ['Let $x > 0$ be real.', 'Then $x^2 > 0$.'], 'x', 'x: real > 0'),
  row('an integer', ['Let $n$ be a positive integer.', 'Then $n \\ge 1$.'], 'n', 'n: integer >= 1'),
  row('a name that does not occur is no symbol', ['Clearly $x^2 \\ge 0$.'], 'check(y**2 >= 0)'),
  row('what is defined has its value', ['Let $r = 2s$.'], 'r', 's: real', 'r = 2*s'),
  row(
    'a value that comes after a relation is one more relation',
    ['Then $A = \\pi r^2$, where $r = 3$.'],
    'r',
    'r: real',
  ),
  row('a value given in passing', ['We choose $t^2$, where $k = 7$.'], 'k', 'k = 7'),
  row(
    'definitions in definitions, each once',
    ['Let $a = 2b$ and $c = a + b$.'],
    'a + c',
    'b: real',
    'a = 2*b',
    'c = a + b',
  ),
  row('a definition in a circle', ['Let $a = 2b$ and $b = a/2$.'], 'a', 'b: real', 'a = 2*b'),
  row('a function', ['Let $f(x) = x^2 + 1$.'], 'f(3)', 'f(x) = x**2 + 1'),
  row(
    'a function of a function',
    ['Let $f(x) = x^2$ and $g(t) = f(t + 1)$.'],
    'g(2)',
    'f(x) = x**2',
    'g(t) = f(t + 1)',
  ),
  row('a function that the problem gives', ['Let $f(x) = x^2 + 1$. Where is $f(x) = 5$?'], 'f(2)', 'f(x) = x**2 + 1'),
  row('said again', ['Let $f(x) = x^2$.', 'Let $f(x) = x^2$ again.'], 'f(2)', 'f(x) = x**2'),
  row('one that is two functions', ['Let $f(x) = x^2$.', 'Now let $f(x) = x^3$.'], 'f(2)', "f = Function('f')"),
  row('an equation for a function', ['Suppose $f(x) = f(x - 1) + 2$.'], 'f(2)', "f = Function('f')"),
  row('a function that is not defined', ['We have $g(3) = 4$ and $g(1) = 0$.'], 'g(3)', "g = Function('g')"),
  row('an unknown stays one when it is found', ['Solve $2x = 6$.', 'So $x = 3$.'], 'check(2*x, 6)', 'x: real'),
  row('an unknown of the problem too', ['We need $x^2 = 4$ for $x > 0$.', 'So $x = 2$.'], 'x', 'x: real > 0'),
  row('a name with two meanings is a symbol', ['Let $k = 2$.', 'Now let $k = 3$.'], 'k', 'k: real'),
  row('subscripts, either spelling', ['Let $x_1 > 0$.'], 'x_1 + x1', 'x_1: real > 0', 'x1 = x_1'),
  row('a letter by its name or itself', ['The angle $\\alpha$ is $30$.'], 'alpha + α', 'alpha: real', 'α = alpha'),
  row(
    'a word of Python',
    ['Let $\\lambda = 2\\mu$.'],
    'lamda + lambda_',
    'mu: real',
    'lamda = 2*mu',
    'lambda_ = lamda',
  ),
  row('primes', ["We have $x' = x + 1$."], 'x_prime - x', 'x_prime: real', 'x: real'),
  row('indexes', ['We have $a_{n+1} = a_n + 1$.'], 'a_n_plus_1 - a_n', 'a_n_plus_1: real', 'a_n: real'),
  row('the constants', ['Thus $e^{i\\pi} = -1$.'], 'e**(i*pi)', 'e = E', 'i = I'),
  row(
    'an index of a sum is no constant',
    ['We have $\\sum_{i=1}^n i^2 = 5$.'],
    'Sum(i**2, (i, 1, n))',
    'i: real',
    'n: real',
  ),
  row('constants as variables', ['Let $e = 5$ and $1 \\le i \\le 9$.'], 'e + i', 'e = 5', 'i: real'),
  row('attributes and keywords are no names', ['Let $n > 0$ and $x > 0$.'], 'f.n(x=2).x'),
  row('replacement fields of strings are', ['Let $n > 0$.'], 'print(f"{n} {{x}} x")', 'n: real > 0'),
  row('comments and strings are not', ['Let $n > 0$.'], '"n"  # n'),
  row('parameters and imports are not', ['Let $n > 0$.'], 'from a import n\nlambda n: 1'),
  row('a function of SymPy is called', ['Let $\\gamma > 0$ and $S = 3$.'], 'gamma(5), S.Half, S(1)'),
  row('but a name that is used as a value is not SymPy', ['Let $S = 3$.'], 'S + 1', 'S = 3'),
  row('what the step itself says counts', ['Now $t > 1$ is real.'], 't', 't: real'),
  row('what Python has no words for is a symbol', ['Let $A = \\text{the area}$ and $p = \\pm 1$.'], 'p', 'p: real'),
];

test.each(rows)('$what: $steps, $code', ({ steps, code, names }) => {
  expect(declared(steps, code)).toEqual(names);
});

test('a change of what the code does not use leaves the cell as it is', () => {
  const text = '## Solution\n\nLet $r = 2$ and $s = 3$.\n\n```python\nr\n```\n';
  const checker = new DocumentChecker(text, { format: 'markdown', wholeFile: false, severities: {} });
  const cellOf = () => checker.result.solutions[0]?.steps.flatMap(step => step.cells)[0]?.cell;
  const before = cellOf();
  const change = (from: string, to: string): void => {
    const start = checker.document.text.indexOf(from);
    checker.edit([{ span: { start, end: start + from.length }, text: to }]);
  };
  change('s = 3', 's = 4');
  expect(cellOf()).toEqual(before);
  change('r = 2', 'r = 5');
  expect(cellOf()?.symbols).toEqual([{ kind: 'value', name: 'r', python: '5' }]);
});
