/** The `.stepwise.yaml` that holds for a file: the nearest one, in the file's folder or above. */
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { CheckedDocument } from '../core/check.ts';
import type { Finding } from '../core/findings.ts';
import { workspaceFileName } from '../protocol.ts';
import { noWorkspaceRules, parseWorkspaceFile, type WorkspaceRules } from '../settings/workspaceFile.ts';

/** Reads each workspace file once. */
export class WorkspaceFiles {
  readonly #byFolder = new Map<string, Promise<WorkspaceRules>>();
  readonly #tell: (message: string) => Promise<void>;

  /** @param tell is told of a file that is not valid; that file is left out, as in the editor */
  constructor(tell: (message: string) => Promise<void>) {
    this.#tell = tell;
  }

  /** What is switched off in an absolute folder. */
  rulesIn(folder: string): Promise<WorkspaceRules> {
    const known = this.#byFolder.get(folder);
    if (known !== undefined) return known;
    const rules = this.#read(folder);
    this.#byFolder.set(folder, rules);
    return rules;
  }

  async #read(folder: string): Promise<WorkspaceRules> {
    const path = join(folder, workspaceFileName);
    const text = await readFile(path, 'utf8').catch(() => undefined);
    if (text === undefined) {
      const above = dirname(folder);
      return above === folder ? noWorkspaceRules : await this.rulesIn(above);
    }
    const parsed = await parseWorkspaceFile(text);
    if (parsed.ok) return parsed.rules;
    await this.#tell(`${path} is not valid and is left out: ${parsed.reason}`);
    return noWorkspaceRules;
  }
}

/** The document without the findings that the workspace switches off; its ignored steps are marked. */
export function withWorkspaceRules(checked: CheckedDocument, rules: WorkspaceRules): CheckedDocument {
  if (rules.disabled.size + rules.ignored.size === 0) return checked;
  const shown = (finding: Finding): boolean => !rules.disabled.has(finding.rule);
  const solutions = checked.solutions.map(({ solution, steps }) => ({
    solution,
    steps: steps.map(step => {
      const ignored = step.placed.ignored || rules.ignored.has(step.placed.step.key);
      return { ...step, placed: { ...step.placed, ignored }, findings: ignored ? [] : step.findings.filter(shown) };
    }),
  }));
  return { ...checked, solutions, findings: solutions.flatMap(({ steps }) => steps.flatMap(step => step.findings)) };
}
