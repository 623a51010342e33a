/** Text into Markdown, such that nothing in it is taken for markup. */

/** Words with formulas in them. */
export function literal(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!|<>~$]/g, '\\$&');
}

export function inlineCode(text: string): string {
  const fence = '`'.repeat(1 + longestRun(text));
  return `${fence} ${text.replace(/\s+/g, ' ')} ${fence}`;
}

export function fenced(text: string, language: string): string {
  const fence = '`'.repeat(Math.max(3, 1 + longestRun(text)));
  return `${fence}${language}\n${text}\n${fence}`;
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(run => run[0].length));
}
