import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/journeys/**/*.test.ts'],
    globalSetup: ['test/journeys/browser-present.ts', 'test/support/cluster.ts'],
    pool: 'forks',
    // Two files at a time: journeys mostly wait for the page (two files took 101 s side by side, 182 s one after the other, on two cores).
    maxWorkers: 2,
    testTimeout: 240_000,
    hookTimeout: 90_000,
  },
})
