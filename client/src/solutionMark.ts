/** Where the word "Solution" goes so that the text at the cursor is read as one. */

/** Text to insert at the beginning of a line, both counted from 0. */
export interface SolutionMark {
  readonly line: number;
  readonly text: string;
}

type Format = 'markdown' | 'latex';

const WORDS: Readonly<Record<Format, string>> = { markdown: '**Solution.**', latex: '\\textbf{Solution.}' };

/** Lines that are no part of the text below them, though no blank line parts the two. */
const HEADINGS: Readonly<Record<Format, RegExp>> = {
  markdown: /^ {0,3}#{1,6}\s/,
  latex: /^\s*\\(?:part|chapter|(?:sub)*section|paragraph|documentclass|usepackage|maketitle|begin\s*\{document\})/,
};

/** An item of a list, or a line that goes on with one. */
const IN_LIST = /^(?:\s*(?:[-*+]|\d{1,9}[.)])\s|\s+\S)/;

/** Above the paragraph, list or display that the line belongs to; a blank line takes the mark itself. */
export function solutionMark(lines: readonly string[], line: number, format: Format): SolutionMark {
  const at = beginningOf(lines, Math.min(line, lines.length - 1), format);
  const gap = at > 0 && !isBlank(lines[at - 1]) ? '\n' : '';
  return { line: at, text: `${gap}${WORDS[format]}\n${isBlank(lines[at]) ? '' : '\n'}` };
}

function isBlank(line: string | undefined): boolean {
  return line === undefined || line.trim() === '';
}

function beginningOf(lines: readonly string[], line: number, format: Format): number {
  let at = line;
  if (isBlank(lines[at])) return at;
  const isHeading = (index: number): boolean => HEADINGS[format].test(lines[index] ?? '');
  // The mark goes under a heading, not above it.
  if (isHeading(at)) return at + 1;
  const goesOn = (above: number): boolean => {
    if (above < 0 || isHeading(above)) return false;
    if (!isBlank(lines[above])) return true;
    return format === 'markdown' && IN_LIST.test(lines[at] ?? '') && isListAbove(lines, above);
  };
  const begins = format === 'latex' ? outermostBegin(lines, line) : undefined;
  at = begins ?? at;
  while (goesOn(at - 1)) at -= 1;
  // Blank lines between items were passed on the way up; none stands before the first.
  while (at < line && isBlank(lines[at])) at += 1;
  return at;
}

/** The text above a gap is a list that goes on below it. */
function isListAbove(lines: readonly string[], gap: number): boolean {
  const last = lines.slice(0, gap).findLast(text => !isBlank(text));
  return last !== undefined && IN_LIST.test(last);
}

/** The `\begin` of the outermost environment around a line, the document left out. */
function outermostBegin(lines: readonly string[], line: number): number | undefined {
  const open: { readonly name: string; readonly line: number }[] = [];
  for (const [index, text] of lines.slice(0, line + 1).entries()) {
    for (const [, edge, name = ''] of text.replace(/(?<!\\)%.*$/, '').matchAll(/\\(begin|end)\s*\{([^{}]*)\}/g)) {
      if (name === 'document') continue;
      if (edge === 'begin') open.push({ name, line: index });
      // The line on which it ends belongs to it.
      else if (index < line) popTo(open, name);
    }
  }
  return open[0]?.line;
}

function popTo(open: { readonly name: string }[], name: string): void {
  const at = open.findLastIndex(each => each.name === name);
  if (at !== -1) open.splice(at);
}
