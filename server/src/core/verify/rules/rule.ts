/** What a rule is made of. Each rule stands in a file of its own, beside its table of sentences. */
import type { RuleCode, Severity } from '../verdict.ts';

/** A small solution: the problem (may be absent) and the steps, as Markdown. */
export interface Example {
  readonly problem?: string;
  readonly steps: readonly string[];
}

export interface Rule {
  readonly code: RuleCode;
  /** A few words for lists: "False equality". */
  readonly title: string;
  /** Where neither the settings nor the file say otherwise. `error` is for what is refuted outright. */
  readonly severity: Severity;
  /** One sentence: what the rule says when it speaks. */
  readonly summary: string;
  /** `bad`: the last step is flagged by this rule. `good`: no step is flagged by any rule of severity warning or above. */
  readonly examples: { readonly bad: readonly Example[]; readonly good: readonly Example[] };
}

/** Where the pages of docs/rules are published. The one place that knows the address; an editor may open the packaged page instead. */
export const RULE_PAGES = 'https://github.com/stepwise-math/stepwise/blob/main/docs/rules/';

/** Address of the page that explains a rule. */
export function documentationOf(code: RuleCode): string {
  return `${RULE_PAGES}${code}.md`;
}

/** One step, no problem statement: most examples need no more. */
export function step(text: string): Example {
  return { steps: [text] };
}

/** A sentence with its code under it. */
export function coded(text: string, ...code: readonly string[]): Example {
  return { steps: [`${text}\n\n\`\`\`python\n${code.join('\n')}\n\`\`\``] };
}

/** Several steps after a problem statement. */
export function solution(problem: string, ...steps: readonly string[]): Example {
  return { problem, steps };
}

/** Several steps without a problem statement. */
export function steps(...texts: readonly string[]): Example {
  return { steps: texts };
}
