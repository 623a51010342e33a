/** `stepwise check`: every step with its verdict. */
import { dirname, resolve } from 'node:path';
import manifest from '../../../package.json' with { type: 'json' };
import type { CheckedDocument } from '../core/check.ts';
import { enrich } from '../core/late.ts';
import type { CheckArguments } from './arguments.ts';
import { reportCode } from './codeReport.ts';
import { eachDocument, type Opened } from './documents.ts';
import { columnsFor, ExitCode, type Io } from './io.ts';
import { Python } from './python.ts';
import { reportFile, summarise } from './report.ts';
import type { CheckedFile, FileReport, Report, SummaryReport } from './report-schema.ts';
import { sarifOf } from './sarif.ts';
import { openScoring, type Scoring } from './scoring.ts';
import { type Paint, painter, wantsColour } from './terminal.ts';
import { textOfFile, textOfSummary } from './text.ts';
import { WorkspaceFiles, withWorkspaceRules } from './workspaceFile.ts';

export async function check(args: CheckArguments, io: Io): Promise<number> {
  const paint = painter(wantsColour(io.env, io.columns !== undefined));
  const workspace = new WorkspaceFiles(message => io.err(`stepwise: ${message}\n`));
  const python = new Python(args, io);
  const opened = args.reward === undefined ? undefined : await openScoring(args, io, python);
  if (opened?.ok === false) {
    await io.err(`stepwise: ${opened.reason}\n`);
    return ExitCode.unusable;
  }
  const scoring = opened?.scoring;
  const files: FileReport[] = [];
  const done = async (file: FileReport): Promise<void> => {
    files.push(file);
    if ('error' in file) await io.err(`stepwise: ${file.path}: ${file.error}\n`);
    else if (args.format === 'text')
      await io.out(textOfFile(file, { paint, columns: columnsFor(io), quiet: args.quiet }));
  };
  try {
    for await (const document of eachDocument(args, io)) {
      if (!document.ok) {
        await done({ path: document.path, error: document.reason });
        continue;
      }
      const file = await checkDocument(document, { args, python, scoring, workspace, io });
      // A folder's README and the like hold no solution, and nobody asked for them by name.
      if (!(document.source.found && file.solutions.length + file.notes.length === 0)) await done(file);
    }
  } finally {
    await scoring?.dispose();
    python.dispose();
  }
  if (python.unavailable !== undefined) await io.err(`stepwise: code was not run: ${python.unavailable}\n`);
  if (scoring?.fault !== undefined) await io.err(`stepwise: not every step has a score: ${scoring.fault.message}\n`);
  const interrupted = io.signal.aborted;
  const report: Report = {
    version: 1,
    tool: { name: 'stepwise', version: manifest.version },
    interrupted,
    files,
    summary: summarise(files, scoring !== undefined),
  };
  await io.out(closing(report, args, io, paint));
  if (interrupted) return ExitCode.interrupted;
  const isWhole = python.unavailable === undefined && scoring?.fault === undefined;
  return isWhole ? exitCodeOf(report.summary) : ExitCode.unusable;
}

interface Checking {
  readonly args: CheckArguments;
  readonly python: Python;
  readonly scoring: Scoring | undefined;
  readonly workspace: WorkspaceFiles;
  readonly io: Io;
}

/** The report of one document, with its code run, its open claims settled and its steps scored where that was asked for. */
async function checkDocument(
  { source, checked, options, remark }: Opened & { readonly ok: true },
  { args, python, scoring, workspace, io }: Checking,
): Promise<CheckedFile> {
  if (args.code) await python.run(checked);
  if (args.settle) await python.settle(checked);
  const settled: CheckedDocument = args.code || args.settle ? enrich(checked, python, options) : checked;
  // What evidence has settled is not asked about.
  await scoring?.score(settled);
  const late =
    scoring === undefined
      ? settled
      : enrich(
          checked,
          { outcomeOf: python.outcomeOf, verdictOf: python.verdictOf, scoreOf: scoring.scoreOf },
          options,
        );
  const code = args.code ? reportCode(late, python.outcomeOf) : undefined;
  const rules = await workspace.rulesIn(source.kind === 'stdin' ? io.cwd : dirname(resolve(io.cwd, source.path)));
  return reportFile(source.path, withWorkspaceRules(late, rules), remark, code);
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

function exitCodeOf({ unreadable, findings }: SummaryReport): number {
  if (unreadable > 0) return ExitCode.unusable;
  return findings.error + findings.warning > 0 ? ExitCode.flagged : ExitCode.clean;
}
