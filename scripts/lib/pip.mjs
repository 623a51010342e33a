// Python's pip, by which scripts fetch what npm does not carry: it knows the person's mirror.
import { Failure, run } from './project.mjs';

/**
 * The Python that has pip.
 * @param {string} purpose what it is for, as a sentence's beginning: told where there is none
 * @throws {Failure} where there is none
 */
export async function findPip(purpose) {
  for (const python of ['python3', 'python', 'py']) {
    if ((await run(python, ['-m', 'pip', '--version'], { quiet: true })).code === 0) return python;
  }
  throw new Failure(`${purpose}: install Python 3 with pip`);
}
