/** VS Code's language models (Copilot and others) as a language model of the core: each completion is one question to the client. */
import * as z from 'zod/mini';
import { addUsage, type Failed, type FaultKind, noUsage, type Usage } from '../core/model/fault.ts';
import type { Completion, GenerateRequest, LanguageModel, Message } from '../core/model/language-model.ts';
import type { EditorModelChoice, EditorModelQuestion } from '../protocol.ts';
import type { ModelConfig } from '../settings/models.ts';

/** How the client is asked: see `findEditorModels` and `askEditorModel`. What it answers is checked here. Rejects where the client cannot be asked. */
export interface EditorModelPort {
  find(choice: EditorModelChoice): Promise<unknown>;
  /** Aborting breaks the request off. */
  ask(question: EditorModelQuestion, signal: AbortSignal): Promise<unknown>;
}

/** Requests in flight together: the providers behind the editor slow down people who ask for more. */
const PARALLEL = 4;

/** Tokens that a reply may have beside the prompt, for models that say what they take and not what they give. */
const REPLY_WINDOW = 4096;

const abouts = z.array(z.object({ name: z.string(), maxInputTokens: z.number() }));

const tokens = { promptTokens: z.number(), completionTokens: z.number() };
const replySchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), text: z.string(), finish: z.enum(['stop', 'length']), ...tokens }),
  z.object({
    ok: z.literal(false),
    kind: z.enum(['not-allowed', 'busy', 'no-model', 'too-long', 'broken', 'cancelled']),
    message: z.string(),
    asked: z.boolean(),
    ...tokens,
  }),
]);

type One = { readonly ok: true; readonly completion: Completion; readonly usage: Usage } | Failed;

/** The model of this choice. It can write and nothing else: it gives no probabilities, and a reply that is begun is asked for in the user's turn. */
export function createEditorModel(choice: EditorModelChoice, port: EditorModelPort): LanguageModel {
  const named = [choice.vendor, choice.family, choice.id].filter(name => name !== undefined);
  const bare = choice.id ?? choice.family;
  const name =
    bare === undefined
      ? `VS Code's model${choice.vendor === undefined ? '' : ` of ${choice.vendor}`}`
      : `${bare}${choice.vendor === undefined ? '' : ` (${choice.vendor})`}`;
  const unsupported = async (): Promise<Failed> =>
    failed(
      'unsupported',
      `${name} writes text and gives no probabilities: choose a reward model that works by asking (critic, rollouts).`,
    );
  return {
    id: `editor:${choice.vendor ?? '*'}/${choice.family ?? '*'}/${choice.id ?? '*'}`,
    name,
    abilities: async () => {
      const found = abouts.safeParse(await port.find(choice).catch(() => undefined));
      const first = found.success ? found.data[0] : undefined;
      if (first === undefined)
        return failed('no-model', `VS Code has no language model ${named.join(' / ')}.`.replace(' .', '.'));
      return {
        ok: true,
        abilities: {
          window: first.maxInputTokens + REPLY_WINDOW,
          many: false,
          continuation: 'turn',
          logProbabilities: false,
          schema: false,
          prefixCache: false,
          read: false,
          weigh: false,
          pool: false,
          parallel: PARALLEL,
        },
      };
    },
    generate: async (request, signal) => {
      const question = questionOf(choice, request);
      const replies = await inParallel(request.n, () => ask(port, question, signal));
      const usage = replies.map(reply => reply.usage).reduce(addUsage, noUsage);
      const completions = replies.flatMap(reply => (reply.ok ? [reply.completion] : []));
      const failure = replies.find(reply => !reply.ok);
      if (failure === undefined) return { ok: true, completions, usage };
      return completions.length === 0 ? { ...failure, usage } : { ok: true, completions, usage, fault: failure.fault };
    },
    read: unsupported,
    weigh: unsupported,
    pool: unsupported,
    // Four bytes to a token is the mean of English; formulas and other scripts have more tokens.
    countTokens: text => Math.ceil(new TextEncoder().encode(text).length / 2),
    release: async () => {},
  };
}

/** VS Code's models know two roles: what the system says stands before the user's first words, a reply that is begun is asked for. */
function questionOf(choice: EditorModelChoice, request: GenerateRequest): EditorModelQuestion {
  const { messages, prefix, maxTokens, temperature, stop = [] } = request;
  const turns = prefix === undefined || prefix === '' ? messages : [...messages, goOn(prefix)];
  const merged: { role: 'user' | 'assistant'; content: string }[] = [];
  for (const { role, content } of turns) {
    const as = role === 'assistant' ? 'assistant' : 'user';
    const last = merged.at(-1);
    if (last?.role === as) last.content += `\n\n${content}`;
    else merged.push({ role: as, content });
  }
  return { choice, messages: merged, maxTokens, temperature, stop };
}

function goOn(prefix: string): Message {
  return {
    role: 'user',
    content: `Your reply begins with the text below. Write only what comes after it, without repeating it.\n\n${prefix}`,
  };
}

async function ask(port: EditorModelPort, question: EditorModelQuestion, signal: AbortSignal): Promise<One> {
  if (signal.aborted) return failed('cancelled', 'Cancelled.');
  const answer = await untilAborted(port.ask(question, signal), signal);
  if (signal.aborted) return failed('cancelled', 'Cancelled.', { ...noUsage, calls: 1 });
  const reply = replySchema.safeParse(answer);
  if (!reply.success) {
    return failed(
      'broken',
      'The editor did not answer for its language model. Update VS Code, or choose another model.',
    );
  }
  const { data } = reply;
  const usage = {
    ...noUsage,
    promptTokens: data.promptTokens,
    completionTokens: data.completionTokens,
    calls: data.ok || data.asked ? 1 : 0,
  };
  if (!data.ok) return failed(data.kind, data.message, usage);
  return { ok: true, completion: { text: data.text, tokens: data.completionTokens, finish: data.finish }, usage };
}

/** What comes of the work; `undefined` where it fails, and as soon as the signal is aborted: the client may take its time over that. */
function untilAborted(work: Promise<unknown>, signal: AbortSignal): Promise<unknown> {
  return new Promise(resolve => {
    const end = (value: unknown): void => {
      signal.removeEventListener('abort', give);
      resolve(value);
    };
    const give = (): void => end(undefined);
    signal.addEventListener('abort', give, { once: true });
    if (signal.aborted) give();
    work.then(end, give);
  });
}

/** At most `PARALLEL` at a time. Once one has failed, those that were not begun are not asked either. */
async function inParallel(n: number, work: () => Promise<One>): Promise<readonly One[]> {
  const results: One[] = [];
  let begun = 0;
  const worker = async (): Promise<void> => {
    while (begun < n && results.every(({ ok }) => ok)) {
      begun++;
      results.push(await work());
    }
  };
  await Promise.all(Array.from({ length: Math.min(n, PARALLEL) }, worker));
  return results;
}

function failed(kind: FaultKind, message: string, usage: Usage = noUsage): Failed {
  return { ok: false, fault: { kind, message }, usage };
}

/** What the settings name, as the client is asked for it. */
export function choiceOf({ vendor, family, id }: Extract<ModelConfig, { readonly kind: 'editor' }>): EditorModelChoice {
  return {
    ...(vendor === undefined ? {} : { vendor }),
    ...(family === undefined ? {} : { family }),
    ...(id === undefined ? {} : { id }),
  };
}
