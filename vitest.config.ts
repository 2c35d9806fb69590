import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{app,platform,modules,tools,test}/**/*.test.ts'],
    exclude: ['test/journeys/**', 'node_modules/**'],
    globalSetup: ['test/support/cluster.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})
