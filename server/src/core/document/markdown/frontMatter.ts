/** YAML front matter: `stepwise: solution` or `off`, `problem: …`, `title: …`. */
import { isMap, isScalar, parseDocument, type Scalar } from 'yaml';
import { StepCollector } from '../collector.ts';
import { flowThrough, takeFlow } from '../inline.ts';
import { TextBuilder } from '../mapped.ts';
import type { MappedText, Part } from '../solution.ts';
import type { Entry } from '../units.ts';
import { inlineFlow } from './inline.ts';
import { markdownParser } from './parser.ts';

/** Front matter is short; what is longer is text that begins with a rule. */
const LIMIT = 20_000;

/** Where the front matter ends that the text begins with: after its closing line. 0 where there is none. */
export function frontMatterEnd(text: string): number {
  if (!/^---[ \t]*\r?\n/.test(text.slice(0, 100))) return 0;
  const close = /\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|$)/g;
  close.lastIndex = text.indexOf('\n') - 1;
  const found = close.exec(text.length > LIMIT ? text.slice(0, LIMIT) : text);
  return found === null ? 0 : found.index + found[0].length;
}

/** Reads front matter, its lines of dashes included. What is no YAML gives a note. */
export function readFrontMatter(text: string): readonly Entry[] {
  const from = text.indexOf('\n') + 1;
  const body = text.slice(from).replace(/(?:---|\.\.\.)[ \t]*\r?\n?$/, '');
  const span = { start: 0, end: text.length };
  const document = parseDocument(body, { logLevel: 'silent', prettyErrors: false, uniqueKeys: false });
  const error = document.errors[0];
  if (error !== undefined) return [{ kind: 'note', span, message: `The front matter is not YAML: ${error.message}` }];
  if (!isMap(document.contents)) return [];
  const entries: Entry[] = [];
  for (const { key, value } of document.contents.items) {
    if (!isScalar(key) || !isScalar(value) || !value.range) continue;
    const start = from + value.range[0];
    const place = { start, end: from + value.range[1] };
    const name = String(key.value).toLowerCase();
    if (name === 'stepwise') {
      if (/^(?:solution|check|on|true|yes)$/i.test(String(value.value)))
        entries.push({ kind: 'mode', mode: 'solution', span: place });
      if (/^(?:off|false|no|none)$/i.test(String(value.value)))
        entries.push({ kind: 'mode', mode: 'off', span: place });
    } else if (name === 'title') {
      entries.push({ kind: 'title', title: String(value.value), span: place });
    } else if (name === 'problem' && value.value !== null) {
      const parts = statementParts(scalarText(value, body, from));
      if (parts.length > 0) entries.push({ kind: 'problem', parts, span: place });
    }
  }
  return entries;
}

/** The text of a scalar with its places: exact where the lines stand in the source as they are. */
function scalarText(scalar: Scalar, body: string, shift: number): MappedText {
  const value = String(scalar.value);
  const [from, to] = scalar.range ?? [0, 0, 0];
  const builder = new TextBuilder();
  let at = from;
  const lines = value.split('\n');
  for (const [index, line] of lines.entries()) {
    const place = line === '' ? -1 : body.slice(0, to).indexOf(line, at);
    if (index > 0) builder.instead('\n', shift + at, 0);
    if (place < 0) {
      if (line !== '') builder.instead(line, shift + from, to - from);
      continue;
    }
    builder.exact(line, shift + place);
    at = place + line.length;
  }
  return builder.build();
}

function statementParts(content: MappedText): readonly Part[] {
  const tree = markdownParser.parse(content.text);
  const collector = new StepCollector();
  const entries: Entry[] = [];
  for (let node = tree.topNode.firstChild; node !== null; node = node.nextSibling) {
    const flow = inlineFlow(node, { text: content.text, origin: 0 });
    takeFlow(flowThrough(flow, content), 0, { kind: 'paragraph', depth: 0 }, collector, entries);
  }
  return collector.finish().flatMap(step => step.parts);
}
