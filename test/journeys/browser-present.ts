import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { chromiumPath, webFolder } from './places.ts'

/** Journeys never pass by being left out: without a browser or a built web the run fails and says what to do. */
export default function check(): void {
  if (!chromiumPath())
    throw new Error(
      'The journeys need Chromium and found none. Install it (Debian: apt-get install chromium fonts-noto-cjk) or name it in CHROMIUM. 未找到 Chromium，无法运行界面旅程测试。',
    )
  if (!existsSync(join(webFolder(), 'index.html')))
    throw new Error(`The journeys need the built web in ${webFolder()}: run npx vite build first (npm test does). 请先构建界面。`)
}
