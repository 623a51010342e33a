import { type Failure, fail } from './faults.ts';
import type { Transport } from './transport.ts';

/** `what`: what the server cannot do, after “cannot”. */
export function unsupported({ addresses, model }: Transport, what: string): Failure {
  return fail('unsupported', `The server at ${addresses.origin} cannot ${what} with ${model}.`);
}
