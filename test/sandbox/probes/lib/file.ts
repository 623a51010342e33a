/** Files of probes: Python that tries to get out, in one of two forms. */

/**
 * Probes that stand for themselves and run together: each is a call `t(name, f)`, which the file defines; the value of its last line is
 * `json.dumps` of what each gave, by its name. What begins with REACHED got out.
 */
export interface ListedFile {
  readonly form: 'listed';
  readonly name: string;
  readonly text: string;
  /** The same file with one of its probes each. */
  readonly single: readonly string[];
}

/** A probe that is run alone, and what is run after it. */
export interface StagedProbe {
  readonly name: string;
  /** Solutions, one after the other, as cells. The first is the attack. */
  readonly solutions: readonly (readonly string[])[];
}

/**
 * Probes that are looked at from the outside: `# %% probe NAME` begins one, `# %% cell` another cell of the same solution, `# %% solution` another
 * solution. What stands before the first of these lines begins each solution. `# %% limits MS` there sets the time limit.
 */
export interface StagedFile {
  readonly form: 'staged';
  readonly name: string;
  readonly timeMs: number | undefined;
  readonly probes: readonly StagedProbe[];
}

export type ProbeFile = ListedFile | StagedFile;

const mark = /^# %% (probe|cell|solution|limits)\b ?(.*)\n/m;

export function readProbes(name: string, text: string): ProbeFile {
  const parts = text.split(mark);
  if (parts.length === 1) return { form: 'listed', name, text, single: singles(text) };
  const [head = '', ...rest] = parts;
  const probes: { name: string; solutions: string[][] }[] = [];
  let timeMs: number | undefined;
  for (let at = 0; at < rest.length; at += 3) {
    const [kind, words = '', body = ''] = rest.slice(at, at + 3);
    const last = probes.at(-1);
    if (kind === 'limits') timeMs = Number(words);
    else if (kind === 'probe') probes.push({ name: words, solutions: [[head + body]] });
    else if (kind === 'solution') last?.solutions.push([head + body]);
    else last?.solutions.at(-1)?.push(body);
  }
  return { form: 'staged', name, timeMs, probes };
}

/** A file whose run ends early hides its later probes, so each has to be run without the others. */
function singles(text: string): readonly string[] {
  const lines = text.split('\n');
  const calls = lines.flatMap((line, at) => (/^t\(/.test(line) ? [at] : []));
  return calls.map(call => lines.filter((_, at) => at === call || !calls.includes(at)).join('\n'));
}

/** The text that Python's `repr` shows; `undefined` where it shows something else. */
export function textOfRepr(shown: string): string | undefined {
  const body = /^(['"])(.*)\1$/s.exec(shown)?.[2];
  return body?.replace(/\\(?:x(..)|u(....)|U(.{8})|(.))/gs, (_, ...groups: (string | undefined)[]) => {
    const [x, u, long, letter = ''] = groups;
    const code = x ?? u ?? long;
    if (code !== undefined) return String.fromCodePoint(Number.parseInt(code, 16));
    return { n: '\n', t: '\t', r: '\r' }[letter] ?? letter;
  });
}
