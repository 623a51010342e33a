/** An HTTP server that answers as a test says and writes down what it was asked. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** `nth`: how many requests came to this route before. */
export type Handler = (response: ServerResponse, asked: Asked, nth: number) => void;

/** By `POST /v1/chat/completions`; others get 404. */
export type Routes = Readonly<Record<string, Handler>>;

export interface ScriptedServer {
  readonly origin: string;
  /** As people set it: with `/v1`. */
  readonly url: string;
  readonly port: number;
  readonly asked: readonly Asked[];
  /** Connections that were opened to it. */
  readonly connections: () => number;
  /** Requests to one route. */
  to(route: string): readonly Asked[];
  close(): Promise<void>;
}

export async function scriptedServer(
  routes: Routes,
  tls?: { readonly key: string; readonly cert: string },
): Promise<ScriptedServer> {
  const asked: Asked[] = [];
  const to = (route: string): readonly Asked[] => asked.filter(({ method, path }) => `${method} ${path}` === route);
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    const chunks: Buffer[] = [];
    request.on('data', chunk => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString('utf8');
      const [path = ''] = (request.url ?? '').split('?');
      const one = {
        method: request.method ?? '',
        path,
        headers: request.headers,
        text,
        body: text === '' ? {} : JSON.parse(text),
      };
      const route = `${one.method} ${path}`;
      const nth = to(route).length;
      asked.push(one);
      const handler = routes[route] ?? notFound;
      handler(response, one, nth);
    });
  };
  const server: Server = tls === undefined ? createServer(listener) : createSecureServer(tls, listener);
  let connections = 0;
  server.on('connection', () => connections++);
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const origin = `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`;
  return {
    origin,
    url: `${origin}/v1`,
    port,
    asked,
    connections: () => connections,
    to,
    close: () =>
      new Promise(done => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

const notFound: Handler = response => json(response, 404, { error: { message: 'File Not Found', code: 404 } });

export function json(
  response: ServerResponse,
  status: number,
  value: unknown,
  headers: Record<string, string> = {},
): void {
  raw(response, status, JSON.stringify(value), { 'content-type': 'application/json', ...headers });
}

export function raw(
  response: ServerResponse,
  status: number,
  text: string,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, headers);
  response.end(text);
}

/** One event of a stream. */
export function event(response: ServerResponse, value: unknown): void {
  if (!response.headersSent) response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write(`data: ${typeof value === 'string' ? value : JSON.stringify(value)}\n\n`);
}

export function piece(index: number, content: string, finish: string | null = null): unknown {
  return { choices: [{ index, delta: { content }, finish_reason: finish }] };
}

/** Streams these completions and ends. */
export function stream(response: ServerResponse, texts: readonly string[]): void {
  for (const [index, text] of texts.entries()) event(response, piece(index, text));
  for (const [index] of texts.entries()) event(response, piece(index, '', 'stop'));
  event(response, { choices: [], usage: { prompt_tokens: 5, completion_tokens: texts.length } });
  event(response, '[DONE]');
  response.end();
}
