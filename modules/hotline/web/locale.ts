import type { Locale } from '../../../platform/ui/i18n.ts'
import { en } from './locale-en.ts'
import { problems } from './locale-problems.ts'
import { zh } from './locale-zh.ts'

export const locale: Locale = { zh: { ...zh, ...problems.zh }, en: { ...en, ...problems.en } }
