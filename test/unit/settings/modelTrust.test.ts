import { describe, expect, test } from 'vitest';
import type { ModelConfig } from '../../../server/src/settings/models.ts';
import { usableModels } from '../../../server/src/settings/modelTrust.ts';

const mine: ModelConfig = { kind: 'server', url: 'https://mine.example/v1', model: 'm' };
const theirs: ModelConfig = { kind: 'server', url: 'https://theirs.example/v1', model: 'm' };
const file: ModelConfig = { kind: 'gguf', file: './model.gguf' };
const editor: ModelConfig = { kind: 'editor', vendor: 'copilot' };

describe('models that a workspace names', () => {
  test.each<
    [string, Record<string, ModelConfig>, Record<string, ModelConfig>, boolean, Record<string, ModelConfig>, string[]]
  >([
    ['none', { a: mine }, {}, false, { a: mine }, []],
    ['a server, not trusted', { a: mine }, { b: theirs }, false, { a: mine }, ['b: not trusted']],
    ['a file, not trusted', {}, { b: file }, false, {}, ['b: not trusted']],
    ['a model of the editor, not trusted', {}, { b: editor }, false, {}, ['b: not trusted']],
    ['another host under my name, not trusted', { a: mine }, { a: theirs }, false, { a: mine }, ['a: not trusted']],
    ['a server, trusted', { a: mine }, { b: theirs }, true, { a: mine, b: theirs }, []],
    ['another host under my name, trusted', { a: mine }, { a: theirs }, true, { a: mine }, ['a: yours is used']],
    ['the same as mine, not trusted', { a: mine }, { a: mine }, false, { a: mine }, []],
  ])('%s', (_, user, workspace, trusted, configs, refused) => {
    const usable = usableModels({ user, workspace }, trusted);
    expect(usable.configs).toEqual(configs);
    expect(usable.refused).toEqual(
      refused.map(text => {
        const [name, reason] = text.split(': ');
        return { name, reason: expect.stringContaining(reason ?? '') };
      }),
    );
  });
});
