import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import manifest from '../../../package.json' with { type: 'json' };
import { rules } from '../../../server/src/core/verify/rules/index.ts';
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
  readonly items?: { readonly enum: readonly string[] };
}

describe("package.json's settings are those of the schema", () => {
  const contributed = manifest.contributes.configuration.properties as unknown as Readonly<Record<string, Contributed>>;

  test('the same names, fewer than 15', () => {
    expect(Object.keys(contributed)).toEqual(Object.keys(settingsSchema).map(name => `stepwise.${name}`));
    expect(Object.keys(contributed).length).toBeLessThan(15);
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
      maximum: json.maximum,
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
    [{ enable: 1, trace: { server: 'loud' } }, {}, ['stepwise.enable', 'stepwise.trace.server']],
  ])('%j: told, and only the bad value falls back', (raw, expected, messages) => {
    const { settings, problems } = readSettings(raw);
    expect(settings).toEqual({ ...defaultSettings, ...expected });
    expect(problems).toHaveLength(messages.length);
    for (const [index, message] of messages.entries()) expect(problems[index]?.message).toContain(message);
  });
});
