/** A policy over any language model: the partial solution is laid before it, and what it writes is read as the next step. */
import { fingerprint } from '../document/fingerprint.ts';
import { addUsage, noUsage } from '../model/fault.ts';
import type { Completion, Generated, GenerateRequest, LanguageModel } from '../model/language-model.ts';
import { pack, roomFor, tooLong, type Window } from '../reward/packing.ts';
import type { Candidate, PartialSolution, Policy, Proposal, ProposeOptions, Unread } from './policy.ts';
import { codeMessages, codePrefix, codeStops } from './prompts/code.ts';
import { type WorkedExample, workedExamples } from './prompts/examples.ts';
import { plainMessages, plainPrefix, plainStops } from './prompts/plain.ts';
import { readCode } from './read-code.ts';
import { readPlain } from './read-plain.ts';
import { type ReadStep, wordsOf } from './reading.ts';

export interface LanguagePolicyOptions {
  /** Shown before the problem, in place of the worked examples of the form. */
  readonly examples?: readonly WorkedExample[];
  /** Marks at which a reply ends, beside those of the form (two to four); some servers take four in all. */
  readonly stops?: readonly string[];
}

/** Raised when prompts change: proposals that were kept are not those of today's prompts. */
const PROMPTS = 2;

/** A policy whose candidates are distinct; of equal ones the likeliest is kept. One request for all of a proposal. */
export function createLanguagePolicy(model: LanguageModel, options: LanguagePolicyOptions = {}): Policy {
  const { examples: given, stops = [] } = options;
  const shown: Shown = { examples: given === undefined ? workedExamples : { plain: given, code: given }, stops };
  return {
    id: `policy:${PROMPTS}:${fingerprint(JSON.stringify(stops.length === 0 ? shown.examples : shown))}:${model.id}`,
    name: model.name,
    propose: (partial, options, signal) => propose(model, shown, { partial, options, signal }),
  };
}

interface Shown {
  readonly examples: Readonly<Record<ProposeOptions['form'], readonly WorkedExample[]>>;
  readonly stops: readonly string[];
}

interface Asked {
  readonly partial: PartialSolution;
  readonly options: ProposeOptions;
  readonly signal: AbortSignal;
}

async function propose(model: LanguageModel, { examples, stops }: Shown, asked: Asked): Promise<Proposal> {
  const { partial, options, signal } = asked;
  const known = await model.abilities(signal);
  if (!known.ok) return known;
  const { messages, prefixOf, stop } = promptOf(examples[options.form], asked);
  // The step to come is the target: everything before it is context.
  const next = partial.steps.length;
  const room = roomFor(
    model,
    known.abilities.window,
    messages.map(({ content }) => content),
    options.maxTokens,
  );
  const whole = { problem: '', steps: [...partial.steps, { text: '' }] };
  const packed = pack(whole, next, room, { most: 1 });
  const window = packed.windows[0];
  if (window === undefined) return { ok: false, fault: tooLong(model.name, packed.unplaced), usage: noUsage };
  const request: GenerateRequest = {
    messages,
    prefix: prefixOf(window),
    n: options.n,
    maxTokens: options.maxTokens,
    temperature: options.temperature,
    stop: [...stop, ...stops],
    ...(options.seed === undefined ? {} : { seed: options.seed }),
  };
  const generated = await generate(model, request, options.likeliest === true, signal);
  if (!generated.ok) return { ok: false, fault: generated.fault, usage: generated.usage };
  return {
    ok: true,
    ...readAll(generated.completions, asked),
    usage: generated.usage,
    ...(window.left.length === 0 ? {} : { omitted: window.left }),
    ...(generated.fault === undefined ? {} : { fault: generated.fault }),
  };
}

/** With `likeliest` the first completion is written at temperature 0, beside the others: the model keeps what both begin with. */
async function generate(
  model: LanguageModel,
  request: GenerateRequest,
  likeliest: boolean,
  signal: AbortSignal,
): Promise<Generated> {
  if (!likeliest || request.temperature === 0) return model.generate(request, signal);
  const [first, others] = await Promise.all([
    model.generate({ ...request, n: 1, temperature: 0 }, signal),
    request.n > 1 ? model.generate({ ...request, n: request.n - 1 }, signal) : undefined,
  ]);
  if (others === undefined) return first;
  const usage = addUsage(first.usage, others.usage);
  const fault = first.fault ?? others.fault;
  const completions = [first, others].flatMap(each => (each.ok ? each.completions : []));
  if (!first.ok && !others.ok) return { ...first, usage };
  return { ok: true, completions, usage, ...(fault === undefined ? {} : { fault }) };
}

interface Prompt {
  readonly messages: GenerateRequest['messages'];
  readonly prefixOf: (window: Window) => string;
  readonly stop: readonly string[];
}

function promptOf(examples: readonly WorkedExample[], { partial, options }: Asked): Prompt {
  switch (options.form) {
    case 'plain':
      return {
        messages: plainMessages(partial.problem, examples, options.repair),
        prefixOf: plainPrefix,
        stop: plainStops,
      };
    case 'code':
      return {
        messages: codeMessages(partial.problem, examples, options.repair),
        prefixOf: codePrefix,
        stop: codeStops,
      };
  }
}

/** Reads one reply to a proposal of this form. */
export function readReply(
  text: string,
  finish: Completion['finish'],
  { partial, options }: Pick<Asked, 'partial' | 'options'>,
): ReadStep {
  const before = partial.steps.map(step => (step.code === undefined ? step.text : `${step.text}\n${step.code}`));
  const context = { number: before.length + 1, before, cut: finish === 'length' };
  if (options.form === 'plain') return readPlain(text, context);
  const lastOutput = partial.steps.at(-1)?.output;
  return readCode(text, lastOutput === undefined ? context : { ...context, lastOutput });
}

function readAll(
  completions: readonly Completion[],
  asked: Asked,
): { candidates: readonly Candidate[]; unread: readonly Unread[] } {
  const distinct = new Map<string, Candidate>();
  const unread: Unread[] = [];
  for (const { text, finish, tokens, logProbability } of completions) {
    const read = readReply(text, finish, asked);
    if (!read.ok) {
      unread.push({ raw: text, reason: read.reason });
      continue;
    }
    const { ok: _, ...step } = read;
    const candidate: Candidate = { ...step, tokens, ...(logProbability === undefined ? {} : { logProbability }) };
    const key = candidate.code === undefined ? wordsOf(candidate.text) : codeKey(candidate.code);
    const same = distinct.get(key);
    const kept = same === undefined || likelier(candidate, same) ? candidate : same;
    distinct.set(key, same === undefined ? kept : { ...kept, times: (same.times ?? 1) + 1 });
  }
  // What most replies said comes first.
  const candidates = [...distinct.values()].sort((a, b) => (b.times ?? 1) - (a.times ?? 1));
  return { candidates, unread };
}

/** Code that differs in comments and blanks alone does the same. */
function codeKey(code: string): string {
  return code
    .split('\n')
    .map(line => line.replace(/(?<=^|\s)#.*$/, '').trimEnd())
    .filter(line => line !== '')
    .join('\n');
}

function likelier(a: Candidate, b: Candidate): boolean {
  return (a.logProbability ?? Number.NEGATIVE_INFINITY) > (b.logProbability ?? Number.NEGATIVE_INFINITY);
}
