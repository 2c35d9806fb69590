import { Segmented } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { dateText, DueTag, monthText, timeText } from '../../../platform/ui/dates.tsx'
import { useGo } from '../../../platform/ui/go.tsx'
import { language } from '../../../platform/ui/i18n.ts'
import { StateTag, type Tone } from '../../../platform/ui/marks.tsx'
import type { DutyItem } from '../api.ts'
import type { DutyState } from '../rules/states.ts'

export const nameOf = (d: { nameZh: string; nameEn: string }): string => (language() === 'zh' ? d.nameZh : d.nameEn)
export const stateTone: Readonly<Record<DutyState, Tone>> = {
  planned: 'plain',
  open: 'active',
  breached: 'late',
  done: 'done',
  late: 'soon',
  excused: 'closed',
  withdrawn: 'closed',
}

export const DutyStateTag = ({ state }: { state: DutyState }): ReactNode => {
  const { t } = useTranslation('duties')
  return <StateTag tone={stateTone[state]}>{t(`states.${state}`)}</StateTag>
}
export const DutyDue = ({ duty }: { duty: Pick<DutyItem, 'state' | 'dueAt' | 'provisional' | 'workdaysLeft'> }): ReactNode => (
  <DueTag
    due={duty.dueAt}
    done={duty.state !== 'open' && duty.state !== 'breached'}
    workdays={duty.workdaysLeft}
    provisional={duty.provisional}
  />
)
/** What a duty is about. A module that may name nobody gives a date, a period or a number of its own; the kind says what of. */
export const SubjectName = ({ duty }: { duty: Pick<DutyItem, 'subjectName' | 'kind'> }): ReactNode => {
  const { t } = useTranslation('duties')
  const periodText = usePeriod()
  if (duty.subjectName === null) return <span className="bw-quiet">{t('hidden')}</span>
  if (duty.kind === 'departure' && /^\d{4}-\d{2}-\d{2}$/.test(duty.subjectName))
    return t('about.departure', { on: dateText(duty.subjectName) })
  if (['dataRequest', 'replacement'].includes(duty.kind)) return t(`kinds.${duty.kind}`)
  return ['wagesMonth', 'expenseStatement', 'financial-statement'].includes(duty.kind) ? periodText(duty.subjectName) : duty.subjectName
}
/** A period as people read it: a moment of a trigger becomes a time, a span its words. */
export const usePeriod = (): ((period: string) => string) => {
  const { t } = useTranslation('duties')
  return (period) => {
    if (/^\d{4}-\d{2}-\d{2}$/.test(period)) return dateText(period)
    if (/^\d{4}-\d{2}-\d{2}T/.test(period)) return timeText(period)
    const m = /^(\d{4})(?:-(Q|H|W)?(\d{1,2}))?$/.exec(period)
    if (!m) return period
    if (m[3] === undefined) return t('span.year', { year: m[1] })
    return m[2] === undefined ? monthText(period) : t(`span.${m[2] as 'Q'}`, { year: m[1], n: Number(m[3]) })
  }
}

/** '7.1.1.2' stays; an article of the contract or of a law is named. */
export const useClause = (): ((clause: string) => string) => {
  const { t } = useTranslation('duties')
  return (clause) => {
    const m = /^(A-|E-|民诉|劳动合同法)(\d.*)$/.exec(clause)
    return m ? t(`law.${{ 'A-': 'contract', 'E-': 'agreement', 民诉: 'civil', 劳动合同法: 'labour' }[m[1] as 'A-']}`, { n: m[2] }) : clause
  }
}

export type Tab = 'mine' | 'ours' | 'theirs'
export const tabOf = (text: string | undefined): Tab => (text === 'ours' || text === 'theirs' ? text : 'mine')

/** Whose duties, and in what form: both in the address. */
export const Choose = ({ tab, view }: { tab: Tab; view: 'list' | 'month' }): ReactNode => {
  const { t } = useTranslation('duties')
  const go = useGo()
  const at = (v: string, x: string): string => `${v === 'month' ? '/duties/month' : '/duties'}${x === 'mine' ? '' : `?tab=${x}`}`
  return (
    <div className="bw-acts bw-noprint" style={{ justifyContent: 'space-between', flexWrap: 'wrap', marginBottom: 12 }}>
      <Segmented
        aria-label={t('debtor')}
        value={tab}
        onChange={(x) => go(at(view, x))}
        options={(['mine', 'ours', 'theirs'] as const).map((x) => ({ value: x, label: t(`tab.${x}`) }))}
      />
      <Segmented
        aria-label={t('view.label')}
        value={view}
        onChange={(v) => go(at(v, tab))}
        options={(['list', 'month'] as const).map((v) => ({ value: v, label: t(`view.${v}`) }))}
      />
    </div>
  )
}
