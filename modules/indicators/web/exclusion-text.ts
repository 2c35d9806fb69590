import { i18n } from '../../../platform/ui/i18n.ts'

/** The ground of an exclusion in words; unknown ones show themselves. */
export const exclusionText = (code: string): string => i18n.t(`indicators:exclusion.${code}`, { defaultValue: code })

/** What an item is called where its case may not be named: the same on both sides, so that people can speak of it. */
export const itemText = (x: { itemType: string; itemId: number }): string =>
  `${i18n.t(`indicators:itemType.${x.itemType}`, { defaultValue: x.itemType })} ${x.itemId}`
