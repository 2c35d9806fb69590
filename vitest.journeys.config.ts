import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/journeys/**/*.test.ts'],
    globalSetup: ['test/journeys/browser-present.ts', 'test/support/cluster.ts'],
    pool: 'forks',
    // One browser at a time: two of them on two cores are slower than one after the other, and make waits fail.
    maxWorkers: 1,
    fileParallelism: false,
    testTimeout: 240_000,
    hookTimeout: 90_000,
  },
})
