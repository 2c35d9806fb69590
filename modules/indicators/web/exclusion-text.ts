import { i18n } from '../../../platform/ui/i18n.ts'

/** The ground of an exclusion in words; unknown ones show themselves. */
export const exclusionText = (code: string): string => i18n.t(`indicators:exclusion.${code}`, { defaultValue: code })
