/** Names of the document and identifiers of Python, both ways. */
import { expect, test } from 'vitest';
import { usedNames } from '../../../server/src/core/code/identifiers.ts';
import { namesMeant } from '../../../server/src/core/code/meant.ts';
import { pythonName } from '../../../server/src/core/code/names.ts';

test.each([
  'x',
  'AB',
  'x_1',
  'theta',
  'theta_12',
  'v_max',
  "x'",
  "x_1''",
  'lambda',
  'lambda_1',
  'is',
  'a_{n+1}',
  'a_{n-1}',
  'a_{i,j}',
  'vec v',
  'bold v',
  'hat x',
  'bar x',
  '∠ABC',
  '△ABC',
  '[ABC]',
  'Delta x',
])('%s can be named in code', name => {
  const identifier = pythonName(name);
  expect(identifier).toMatch(/^[\p{L}_][\p{L}\p{Nd}_]*$/u);
  expect(namesMeant(identifier)).toContain(name);
});

test.each([
  ['x1', ['x1', 'x_1']],
  ['θ2', ['θ2', 'theta2', 'theta_2']],
  ['lambda_', ['lambda_', 'lambda']],
  ['lamda', ['lamda', 'lambda']],
  ['v', ['v', 'vec v', 'bold v']],
  ['x_hat', ['x_hat', 'hat x']],
  ['total', ['total']],
])('%s may mean %j', (identifier, names) => {
  expect(namesMeant(identifier)).toEqual(names);
});

test.each([
  ['a = b + f(c)', ['a', 'b', 'f()', 'c']],
  ['x.y.z', ['x.']],
  ['x.f(y)', ['x.', 'y']],
  ['solve(eq, dict=True, key=k)', ['solve()', 'eq', 'k']],
  ['def g(a, b=c):\n    return a + d', ['c', 'a', 'd']],
  ['class K(base):\n    pass', ['base']],
  ['[k for k in range(n)]', ['k', 'range()', 'n']],
  ['import sympy as sp\nfrom math import pi', []],
  ['f"{a!r:{w}} b" "c" # d', ['a', 'w']],
  ['S(1)/2 + S.Half + S', ['S()', 'S.', 'S']],
  ['Sum(k**2, (k, 1, n)) + k', ['Sum()', 'k', 'k[]', 'n']],
  ['global g\ng = 1', ['g']],
  ['x = (', ['x']],
  ['', []],
  ['ſ + µ', ['s', 'μ']],
])('%j uses %j', (code, names) => {
  const marks = { plain: '', called: '()', member: '.', index: '[]' };
  const shown = [...usedNames(code)].flatMap(([name, uses]) => [...uses].map(use => name + marks[use]));
  expect(shown).toEqual(names);
});
