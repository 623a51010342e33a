/** One pass of a language model over a problem and its steps. */
import type { ModelFault, Usage } from '../../model/fault.ts';
import { addUsage, noUsage } from '../../model/fault.ts';
import type { LanguageModel, ReadPart, ReadRequest } from '../../model/language-model.ts';
import type { PartialSolution } from '../../policy/policy.ts';
import { type PpmText, ppmFrame, ppmStepTokens, ppmText } from '../../policy/prompts/ppm.ts';
import type { StepReading } from '../features.ts';
import { pack, roomFor, tooLong, type Window } from '../packing.ts';
import type { Omission } from '../reward-model.ts';
import { cancelled } from '../sheet.ts';

export interface SolutionReading {
  /** One for each step; `undefined` where it was not read. */
  readonly readings: readonly (StepReading | undefined)[];
  readonly omitted: readonly Omission[];
  readonly usage: Usage;
  /** Why steps were not read. */
  readonly fault?: ModelFault;
}

/** A request of `read` and which step stands in which of its parts. */
export interface PlannedRead {
  readonly request: ReadRequest;
  readonly window: Window;
  readonly partOf: PpmText['partOf'];
}

/** The passes that are needed: one, where all fits the window. `probe`: tokens whose logits are wanted at each step. */
export function planReads(
  solution: PartialSolution,
  from: number,
  window: number,
  model: Pick<LanguageModel, 'countTokens'>,
  probe: readonly number[] | undefined,
): { readonly reads: readonly PlannedRead[]; readonly unplaced: readonly number[] } {
  const room = roomFor(model, window, ppmFrame, solution.steps.length * ppmStepTokens);
  const { windows, unplaced } = pack(solution, from, room);
  const reads = windows.map(shown => {
    const { messages, parts, partOf } = ppmText(solution.problem, shown);
    const request = probe === undefined ? { messages, parts } : { messages, parts, logitsOf: probe };
    return { request, window: shown, partOf };
  });
  return { reads, unplaced };
}

/** What a pass tells of the step whose text is this part. */
export function readingAt(parts: readonly ReadPart[], part: number): StepReading | undefined {
  const [text, question] = [parts[part], parts[part + 1]];
  if (text === undefined || question === undefined) return undefined;
  return question.logits === undefined ? { tokens: text.tokens } : { tokens: text.tokens, judged: question.logits };
}

/** Reads all steps, those before `from` too where they share a pass with later ones. Never rejects; an aborted signal gives a fault `cancelled`. */
export async function readSolution(
  model: LanguageModel,
  solution: PartialSolution,
  { from = 0, probe }: { readonly from?: number; readonly probe?: readonly number[] },
  signal: AbortSignal,
): Promise<SolutionReading> {
  const readings: (StepReading | undefined)[] = solution.steps.map(() => undefined);
  const omitted: Omission[] = [];
  let usage = noUsage;
  const done = (fault?: ModelFault): SolutionReading =>
    fault === undefined ? { readings, omitted, usage } : { readings, omitted, usage, fault };
  const able = await model.abilities(signal);
  if (!able.ok) return done(able.fault);
  const { read, window } = able.abilities;
  if (read === false || (probe !== undefined && !read.logits)) return done(unreadable(model.name));
  const { reads, unplaced } = planReads(solution, from, window, model, probe);
  for (const { request, window: shown, partOf } of reads) {
    if (signal.aborted) return done(cancelled);
    const answer = await model.read(request, signal);
    usage = addUsage(usage, answer.usage);
    if (!answer.ok) return done(answer.fault);
    for (const { index } of [...shown.context, ...shown.targets])
      readings[index] ??= readingAt(answer.parts, partOf.get(index) ?? -1);
    if (shown.left.length > 0) for (const { index } of shown.targets) omitted.push({ of: index, steps: shown.left });
  }
  return done(unplaced.length > 0 ? tooLong(model.name, unplaced) : undefined);
}

function unreadable(name: string): ModelFault {
  return {
    kind: 'unsupported',
    message: `${name} does not tell what it thinks of a written text, which the embedded reward model lives on. Use a model from a GGUF file.`,
  };
}
