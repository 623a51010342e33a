import { defineConfig } from 'vitest/config';

// Apart from the other suites: these need an editor and a browser (node scripts/test.mjs editor).
export default defineConfig({
  test: {
    root: import.meta.dirname,
    include: ['suites/**/*.test.ts'],
    environment: 'node',
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 120_000,
  },
});
