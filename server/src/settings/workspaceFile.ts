/**
 * `.stepwise.yaml` in a workspace folder: rules that are switched off there, and steps that are left alone. A step is named by the
 * fingerprint of its content, so edits elsewhere do not lose it and a change of the step itself brings its check back.
 */
import type { Document, YAMLSeq } from 'yaml';
import * as z from 'zod/mini';

export interface WorkspaceRules {
  readonly disabled: ReadonlySet<string>;
  /** Fingerprints of ignored steps (`Step.key`). */
  readonly ignored: ReadonlySet<string>;
}

export const noWorkspaceRules: WorkspaceRules = { disabled: new Set(), ignored: new Set() };

const fileSchema = z.object({
  disable: z.nullish(z.array(z.string())),
  ignore: z.nullish(z.array(z.union([z.string(), z.object({ step: z.string(), text: z.optional(z.string()) })]))),
});

export type ParsedWorkspaceFile =
  | { readonly ok: true; readonly rules: WorkspaceRules }
  | { readonly ok: false; readonly reason: string };

/** Reads the file's text. An empty file has no rules. */
export async function parseWorkspaceFile(text: string): Promise<ParsedWorkspaceFile> {
  const document = await parsed(text);
  const error = document.errors[0];
  if (error !== undefined) return { ok: false, reason: error.message };
  const content = fileSchema.safeParse(document.toJS() ?? {});
  if (!content.success) {
    const issue = content.error.issues[0];
    return {
      ok: false,
      reason: `${issue?.path.map(String).join('.') || 'the file'}: ${issue?.message ?? 'not valid'}`,
    };
  }
  return {
    ok: true,
    rules: {
      disabled: new Set(content.data.disable ?? []),
      ignored: new Set((content.data.ignore ?? []).map(entry => (typeof entry === 'string' ? entry : entry.step))),
    },
  };
}

/** The file's text with one more ignored step; `text` shows a person which step it is. Comments and order are kept. */
export function withIgnoredStep(file: string, step: string, text: string): Promise<string> {
  return withEntry(file, 'ignore', { step, text: text.replace(/\s+/g, ' ').trim().slice(0, 120) });
}

/** The file's text with one more rule switched off. Comments and order are kept. */
export function withDisabledRule(file: string, rule: string): Promise<string> {
  return withEntry(file, 'disable', rule);
}

async function withEntry(file: string, list: 'ignore' | 'disable', entry: unknown): Promise<string> {
  const document = await parsed(file);
  if (document.contents === null) {
    document.contents = document.createNode({});
    document.commentBefore ??= ' What Stepwise leaves alone in this folder. Steps are named by their content.';
  }
  if (!document.hasIn([list]) || document.getIn([list]) === null) document.setIn([list], document.createNode([]));
  (document.getIn([list]) as YAMLSeq).add(document.createNode(entry));
  return document.toString({ lineWidth: 0 });
}

/** The parser is loaded when it is first needed: most workspaces have no such file, and the first check should not wait for it. */
async function parsed(text: string): Promise<Document> {
  const { parseDocument } = await import('yaml');
  return parseDocument(text) as Document;
}
