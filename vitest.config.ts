import { configDefaults, defineConfig } from 'vitest/config';

/** Long random walks: beside the tables that they belong to, but a suite of their own, so that the core suite stays quick. */
const properties = 'test/unit/**/*.property.test.ts';

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts'],
          exclude: [...configDefaults.exclude, properties],
          environment: 'node',
        },
      },
      { test: { name: 'property', include: [properties], environment: 'node', testTimeout: 30_000 } },
      { test: { name: 'cli', include: ['test/cli/**/*.test.ts'], environment: 'node', testTimeout: 30_000 } },
      {
        test: {
          name: 'protocol',
          include: ['test/protocol/**/*.test.ts'],
          environment: 'node',
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'sandbox',
          include: ['test/sandbox/**/*.test.ts'],
          environment: 'node',
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'models',
          include: ['test/models/**/*.test.ts'],
          environment: 'node',
          testTimeout: 120_000,
          hookTimeout: 120_000,
          // One model in memory at a time: they share the machine's cores.
          fileParallelism: false,
        },
      },
    ],
    passWithNoTests: true,
  },
});
