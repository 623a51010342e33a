/** The editor's language model as the core sees it: what is asked of the client, and what is made of what it answers. */
import { describe, expect, test } from 'vitest';
import { createEditorModel, type EditorModelPort } from '../../../server/src/adapters/editorModel.ts';
import type { GenerateRequest } from '../../../server/src/core/model/language-model.ts';
import type { EditorModelQuestion } from '../../../server/src/protocol.ts';

const never = new AbortController().signal;
const request: GenerateRequest = {
  messages: [{ role: 'user', content: 'What is 2 + 2?' }],
  n: 1,
  maxTokens: 50,
  temperature: 0,
};

function port(answers: readonly unknown[]): EditorModelPort & { readonly asked: EditorModelQuestion[] } {
  const asked: EditorModelQuestion[] = [];
  return {
    asked,
    find: async () => [{ vendor: 'v', family: 'f', id: 'i', name: 'N', maxInputTokens: 1000 }],
    ask: async question => {
      asked.push(question);
      const answer = answers[asked.length - 1] ?? answers.at(-1);
      if (answer instanceof Error) throw answer;
      return answer;
    },
  };
}

const said = (text: string) => ({ ok: true, text, finish: 'stop', promptTokens: 7, completionTokens: 2 });
const refused = (kind: string, asked = false) => ({
  ok: false,
  kind,
  message: 'in words',
  asked,
  promptTokens: asked ? 7 : 0,
  completionTokens: 0,
});

describe('what is asked', () => {
  test.each([
    ['one turn', request, [['user', 'What is 2 + 2?']]],
    [
      'what the system says stands before the first words of the user',
      {
        ...request,
        messages: [
          { role: 'system', content: 'Be short.' },
          { role: 'user', content: 'Hello' },
        ],
      },
      [['user', 'Be short.\n\nHello']],
    ],
    [
      'turns of both sides stay apart',
      {
        ...request,
        messages: [
          { role: 'user', content: 'A' },
          { role: 'assistant', content: 'B' },
          { role: 'user', content: 'C' },
        ],
      },
      [
        ['user', 'A'],
        ['assistant', 'B'],
        ['user', 'C'],
      ],
    ],
  ] as const)('%s', async (_, given, expected) => {
    const editor = port([said('4')]);
    await createEditorModel({}, editor).generate(given, never);
    expect(editor.asked[0]?.messages.map(({ role, content }) => [role, content])).toEqual(expected);
  });

  test('a reply that is begun is asked for in the turn of the user', async () => {
    const editor = port([said('4')]);
    await createEditorModel({}, editor).generate({ ...request, prefix: 'The answer is' }, never);
    expect(editor.asked[0]?.messages).toHaveLength(1);
    expect(editor.asked[0]?.messages[0]?.content).toMatch(/only what comes after it.*\n\nThe answer is$/s);
  });

  test.each([1, 3, 10])('%i completions are as many questions, some at a time', async n => {
    let [now, most] = [0, 0];
    const editor = port([]);
    const slow: EditorModelPort = {
      ...editor,
      ask: async () => {
        most = Math.max(most, ++now);
        await new Promise(resolve => setImmediate(resolve));
        now--;
        return said('4');
      },
    };
    const generated = await createEditorModel({}, slow).generate({ ...request, n }, never);
    expect(generated).toMatchObject({ ok: true, usage: { calls: n, promptTokens: 7 * n, completionTokens: 2 * n } });
    expect(most).toBe(Math.min(n, 4));
  });
});

describe('what is made of the answers', () => {
  test.each([
    ['a reply', [said('4')], 1, { ok: true, completions: [{ text: '4', tokens: 2, finish: 'stop' }] }],
    ['no consent', [refused('not-allowed')], 1, { ok: false, fault: { kind: 'not-allowed' }, usage: { calls: 0 } }],
    [
      'a quota',
      [refused('busy', true)],
      1,
      { ok: false, fault: { kind: 'busy' }, usage: { calls: 1, promptTokens: 7 } },
    ],
    [
      'some and a quota',
      [said('4'), refused('busy')],
      2,
      { ok: true, completions: [{ text: '4' }], fault: { kind: 'busy' } },
    ],
    ['not of the form', [{ ok: true, words: 'four' }], 1, { ok: false, fault: { kind: 'broken' } }],
    ['a kind that is not known', [refused('tired')], 1, { ok: false, fault: { kind: 'broken' } }],
    ['a client without models', [new Error('Unhandled method')], 1, { ok: false, fault: { kind: 'broken' } }],
  ] as const)('%s', async (_, answers, n, expected) => {
    expect(await createEditorModel({}, port(answers)).generate({ ...request, n }, never)).toMatchObject(expected);
  });

  test('nothing more is asked once one was refused', async () => {
    const editor = port([refused('busy')]);
    await createEditorModel({}, editor).generate({ ...request, n: 32 }, never);
    expect(editor.asked.length).toBeLessThanOrEqual(4);
  });

  test('cancelling does not wait for the client, and asks nothing more', async () => {
    const abort = new AbortController();
    const signals: AbortSignal[] = [];
    const editor: EditorModelPort = {
      ...port([]),
      ask: (_, signal) => {
        signals.push(signal);
        abort.abort();
        return new Promise(() => {});
      },
    };
    const generated = await createEditorModel({}, editor).generate({ ...request, n: 9 }, abort.signal);
    expect(generated).toMatchObject({ ok: false, fault: { kind: 'cancelled' } });
    expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
  });

  test('what it cannot do is said without a call', async () => {
    const editor = port([said('4')]);
    const model = createEditorModel({ vendor: 'copilot', family: 'gpt-4o' }, editor);
    const faults = [
      await model.read({ messages: [], parts: [] }, never),
      await model.weigh({ messages: [], labels: [] }, never),
      await model.pool({ messages: [], marker: '', count: 0 }, never),
    ];
    for (const fault of faults) expect(fault).toMatchObject({ ok: false, fault: { kind: 'unsupported' } });
    expect(editor.asked).toEqual([]);
    expect(model.id).toBe('editor:copilot/gpt-4o/*');
  });
});

test.each([
  [
    'those of the first model',
    [{ name: 'N', maxInputTokens: 1000 }],
    { ok: true, abilities: { window: 5096, parallel: 4 } },
  ],
  ['there is none', [], { ok: false, fault: { kind: 'no-model' } }],
  ['the client has no such thing', undefined, { ok: false, fault: { kind: 'no-model' } }],
])('abilities: %s', async (_, found, expected) => {
  const editor: EditorModelPort = { ...port([]), find: async () => found };
  expect(await createEditorModel({ id: 'x' }, editor).abilities(never)).toMatchObject(expected);
});
