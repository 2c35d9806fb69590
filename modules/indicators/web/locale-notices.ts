import type { Locale } from '../../../platform/ui/i18n.ts'

/** Words of the worklist's list of notices that are ours. */
export const noticeWords: Locale = {
  zh: {
    notice: {
      'exclusion-asked': '{{by}} 申请剔除一件，请您决定',
      'exclusion-approved': '您的剔除申请已批准，该件不再计入指标',
      'exclusion-refused': '您的剔除申请未获批准',
    },
  },
  en: {
    notice: {
      'exclusion-asked': '{{by}} asks for an exclusion: please decide',
      'exclusion-approved': 'Your exclusion was approved: the item no longer counts',
      'exclusion-refused': 'Your exclusion was not approved',
    },
  },
}
