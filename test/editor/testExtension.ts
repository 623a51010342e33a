/** Packs an extension of test/editor/extensions, to be installed beside the one under test. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createVSIX } from '@vscode/vsce';

/** Gives the path of the package. */
export async function packTestExtension(name: string): Promise<string> {
  const out = join(import.meta.dirname, 'out');
  mkdirSync(out, { recursive: true });
  const packagePath = join(out, `${name}.vsix`);
  const cwd = join(import.meta.dirname, 'extensions', name);
  await createVSIX({ cwd, packagePath, dependencies: false, allowMissingRepository: true, skipLicense: true });
  return packagePath;
}
