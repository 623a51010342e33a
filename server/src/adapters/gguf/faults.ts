/** Why a request to a local model failed, as it travels between the processes. */
import type { FaultKind } from '../../core/model/fault.ts';

export const faultKinds = [
  'no-model',
  'too-long',
  'broken',
  'unsupported',
  'cancelled',
] as const satisfies readonly FaultKind[];

export interface LocalFault {
  readonly kind: (typeof faultKinds)[number];
  readonly message: string;
}

/** Carries a fault through code that cannot go on; caught where the answer is made. */
export class FaultError extends Error {
  readonly fault: LocalFault;

  constructor(kind: LocalFault['kind'], message: string) {
    super(message);
    this.fault = { kind, message };
  }
}

export const cancelled: LocalFault = { kind: 'cancelled', message: 'Stopped.' };
