/** Sees from outside what code did to the host: connections, files, processes, and secrets that come out. */
import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { lstatSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, createServer as createSocketServer } from 'node:net';
import { homedir, hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';

export interface Witness {
  /** Python that tells probes where the host is: the ports of live servers, a folder, a socket, the owner's process. */
  readonly variables: string;
  readonly folder: string;
  /** What has happened since the last call, each in a few words. */
  seen(): Promise<readonly string[]>;
  /** Which texts of the host's occur in what code gave. */
  leaked(text: string): readonly string[];
  /** The part that all secrets share: a text of the host's that occurs nowhere else. */
  readonly leakable: string;
  close(): void;
}

export interface WitnessOptions {
  /** Files under these folders are not to change. */
  readonly watched: readonly string[];
  /** Whether a process that this one started belongs there. */
  readonly isOurs: (commandLine: string) => boolean;
}

/** Its environment variable and its files are there before the sandbox is made. */
export async function startWitness({ watched, isOurs }: WitnessOptions): Promise<Witness> {
  const secret = randomBytes(12).toString('hex');
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'witness-'));
  writeFileSync(join(folder, 'secret.txt'), `file-${secret}\n`);
  writeFileSync(join(folder, 'secret.py'), `found = 'module-${secret}'\n`);
  process.env.STEPWISE_CANARY = `environment-${secret}`;
  const happened: string[] = [];
  const http = createServer((request, response) => {
    happened.push(`a request: ${request.url}`);
    response.end(`http-${secret}`);
  });
  http.on('connection', () => happened.push('a TCP connection'));
  const unix = createSocketServer(socket => {
    happened.push('a connection to a UNIX socket');
    socket.end(`unix-${secret}`);
  });
  const udp = createSocket('udp4', () => happened.push('a UDP packet'));
  await listening(done => http.listen(0, '127.0.0.1', done));
  await listening(done => unix.listen(join(folder, 'socket'), done));
  await listening(done => udp.bind(0, '127.0.0.1', done));
  for (const server of [http, unix, udp]) server.unref();
  const folders = [folder, ...watched];
  let files = stateOf(folders);
  const known = new Set<number>();
  const own = commandLineOf(process.pid);
  const hosts = [hostname(), homedir(), process.cwd(), process.execPath].filter(text => text.length > 6);
  return {
    folder,
    variables: [
      `PORT = ${(http.address() as AddressInfo).port}`,
      `UDP_PORT = ${udp.address().port}`,
      `HOST_DIR = ${JSON.stringify(folder)}`,
      `HOST_SOCKET = ${JSON.stringify(join(folder, 'socket'))}`,
      `OWNER_PID = ${process.pid}`,
    ].join('\n'),
    async seen() {
      // What was sent arrives.
      await new Promise(resolve => setTimeout(resolve, 5));
      const now = stateOf(folders);
      for (const [path, state] of now) if (files.get(path) !== state) happened.push(`a file written: ${path}`);
      for (const path of files.keys()) if (!now.has(path)) happened.push(`a file removed: ${path}`);
      files = now;
      for (const { pid, commandLine } of descendants()) {
        // Before it runs its own program, a child shows nothing or its parent's command line.
        if (known.has(pid) || isOurs(commandLine) || commandLine === '' || commandLine === own) continue;
        known.add(pid);
        happened.push(`a process started: ${commandLine.slice(0, 100)}`);
      }
      return happened.splice(0);
    },
    leakable: secret,
    leaked: text => [secret, ...hosts].filter(one => text.includes(one)),
    close() {
      for (const server of [http, unix, udp]) server.close();
      delete process.env.STEPWISE_CANARY;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function listening(listen: (done: () => void) => void): Promise<void> {
  return new Promise(resolve => listen(resolve));
}

/** Size and time of each file under the folders; links are not followed. */
function stateOf(folders: readonly string[]): ReadonlyMap<string, string> {
  const states = new Map<string, string>();
  const waiting = [...folders];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    const { size, mtimeMs, mode } = lstatSync(path);
    const isFolder = (mode & 0o170000) === 0o040000;
    states.set(path, isFolder ? `folder ${mode}` : `${size} ${mtimeMs} ${mode}`);
    if (isFolder) waiting.push(...readdirSync(path).map(name => join(String(path), name)));
  }
  return states;
}

/** Processes that this one started, and those that they started. Where there is no /proc (not Linux), none. */
function descendants(): readonly { readonly pid: number; readonly commandLine: string }[] {
  const all = new Map<number, { readonly parent: number; readonly commandLine: string }>();
  for (const pid of processIds()) {
    try {
      const parent = Number(/^\d+ \(.*\) \S (\d+)/s.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1]);
      all.set(pid, { parent, commandLine: commandLineOf(pid) });
    } catch {
      // It has ended.
    }
  }
  const isBelow = (pid: number): boolean => {
    const parent = all.get(pid)?.parent ?? 0;
    return parent === process.pid || (parent > 1 && isBelow(parent));
  };
  return [...all].filter(([pid]) => isBelow(pid)).map(([pid, { commandLine }]) => ({ pid, commandLine }));
}

/** Empty where there is no such process or no /proc. */
function commandLineOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

function processIds(): readonly number[] {
  try {
    return readdirSync('/proc')
      .filter(name => /^\d+$/.test(name))
      .map(Number);
  } catch {
    return [];
  }
}
