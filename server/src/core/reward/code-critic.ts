/**
 * A critic that checks with code (the idea of GenPRM, arXiv 2504.00891): for each step it writes Python, the sandbox runs that, and with what came out the
 * model judges the step. The code is the model's: a check of it that fails says as little for certain as one that holds, so it stays a score.
 */
import type { RunLimits, RunResult, Sandbox } from '../code/sandbox.ts';
import type { Abilities, LanguageModel, Message } from '../model/language-model.ts';
import { codeTask, judgedAlone, judgedRun, systemOfCodeCritic } from '../policy/prompts/critic.ts';
import { shownSolution, systemOfJudge } from '../policy/prompts/judge.ts';
import { fencedPython } from '../policy/reading.ts';
import { askEach, scoreWith } from './asking.ts';
import { cut } from './critique.ts';
import { pack, roomFor, tooLong, type Window } from './packing.ts';
import type { RewardModel, ScoreRequest } from './reward-model.ts';
import { cancelled, type ScoreSheet } from './sheet.ts';

export interface CodeCriticOptions {
  /** Verdicts that are sampled for each step, where the model does not tell the probabilities of labels. At least 1. */
  readonly votes: number;
  readonly seed?: number;
}

const CODE_TOKENS = 500;
const CODE_SHARE = 0.25;
/** Longest output of a check that the judge is shown; what is cut is said. */
const LONGEST_OUTPUT = 1500;
const limits: RunLimits = { timeMs: 5000, memoryMb: 256, outputKb: 16 };

export function createCodeCriticReward(
  model: LanguageModel,
  sandbox: Sandbox,
  options: CodeCriticOptions,
): RewardModel {
  return {
    id: `code-critic:1:${options.votes}:${options.seed ?? '-'}:${model.id}`,
    name: `${model.name}, critic with code`,
    method: 'code-critic',
    score: (request, signal) =>
      scoreWith(model, request, signal, async (sheet, abilities) => {
        const reply = Math.min(CODE_TOKENS, Math.floor(abilities.window * CODE_SHARE));
        // The judge is shown the code and its output too.
        const room = roomFor(model, abilities.window, [systemOfCodeCritic], 2 * reply + Math.ceil(LONGEST_OUTPUT / 3));
        const { windows, unplaced } = pack(request, sheet.from, room, { most: 1 });
        const asking: Asking = { model, sandbox, options, request, sheet, abilities, signal, reply };
        await askEach(windows, abilities, signal, window => judgeStep(window, asking));
        if (signal.aborted) sheet.fail(cancelled);
        if (unplaced.length > 0) sheet.fail(tooLong(model.name, unplaced));
      }),
  };
}

interface Asking {
  readonly model: LanguageModel;
  readonly sandbox: Sandbox;
  readonly options: CodeCriticOptions;
  readonly request: ScoreRequest;
  readonly sheet: ScoreSheet;
  readonly abilities: Abilities;
  readonly signal: AbortSignal;
  readonly reply: number;
}

/** Gives whether to go on with other steps. */
async function judgeStep(window: Window, asking: Asking): Promise<boolean> {
  const { model, request, sheet, signal } = asking;
  const index = window.targets[0]?.index ?? 0;
  const solution = shownSolution(request.problem, window);
  const written = await model.generate(
    {
      messages: [
        { role: 'system', content: systemOfCodeCritic },
        { role: 'user', content: `${solution}\n\n${codeTask(index + 1)}` },
      ],
      n: 1,
      maxTokens: asking.reply,
      temperature: 0,
      ...(asking.options.seed === undefined ? {} : { seed: asking.options.seed }),
    },
    signal,
  );
  sheet.use(written.usage);
  if (!written.ok) {
    sheet.fail(written.fault);
    return false;
  }
  const run = await checked(written.completions[0]?.text ?? '', asking);
  if (signal.aborted) return false;
  const question = run === undefined ? judgedAlone(index + 1) : judgedRun(index + 1, run.shown);
  const value = await verdict(
    [
      { role: 'system', content: systemOfJudge },
      { role: 'user', content: `${solution}\n\n${question}` },
    ],
    asking,
  );
  if (value === undefined) return false;
  sheet.omit(index, window.left);
  sheet.set(index, value, { reason: run?.failure });
  return true;
}

interface CheckRun {
  /** For the judge: the code and what came of it. */
  readonly shown: string;
  /** What a check found to be false, for the person. */
  readonly failure?: string;
}

/** Runs the Python of a reply; `undefined` where there is none, or where nothing could be run. */
async function checked(reply: string, { sandbox, signal }: Asking): Promise<CheckRun | undefined> {
  const code = fencedPython(reply);
  if (code === undefined) return undefined;
  const result = await sandbox.run({ cells: [{ code, symbols: [] }], limits, priority: 'idle' }, signal);
  if (result.status === 'unavailable' || result.status === 'cancelled') return undefined;
  const shown = `\`\`\`python\n${code}\n\`\`\`\n${outcomeOf(result)}`;
  const failed = result.status === 'failed' ? result.error?.message : undefined;
  return failed === undefined ? { shown } : { shown, failure: cut(`A check that the model wrote fails: ${failed}`) };
}

function outcomeOf({ status, stdout, value, error }: RunResult): string {
  const printed = [stdout.trimEnd(), value ?? ''].filter(text => text !== '').join('\n');
  const output = printed.length > LONGEST_OUTPUT ? `${printed.slice(0, LONGEST_OUTPUT)}\n[The rest is cut.]` : printed;
  const outcome =
    status === 'ok'
      ? 'It ran to its end.'
      : status === 'failed'
        ? `A check failed: ${error?.message ?? ''}`
        : `It was not run to its end: ${error?.type ?? status}: ${error?.message ?? ''}`;
  return output === '' ? outcome : `Output:\n${output}\n${outcome}`;
}

/** Probability of Yes: from the labels where the model tells them, else the share of votes. */
async function verdict(messages: readonly Message[], asking: Asking): Promise<number | undefined> {
  const { model, sheet, signal, abilities, options } = asking;
  if (abilities.weigh) {
    const weighed = await model.weigh({ messages, labels: ['Yes', 'No'] }, signal);
    sheet.use(weighed.usage);
    if (weighed.ok) return weighed.probabilities[0];
    sheet.fail(weighed.fault);
    return undefined;
  }
  const { votes, seed } = options;
  const temperature = votes === 1 ? 0 : 0.7;
  const voted = await model.generate(
    { messages, n: votes, maxTokens: 8, temperature, ...(seed === undefined ? {} : { seed }) },
    signal,
  );
  sheet.use(voted.usage);
  if (!voted.ok) {
    sheet.fail(voted.fault);
    return undefined;
  }
  const words = voted.completions.map(({ text }) => /\b(yes|no)\b/i.exec(text)?.[1]?.toLowerCase());
  const yes = words.filter(word => word === 'yes').length;
  const answered = words.filter(word => word !== undefined).length;
  if (answered > 0) return (yes + 0.5) / (answered + 1);
  sheet.fail({ kind: 'not-understood', message: `${model.name} answered neither Yes nor No.` });
  return undefined;
}
