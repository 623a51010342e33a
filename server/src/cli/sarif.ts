/** The report as SARIF 2.1.0 (OASIS Static Analysis Results Interchange Format), for code scanning services. */
import { pathToFileURL } from 'node:url';
import { documentationOf, rules } from '../core/verify/rules/index.ts';
import type { RuleCode } from '../core/verify/verdict.ts';
import type { Range } from './positions.ts';
import type { FileReport, FindingReport, Report } from './report-schema.ts';

const levels: Readonly<Record<FindingReport['severity'] | 'off', string>> = {
  error: 'error',
  warning: 'warning',
  information: 'note',
  hint: 'note',
  off: 'none',
};

/** @param folder the absolute folder that relative paths start from */
export function sarifOf(report: Report, folder: string): unknown {
  const codes = Object.keys(rules) as RuleCode[];
  return {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Stepwise',
            semanticVersion: report.tool.version,
            rules: codes.map(code => ({
              id: code,
              shortDescription: { text: rules[code].title },
              fullDescription: { text: rules[code].summary },
              helpUri: documentationOf(code),
              defaultConfiguration: { level: levels[rules[code].severity] },
            })),
          },
        },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { ROOT: { uri: `${pathToFileURL(folder).href.replace(/\/$/, '')}/` } },
        invocations: [
          {
            executionSuccessful: report.summary.unreadable === 0 && !report.interrupted,
            toolExecutionNotifications: report.files.flatMap(notificationsOf),
          },
        ],
        results: report.files.flatMap(file => resultsOf(file, codes)),
      },
    ],
  };
}

function notificationsOf(file: FileReport): readonly unknown[] {
  if ('error' in file) {
    return [{ level: 'error', message: { text: `${file.path}: ${file.error}` }, locations: [location(file.path)] }];
  }
  return file.notes.map(note => ({
    level: 'note',
    message: { text: note.message },
    locations: [location(file.path, note.range)],
  }));
}

function resultsOf(file: FileReport, codes: readonly string[]): readonly unknown[] {
  if ('error' in file) return [];
  const findings = file.solutions
    .flatMap(solution => solution.steps)
    .flatMap(step => step.findings.map(finding => ({ finding, score: step.score })));
  return findings.map(({ finding, score }) => ({
    ruleId: finding.rule,
    ruleIndex: codes.indexOf(finding.rule),
    level: levels[finding.severity],
    message: { text: finding.message },
    locations: [location(file.path, finding.range)],
    ...(finding.related === undefined
      ? {}
      : {
          relatedLocations: [
            { id: 0, ...location(file.path, finding.related.range), message: { text: finding.related.message } },
          ],
        }),
    ...(finding.fix === undefined ? {} : { fixes: [fixOf(file.path, finding.fix)] }),
    ...(finding.rule === 'step.low-score' && score !== undefined ? { properties: { score } } : {}),
  }));
}

function fixOf(path: string, fix: NonNullable<FindingReport['fix']>): unknown {
  return {
    description: { text: fix.title },
    artifactChanges: [
      {
        artifactLocation: artifact(path),
        replacements: [{ deletedRegion: region(fix.range), insertedContent: { text: fix.newText } }],
      },
    ],
  };
}

function location(path: string, range?: Range): { readonly physicalLocation: unknown } {
  return {
    physicalLocation: {
      artifactLocation: artifact(path),
      ...(range === undefined ? {} : { region: region(range) }),
    },
  };
}

/** Relative paths hang on ROOT; an absolute one is an address of its own. */
function artifact(path: string): unknown {
  if (path === '<stdin>') return { uri: 'stdin', description: { text: 'standard input' } };
  if (/^(?:\/|[A-Za-z]:[\\/])/.test(path)) return { uri: pathToFileURL(path).href };
  const segments = path.split(/[\\/]/).filter((segment, at) => segment !== '' && !(segment === '.' && at === 0));
  return { uri: segments.map(encodeURIComponent).join('/'), uriBaseId: 'ROOT' };
}

/** SARIF counts lines and columns from 1; the end column is the one behind the last character. */
function region({ start, end }: Range): unknown {
  return {
    startLine: start.line + 1,
    startColumn: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
    charOffset: start.offset,
    charLength: end.offset - start.offset,
  };
}
