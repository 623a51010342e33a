/** A server of one file that does what a test tells it to. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Answers one request; after the last of the script the file is served as it should be. */
export type Act = (request: IncomingMessage, response: ServerResponse, file: Buffer) => void;

export interface FileServer {
  readonly url: string;
  /** The header `range` of each request. */
  readonly ranges: readonly (string | undefined)[];
  script: Act[];
  close(): Promise<void>;
}

export async function serveFile(file: Buffer, tag = '"v1"'): Promise<FileServer> {
  const ranges: (string | undefined)[] = [];
  const served: { script: Act[] } = { script: [] };
  const server: Server = createServer((request, response) => {
    ranges.push(request.headers.range);
    const act = served.script.shift() ?? whole(tag);
    act(request, response, file);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/model.gguf`,
    ranges,
    get script() {
      return served.script;
    },
    set script(script) {
      served.script = script;
    },
    async close() {
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    },
  };
}

/** As a good server does it: what is asked for, if the file is still the one that was begun. */
export function whole(tag: string | null): Act {
  return (request, response, file) => {
    const begin = beginOf(request, tag);
    const headers: Record<string, string | number> = { 'content-length': file.length - begin };
    if (tag !== null) headers.etag = tag;
    if (begin > 0) headers['content-range'] = `bytes ${begin}-${file.length - 1}/${file.length}`;
    response.writeHead(begin > 0 ? 206 : 200, headers).end(file.subarray(begin));
  };
}

function beginOf({ headers }: IncomingMessage, tag: string | null): number {
  const asked = /^bytes=(\d+)-$/.exec(headers.range ?? '')?.[1];
  const same = headers['if-range'] === undefined || headers['if-range'] === tag;
  return asked !== undefined && same ? Number(asked) : 0;
}

/** Promises all, sends a share of it and breaks off. */
export function brokenOff(share: number, tag: string | null = '"v1"'): Act {
  return (request, response, file) => {
    const begin = beginOf(request, tag);
    const rest = file.subarray(begin);
    const headers: Record<string, string | number> = { 'content-length': rest.length };
    if (tag !== null) headers.etag = tag;
    if (begin > 0) headers['content-range'] = `bytes ${begin}-${file.length - 1}/${file.length}`;
    response.writeHead(begin > 0 ? 206 : 200, headers);
    response.write(rest.subarray(0, Math.floor(rest.length * share)), () => setTimeout(() => response.destroy(), 100));
  };
}

/** Ignores that a part was asked for. */
export const noRange: Act = (_, response, file) => {
  response.writeHead(200, { etag: '"v1"', 'content-length': file.length }).end(file);
};

export function status(code: number, body = ''): Act {
  return (_, response) => {
    response.writeHead(code, { 'content-type': 'text/html' }).end(body);
  };
}
