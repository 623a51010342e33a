import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import manifest from '../../../package.json' with { type: 'json' };
import { rules } from '../../../server/src/core/verify/rules/index.ts';
import { modelSchema, readModel } from '../../../server/src/settings/models.ts';
import { readSettings } from '../../../server/src/settings/read.ts';
import { defaultSettings, settingsSchema, severitySchema } from '../../../server/src/settings/schema.ts';

interface Contributed {
  readonly type: string;
  readonly default: unknown;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly markdownDescription: string;
  readonly properties?: Readonly<Record<string, { readonly enum: readonly string[] }>>;
  readonly scope: string;
  readonly additionalProperties?: { readonly oneOf: unknown };
  readonly items?: { readonly enum: readonly string[] };
}

/** Without the words that only package.json has. */
function described(schema: unknown): unknown {
  return JSON.parse(JSON.stringify(schema, (name, value) => (name === 'markdownDescription' ? undefined : value)));
}

/** Without the bound that zod gives every integer. */
function unbounded(schema: unknown): { readonly oneOf: unknown } {
  return JSON.parse(
    JSON.stringify(schema, (name, value) =>
      name === 'maximum' && value === Number.MAX_SAFE_INTEGER ? undefined : value,
    ),
  );
}

describe("package.json's settings are those of the schema", () => {
  const contributed = manifest.contributes.configuration.properties as unknown as Readonly<Record<string, Contributed>>;

  test('the same names, few enough to be read', () => {
    expect(Object.keys(contributed)).toEqual(Object.keys(settingsSchema).map(name => `stepwise.${name}`));
    expect(Object.keys(contributed).length).toBeLessThan(30);
  });

  test('stepwise.models: the kinds of models with what belongs to each', () => {
    const { oneOf } = contributed['stepwise.models']?.additionalProperties ?? {};
    expect(described(oneOf)).toEqual(unbounded(z.toJSONSchema(modelSchema)).oneOf);
  });

  test('what names a host or a file, and what money is spent, is no choice of a workspace', () => {
    const { restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
    const ofMachine = Object.keys(contributed).filter(name => contributed[name]?.scope === 'machine');
    expect(ofMachine).toEqual([
      'stepwise.models',
      'stepwise.budget.tokensPerDay',
      'stepwise.budget.moneyPerDay',
      'stepwise.local.modelUrl',
      'stepwise.local.registry',
    ]);
    expect(restrictedConfigurations).toEqual(expect.arrayContaining(ofMachine));
  });

  test.each(Object.entries(settingsSchema))('%s: type, limits, default, description', (name, schema) => {
    const {
      type,
      default: fallback,
      enum: values,
      minimum,
      maximum,
      items,
      markdownDescription,
    } = contributed[`stepwise.${name}`] ?? {};
    const json = z.toJSONSchema(schema) as Partial<Contributed>;
    expect({ type, values, minimum, maximum, items: items?.enum, fallback }).toEqual({
      type: json.type,
      values: json.enum,
      minimum: json.minimum,
      maximum: json.maximum === Number.MAX_SAFE_INTEGER ? undefined : json.maximum,
      items: json.items?.enum,
      fallback: defaultSettings[name as keyof typeof defaultSettings],
    });
    expect(markdownDescription).toMatch(/\.$/);
  });

  test('stepwise.rules names every rule with every severity', () => {
    const listed = contributed['stepwise.rules']?.properties ?? {};
    expect(Object.keys(listed)).toEqual(Object.keys(rules));
    for (const { enum: severities } of Object.values(listed)) expect(severities).toEqual(severitySchema.options);
  });
});

describe('reading settings', () => {
  test.each([
    ['nothing', undefined],
    ['null', null],
    ['something else', 'on'],
    ['an empty section', {}],
    ['settings of other versions', { future: { thing: 3 } }],
  ])('%s: the defaults, no message', (_, raw) => {
    expect(readSettings(raw)).toEqual({ settings: defaultSettings, problems: [] });
  });

  test.each([
    [{ enable: false }, { enable: false }],
    [{ languages: ['latex'] }, { languages: ['latex'] }],
    [{ markdown: { wholeFile: true } }, { 'markdown.wholeFile': true }],
    [{ rules: { 'claim.false-rounding': 'off' } }, { rules: { 'claim.false-rounding': 'off' } }],
    [{ maxFileSizeKb: 10 }, { maxFileSizeKb: 10 }],
    [{ models: { mine: { kind: 'gguf' } } }, { models: { mine: { kind: 'gguf' } } }],
    [
      { reward: { model: 'mine', method: 'critic', votes: 8 } },
      { 'reward.model': 'mine', 'reward.method': 'critic', 'reward.votes': 8 },
    ],
    [{ budget: { tokensPerDay: 0, moneyPerDay: 2.5 } }, { 'budget.tokensPerDay': 0, 'budget.moneyPerDay': 2.5 }],
  ])('%j', (raw, expected) => {
    expect(readSettings(raw)).toEqual({ settings: { ...defaultSettings, ...expected }, problems: [] });
  });

  test.each([
    [{ enable: 'yes' }, {}, ['stepwise.enable: "yes" is not allowed (expected boolean). true is used instead.']],
    [{ languages: 'latex' }, {}, ['stepwise.languages: "latex" is not allowed (expected array)']],
    [
      { languages: ['rust'] },
      {},
      ['(one of markdown, latex, steps at 0). ["markdown","latex","steps"] is used instead.'],
    ],
    [{ maxFileSizeKb: 0 }, {}, ['0 is not allowed (at least 1). 4000 is used instead.']],
    [{ maxFileSizeKb: 1.5 }, {}, ['1.5 is not allowed']],
    [{ maxFileSizeKb: 1e9 }, {}, ['(at most 100000)']],
    [{ rules: [] }, {}, ['stepwise.rules: [] is not allowed']],
    [
      { rules: { 'claim.false-limit': 'fatal', 'claim.false-sum': 'hint' }, enable: false },
      { rules: { 'claim.false-sum': 'hint' }, enable: false },
      [
        'stepwise.rules: claim.false-limit: "fatal" is not allowed (one of error, warning, information, hint, off). The rule\'s own severity',
      ],
    ],
    [{ rules: { 'claim.wrong': 'off' } }, {}, ['stepwise.rules: claim.wrong: there is no rule of this name.']],
    [{ rules: { constructor: 'off' } }, {}, ['stepwise.rules: constructor: there is no rule of this name.']],
    [
      { models: { good: { kind: 'gguf' }, bad: { kind: 'server', url: 'http://h/v1' } } },
      { models: { good: { kind: 'gguf' } } },
      ['Setting stepwise.models: bad: model is of the type string. This model is left out.'],
    ],
    [{ enable: 1, trace: { server: 'loud' } }, {}, ['stepwise.enable', 'stepwise.trace.server']],
  ])('%j: told, and only the bad value falls back', (raw, expected, messages) => {
    const { settings, problems } = readSettings(raw);
    expect(settings).toEqual({ ...defaultSettings, ...expected });
    expect(problems).toHaveLength(messages.length);
    for (const [index, message] of messages.entries()) expect(problems[index]?.message).toContain(message);
  });
});

describe('reading a model', () => {
  const url = 'http://127.0.0.1:8080/v1';
  test.each([
    [{ kind: 'server', url, model: 'm' }],
    [{ kind: 'server', url, model: 'm', window: 4096, parallel: 4, price: { input: 1, output: 2, cached: 0.1 } }],
    [{ kind: 'server', url: 'https://me.openai.azure.com/openai?api-version=2026-01-01', model: 'm' }],
    [{ kind: 'gguf' }],
    [{ kind: 'gguf', file: '/m.gguf', window: 2048 }],
    [{ kind: 'editor', vendor: 'copilot' }],
  ])('%j', config => {
    expect(readModel(config)).toEqual({ ok: true, config });
  });

  test.each([
    [undefined, 'it is no object with a kind'],
    ['sk-secret', 'it is no object with a kind'],
    [{ url, model: 'm' }, 'it is no object with a kind'],
    [{ kind: 'ollama', model: 'm' }, 'kind is server, gguf or editor'],
    [{ kind: 'server', url }, 'model is of the type string'],
    [{ kind: 'server', url, model: '' }, 'model is empty'],
    [{ kind: 'server', url: 'localhost:80', model: 'm' }, 'url is an http or https address'],
    [{ kind: 'server', url: 'file:///m', model: 'm' }, 'url is an http or https address'],
    [{ kind: 'server', url, model: 'm', window: 1.5 }, 'window is a whole number'],
    [{ kind: 'server', url, model: 'm', window: 1 }, 'window is at least 256'],
    [{ kind: 'server', url, model: 'm', parallel: 1000 }, 'parallel is at most 256'],
    [{ kind: 'server', url, model: 'm', price: { input: 1 } }, 'price.output is of the type number'],
    [{ kind: 'server', url, model: 'm', apiKey: 'sk-secret' }, 'there is no apiKey in a model: a key is kept'],
    [{ kind: 'server', url, model: 'm', depth: 1 }, 'there is no depth in a model'],
    [{ kind: 'server', url: 'https://me:sk-secret@host/v1', model: 'm' }, 'url holds a name, a password or a query'],
    [{ kind: 'server', url: 'https://host/v1?key=sk-secret', model: 'm' }, 'url holds a name, a password or a query'],
  ])('%j: the reason, and no secret in it', (raw, reason) => {
    const read = readModel(raw);
    expect(read).toEqual({ ok: false, reason: expect.stringContaining(reason) });
    expect(JSON.stringify(read)).not.toContain('sk-secret');
  });
});
