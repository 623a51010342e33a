/** VS Code's language models (Copilot and others), lent to the server: each once the person has agreed to it. */
import {
  type CancellationToken,
  CancellationTokenSource,
  type Disposable,
  type LanguageModelChat,
  LanguageModelChatMessage,
  LanguageModelError,
  lm,
} from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import {
  askEditorModel,
  type EditorModelAbout,
  type EditorModelChoice,
  type EditorModelQuestion,
  type EditorModelReply,
  findEditorModels,
} from '../../server/src/protocol.ts';
import type { Consent } from './consent.ts';

type Failure = Extract<EditorModelReply, { readonly ok: false }>;

/** Characters that a token has at most, in the mean: a model that goes on and on is stopped by them. */
const LONGEST_TOKEN = 8;

export class EditorModels {
  readonly #client: BaseLanguageClient;
  readonly #consent: Consent;

  constructor(client: BaseLanguageClient, consent: Consent) {
    this.#client = client;
    this.#consent = consent;
  }

  register(): readonly Disposable[] {
    return [
      this.#client.onRequest<readonly EditorModelAbout[], void>(findEditorModels.method, (choice: EditorModelChoice) =>
        this.find(choice),
      ),
      this.#client.onRequest<EditorModelReply, void>(
        askEditorModel.method,
        (question: EditorModelQuestion, token: CancellationToken) => this.#ask(question, token),
      ),
    ];
  }

  async find(choice: EditorModelChoice): Promise<readonly EditorModelAbout[]> {
    return (await lm.selectChatModels(choice)).map(({ vendor, family, id, name, maxInputTokens }) => ({
      vendor,
      family,
      id,
      name,
      maxInputTokens,
    }));
  }

  async #ask(question: EditorModelQuestion, token: CancellationToken): Promise<EditorModelReply> {
    const [model] = await lm.selectChatModels(question.choice);
    if (model === undefined) return failure('no-model', noModel(question.choice));
    const agreed = await Promise.race([this.#consent.agreed(model, false), cancellation(token)]);
    if (token.isCancellationRequested) return failure('cancelled', 'Cancelled.');
    if (!agreed) return notAllowed(model);
    const answer = await this.#consent.whileGiven(model, token, held => converse(model, question, held));
    return answer ?? notAllowed(model);
  }
}

/** Resolves when the request is cancelled: the person may take their time over a question. */
function cancellation(token: CancellationToken): Promise<undefined> {
  return new Promise(resolve => token.onCancellationRequested(() => resolve(undefined)));
}

/** One request. It ends with the reply, at a stop, or when it is longer than was wanted; the rest is not waited for. */
async function converse(
  model: LanguageModelChat,
  { messages, maxTokens, temperature, stop }: EditorModelQuestion,
  token: CancellationToken,
): Promise<EditorModelReply> {
  const source = new CancellationTokenSource();
  const cancelled = token.onCancellationRequested(() => source.cancel());
  const chat = messages.map(({ role, content }) =>
    role === 'user' ? LanguageModelChatMessage.User(content) : LanguageModelChatMessage.Assistant(content),
  );
  let text = '';
  const tokens = async () => ({
    promptTokens: (await Promise.all(messages.map(({ content }) => count(model, content)))).reduce((a, b) => a + b, 0),
    completionTokens: text === '' ? 0 : await count(model, text),
  });
  let asked = false;
  try {
    const response = await model.sendRequest(
      chat,
      {
        justification: 'Stepwise asks it to judge the steps of your solution.',
        modelOptions: { temperature, max_tokens: maxTokens, ...(stop.length === 0 ? {} : { stop }) },
      },
      source.token,
    );
    asked = true;
    for await (const piece of response.text) {
      if (token.isCancellationRequested) break;
      text += piece;
      const end = endOf(text, stop);
      if (end !== undefined) {
        text = text.slice(0, end);
        return { ok: true, text, finish: 'stop', ...(await tokens()) };
      }
      if (text.length > maxTokens * LONGEST_TOKEN) return { ok: true, text, finish: 'length', ...(await tokens()) };
    }
    if (token.isCancellationRequested) return { ...failure('cancelled', 'Cancelled.'), asked, ...(await tokens()) };
    const used = await tokens();
    return { ok: true, text, finish: used.completionTokens >= maxTokens ? 'length' : 'stop', ...used };
  } catch (error) {
    const told = token.isCancellationRequested ? failure('cancelled', 'Cancelled.') : failureOf(error, model.name);
    return { ...told, asked, ...(asked ? await tokens() : {}) };
  } finally {
    cancelled.dispose();
    source.cancel();
    source.dispose();
  }
}

function endOf(text: string, stop: readonly string[]): number | undefined {
  const ends = stop.map(word => text.indexOf(word)).filter(at => at >= 0);
  return ends.length === 0 ? undefined : Math.min(...ends);
}

/** By the model's own count; where it has none, four characters to a token. */
async function count(model: LanguageModelChat, text: string): Promise<number> {
  try {
    return await model.countTokens(text);
  } catch {
    return Math.ceil(text.length / 4);
  }
}

function failure(kind: Failure['kind'], message: string): Failure {
  return { ok: false, kind, message, asked: false, promptTokens: 0, completionTokens: 0 };
}

function notAllowed({ name }: LanguageModelChat): Failure {
  return failure(
    'not-allowed',
    `Steps are not sent to ${name}: you have not allowed it. To allow it, choose it in "Stepwise: Set up a model".`,
  );
}

function noModel({ vendor, family, id }: EditorModelChoice): string {
  const named = [vendor, family, id].filter(name => name !== undefined).join(' / ');
  const which = named === '' ? 'VS Code has no language model' : `VS Code has no language model ${named}`;
  return `${which}. See that the extension which brings it is installed and signed in, or choose another in "Stepwise: Set up a model".`;
}

function failureOf(error: unknown, name: string): Failure {
  const code = error instanceof LanguageModelError ? error.code : undefined;
  switch (code) {
    case LanguageModelError.NoPermissions.name:
      return failure(
        'not-allowed',
        `VS Code does not let Stepwise use ${name}. To allow it, see "Manage Extension Language Model Access" in the menu of your account.`,
      );
    case LanguageModelError.Blocked.name:
      return failure(
        'busy',
        `${name} takes no more requests: its quota is used up, or it has refused this one. Try again later.`,
      );
    case LanguageModelError.NotFound.name:
      return failure('no-model', `${name} is no longer there. Choose another model in "Stepwise: Set up a model".`);
    default:
      return failure('broken', `${name} gave no answer: ${firstLine(error)}`);
  }
}

/** What a provider says of its failure, cut short: it may be long, and hold what it was sent. */
function firstLine(error: unknown): string {
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
  return line.length > 120 ? `${line.slice(0, 119)}…` : line;
}
