/** Requests that wait for an interpreter or run in one: equal ones are one job with several callers. */
import type { RunRequest, RunResult, RunStatus } from '../../core/code/sandbox.ts';
import type { Seat } from './pool-seat.ts';

export interface Job {
  /** Content of the request without its priority. */
  readonly content: string;
  readonly request: RunRequest;
  readonly keys: readonly string[];
  /** When it came, by `performance.now()`. */
  readonly since: number;
  /** `asked` as soon as one of its callers is. */
  priority: RunRequest['priority'];
  /** Where it runs; `undefined` while it waits. */
  seat: Seat | undefined;
  /** An interpreter has already ended before this job's code began. */
  retried: boolean;
  readonly callers: Set<Caller>;
}

export interface Caller {
  readonly resolve: (result: RunResult) => void;
}

/** The jobs of a pool, in the order in which they came. */
export class Jobs {
  readonly #byContent = new Map<string, Job>();

  get size(): number {
    return this.#byContent.size;
  }

  get waiting(): readonly Job[] {
    return [...this.#byContent.values()].filter(job => job.seat === undefined);
  }

  get running(): readonly Job[] {
    return [...this.#byContent.values()].filter(job => job.seat !== undefined);
  }

  /** Joins the job of the same content, or makes one. */
  join(request: RunRequest, keys: readonly string[], caller: Caller): Job {
    const { timeMs, memoryMb, outputKb } = request.limits;
    const content = `${keys.at(-1)} ${timeMs} ${memoryMb} ${outputKb}`;
    let job = this.#byContent.get(content);
    if (job === undefined) {
      const { priority } = request;
      const since = performance.now();
      job = { content, request, keys, since, priority, seat: undefined, retried: false, callers: new Set() };
      this.#byContent.set(content, job);
    } else if (request.priority === 'asked') job.priority = 'asked';
    job.callers.add(caller);
    return job;
  }

  /** Whether the job is still wanted: neither answered nor given up. */
  has(job: Job): boolean {
    return this.#byContent.get(job.content) === job;
  }

  /** The job goes, and its callers get the result. */
  settle(job: Job, result: RunResult): void {
    if (!this.has(job)) return;
    this.#byContent.delete(job.content);
    for (const caller of job.callers) caller.resolve(result);
  }

  /** One caller goes, and with the last the job. */
  leave(job: Job, caller: Caller): void {
    job.callers.delete(caller);
    if (job.callers.size === 0 && this.has(job)) this.#byContent.delete(job.content);
  }
}

/** The result of a request that did not come to its own end. */
export function unfinished(
  status: Exclude<RunStatus, 'ok' | 'failed'>,
  message: string,
  { ms = 0, ran = 0 }: { readonly ms?: number; readonly ran?: number } = {},
): RunResult {
  const type = status === 'timeout' ? 'Timeout' : status === 'memory' ? 'OutOfMemory' : 'Sandbox';
  return { status, stdout: '', cut: false, error: { type, message }, checks: [], ms, ran };
}

export const cancelled: RunResult = { status: 'cancelled', stdout: '', cut: false, checks: [], ms: 0, ran: 0 };
