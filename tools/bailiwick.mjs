// `npm run -s bailiwick -- <command>`: a command of the platform on the pinned Node.
import { join } from 'node:path'
import { findNode, install, root, run, tied } from './launch.mjs'

await install()
// Tied, because a command that opened the data must let go of it when we are killed.
process.exitCode = await run(await findNode(), [...tied, join(root, 'app', 'cli.ts'), ...process.argv.slice(2)], { ipc: true })
