/** Probabilities of statements from a server's own endpoint for decisions: OpenAI's `/v1/decisions`, or `/v1/systemone`, the older form of the same. */
import { addUsage, noUsage, type Usage } from '../../core/model/fault.ts';
import type { Decided, DecideRequest } from '../../core/model/language-model.ts';
import { estimateTokens } from './count-tokens.ts';
import { notUnderstood, saysNo } from './faults.ts';
import type { Server } from './generate.ts';
import { decisionsSchema, systemOneSchema } from './replies.ts';
import type { Outcome } from './transport.ts';
import { unsupported } from './unsupported.ts';
import { usageOfDecision } from './usage.ts';

/** OpenAI takes no more questions in one request. */
const mostStatements = 400;

interface Answers {
  readonly probabilities: readonly (number | undefined)[];
  readonly usage: Usage;
}

export async function decide(
  server: Server,
  { text, statements }: DecideRequest,
  signal: AbortSignal,
): Promise<Decided> {
  const failure = await server.probes.need([], signal);
  if (failure !== undefined) return { ok: false, fault: failure.fault, usage: noUsage };
  const probabilities: (number | undefined)[] = [];
  let usage = noUsage;
  for (let from = 0; from < statements.length; from += mostStatements) {
    const answered = await answer(server, text, statements.slice(from, from + mostStatements), signal);
    if (!answered.ok) return { ok: false, fault: answered.failure.fault, usage };
    probabilities.push(...answered.value.probabilities);
    usage = addUsage(usage, answered.value.usage);
  }
  return { ok: true, probabilities, usage };
}

/** The first time, both forms are tried. */
async function answer(
  server: Server,
  text: string,
  statements: readonly string[],
  signal: AbortSignal,
): Promise<Outcome<Answers>> {
  const { facts } = server.transport;
  const way = facts.values.decide;
  const none: Outcome<Answers> = {
    ok: false,
    failure: unsupported(server.transport, 'answer at an endpoint for decisions'),
  };
  if (way === 'none') return none;
  if (way !== 'systemone') {
    const answered = await byDecisions(server, text, statements, signal);
    if (answered.ok) await facts.learn({ decide: 'decisions' });
    if (answered.ok || way === 'decisions' || !saysNo(answered.failure)) return answered;
  }
  const answered = await bySystemOne(server, text, statements, signal);
  if (answered.ok) await facts.learn({ decide: 'systemone' });
  if (answered.ok || way === 'systemone' || !saysNo(answered.failure)) return answered;
  await facts.learn({ decide: 'none' });
  return none;
}

async function byDecisions(
  { transport, price }: Server,
  text: string,
  statements: readonly string[],
  signal: AbortSignal,
): Promise<Outcome<Answers>> {
  const questions = statements.map(instructions => ({ type: 'predicate', instructions }));
  const body = { model: transport.model, input: text, questions };
  const reply = await transport.json({ method: 'post', path: '/decisions', body }, decisionsSchema, signal);
  if (!reply.ok) return reply;
  const { answers, usage } = reply.value;
  if (answers.length !== statements.length) {
    return {
      ok: false,
      failure: notUnderstood(transport.place(), `gave ${answers.length} answers to ${statements.length} questions.`),
    };
  }
  const probabilities = answers.map(({ type, probability }) => (type === 'predicate' ? probability : undefined));
  return inRange({ probabilities, usage: usageOfDecision(usage, estimateTokens(text), price()) }, transport.place());
}

async function bySystemOne(
  { transport, price }: Server,
  text: string,
  statements: readonly string[],
  signal: AbortSignal,
): Promise<Outcome<Answers>> {
  const name = (index: number): string => `q${index + 1}`;
  const questions = Object.fromEntries(
    statements.map((instructions, index) => [name(index), { type: 'noul', instructions }]),
  );
  const body = { model: transport.model, state: text, questions };
  const reply = await transport.json({ method: 'post', path: '/systemone', body }, systemOneSchema, signal);
  if (!reply.ok) return reply;
  const { answers, usage } = reply.value;
  const probabilities = statements.map((_, index) => answers[name(index)]?.noul);
  return inRange({ probabilities, usage: usageOfDecision(usage, estimateTokens(text), price()) }, transport.place());
}

function inRange(answers: Answers, place: { readonly origin: string }): Outcome<Answers> {
  const fine = answers.probabilities.every(value => value === undefined || (value >= 0 && value <= 1));
  return fine
    ? { ok: true, value: answers }
    : { ok: false, failure: notUnderstood(place, 'gave probabilities that are none.') };
}
