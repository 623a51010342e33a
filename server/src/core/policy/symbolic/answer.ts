/** What the sandbox gives: moves as data. */
import * as z from 'zod/mini';

const OPS = ['=', '<', '≤', '>', '≥', '≠', '≡', '∣', '∈'] as const;

const moveSchema = z.object({
  say: z.string(),
  relations: z.array(z.tuple([z.string(), z.enum(OPS), z.string(), z.optional(z.string())])),
  join: z.enum(['and', 'or']),
  final: z.boolean(),
  rank: z.number(),
  why: z._default(z.string(), ''),
  /** Whether it was held against what is asked for: `proved`, `tested`, or not. */
  sure: z._default(z.enum(['', 'proved', 'tested']), ''),
  /** Relations of one answer, where answers are several that hold together: pairs. */
  groups: z._default(z.array(z.int()), []),
  /** The answer as TeX, where no relation says it. */
  answer: z._default(z.string(), ''),
});

export type SymbolicMove = z.output<typeof moveSchema>;

const answerSchema = z.object({ known: z.nullable(z.string()), moves: z.array(moveSchema) });

export type Answer = z.output<typeof answerSchema>;

/** `undefined` where the text is no answer. */
export function readMoves(text: string): Answer | undefined {
  const answer = answerSchema.safeParse(json(text));
  return answer.success ? answer.data : undefined;
}

const doubtSchema = z.nullable(z.int());

/** The index of a step, `null` where all fit; `undefined` where the text is no answer. */
export function readDoubt(text: string): number | null | undefined {
  const answer = doubtSchema.safeParse(json(text));
  return answer.success ? answer.data : undefined;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
