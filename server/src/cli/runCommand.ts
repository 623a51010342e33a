/** `stepwise run`: the code of the steps, run in order, and what came of it. */
import manifest from '../../../package.json' with { type: 'json' };
import type { RunArguments } from './arguments.ts';
import { reportRun, summariseRun } from './codeReport.ts';
import { textOfRun, textOfRunSummary } from './codeText.ts';
import { eachDocument } from './documents.ts';
import { columnsFor, ExitCode, type Io } from './io.ts';
import { Python } from './python.ts';
import type { RanFile, RunReport, RunSummary } from './report-schema.ts';
import { painter, wantsColour } from './terminal.ts';

export async function runCode(args: RunArguments, io: Io): Promise<number> {
  const paint = painter(wantsColour(io.env, io.columns !== undefined));
  const python = new Python(args, io);
  const files: RanFile[] = [];
  const done = async (file: RanFile): Promise<void> => {
    files.push(file);
    if ('error' in file) await io.err(`stepwise: ${file.path}: ${file.error}\n`);
    else if (!args.json) await io.out(textOfRun(file, { paint, columns: columnsFor(io) }));
  };
  try {
    for await (const opened of eachDocument(args, io)) {
      if (!opened.ok) {
        await done({ path: opened.path, error: opened.reason });
        continue;
      }
      await python.run(opened.checked);
      const file = reportRun(opened.source.path, opened.checked, python.outcomeOf, opened.remark);
      if (!(opened.source.found && file.solutions.length === 0)) await done(file);
    }
  } finally {
    python.dispose();
  }
  if (python.unavailable !== undefined) await io.err(`stepwise: code was not run: ${python.unavailable}\n`);
  const interrupted = io.signal.aborted;
  const report: RunReport = {
    version: 1,
    tool: { name: 'stepwise', version: manifest.version },
    interrupted,
    files,
    summary: summariseRun(files),
  };
  await io.out(
    args.json ? `${JSON.stringify(report, null, 2)}\n` : textOfRunSummary(report.summary, interrupted, paint),
  );
  return interrupted ? ExitCode.interrupted : exitCodeOf(report.summary);
}

function exitCodeOf({ unreadable, notRun, code, ok }: RunSummary): number {
  if (unreadable + notRun > 0) return ExitCode.unusable;
  return ok < code ? ExitCode.flagged : ExitCode.clean;
}
