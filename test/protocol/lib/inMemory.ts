/** Client and server in one process, joined by two streams: what they say goes over the wire format. */
import { PassThrough } from 'node:stream';
import { createConnection } from 'vscode-languageserver/node';
import {
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver-protocol/node';
import { type Services, startServer } from '../../../server/src/server.ts';
import { TestClient } from './client.ts';

export const pause = (): Promise<void> => new Promise(resolve => setImmediate(resolve));

/** A client whose server has been started but not yet asked to initialize. */
export function connect(services: Partial<Services> = {}): TestClient {
  const toServer = new PassThrough();
  const toClient = new PassThrough();
  const server = createConnection(new StreamMessageReader(toServer), new StreamMessageWriter(toClient));
  startServer(server, { pause, ...services });
  return new TestClient(createProtocolConnection(new StreamMessageReader(toClient), new StreamMessageWriter(toServer)));
}
