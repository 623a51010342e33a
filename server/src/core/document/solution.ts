/**
 * A document as the person sees it: problems, solutions, steps. Everything here is immutable. A `Block` is what re-reading keeps:
 * an edit makes new blocks where it touched the text and leaves the other block objects as they are, at a new offset.
 */
import type { Span } from '../math/expr.ts';

export type DocumentFormat = 'markdown' | 'latex' | 'steps';

/**
 * Text that was cut out of a block, and where each piece of it came from: macros were expanded, block-quote marks and comments
 * left out. `source` is an offset from the start of the step's block. Pieces are in order and cover `text` without gap.
 * In an `exact` piece, character i of the text is character source + i of the block; any other piece stands as a whole for `[source, source + sourceLength)`.
 */
export interface MappedText {
  readonly text: string;
  readonly pieces: readonly {
    readonly at: number;
    readonly length: number;
    readonly source: number;
    readonly sourceLength: number;
    readonly exact: boolean;
  }[];
}

/** Words between formulas, as plain text without markup. */
export interface WordsPart {
  readonly kind: 'words';
  readonly content: MappedText;
}

/** A formula, without its delimiters. `row` where it is one row of an aligned display: the alignment marks `&` are still in it. */
export interface FormulaPart {
  readonly kind: 'formula';
  readonly content: MappedText;
  readonly display: boolean;
  /** LaTeX source in `$…$`, an environment and so on; or plain notation (`3x + 5 = 20` on a line of a .steps file, which may hold LaTeX commands too). */
  readonly notation: 'tex' | 'plain';
  /** Name of the environment (`align*`, `cases`, `gather`) where there is one. */
  readonly environment?: string;
}

/** A fenced block, `minted`, `lstlisting`, or a code block of a .steps file. */
export interface CodePart {
  readonly kind: 'code';
  readonly language: string;
  /** The code alone. */
  readonly content: MappedText;
  /** The whole block, with its fence or its `\begin` and `\end`; counts from the start of the step's block. */
  readonly span: Span;
}

export type Part = WordsPart | FormulaPart | CodePart;

/** One move of the argument. Offsets are from the start of the block that holds it. */
export interface Step {
  readonly kind: 'paragraph' | 'item' | 'numbered' | 'row';
  /** What the document calls it: `Step 3`, `2.`, `(a)`. */
  readonly label?: string;
  readonly span: Span;
  readonly parts: readonly Part[];
  /** The step is row `index` of `count` rows of one aligned display; rows of one display share `group`. */
  readonly row?: { readonly index: number; readonly count: number; readonly group: string };
  /** Nesting of lists and cases: 0 at the top. */
  readonly depth: number;
  /** Content fingerprint: the same text in the same role has the same one. */
  readonly key: string;
}

/** A comment in the document that speaks to Stepwise: `<!-- stepwise: ignore -->`, `% stepwise: disable claim.false-equality`, `# stepwise: …`. */
export interface Directive {
  readonly kind: 'ignore-step' | 'disable-rules' | 'enable' | 'check';
  /** Rule codes for `disable-rules`. */
  readonly codes: readonly string[];
  readonly span: Span;
}

/** A stretch of the document that is read on its own and kept while its text does not change. */
export interface Block {
  readonly key: string;
  readonly text: string;
  readonly steps: readonly Step[];
}

/** A step where it stands now: document offset = `offset` + an offset of the step. */
export interface PlacedStep {
  readonly step: Step;
  readonly offset: number;
  /** Set by a directive at this step. */
  readonly ignored: boolean;
}

export interface ProblemStatement {
  readonly span: Span;
  readonly parts: readonly Part[];
  /** Document offset that the parts' sources count from. */
  readonly offset: number;
  readonly key: string;
}

/** A problem statement (may be absent) and its ordered steps. Spans are document offsets. */
export interface Solution {
  readonly title?: string;
  readonly problem?: ProblemStatement;
  readonly steps: readonly PlacedStep[];
  readonly span: Span;
}

/** A document read: `SolutionDocument.solutions` in order of the text. */
export interface SolutionDocument {
  readonly format: DocumentFormat;
  readonly text: string;
  readonly solutions: readonly Solution[];
  readonly disabledRules: ReadonlySet<string>;
  /** What of the document could not be read, for a hint to the person (unbalanced braces, an environment that never ends). Never an error. */
  readonly notes: readonly { readonly span: Span; readonly message: string }[];
}

export interface ReadOptions {
  readonly format: DocumentFormat;
  /** Markdown: text that no heading or comment marks is a solution too; where nothing is marked, the whole file is one. */
  readonly wholeFile: boolean;
}

/** One change of the text: `text` stands for what was in `span` of the text before. Of several, each counts in the text that the one before it left. */
export interface TextEdit {
  readonly span: Span;
  readonly text: string;
}
