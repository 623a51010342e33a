/** From what the editor sends to settings that can be relied on. */
import { rules } from '../core/verify/rules/index.ts';
import { readModel } from './models.ts';
import { defaultSettings, type SettingName, type Settings, settingsSchema, severitySchema } from './schema.ts';

/** A setting with a value that is not allowed. `message` tells the person which setting, what is wrong and what is used instead. */
export interface SettingProblem {
  readonly setting: string;
  readonly message: string;
}

export interface ReadSettings {
  readonly settings: Settings;
  readonly problems: readonly SettingProblem[];
}

/**
 * Reads the `stepwise` section. A bad value is told and its default is used, so that one slip does not cost the other settings;
 * a bad entry of `stepwise.rules` or `stepwise.models` costs that rule or model only.
 * @param raw the section as nested objects (`{markdown: {wholeFile: true}}`), or anything else, which reads as no settings.
 */
export function readSettings(raw: unknown): ReadSettings {
  const problems: SettingProblem[] = [];
  const settings: Partial<Record<SettingName, unknown>> = {};
  for (const name of Object.keys(settingsSchema) as SettingName[]) {
    const value = entriesRead(name, valueAt(raw, name), problems);
    const parsed = settingsSchema[name].safeParse(value ?? undefined);
    settings[name] = parsed.success ? parsed.data : defaultSettings[name];
    if (!parsed.success)
      problems.push(problem(`stepwise.${name}`, value, reasonOf(parsed.error), defaultSettings[name]));
  }
  return { settings: settings as Settings, problems };
}

/** What is left of a setting that holds entries by name once those that are not allowed have been told. */
function entriesRead(name: SettingName, value: unknown, problems: SettingProblem[]): unknown {
  if (name === 'rules') return readRules(value, problems);
  return name === 'models' ? readModels(value, problems) : value;
}

function readModels(raw: unknown, problems: SettingProblem[]): unknown {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return raw;
  const kept: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(raw)) {
    const read = readModel(value);
    const setting = `stepwise.models: ${name}`;
    if (read.ok) kept[name] = read.config;
    else problems.push({ setting, message: `Setting ${setting}: ${read.reason}. This model is left out.` });
  }
  return kept;
}

function readRules(raw: unknown, problems: SettingProblem[]): unknown {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return raw;
  const kept: Record<string, string> = {};
  for (const [code, value] of Object.entries(raw)) {
    const setting = `stepwise.rules: ${code}`;
    const parsed = severitySchema.safeParse(value);
    if (!Object.hasOwn(rules, code)) {
      problems.push({ setting, message: `Setting ${setting}: there is no rule of this name. It is left out.` });
    } else if (parsed.success) {
      kept[code] = parsed.data;
    } else {
      problems.push(problem(setting, value, reasonOf(parsed.error), undefined));
    }
  }
  return kept;
}

function problem(setting: string, value: unknown, reason: string, instead: unknown): SettingProblem {
  const used = instead === undefined ? "The rule's own severity is used" : `${show(instead)} is used`;
  return { setting, message: `Setting ${setting}: ${show(value)} is not allowed (${reason}). ${used} instead.` };
}

function reasonOf(error: {
  readonly issues: readonly {
    readonly code?: string;
    readonly message: string;
    readonly path: readonly PropertyKey[];
  }[];
}): string {
  const issue = error.issues[0];
  if (issue === undefined) return 'not valid';
  const where = issue.path.length > 0 ? ` at ${issue.path.map(String).join('.')}` : '';
  return `${expectation(issue)}${where}`;
}

function expectation(issue: object & { readonly message: string }): string {
  if ('values' in issue && Array.isArray(issue.values)) return `one of ${issue.values.map(String).join(', ')}`;
  if ('minimum' in issue) return `at least ${String(issue.minimum)}`;
  if ('maximum' in issue) return `at most ${String(issue.maximum)}`;
  if ('expected' in issue) return `expected ${String(issue.expected)}`;
  return issue.message;
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

function valueAt(raw: unknown, name: string): unknown {
  let value = raw;
  for (const key of name.split('.')) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[key];
  }
  return value;
}
