/** Questions to the editor about its own language models: what goes over the connection, and what cancelling does. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { CancellationToken } from 'vscode-languageserver-protocol';
import { createEditorModel } from '../../server/src/adapters/editorModel.ts';
import type { GenerateRequest } from '../../server/src/core/model/language-model.ts';
import type { ModelHostServices } from '../../server/src/features/modelHost.ts';
import {
  askEditorModel,
  type EditorModelQuestion,
  type EditorModelReply,
  findEditorModels,
} from '../../server/src/protocol.ts';
import type { TestClient } from './lib/client.ts';
import { connect } from './lib/inMemory.ts';
import { ScriptedModels } from './lib/models.ts';

const request: GenerateRequest = {
  messages: [{ role: 'user', content: 'Is it so?' }],
  n: 1,
  maxTokens: 9,
  temperature: 0,
};

let models: ScriptedModels;
let client: TestClient;
beforeEach(async () => {
  models = new ScriptedModels();
  client = connect({ createModels: models.create });
  await client.start({});
});
afterEach(() => client.stop());

function services(): ModelHostServices {
  if (models.services === undefined) throw new Error('the server has made no models');
  return models.services;
}

test('the editor is asked, and its answer is the completion', async () => {
  const asked: EditorModelQuestion[] = [];
  client.connection.onRequest<EditorModelReply, void>(askEditorModel.method, (question: EditorModelQuestion) => {
    asked.push(question);
    return { ok: true, text: 'Yes.', finish: 'stop', promptTokens: 4, completionTokens: 2 };
  });
  const model = createEditorModel({ vendor: 'copilot', id: 'gpt' }, services().editor);
  expect(await model.generate(request, new AbortController().signal)).toMatchObject({
    ok: true,
    completions: [{ text: 'Yes.', tokens: 2 }],
    usage: { promptTokens: 4, completionTokens: 2, calls: 1 },
  });
  expect(asked).toEqual([
    {
      choice: { vendor: 'copilot', id: 'gpt' },
      messages: [{ role: 'user', content: 'Is it so?' }],
      maxTokens: 9,
      temperature: 0,
      stop: [],
    },
  ]);
});

test('cancelling reaches the editor', async () => {
  let cancelled = false;
  const abort = new AbortController();
  client.connection.onRequest<EditorModelReply, void>(
    askEditorModel.method,
    (_: EditorModelQuestion, token: CancellationToken) =>
      new Promise(() => {
        token.onCancellationRequested(() => {
          cancelled = true;
        });
        abort.abort();
      }),
  );
  const model = createEditorModel({}, services().editor);
  expect(await model.generate(request, abort.signal)).toMatchObject({ ok: false, fault: { kind: 'cancelled' } });
  await client.until(() => cancelled || undefined);
});

test('a client without such models has none', async () => {
  const model = createEditorModel({}, services().editor);
  const signal = new AbortController().signal;
  expect(await model.abilities(signal)).toMatchObject({ ok: false, fault: { kind: 'no-model' } });
  expect(await model.generate(request, signal)).toMatchObject({ ok: false, fault: { kind: 'broken' } });
});

test('what it can do is that of the first model of the choice', async () => {
  client.connection.onRequest(findEditorModels.method, () => [
    { vendor: 'v', family: 'f', id: 'i', name: 'One', maxInputTokens: 1000 },
    { vendor: 'v', family: 'f', id: 'j', name: 'Two', maxInputTokens: 2000 },
  ]);
  const model = createEditorModel({ vendor: 'v' }, services().editor);
  expect(await model.abilities(new AbortController().signal)).toMatchObject({ abilities: { window: 5096 } });
});
