/** Findings as diagnostics, pushed with the version of the text they belong to. Old ones stay until new ones are there. */
import { type Connection, type Diagnostic, DiagnosticSeverity, type Disposable } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Finding } from '../core/findings.ts';
import type { Span } from '../core/math/expr.ts';
import type { RuleCode } from '../core/verify/verdict.ts';
import { all, type Feature, unawaited } from './feature.ts';
import type { DocumentSession } from './session.ts';
import type { DocumentSessions } from './sessions.ts';

export const source = 'Stepwise';

const severities: Readonly<Record<Finding['severity'], DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** Address of a rule's page. */
export type RulePages = (rule: RuleCode) => string;

export function rangeOf(text: TextDocument, span: Span): Diagnostic['range'] {
  return { start: text.positionAt(span.start), end: text.positionAt(span.end) };
}

export function toDiagnostic(text: TextDocument, finding: Finding, pages: RulePages): Diagnostic {
  const diagnostic: Diagnostic = {
    range: rangeOf(text, finding.span),
    severity: severities[finding.severity],
    code: finding.rule,
    codeDescription: { href: pages(finding.rule) },
    source,
    message: finding.message,
  };
  if (finding.related !== undefined) {
    const { span, message } = finding.related;
    diagnostic.relatedInformation = [{ location: { uri: text.uri, range: rangeOf(text, span) }, message }];
  }
  return diagnostic;
}

export class DiagnosticsFeature implements Feature {
  readonly capabilities = {};
  readonly #sessions: DocumentSessions;
  readonly #pages: RulePages;

  constructor(sessions: DocumentSessions, pages: RulePages) {
    this.#sessions = sessions;
    this.#pages = pages;
  }

  register(connection: Connection): Disposable {
    return all([
      this.#sessions.onSettled(session => publish(connection, session, this.#pages)),
      this.#sessions.onRefreshed(session => publish(connection, session, this.#pages)),
      this.#sessions.onClosed(({ uri }) => unawaited(connection.sendDiagnostics({ uri, diagnostics: [] }))),
    ]);
  }
}

function publish(connection: Connection, session: DocumentSession, pages: RulePages): void {
  const { checked, uri, version } = session;
  const diagnostics = checked?.findings.map(finding => toDiagnostic(checked.text, finding, pages)) ?? [];
  unawaited(connection.sendDiagnostics({ uri, version, diagnostics }));
}
