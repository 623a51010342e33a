/** A long request to the server, with its progress in a notification that can be cancelled. */
import { type CancellationToken, type Progress, ProgressLocation, window } from 'vscode';
import { type BaseLanguageClient, WorkDoneProgress } from 'vscode-languageclient';

export interface LongRequest {
  readonly title: string;
  /** Beside the token that progress is reported for. */
  readonly params?: Readonly<Record<string, unknown>>;
}

/** Cancelling cancels the request; what it then answers is the server's. */
export async function requestWithProgress<R>(
  client: BaseLanguageClient,
  method: string,
  { title, params }: LongRequest,
): Promise<R> {
  return window.withProgress(
    { location: ProgressLocation.Notification, title, cancellable: true },
    (progress, cancel) => request<R>(client, method, params ?? {}, progress, cancel),
  );
}

async function request<R>(
  client: BaseLanguageClient,
  method: string,
  params: Readonly<Record<string, unknown>>,
  progress: Progress<{ message?: string; increment?: number }>,
  cancel: CancellationToken,
): Promise<R> {
  const workDoneToken = crypto.randomUUID();
  let shown = 0;
  const reports = client.onProgress(WorkDoneProgress.type, workDoneToken, value => {
    if (value.kind !== 'report') return;
    const { message, percentage = shown } = value;
    progress.report({ ...(message === undefined ? {} : { message }), increment: percentage - shown });
    shown = percentage;
  });
  try {
    return await client.sendRequest<R>(method, { ...params, workDoneToken }, cancel);
  } finally {
    reports.dispose();
  }
}
