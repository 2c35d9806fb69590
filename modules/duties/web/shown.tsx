import { Segmented } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { DueTag, timeText } from '../../../platform/ui/dates.tsx'
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
export const SubjectName = ({ duty }: { duty: Pick<DutyItem, 'subjectName'> }): ReactNode => {
  const { t } = useTranslation('duties')
  return duty.subjectName === null ? <span className="bw-quiet">{t('hidden')}</span> : duty.subjectName
}
/** A period as people read it: a moment of a trigger becomes a time, a span keeps its key (2026-Q3). */
export const periodText = (period: string): string => (/^\d{4}-\d{2}-\d{2}(T|$)/.test(period) ? timeText(period) : period)

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
