/** Whether a file is there and is a model file. */
import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import type { LocalFault } from './faults.ts';

export type Checked =
  | { readonly ok: true; readonly bytes: number }
  | { readonly ok: false; readonly fault: LocalFault };

/** GGUF files begin with these letters (the format's specification). */
const magic = 'GGUF';

/** Looks at the first bytes. Never rejects. */
export async function checkFile(file: string): Promise<Checked> {
  const name = basename(file);
  const fault = (message: string): Checked => ({ ok: false, fault: { kind: 'no-model', message } });
  try {
    const info = await stat(file);
    if (!info.isFile()) return fault(`${name} is no file.`);
    const handle = await open(file);
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(magic.length), 0, magic.length, 0);
      if (bytesRead < magic.length || buffer.toString('latin1') !== magic) {
        return fault(`${name} is no GGUF file. Choose a model file whose name ends with .gguf.`);
      }
      return { ok: true, bytes: info.size };
    } finally {
      await handle.close();
    }
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    return fault(
      missing
        ? `There is no file ${name}. Run "Stepwise: Get the local model", or name a GGUF file in the settings.`
        : `${name} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}
