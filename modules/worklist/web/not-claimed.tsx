import { Alert } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Go } from '../../../platform/ui/go.tsx'
import { problemWords } from '../../../platform/ui/i18n.ts'
import type { TaskItem } from '../api.ts'
import { TaskDue, useStepName, whyShut } from './shown.tsx'

export interface Refused {
  taskId: number
  code: string
  detail?: Record<string, unknown>
  task: TaskItem
}

/** Of many that were claimed, the ones that were not: each with its reason, until it is put away. */
export const NotClaimed = ({ rows, close }: { rows: readonly Refused[]; close: () => void }): ReactNode => {
  const { t } = useTranslation('worklist')
  const name = useStepName()
  return (
    <Alert
      type="warning"
      showIcon
      role="alert"
      closable={{ onClose: close, 'aria-label': t('putAway') }}
      title={t('notClaimed', { n: rows.length })}
      style={{ marginBottom: 12 }}
      description={
        <ul style={{ margin: 0, paddingInlineStart: 18, maxHeight: 220, overflow: 'auto' }}>
          {rows.map((r) => (
            <li key={r.taskId} style={{ padding: '2px 0' }}>
              <Go to={`/tasks/${r.taskId}`}>{name(r.task)}</Go> <TaskDue task={r.task} />{' '}
              {whyShut(r.code, problemWords(r.code, r.detail).text)}
            </li>
          ))}
        </ul>
      }
    />
  )
}
