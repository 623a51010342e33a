/** The command line without a process: arguments and streams come in, an exit code goes out. */
import { dirname, resolve } from 'node:path';
import manifest from '../../../package.json' with { type: 'json' };
import { type CheckArguments, help, readCommand } from './arguments.ts';
import { checkText } from './checkText.ts';
import { findSources, readSource, type Source } from './inputs.ts';
import { reportFile, summarise } from './report.ts';
import type { FileReport, Report, SummaryReport } from './report-schema.ts';
import { sarifOf } from './sarif.ts';
import { type Paint, painter, wantsColour } from './terminal.ts';
import { textOfFile, textOfSummary } from './text.ts';
import { WorkspaceFiles, withWorkspaceRules } from './workspaceFile.ts';

export const ExitCode = { clean: 0, flagged: 1, unusable: 2, interrupted: 130 } as const;

/** What the command line needs of its process. */
export interface Io {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdin: AsyncIterable<Uint8Array>;
  /** Somebody would have to type the input: then a file is wanted rather than waited for. */
  readonly stdinIsTerminal: boolean;
  /** Resolves when more can be written. */
  readonly out: (text: string) => Promise<void>;
  readonly err: (text: string) => Promise<void>;
  /** Width of the terminal that `out` writes to; undefined where it is none. */
  readonly columns: number | undefined;
  /** Aborted by Ctrl-C: what is done by then is reported. */
  readonly signal: AbortSignal;
}

/** Where the output is no terminal, lines are as long as this. */
const PLAIN_COLUMNS = 120;

/** Runs one command. Never throws on a person's mistake; the exit codes are those of `help`. */
export async function run(args: readonly string[], io: Io): Promise<number> {
  const command = readCommand(args);
  switch (command.kind) {
    case 'help':
      await io.out(help);
      return ExitCode.clean;
    case 'version':
      await io.out(`${manifest.version}\n`);
      return ExitCode.clean;
    case 'usage':
      return await wrongUsage(command.reason, io);
    case 'check':
      if (command.arguments.inputs.length === 0 && io.stdinIsTerminal) return await wrongUsage('no file named', io);
      return await check(command.arguments, io);
  }
}

async function wrongUsage(reason: string, io: Io): Promise<number> {
  await io.err(`stepwise: ${reason}\ntry: stepwise --help\n`);
  return ExitCode.unusable;
}

async function check(args: CheckArguments, io: Io): Promise<number> {
  const paint = painter(wantsColour(io.env, io.columns !== undefined));
  const resolvePath = (path: string): string => resolve(io.cwd, path);
  const workspace = new WorkspaceFiles(message => io.err(`stepwise: ${message}\n`));
  const sources = await findSources(args.inputs.length === 0 ? ['-'] : args.inputs, args.language, resolvePath);
  const files: FileReport[] = [];
  let interrupted = false;
  for (const source of sources) {
    const file = await checkSource(source, args, io, workspace);
    interrupted = file === undefined;
    if (file === undefined) break;
    if (source.found && isEmpty(file)) continue;
    files.push(file);
    if ('error' in file) await io.err(`stepwise: ${file.path}: ${file.error}\n`);
    else if (args.format === 'text') await io.out(textOfFile(file, textOptions(args, io, paint)));
  }
  const report: Report = {
    version: 1,
    tool: { name: 'stepwise', version: manifest.version },
    interrupted,
    files,
    summary: summarise(files),
  };
  await io.out(closing(report, args, io, paint));
  return interrupted ? ExitCode.interrupted : exitCodeOf(report.summary);
}

/** A folder's README and the like hold no solution, and nobody asked for them by name. */
function isEmpty(file: FileReport): boolean {
  return !('error' in file) && file.solutions.length + file.notes.length === 0;
}

function textOptions(args: CheckArguments, io: Io, paint: Paint) {
  return { paint, columns: Math.max(io.columns ?? PLAIN_COLUMNS, 40), quiet: args.quiet };
}

/** What stands behind the files: in text the summary, else the whole report. */
function closing(report: Report, args: CheckArguments, io: Io, paint: Paint): string {
  switch (args.format) {
    case 'text':
      return textOfSummary(report.summary, report.interrupted, paint);
    case 'json':
      return `${JSON.stringify(report, null, 2)}\n`;
    case 'sarif':
      return `${JSON.stringify(sarifOf(report, io.cwd), null, 2)}\n`;
  }
}

/** The report of one source; undefined where the check was interrupted. */
async function checkSource(
  source: Source,
  args: CheckArguments,
  io: Io,
  workspace: WorkspaceFiles,
): Promise<FileReport | undefined> {
  if (io.signal.aborted) return undefined;
  if (source.kind === 'unusable') return { path: source.path, error: source.reason };
  const read = await readSource(source, io.stdin, path => resolve(io.cwd, path), io.signal);
  if (io.signal.aborted) return undefined;
  if (!read.ok) return { path: source.path, error: read.reason };
  const options = { format: source.format, wholeFile: args.wholeFile, severities: {} };
  const outcome = await checkText(read.text, options, io.signal);
  if (io.signal.aborted) return undefined;
  if (!outcome.ok) return { path: source.path, error: outcome.reason };
  const rules = await workspace.rulesIn(source.kind === 'stdin' ? io.cwd : dirname(resolve(io.cwd, source.path)));
  return reportFile(source.path, withWorkspaceRules(outcome.checked, rules), read.remark);
}

function exitCodeOf({ unreadable, findings }: SummaryReport): number {
  if (unreadable > 0) return ExitCode.unusable;
  return findings.error + findings.warning > 0 ? ExitCode.flagged : ExitCode.clean;
}
