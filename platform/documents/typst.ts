import { join } from 'node:path'
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'

// The fonts are ours: courts have no internet, and a server without CJK fonts must print the same page.
const fonts = join(import.meta.dirname, '../../node_modules/@expo-google-fonts/noto-serif-sc')
let compiler: NodeCompiler | null = null
const ready = (): NodeCompiler => {
  compiler ??= NodeCompiler.create({ workspace: import.meta.dirname, fontArgs: [{ fontPaths: [join(fonts, '400Regular'), join(fonts, '700Bold')] }] })
  return compiler
}

/**
 * A PDF from a Typst template. `data` reaches the template as `#let data = json(bytes(sys.inputs.data))` and is never parsed as markup, so what
 * people type cannot become layout or code. Throws when the template itself is wrong.
 */
export const compilePdf = (template: string, data: unknown): Uint8Array => {
  const c = ready()
  try {
    return c.pdf({ mainFileContent: template, inputs: { data: JSON.stringify(data) } })
  } finally {
    // The compiler's cache is global and grows with every document.
    c.evictCache(10)
  }
}
