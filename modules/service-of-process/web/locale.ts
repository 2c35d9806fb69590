import type { Locale } from '../../../platform/ui/i18n.ts'
import { words as en } from './locale-en.ts'
import { problemsEn, problemsZh } from './locale-problems.ts'
import { words as zh } from './locale-zh.ts'

export const locale: Locale = { zh: { ...zh, problem: problemsZh }, en: { ...en, problem: problemsEn } }
