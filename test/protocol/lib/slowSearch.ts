/**
 * A server of its own process whose searches last: as the real one, but for a sandbox that takes its time over each list of moves and always has some. With
 * STEPWISE_NO_MOVES it gives none: what such a server knows, it was not told by a search.
 */
import process from 'node:process';
import { createConnection } from 'vscode-languageserver/node';
import { openTreeFolder } from '../../../server/src/adapters/trees/folder.ts';
import type { RunResult, Sandbox } from '../../../server/src/core/code/sandbox.ts';
import { startServer } from '../../../server/src/server.ts';
import { pause } from './inMemory.ts';

const PACE_MS = 30;

const moves = ['2', '3', '5', '7', '11'].map((factor, rank) => ({
  say: `Multiply both sides by $${factor}$`,
  relations: [[`${factor}*(x - 2)`, '=', '0']],
  join: 'and',
  final: false,
  rank,
}));

let runs = 0;

/** Each list differs from the one before, so that the tree grows in breadth and depth. */
async function movesAfterAWhile(): Promise<RunResult> {
  await new Promise(resolve => setTimeout(resolve, PACE_MS));
  runs += 1;
  const list = moves.map(move => ({ ...move, relations: [[`${move.relations[0]?.[0]} + ${runs}`, '=', `${runs}`]] }));
  return {
    status: 'ok',
    stdout: JSON.stringify({ known: null, moves: list }),
    cut: false,
    checks: [],
    ms: PACE_MS,
    ran: 1,
  };
}

const sandbox: Sandbox = {
  run: () => (process.env.STEPWISE_NO_MOVES === undefined ? movesAfterAWhile() : new Promise(() => {})),
  onState: () => () => {},
  dispose: () => {},
};

startServer(createConnection(), {
  pause,
  createSandbox: () => sandbox,
  createTreeStore: ({ storage, log }) => openTreeFolder({ folder: storage, log, now: () => performance.now() }),
});
