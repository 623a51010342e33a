/** The search tree as a page of its own: HTML that needs no script, nothing from elsewhere, and can be read with keyboard and screen reader. */
import type { PrintedNode } from './print.ts';

export interface TreePage {
  readonly title: string;
  readonly trees: readonly PageTree[];
}

export interface PageTree {
  /** Stands above the tree; the problem's statement, or where it goes on. */
  readonly heading: string;
  /** What came of it, each with its name: `['Answer', '12']`. */
  readonly facts: readonly (readonly [name: string, text: string])[];
  readonly root: PrintedNode;
  /** Ids of the nodes of the line that was chosen: it is open and marked. */
  readonly best: ReadonlySet<number>;
}

/**
 * The whole page. All texts come from people and models and are escaped; the page forbids itself scripts and everything from elsewhere. Grows linearly with the
 * number of nodes.
 */
export function treePage({ title, trees }: TreePage): string {
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    `<title>${escaped(title)}</title>`,
    `<style>${style}</style>`,
    '</head>',
    '<body>',
    `<h1>${escaped(title)}</h1>`,
    ...trees.map(treeSection),
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

function treeSection({ heading, facts, root, best }: PageTree): string {
  const rows = facts.map(([name, text]) => `<dt>${escaped(name)}</dt><dd>${escaped(text)}</dd>`);
  return [
    '<section>',
    `<h2>${escaped(heading)}</h2>`,
    `<dl>${rows.join('')}</dl>`,
    root.children.length === 0 ? '<p>No step was found.</p>' : childList(root, best),
    '</section>',
  ].join('\n');
}

function childList({ children, more }: PrintedNode, best: ReadonlySet<number>): string {
  const rest = more === undefined ? '' : `<li class="more">${more} more not shown</li>`;
  return `<ul>\n${inOrder(children, best)
    .map(child => nodeItem(child, best))
    .join('')}${rest}</ul>\n`;
}

/** The chosen line first, then what was valued most; dead ends last. */
function inOrder(children: readonly PrintedNode[], best: ReadonlySet<number>): readonly PrintedNode[] {
  const rank = (node: PrintedNode): number => (best.has(node.id) ? 0 : node.fate.kind === 'dead' ? 2 : 1);
  return [...children].sort((a, b) => rank(a) - rank(b) || b.quality - a.quality || a.id - b.id);
}

function nodeItem(node: PrintedNode, best: ReadonlySet<number>): string {
  const isBest = best.has(node.id);
  const kind = isBest ? 'best' : node.fate.kind;
  const inner = [details(node), node.children.length === 0 ? '' : childList(node, best)].join('');
  const line = nodeLine(node, isBest);
  if (inner === '') return `<li class="${kind}"><div class="line">${line}</div></li>\n`;
  return `<li class="${kind}"><details${isBest ? ' open' : ''}><summary class="line">${line}</summary>${inner}</details></li>\n`;
}

function nodeLine(node: PrintedNode, isBest: boolean): string {
  const { text, visits, quality, written } = node;
  const marks = [
    isBest ? '<b class="mark chosen">chosen</b>' : '',
    written ? '<b class="mark">written</b>' : '',
    `<b class="mark ${node.fate.kind === 'dead' ? 'dead' : node.checked}">${verdict(node)}</b>`,
    node.fate.kind === 'final' ? `<b class="mark">${node.fate.known ? 'answer checked' : 'ends here'}</b>` : '',
  ];
  return [
    `<span class="step">${escaped(text)}</span> `,
    marks.filter(mark => mark !== '').join(' '),
    ` <span class="value"><meter min="-1" max="1" low="-0.2" high="0.2" optimum="1" value="${quality.toFixed(3)}" aria-hidden="true"></meter>`,
    `<span>Q ${quality.toFixed(2)}, ${visits} ${visits === 1 ? 'visit' : 'visits'}</span></span>`,
  ].join('');
}

function verdict({ fate, checked }: PrintedNode): string {
  if (fate.kind === 'dead') return 'dead end';
  switch (checked) {
    case 'proved':
      return 'proved';
    case 'tested':
      return 'tested';
    case 'unchecked':
      return 'not checked';
  }
}

function details({ fate, code, output, answer, by }: PrintedNode): string {
  return [
    fate.kind === 'dead' ? `<p class="reason">${escaped(fate.reason)}</p>` : '',
    code === undefined ? '' : `<pre><code>${escaped(code)}</code></pre>`,
    output === undefined ? '' : `<p class="label">Output</p><pre><samp>${escaped(output)}</samp></pre>`,
    answer === undefined ? '' : `<p class="label">Answer: ${escaped(answer)}</p>`,
    by === undefined ? '' : `<p class="label">Written by ${escaped(by)}</p>`,
  ].join('');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, sign => ENTITIES[sign] ?? sign);
}

const style = `
:root{color-scheme:light dark;--ink:#1b1f24;--dim:#57606a;--line:#d0d7de;--soft:#f6f8fa;--page:#fff;--good:#116329;--bad:#a40e26;--chosen:#0550ae;--chosen-soft:#ddf4ff}
@media (prefers-color-scheme:dark){:root{--ink:#e6edf3;--dim:#9da7b3;--line:#3d444d;--soft:#161b22;--page:#0d1117;--good:#56d364;--bad:#ff7b72;--chosen:#79c0ff;--chosen-soft:#12283f}}
body{margin:0 auto;max-width:70rem;padding:1.5rem;font:15px/1.5 system-ui,sans-serif;color:var(--ink);background:var(--page)}
h1{font-size:1.3rem;margin:0 0 1rem}h2{font-size:1rem;font-weight:600;margin:1.5rem 0 .5rem;white-space:pre-wrap}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.1rem 1rem;margin:0 0 1rem}dt{color:var(--dim)}dd{margin:0;white-space:pre-wrap}
ul{list-style:none;margin:0;padding:0 0 0 1.1rem;border-left:1px solid var(--line)}section>ul{padding-left:0;border:0}
li{margin:.15rem 0}
.line{padding:.2rem .4rem;border-radius:4px}div.line{padding-left:1.35rem}
summary{cursor:pointer}summary:focus-visible{outline:2px solid var(--chosen);outline-offset:1px}
summary .step{white-space:pre-wrap}
.best>details>summary,.best>.line{background:var(--chosen-soft)}
.mark{font-size:.75rem;font-weight:600;color:var(--dim);border:1px solid var(--line);border-radius:1rem;padding:0 .5rem;white-space:nowrap}
.mark.proved,.mark.tested{color:var(--good)}.mark.dead{color:var(--bad)}.mark.chosen{color:var(--chosen);border-color:currentColor}
.value{white-space:nowrap;font-size:.8rem;color:var(--dim)}meter{width:5rem;height:.8rem;vertical-align:middle;margin:0 .4rem}
.dead>.line .step,.dead>details>summary .step{color:var(--dim)}
.reason{color:var(--bad);margin:.2rem 0 .2rem 1.35rem}.label{font-size:.8rem;color:var(--dim);margin:.3rem 0 0 1.35rem}details>p{margin-left:1.35rem}
pre{background:var(--soft);border:1px solid var(--line);border-radius:4px;padding:.5rem .7rem;margin:.2rem 0 .3rem 1.35rem;overflow:auto;font:13px/1.45 ui-monospace,monospace}
.more{color:var(--dim);padding-left:1.35rem}
@media print{details{break-inside:avoid}}
`;
