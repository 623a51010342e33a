/** Values at step markers from a process reward model: vLLM's `/pooling`, in the form of Qwen2.5-Math-PRM (Zhang et al. 2025, arXiv 2501.07301). */
import { noUsage } from '../../core/model/fault.ts';
import type { Pooled, PoolRequest } from '../../core/model/language-model.ts';
import { estimateTokens } from './count-tokens.ts';
import { fail } from './faults.ts';
import type { Server } from './generate.ts';
import { poolingSchema } from './replies.ts';
import { unsupported } from './unsupported.ts';
import { usageOf } from './usage.ts';

export async function pool(
  { transport, probes, price }: Server,
  { messages, marker, count }: PoolRequest,
  signal: AbortSignal,
): Promise<Pooled> {
  const failure = await probes.need(['pool'], signal);
  if (failure !== undefined) return { ok: false, fault: failure.fault, usage: noUsage };
  if (transport.facts.values.pool !== true) {
    return { ok: false, fault: unsupported(transport, 'give values at step markers').fault, usage: noUsage };
  }
  const body = { model: transport.model, task: 'token_classify', messages };
  const reply = await transport.json({ method: 'post', path: '/pooling', root: true, body }, poolingSchema, signal);
  if (!reply.ok) return { ok: false, fault: reply.failure.fault, usage: noUsage };
  const prompt = messages.reduce((sum, { content }) => sum + estimateTokens(content), 0);
  const usage = usageOf(reply.value.usage, { prompt, written: 0 }, price());
  const rows = reply.value.data[0]?.data ?? [];
  if (rows.length !== count)
    return { ok: false, fault: countFault(transport.model, rows.length, count, marker), usage };
  const values = rows.map(goodShare);
  if (values.every(value => value >= 0 && value <= 1)) return { ok: true, values, usage };
  const { fault } = fail(
    'not-understood',
    `${transport.model} gave values that are no probabilities. It is not a process reward model of this form.`,
  );
  return { ok: false, fault, usage };
}

function countFault(
  model: string,
  got: number,
  wanted: number,
  marker: string,
): Extract<Pooled, { ok: false }>['fault'] {
  const what = got === 0 ? 'no value' : got === 1 ? 'one value' : `${got} values`;
  const { fault } = fail(
    'not-understood',
    `${model} gave ${what} for ${wanted} ${wanted === 1 ? 'step' : 'steps'}, so there is no score. Its tokenizer may not know the marker ${marker}, or it is no process reward model.`,
  );
  return fault;
}

/** Probability of the class “right”: one number, or a pair (wrong, right) as probabilities or as logits. NaN where it is neither. */
function goodShare(row: number | readonly number[]): number {
  if (typeof row === 'number') return row;
  const [bad, good, ...others] = row;
  if (bad === undefined || others.length > 0) return Number.NaN;
  if (good === undefined) return bad;
  if (bad >= 0 && good >= 0 && Math.abs(bad + good - 1) < 0.01) return good / (bad + good);
  return 1 / (1 + Math.exp(bad - good));
}
