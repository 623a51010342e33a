/** The command line without a process: arguments and streams come in, an exit code goes out. */
import manifest from '../../../package.json' with { type: 'json' };
import { type Command, readCommand } from './arguments.ts';
import { bench } from './benchCommand.ts';
import { benchSolve } from './benchSolveCommand.ts';
import { calibrate } from './calibrateCommand.ts';
import { check } from './checkCommand.ts';
import { fitReward } from './fitRewardCommand.ts';
import { help } from './help.ts';
import { ExitCode, type Io } from './io.ts';
import { models } from './modelsCommand.ts';
import { runCode } from './runCommand.ts';
import { search } from './searchCommand.ts';
import { solve } from './solveCommand.ts';

export { ExitCode, type Io } from './io.ts';

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
    case 'models':
      return await models(command.arguments, io);
    case 'bench':
      return await bench(command.arguments, io);
    case 'bench-solve':
      return await benchSolve(command.arguments, io);
    case 'fit-reward':
      return await fitReward(command.arguments, io);
    case 'calibrate':
      return await calibrate(command.arguments, io);
    case 'usage':
      return await wrongUsage(command.reason, io);
    case 'check':
    case 'run':
    case 'search':
    case 'solve':
      if (command.arguments.inputs.length === 0 && io.stdinIsTerminal) return await wrongUsage('no file named', io);
      return await onFiles(command, io);
  }
}

function onFiles(command: Extract<Command, { kind: 'check' | 'run' | 'search' | 'solve' }>, io: Io): Promise<number> {
  switch (command.kind) {
    case 'check':
      return check(command.arguments, io);
    case 'run':
      return runCode(command.arguments, io);
    case 'search':
      return search(command.arguments, io);
    case 'solve':
      return solve(command.arguments, io);
  }
}

async function wrongUsage(reason: string, io: Io): Promise<number> {
  await io.err(`stepwise: ${reason}\ntry: stepwise --help\n`);
  return ExitCode.unusable;
}
