/** What a command is given → checked documents, one after the other. */
import { resolve } from 'node:path';
import type { CheckedDocument, CheckOptions } from '../core/check.ts';
import type { InputArguments } from './arguments.ts';
import { checkText } from './checkText.ts';
import { findSources, readSource, type Source } from './inputs.ts';
import type { Io } from './io.ts';

export type Opened =
  | {
      readonly ok: true;
      readonly source: Exclude<Source, { readonly kind: 'unusable' }>;
      readonly checked: CheckedDocument;
      readonly options: CheckOptions;
      /** A doubt about the text as a whole, such as its encoding. */
      readonly remark?: string;
    }
  | { readonly ok: false; readonly path: string; readonly reason: string };

/** In the order named. Ends early when interrupted; what was under way then is left out. */
export async function* eachDocument(args: InputArguments, io: Io): AsyncGenerator<Opened> {
  const resolvePath = (path: string): string => resolve(io.cwd, path);
  const sources = await findSources(args.inputs.length === 0 ? ['-'] : args.inputs, args.language, resolvePath);
  for (const source of sources) {
    if (io.signal.aborted) return;
    const opened = await open(source, args, io, resolvePath);
    if (io.signal.aborted) return;
    yield opened;
  }
}

async function open(
  source: Source,
  args: InputArguments,
  io: Io,
  resolvePath: (path: string) => string,
): Promise<Opened> {
  if (source.kind === 'unusable') return { ok: false, path: source.path, reason: source.reason };
  const read = await readSource(source, io.stdin, resolvePath, io.signal);
  if (!read.ok) return { ok: false, path: source.path, reason: read.reason };
  const options = { format: source.format, wholeFile: args.wholeFile, severities: {} };
  const outcome = await checkText(read.text, options, io.signal);
  if (!outcome.ok) return { ok: false, path: source.path, reason: outcome.reason };
  const remark = read.remark === undefined ? {} : { remark: read.remark };
  return { ok: true, source, checked: outcome.checked, options, ...remark };
}
