// Which builds of llama.cpp may be fetched: those of package-lock.json, whose bytes are known.
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from './project.mjs';

export const pinsFile = join(root, 'server', 'src', 'adapters', 'gguf', 'pins.json');

/** @returns {{version: string, integrity: Record<string, string>}} packages without a graphics card's libraries, by name */
export function readPins() {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const { version } = packages['node_modules/node-llama-cpp'];
  const entries = Object.entries(packages)
    .filter(([path, entry]) => path.startsWith('node_modules/@node-llama-cpp/') && entry.version === version)
    .filter(([path]) => !/cuda|vulkan/.test(path))
    .map(([path, entry]) => [path.slice('node_modules/'.length), entry.integrity]);
  return { version, integrity: Object.fromEntries(entries) };
}

/** Writes `pins.json`, which the server holds. */
export async function writePins() {
  const text = `${JSON.stringify(readPins(), null, 2)}\n`;
  if (readFileSync(pinsFile, 'utf8') !== text) await writeFile(pinsFile, text);
}
