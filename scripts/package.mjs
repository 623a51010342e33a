// npm run package: makes dist/stepwise-VERSION.vsix, which holds the bundles and nothing else.
import { makePackage, sizeInKb } from './lib/package.mjs';
import { ensureDependencies, runMain } from './lib/project.mjs';

await runMain(async () => {
  await ensureDependencies();
  const file = await makePackage();
  console.log(`${file} (${sizeInKb(file)} kB)`);
  return 0;
});
