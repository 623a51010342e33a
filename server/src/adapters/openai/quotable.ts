/** What of a server's own words may be shown: servers quote keys and prompts in their errors. */

/** So much of a request's text in a message is a quotation of it. */
const sharedCharacters = 16;
const mostCharacters = 200;

/** The first line of a server's message, cut at 200 characters; `undefined` where there is none, or where it holds the key or a piece of the request. */
export function quotable(
  message: string,
  hidden: { readonly key: string | undefined; readonly texts: readonly string[] },
): string | undefined {
  const line = message.trim().split('\n', 1)[0]?.trim() ?? '';
  if (line === '' || /\b(?:sk|key|token|bearer)[-_ ][\w*.-]{6,}/i.test(line)) return undefined;
  const said = line.length > mostCharacters ? `${line.slice(0, mostCharacters)}…` : line;
  if (hidden.key !== undefined && hidden.key !== '' && said.includes(hidden.key)) return undefined;
  return hidden.texts.some(text => sharesPiece(said, text)) ? undefined : said;
}

function sharesPiece(said: string, text: string): boolean {
  const whole = text.trim();
  if (whole.length < sharedCharacters) return whole.length > 3 && said.includes(whole);
  for (let at = 0; at + sharedCharacters <= said.length; at++) {
    if (text.includes(said.slice(at, at + sharedCharacters))) return true;
  }
  return false;
}
