/** What runs a model file: our program, which ships, and llama.cpp for this machine, which is fetched. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import pins from './pins.json' with { type: 'json' };

export interface Engine {
  /** The bundle `process.mjs`. */
  readonly script: string;
  /** The folder `bins` of the platform's package. */
  readonly binary: string;
}

export type FindEngine = () => Promise<
  { readonly ok: true; readonly engine: Engine } | { readonly ok: false; readonly reason: string }
>;

export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly arch: string;
}

/** A package of the npm registry with llama.cpp built for one kind of machine. */
export interface EnginePackage {
  readonly name: string;
  readonly version: string;
  /** As package-lock.json has it: `sha512-…`. */
  readonly integrity: string;
}

const platforms: Partial<Record<NodeJS.Platform, string>> = { darwin: 'mac', linux: 'linux', win32: 'win' };
const archs: Readonly<Record<string, string>> = { arm: 'armv7l' };

/** node-llama-cpp's name for a kind of machine, without a graphics card but on Macs that have Metal. */
function suffix({ platform, arch }: Machine): string {
  const name = `${platforms[platform] ?? platform}-${archs[arch] ?? arch}`;
  return name === 'mac-arm64' ? `${name}-metal` : name;
}

/** The package for a machine; `undefined` where none is known whose bytes can be checked. */
export function enginePackage(machine: Machine): EnginePackage | undefined {
  const name = `@node-llama-cpp/${suffix(machine)}`;
  const integrity = (pins.integrity as Readonly<Record<string, string>>)[name];
  return integrity === undefined ? undefined : { name, version: pins.version, integrity };
}

/** Where a fetched package lies in the extension's storage. */
export function engineFolder(storage: string, { name, version }: EnginePackage): string {
  return join(storage, 'engine', `${name.replace('/', '-').slice(1)}-${version}`);
}

/**
 * Looks for llama.cpp in the storage, then in the `node_modules` above `assets` (the repository, or where the package was installed by npm).
 * @param assets the folder `dist/gguf`
 */
export function engineFinder(assets: string, storage: string, machine: Machine = process): FindEngine {
  return async () => {
    const script = join(assets, 'process.mjs');
    if (!existsSync(script))
      return { ok: false, reason: 'The program for local models is missing: npm run build makes it.' };
    const wanted = enginePackage(machine);
    if (wanted === undefined) return { ok: false, reason: unsupported(machine) };
    const folders = [engineFolder(storage, wanted), ...above(assets).map(at => join(at, 'node_modules', wanted.name))];
    const binary = folders.map(folder => join(folder, 'bins')).find(folder => existsSync(folder));
    return binary === undefined
      ? { ok: false, reason: 'llama.cpp is not here yet. Run "Stepwise: Get the local model".' }
      : { ok: true, engine: { script, binary } };
  };
}

/** For a machine without a package. */
export function unsupported({ platform, arch }: Machine): string {
  return `Models cannot run inside Stepwise on ${platform} ${arch}. Run llama-server, Ollama or LM Studio and set it up as a server.`;
}

function above(folder: string): readonly string[] {
  const parent = dirname(folder);
  return parent === folder ? [folder] : [folder, ...above(parent)];
}
