import type { Words } from '../../../platform/ui/i18n.ts'
import { problemRows } from '../rules/problem-words.ts'

const words = (text: 0 | 1, todo: 2 | 3): Words =>
  Object.fromEntries(Object.entries(problemRows).map(([code, r]) => [code, r[todo] ? { text: r[text], todo: r[todo] as string } : r[text]]))

export const problemsZh = words(0, 2)
export const problemsEn = words(1, 3)
