import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { addressOf } from '../../../platform/ui/call.ts'
import { useMay } from '../../../platform/ui/me.tsx'
import { coverSheet } from '../api.ts'
import { type TaskProp, WithBatch } from './form-task.tsx'
import { BatchPages } from './paper-forms.tsx'

/** Under a step of the court's own in the scan process: the batch it is about, its cover sheet, and its pages as far as the step may see them. */
const OwnBatch = ({ task }: TaskProp): ReactNode => {
  const { t } = useTranslation('dossiers')
  if (!useMay()('dossiers.work')) return null
  return (
    <WithBatch task={task}>
      {(b) => (
        <section className="bw-gap" style={{ marginTop: 16 }}>
          <p className="bw-figures">
            <a href={addressOf(coverSheet, { params: { id: b.id } })} target="_blank" rel="noreferrer">
              {t('cover')} {b.number}
            </a>{' '}
            · {t('ownBatch', { expected: b.expectedPages, pages: b.pages })}
          </p>
          {b.pages > 0 ? <BatchPages batch={b} /> : null}
        </section>
      )}
    </WithBatch>
  )
}
export default OwnBatch
