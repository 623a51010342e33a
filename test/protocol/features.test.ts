/** What the editor shows of a solution, with the real checker: diagnostics, hover, outline, folding, quick fixes. */

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  type CodeAction,
  CodeActionRequest,
  DocumentSymbolRequest,
  FoldingRangeRequest,
} from 'vscode-languageserver-protocol';
import type { TestClient } from './lib/client.ts';
import { connect } from './lib/inMemory.ts';

const markdown = 'file:///solutions/a.md';
const latex = 'file:///solutions/a.tex';
const steps = 'file:///solutions/a.steps';

/** The same solution in each format; «» marks what is to be underlined. */
const wrongProduct: readonly (readonly [uri: string, marked: string])[] = [
  [markdown, '## Solution\n\n1. First, $3 \\cdot 7 = «24»$.\n2. So we are done.\n'],
  [latex, '\\begin{document}\n\\begin{proof}\nFirst, $3 \\cdot 7 = «24»$.\n\n\\end{proof}\n\\end{document}\n'],
  [steps, 'Problem: multiply.\n\n1. First, $3 \\cdot 7 = «24»$.\n2. So we are done.\n'],
];

let client: TestClient;
beforeEach(() => {
  client = connect();
});
afterEach(() => client.stop());

function unmarked(marked: string): string {
  return marked.replace(/[«»]/g, '');
}

describe('diagnostics', () => {
  test.each(wrongProduct)('%s: on the link that fails, with rule, page and source', async (uri, marked) => {
    await client.start();
    await client.open(uri, unmarked(marked));
    const [diagnostic, ...others] = await client.diagnostics(uri);
    expect(others).toEqual([]);
    expect(diagnostic).toMatchObject({ severity: 1, code: 'claim.false-equality', source: 'Stepwise' });
    expect(diagnostic?.codeDescription?.href).toMatch(/^https:.*claim\.false-equality/);
    expect(diagnostic?.message).toMatch(/21/);
    const underlined = client.at(uri, diagnostic?.range ?? client.range(uri, 0, 0));
    expect(unmarked(marked)).toContain(underlined);
    expect(underlined).toContain('24');
    expect(underlined).not.toContain('First');
    expect(await client.status(uri, 'checked')).toMatchObject({ flagged: 1 });
  });

  test('related information stands at the earlier step', async () => {
    await client.start();
    await client.open(
      markdown,
      '## Solution\n\nSolve\n\n$$\\begin{aligned}\n3x &= 15 \\\\\nx &= 4\n\\end{aligned}$$\n',
    );
    const [diagnostic] = await client.diagnostics(markdown);
    const related = diagnostic?.relatedInformation?.[0];
    expect(related?.location.uri).toBe(markdown);
    expect(related?.location.range.start.line).toBe(5);
    expect(client.at(markdown, related?.location.range ?? client.range(markdown, 0, 0))).toContain('15');
  });

  test.each([
    ['by setting', { rules: { 'claim.false-equality': 'hint' } }, '', [4]],
    ['off by setting', { rules: { 'claim.false-equality': 'off' } }, '', []],
    ['off by a comment', {}, '<!-- stepwise: disable claim.false-equality -->\n', []],
    ['switched off', { enable: false }, '', []],
    ['another language only', { languages: ['latex'] }, '', []],
    ['too large', { maxFileSizeKb: 1 }, `${' '.repeat(2000)}\n\n`, []],
  ])('severity %s', async (_, settings, before, severities) => {
    await client.start({ settings });
    await client.open(markdown, `${before}## Solution\n\n1. First, $3 \\cdot 7 = 24$.\n`);
    const found = await client.diagnostics(markdown);
    expect(found.map(({ severity }) => severity)).toEqual(severities);
  });

  test('in Markdown only solutions are checked, unless the setting says so', async () => {
    await client.start();
    await client.open(markdown, '# Notes\n\nFirst, $3 \\cdot 7 = 24$.\n');
    expect(await client.diagnostics(markdown)).toEqual([]);
    const before = client.published.length;
    await client.configure({ markdown: { wholeFile: true } });
    await client.until(() => (client.published.length > before ? true : undefined));
    expect(await client.diagnostics(markdown)).toHaveLength(1);
  });

  test('typing the right value takes the squiggle away, typing on leaves others where they are', async () => {
    await client.start();
    await client.open(markdown, '## Solution\n\n1. $3 \\cdot 7 = 24$.\n2. $1 + 1 = 3$.\n');
    expect(await client.diagnostics(markdown)).toHaveLength(2);
    await client.edit(markdown, '24', '21');
    const [left, ...others] = await client.diagnostics(markdown);
    expect(others).toEqual([]);
    expect(left?.range.start.line).toBe(3);
  });

  test.each([
    ['half a formula', '1. $3 \\cdot', 0],
    ['an open environment', '1. $$\\begin{align} 3 &= 3', 0],
    ['braces that do not close', '1. $\\frac{1}{2 + \\sqrt{3$ and more', 0],
    ['a lone surrogate and a NUL', '1. $3 = \ud800\u0000$', 0],
    ['a formula with nothing in it', '1. $$ $$ and $ $', 0],
  ])('broken text: %s', async (_, text, count) => {
    await client.start();
    await client.open(markdown, `## Solution\n\n${text}`);
    expect(await client.diagnostics(markdown)).toHaveLength(count);
    expect(client.logged).toEqual([]);
  });
});

describe('hover', () => {
  const text = [
    '## Solution',
    '',
    '1. First, $3 \\cdot 7 = 24$.',
    '2. Expanding, $(x+1)^2 = x^2 + 2x + 1$.',
    '3. Hence $\\mathfrak{Q}\\heartsuit = 2$ as was to be shown.',
    '',
  ].join('\n');

  test.each([
    ['a refuted claim', '= 24', /✗ refuted[\s\S]*21[\s\S]*\[claim\.false-equality]\(https:/],
    ['a proved claim', '(x+1)', /x² \+ 2x \+ 1[\s\S]*✓ proved/],
    ['what was left alone, with the reason', 'heartsuit', /Left alone|not decided/],
  ])('%s', async (_, search, expected) => {
    await client.start();
    await client.open(markdown, text);
    const hover = await client.hover(markdown, search);
    expect((hover?.contents as { readonly value: string } | undefined)?.value).toMatch(expected);
  });

  test.each(['Solution', 'First'])('nothing over %s', async search => {
    await client.start();
    await client.open(markdown, text);
    expect(await client.hover(markdown, search)).toBeNull();
  });
});

describe('outline and folding', () => {
  const text =
    '# Problem 1\n\nFind $x$\nif $2x = 6$.\n\n## Solution\n\nStep 1. Divide\nby 2.\n\nStep 2. $x = 3$.\n\n# Problem 2\n\nMore.\n\n## Solution\n\n$1 + 1 = 2$.\n';

  test('solutions with their problem and steps', async () => {
    await client.start();
    await client.open(markdown, text);
    const symbols =
      (await client.connection.sendRequest(DocumentSymbolRequest.type, { textDocument: { uri: markdown } })) ?? [];
    const names = symbols.map(symbol => ('children' in symbol ? (symbol.children ?? []).map(({ name }) => name) : []));
    expect(names).toHaveLength(2);
    expect(names[0]?.[0]).toBe('Problem');
    expect(names[0]?.filter(name => name.startsWith('Step'))).toHaveLength(2);
  });

  test('what spans lines folds', async () => {
    await client.start();
    await client.open(markdown, text);
    const ranges =
      (await client.connection.sendRequest(FoldingRangeRequest.type, { textDocument: { uri: markdown } })) ?? [];
    expect(ranges.map(({ startLine }) => startLine)).toContain(7);
    for (const { startLine, endLine } of ranges) expect(endLine).toBeGreaterThan(startLine);
  });
});

describe('quick fixes', () => {
  test.each(wrongProduct)('%s: the right value is put, and the check agrees', async (uri, marked) => {
    await client.start();
    await client.open(uri, unmarked(marked));
    const [diagnostic] = await client.diagnostics(uri);
    if (diagnostic === undefined) throw new Error('nothing is flagged');
    const preferred = (await client.actions(uri, diagnostic)).filter(({ isPreferred }) => isPreferred === true);
    expect(preferred).toHaveLength(1);
    for (const action of preferred) await client.apply(action);
    expect(client.text(uri)).toBe(unmarked(marked).replace('24', '21'));
    expect(await client.diagnostics(uri)).toEqual([]);
  });

  test.each(
    wrongProduct.flatMap(([uri, marked]) => [
      [uri, 'Ignore this step', marked] as const,
      [uri, 'Switch claim.false-equality off for this file', marked] as const,
    ]),
  )('%s: %s', async (uri, title, marked) => {
    await client.start();
    await client.open(uri, unmarked(marked));
    const [diagnostic] = await client.diagnostics(uri);
    if (diagnostic === undefined) throw new Error('nothing is flagged');
    const action = (await client.actions(uri, diagnostic)).find(candidate => candidate.title === title);
    if (action === undefined) throw new Error(`there is no ${title}`);
    await client.apply(action);
    expect(client.text(uri)).toContain('stepwise: ');
    expect(await client.diagnostics(uri)).toEqual([]);
    // The directive moves with the text.
    await client.change(uri, [{ range: client.range(uri, 0, 0), text: uri === latex ? '% more\n' : '\n' }]);
    expect(await client.diagnostics(uri)).toEqual([]);
  });

  test('none where nothing is flagged', async () => {
    await client.start();
    await client.open(markdown, '## Solution\n\n1. $3 \\cdot 7 = 21$.\n');
    await client.diagnostics(markdown);
    const range = client.range(markdown, 20, 20);
    const actions = await client.actions(markdown, { range, message: '' });
    expect(actions.filter(({ kind }) => kind === 'quickfix')).toEqual([]);
  });
});

describe('inserting a code check', () => {
  const title = 'Insert a code check';
  const at = async (uri: string, search: string, context = {}): Promise<readonly CodeAction[]> => {
    const offset = client.text(uri).indexOf(search) + 1;
    const params = { textDocument: { uri }, range: client.range(uri, offset, offset) };
    const actions = await client.connection.sendRequest(CodeActionRequest.type, {
      ...params,
      context: { diagnostics: [], ...context },
    });
    return (actions ?? []) as CodeAction[];
  };

  test.each([
    [markdown, '1. First, $3 \\cdot 7 = 21$.\n   ```python\n'],
    [latex, 'First, $3 \\cdot 7 = 21$.\n\\begin{lstlisting}[language=Python]\n'],
    [steps, '1. First, $3 \\cdot 7 = 21$.\n```python\n'],
  ])('%s: its Python is written behind the step', async (uri, expected) => {
    await client.start();
    await client.open(uri, unmarked(wrongProduct.find(([name]) => name === uri)?.[1] ?? '').replace('24', '21'));
    const [action, ...others] = (await at(uri, '= 21')).filter(candidate => candidate.title === title);
    expect(others).toEqual([]);
    if (action === undefined) throw new Error('it is not offered');
    await client.apply(action);
    expect(client.text(uri)).toContain(expected);
    expect(client.text(uri)).toMatch(/check\(3 ?\* ?7, ?21\)/);
  });

  test.each([
    ['asked for by its kind', { only: ['refactor'] }, true],
    ['asked for by another kind', { only: ['quickfix'] }, false],
    ['asked for by the person', { triggerKind: 1 }, true],
    ['asked for by the editor, for its bulb', { triggerKind: 2 }, false],
  ])('%s', async (_, context, offered) => {
    await client.start();
    await client.open(markdown, '## Solution\n\n1. $3 \\cdot 7 = 21$.\n');
    const titles = (await at(markdown, '= 21', context)).map(action => action.title);
    expect(titles.includes(title)).toBe(offered);
  });

  test('not where there is no claim', async () => {
    await client.start();
    await client.open(markdown, '## Solution\n\n1. First, $3 \\cdot 7 = 21$.\n');
    expect(await at(markdown, 'First')).toEqual([]);
  });
});
