import { describe, expect, test } from 'vitest';
import { type PageTree, treePage } from '../../../server/src/core/search/page.ts';
import type { PrintedNode } from '../../../server/src/core/search/print.ts';

const attack = `</pre><script>alert(1)</script><img src=x onerror="alert(2)">'&`;

function node(id: number, text: string, more: Partial<PrintedNode> = {}): PrintedNode {
  const own = { visits: 3, quality: 0.25, fate: { kind: 'open', value: 0 }, checked: 'unchecked' } as const;
  return { id, text, written: false, best: false, children: [], ...own, ...more };
}

function page(children: readonly PrintedNode[], more: Partial<PageTree> = {}): string {
  const root = node(0, '', { children });
  return treePage({
    title: 'Trees',
    trees: [{ heading: 'How many?', facts: [['Answer', '7']], root, best: new Set([1]), ...more }],
  });
}

describe('what people and models wrote is text, not markup', () => {
  test.each<readonly [string, Partial<PrintedNode>]>([
    ['sentence', { text: attack }],
    ['code', { code: attack }],
    ['output', { code: 'x', output: attack }],
    ['reason', { fate: { kind: 'dead', reason: attack } }],
    ['answer', { answer: attack }],
    ['model', { by: attack }],
  ])('%s', (_, more) => {
    const html = page([node(1, 'step', more)]);
    expect(html).toContain(
      '&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=&quot;alert(2)&quot;&gt;&#39;&amp;',
    );
    expect(html).not.toMatch(/<script|<img|onerror="/);
  });

  test('heading, facts and title', () => {
    const root = node(0, '');
    const html = treePage({
      title: attack,
      trees: [{ heading: attack, facts: [[attack, attack]], root, best: new Set() }],
    });
    expect(html).not.toMatch(/<script|<img/);
    expect(html.match(/&lt;script&gt;/g)?.length).toBe(5);
  });
});

test('the page forbids scripts and everything from elsewhere, and has neither', () => {
  const html = page([node(1, 'a')]);
  expect(html).toContain(`http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'`);
  expect(html).not.toMatch(/https?:|src=|href=|<script/);
});

test('the chosen line is open and first, dead ends are last', () => {
  const html = page([
    node(2, 'dead one', { fate: { kind: 'dead', reason: 'It fails.' } }),
    node(3, 'other', { quality: 0.9, children: [node(4, 'below')] }),
    node(1, 'chosen one', { children: [node(5, 'end', { answer: '7' })] }),
  ]);
  const order = ['chosen one', 'other', 'dead one'].map(text => html.indexOf(text));
  expect(order).toEqual([...order].sort((a, b) => a - b));
  expect(html.match(/<details open>/g)?.length).toBe(1);
  expect(html).toContain('<li class="best"><details open><summary class="line"><span class="step">chosen one</span>');
});

test('a tree without steps says so', () => {
  expect(page([])).toContain('No step was found.');
});
