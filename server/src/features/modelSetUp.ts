/** What setting up a model asks of the server: which there are, whether one works, and the local one fetched. */
import {
  type CancellationToken,
  type Connection,
  type Disposable,
  ErrorCodes,
  ResponseError,
  WorkDoneProgress,
} from 'vscode-languageserver';
import * as z from 'zod/mini';
import {
  type FetchedModel,
  type FoundServer,
  fetchModel,
  findServers,
  type ListedModels,
  type LocalModel,
  listModels,
  localModel,
  type ModelTrial,
  tryModel,
} from '../protocol.ts';
import { all, type Feature, unawaited } from './feature.ts';
import type { ModelHost } from './modelHost.ts';

const workDoneToken = z.optional(z.string());
const listParams = z.object({ url: z.url({ protocol: /^https?$/ }) });
const tryParams = z.object({ model: z.unknown() });
const fetchParams = z.object({ workDoneToken });

export class ModelSetUpFeature implements Feature {
  readonly capabilities = {};
  readonly #host: ModelHost;

  constructor(host: ModelHost) {
    this.#host = host;
  }

  register(connection: Connection): Disposable {
    const host = this.#host;
    return all([
      connection.onRequest<readonly FoundServer[], void>(findServers.method, (_: unknown, token: CancellationToken) =>
        host.findServers(signalOf(token)),
      ),
      connection.onRequest<ListedModels, void>(listModels.method, (given: unknown, token: CancellationToken) =>
        host.listModels(read(listParams, given).url, signalOf(token)),
      ),
      connection.onRequest<ModelTrial, void>(tryModel.method, (given: unknown, token: CancellationToken) =>
        host.tryModel(read(tryParams, given).model, signalOf(token)),
      ),
      connection.onRequest<LocalModel | null, void>(localModel.method, () => host.localModel()),
      connection.onRequest<FetchedModel, void>(fetchModel.method, (given: unknown, token: CancellationToken) =>
        host.fetchModel(reporter(connection, read(fetchParams, given).workDoneToken), signalOf(token)),
      ),
    ]);
  }
}

function read<T>(schema: z.ZodMiniType<T>, given: unknown): T {
  const parsed = schema.safeParse(given);
  if (!parsed.success) throw new ResponseError(ErrorCodes.InvalidParams, parsed.error.message);
  return parsed.data;
}

function reporter(connection: Connection, token: string | undefined): (message: string, share: number) => void {
  if (token === undefined) return () => {};
  let told = '';
  return (message, share) => {
    const percentage = Math.floor(100 * share);
    const said = `${message} ${percentage}`;
    if (said === told) return;
    told = said;
    unawaited(connection.sendProgress(WorkDoneProgress.type, token, { kind: 'report', message, percentage }));
  };
}

/** Aborted when the client cancels its request. */
function signalOf(token: CancellationToken): AbortSignal {
  const abort = new AbortController();
  if (token.isCancellationRequested) abort.abort();
  else token.onCancellationRequested(() => abort.abort());
  return abort.signal;
}
