import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** Where Debian, Ubuntu and Google put it; CHROMIUM names another one. */
export const chromiumPath = (): string | undefined =>
  [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/usr/bin/google-chrome-stable']
    .filter((p) => p !== undefined)
    .find((p) => existsSync(p))

/** The built web; JOURNEY_WEB names another build, so that a running build does not disturb a run. */
export const webFolder = (): string => process.env.JOURNEY_WEB ?? join(import.meta.dirname, '../../dist/web')
