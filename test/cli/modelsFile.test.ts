import { describe, expect, test } from 'vitest';
import { modelNamed, parseModelsFile } from '../../server/src/cli/modelsFile.ts';
import { configFolder, stateFolder } from '../../server/src/folders.ts';
import type { ModelConfig } from '../../server/src/settings/models.ts';

const file = '/home/me/.config/stepwise/models.json';
const models: Record<string, ModelConfig> = {
  mine: { kind: 'server', url: 'http://h:1/v1', model: 'm' },
  own: { kind: 'gguf', file: 'weights/m.gguf' },
  gguf: { kind: 'gguf', file: '/elsewhere/m.gguf' },
};

describe('what a person means by a model', () => {
  test.each<[string, ModelConfig]>([
    ['mine', { kind: 'server', url: 'http://h:1/v1', model: 'm' }],
    ['own', { kind: 'gguf', file: '/home/me/.config/stepwise/weights/m.gguf' }],
    ['gguf:m.gguf', { kind: 'gguf', file: '/work/m.gguf' }],
    ['gguf:/a/b:c.gguf', { kind: 'gguf', file: '/a/b:c.gguf' }],
    ['http://127.0.0.1:8080/v1#qwen', { kind: 'server', url: 'http://127.0.0.1:8080/v1', model: 'qwen' }],
    ['https://h/v1#org/name:latest', { kind: 'server', url: 'https://h/v1', model: 'org/name:latest' }],
    // A name of the file goes before the words that the command line has itself.
    ['gguf', { kind: 'gguf', file: '/elsewhere/m.gguf' }],
  ])('%s', (text, config) => {
    expect(modelNamed(text, models, file, '/work')).toEqual({ ok: true, name: text, config });
  });

  test('gguf is the one that was fetched', () => {
    expect(modelNamed('gguf', {}, file, '/work')).toEqual({ ok: true, name: 'gguf', config: { kind: 'gguf' } });
  });

  test.each([
    ['Mine', /there is no model "Mine": .*models\.json names mine, own, gguf;/],
    ['toString', /there is no model "toString"/],
    ['gguf:', /names no file/],
    ['m.gguf', /a file is named as gguf:m\.gguf/],
    ['http://h/v1', /named with its model behind "#"/],
    ['http://h/v1#', /named with its model behind "#"/],
    ['http://#m', /url is an http or https address/],
    ['https://h/v1?key=sk-secret#m', /a key is kept/],
  ])('%s: a reason', (text, reason) => {
    const named = modelNamed(text, models, file, '/work');
    expect(named.ok ? 'named' : named.reason).toMatch(reason);
    expect(JSON.stringify(named)).not.toContain('sk-secret');
  });
});

test.each([
  ['{}', [], []],
  ['{"a":{"kind":"gguf"}}', ['a'], []],
  ['{"a":{"kind":"gguf"},"b":{"kind":"x"}}', ['a'], ['the model b is left out: kind is server, gguf or editor']],
])('a file of models that holds %s', (text, names, problems) => {
  const read = parseModelsFile(text, file);
  expect(read.ok && Object.keys(read.models)).toEqual(names);
  expect(read.ok && read.problems).toEqual(problems.map(problem => expect.stringContaining(problem)));
});

test.each<[NodeJS.Platform, Record<string, string>, string, string]>([
  ['linux', {}, '/home/me/.config/stepwise', '/home/me/.local/state/stepwise'],
  ['linux', { XDG_CONFIG_HOME: '/c', XDG_STATE_HOME: '/s' }, '/c/stepwise', '/s/stepwise'],
  [
    'linux',
    { XDG_CONFIG_HOME: 'c', XDG_STATE_HOME: '' },
    '/home/me/.config/stepwise',
    '/home/me/.local/state/stepwise',
  ],
  ['darwin', {}, '/home/me/.config/stepwise', '/home/me/Library/Application Support/stepwise'],
  ['win32', { APPDATA: 'C:\\R', LOCALAPPDATA: 'C:\\L' }, 'C:\\R\\stepwise', 'C:\\L\\stepwise'],
])('folders on %s with %j', (platform, env, config, state) => {
  expect(configFolder(platform, env, '/home/me')).toBe(config);
  expect(stateFolder(platform, env, '/home/me')).toBe(state);
});
