/** A checker whose pace and failures a test decides. It flags every `!` in the text. */
import type { CheckedDocument, CheckOptions, Pacing } from '../../../server/src/core/check.ts';
import type { TextEdit } from '../../../server/src/core/document/solution.ts';
import type { Finding } from '../../../server/src/core/findings.ts';
import type { Checker } from '../../../server/src/features/session.ts';

export interface Script {
  /** Slices that a check takes. */
  slices: number;
  /** Text that makes the checker throw. */
  readonly fails?: string;
  /** Texts whose check was begun, and ended. */
  readonly begun: string[];
  readonly ended: string[];
  made: number;
}

export function scripted(
  slices: number,
  fails?: string,
): Script & { create: (text: string, options: CheckOptions) => Checker } {
  const script: Script = { slices, ...(fails === undefined ? {} : { fails }), begun: [], ended: [], made: 0 };
  return Object.assign(script, {
    create: (text: string, options: CheckOptions) => {
      script.made++;
      return new ScriptedChecker(text, options, script);
    },
  });
}

class ScriptedChecker implements Checker {
  #text: string;
  readonly #options: CheckOptions;
  readonly #script: Script;

  constructor(text: string, options: CheckOptions, script: Script) {
    this.#text = text;
    this.#options = options;
    this.#script = script;
  }

  change(edits: readonly TextEdit[]): void {
    for (const { span, text } of edits)
      this.#text = this.#text.slice(0, span.start) + text + this.#text.slice(span.end);
  }

  async checkInSlices(pacing: Pacing, signal: AbortSignal): Promise<CheckedDocument | undefined> {
    const text = this.#text;
    const { begun, ended, fails, slices } = this.#script;
    begun.push(text);
    if (fails !== undefined && text.includes(fails)) throw new Error(`cannot check ${fails}`);
    for (let slice = 0; slice < slices; slice++) {
      await pacing.pause();
      if (signal.aborted) return undefined;
    }
    ended.push(text);
    return flagged(text, this.#options);
  }
}

function flagged(text: string, { format, severities }: CheckOptions): CheckedDocument {
  const rule = 'claim.false-equality';
  const severity = severities[rule] ?? 'error';
  const findings = [...text.matchAll(/!/g)].map(
    ({ index }): Finding => ({
      rule,
      severity: severity === 'off' ? 'hint' : severity,
      message: 'an exclamation mark',
      span: { start: index, end: index + 1 },
      solution: 0,
      step: 0,
    }),
  );
  return {
    document: { format, text, solutions: [], disabledRules: new Set(), notes: [] },
    solutions: [],
    findings,
  };
}
