/** What the view says: for the eye, and for those who hear it. */
import { describe, expect, test } from 'vitest';
import type { ViewState } from '../../../client/src/searchTree/messages.ts';
import { type Piece, piecesOf, readable } from '../../../client/src/searchTree/page/formulas.ts';
import { rowsOf } from '../../../client/src/searchTree/page/rows.ts';
import { messageOf } from '../../../client/src/searchTree/page/states.ts';
import { canInsert, canLookAhead, insertionOf, numberOf, spokenOf } from '../../../client/src/searchTree/page/words.ts';
import type { TreeNode } from '../../../server/src/protocol.ts';
import { node, small } from './lib.ts';

describe('formulas in a sentence', () => {
  const text = (words: string): Piece => ({ kind: 'text', text: words });
  const formula = (tex: string, display = false): Piece => ({ kind: 'formula', text: tex, display });
  test.each<readonly [sentence: string, pieces: readonly Piece[]]>([
    ['So $x = 2$.', [text('So '), formula('x = 2'), text('.')]],
    ['$a$ and $b$', [formula('a'), text(' and '), formula('b')]],
    ['$$x$$', [formula('x', true)]],
    ['\\(x\\) or \\[y\\]', [formula('x'), text(' or '), formula('y', true)]],
    ['3x + 5 = 20', [text('3x + 5 = 20')]],
    ['It costs \\$5 and \\$6.', [text('It costs \\$5 and \\$6.')]],
    ['It costs $5.', [text('It costs $5.')]],
    ['$\\text{a \\$ b}$', [formula('\\text{a \\$ b}')]],
    ['', []],
  ])('%s', (sentence, pieces) => {
    expect(piecesOf(sentence)).toEqual(pieces);
  });

  test.each<readonly [sentence: string, expected: string]>([
    ['Factor: $\\left(x - 3\\right)\\left(x - 2\\right) = 0$.', 'Factor: (x - 3) (x - 2) = 0.'],
    ['$x^{2} \\leq \\frac{1}{4}$', 'x^2 ≤ (1)/(4)'],
    ['$x = \\pm\\sqrt{5}$ \n and more', 'x = ± root of (5) and more'],
    ['$\\alpha \\neq \\infty$', 'alpha ≠ ∞'],
  ])('heard: %s', (sentence, expected) => {
    expect(readable(sentence)).toBe(expected);
  });
});

describe('a row, heard', () => {
  const known = (value: number): Partial<TreeNode> => ({ fate: { kind: 'final', value, known: true } });
  const heard = (found: TreeNode): string | undefined =>
    rowsOf(node('|!', [found]), new Map())
      .slice(1)
      .map(spokenOf)[0];
  test.each<readonly [what: string, found: TreeNode, expected: string]>([
    ['a found step', node('Factor: $x$.'), 'Factor: x. proved, Q 0.50, 3 visits.'],
    [
      'on the best line',
      node('a|*', [], { visits: 1, checked: 'tested' }),
      'a. tested at points, on the best line, Q 0.50, 1 visit.',
    ],
    [
      'a right end',
      node('x = 2', [], { ...known(1), quality: 1 }),
      'x = 2. proved, answers the problem, Q 1.00, 3 visits.',
    ],
    [
      'a wrong end',
      node('x = 3', [], { ...known(-1), quality: -1 }),
      'x = 3. proved, ends with a wrong answer, Q −1.00, 3 visits.',
    ],
    ['a dead end', node('wrong|x'), 'wrong. Dead end: It is false for x = 2.'],
    [
      'an unchecked end',
      node('e', [], { fate: { kind: 'final', value: 0, known: false }, checked: 'unchecked', quality: -0.004 }),
      'e. not checked, ends the solution, Q 0.00, 3 visits.',
    ],
  ])('%s', (_, found, expected) => {
    expect(heard(found)).toBe(expected);
  });

  test('written steps have their number, and the last says that one is there', () => {
    expect(rowsOf(small(), new Map()).slice(0, 2).map(spokenOf)).toEqual([
      'The problem.',
      'Step 1: start. You are here.',
    ]);
  });
});

test.each([
  [0.5, '0.50'],
  [-1, '−1.00'],
  [-0, '0.00'],
  [-0.001, '0.00'],
])('the number %s is %s', (quality, expected) => {
  expect(numberOf(quality)).toBe(expected);
});

test('what can be done at a row, and how that is said', () => {
  const rows = rowsOf(small(), new Map([...rowsOf(small(), new Map())].map(({ id }) => [id, true])));
  const all = rows.flatMap(row => (row.kind === 'node' ? [row] : []));
  expect(all.map(row => [row.node.text, canInsert(row) ? insertionOf(row) : 'no', canLookAhead(row)])).toEqual([
    ['', 'no', true],
    ['start', 'no', true],
    ['a', 'Insert this step after step 1', true],
    ['end', 'Insert these 2 steps after step 1', true],
    ['detour', 'Insert these 2 steps after step 1', true],
    ['b', 'Insert this step after step 1', true],
    ['wrong', 'no', false],
  ]);
});

test.each<readonly [what: string, rows: ReturnType<typeof rowsOf>, expected: string]>([
  ['before all steps', rowsOf(node('|!', [node('a')]), new Map()), 'Insert this step at the beginning'],
  ['for a refuted step', rowsOf(node('|!', [node('a')]), new Map(), 1), 'Write this step instead of step 1'],
])('where it is written: %s', (_, rows, expected) => {
  expect(rows.flatMap(row => (row.kind === 'node' && row.depth > 0 ? [insertionOf(row)] : []))).toEqual([expected]);
});

describe('above the tree', () => {
  const tree = (root: TreeNode, more: { readonly running?: number; readonly refuted?: number } = {}): ViewState => ({
    kind: 'tree',
    answer: { kind: 'tree', version: 1, problem: '', root, nodes: 9, ...more },
  });
  test.each<readonly [what: string, state: ViewState, note: RegExp | undefined, action: string | undefined]>([
    ['a tree', tree(small()), undefined, 'look-ahead'],
    ['one that is searched in', tree(small(), { running: 12 }), undefined, 'stop'],
    ['a bare one', tree(node('|!')), /^No step that could come next is known/, 'look-ahead'],
    ['a refuted step', tree(small(), { refuted: 2 }), /^Step 2 does not hold/, 'look-ahead'],
    ['nothing yet', { kind: 'empty', searching: false }, /^Nothing was looked for/, 'begin'],
    ['nothing yet, but soon', { kind: 'empty', searching: true }, undefined, 'stop'],
    ['no solution', { kind: 'no-solution' }, /^There is no solution at the cursor/, undefined],
    ['no document', { kind: 'no-document' }, /^Open a solution/, undefined],
    ['a server that starts', { kind: 'starting' }, /^Stepwise is starting/, undefined],
    ['no server', { kind: 'stopped' }, /^Stepwise is not running/, undefined],
  ])('%s', (_, state, note, action) => {
    const shown = messageOf(state);
    if (note === undefined) expect(shown.note).toBeUndefined();
    else expect(shown.note).toMatch(note);
    expect(shown.button?.action).toBe(action);
  });
});
