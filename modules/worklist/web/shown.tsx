import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { DueTag } from '../../../platform/ui/dates.tsx'
import { i18n } from '../../../platform/ui/i18n.ts'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useMe } from '../../../platform/ui/me.tsx'
import { reasonText } from '../../../platform/ui/refusal.tsx'
import type { TaskItem } from '../api.ts'

export const useStepName = (): ((t: Pick<TaskItem, 'nameZh' | 'nameEn'>) => string) => {
  const { i18n } = useTranslation()
  return (t) => (i18n.language.startsWith('zh') ? t.nameZh : t.nameEn)
}

/** Why the reader himself can take nothing, said to him: a refusal's own words speak of somebody to whoever assigns. */
export const whyShut = (code: string, otherwise = reasonText(code)): string => i18n.t(`worklist:shut.${code}`, { defaultValue: otherwise })

/** Words that a drawing carries in both languages. */
export const useWords = (): ((w: { zh: string; en: string }) => string) => {
  const { i18n } = useTranslation()
  return (w) => (i18n.language.startsWith('zh') ? w.zh : w.en)
}

/** Traffic light and due time in one: a stopped clock is said, not shown as late. */
export const TaskDue = ({ task }: { task: Pick<TaskItem, 'light' | 'dueAt' | 'workdaysLeft' | 'state'> }): ReactNode => {
  const { t } = useTranslation('worklist')
  if (task.light === 'paused') return <StateTag tone="closed">{t('light.paused')}</StateTag>
  return <DueTag due={task.dueAt} done={task.state === 'done'} workdays={Math.abs(task.workdaysLeft)} />
}

export const stateTone = {
  ready: 'plain',
  claimed: 'active',
  started: 'active',
  suspended: 'closed',
  done: 'done',
  returned: 'soon',
  cancelled: 'closed',
} as const

export const CaseName = ({ task }: { task: Pick<TaskItem, 'caseNumber' | 'caseTitle' | 'state' | 'assigneeName'> }): ReactNode => {
  const { t } = useTranslation('worklist')
  const me = useMe()
  // Of a task in another's hands the case is out of sight; that is not the same as having no number yet.
  if (!task.caseTitle && !task.caseNumber)
    return (
      <span className="bw-quiet">{t(task.state === 'ready' ? 'hidden' : task.assigneeName === me.name ? 'unnumbered' : 'holderOnly')}</span>
    )
  return (
    <>
      {task.caseNumber ? <span className="bw-figures">{task.caseNumber} </span> : null}
      <span className={task.caseNumber ? 'bw-quiet' : undefined}>{task.caseTitle}</span>
    </>
  )
}
