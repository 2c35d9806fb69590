import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { DueTag, Moment } from '../../../platform/ui/dates.tsx'
import { useGo } from '../../../platform/ui/go.tsx'
import { i18n, language } from '../../../platform/ui/i18n.ts'
import { ListPage } from '../../../platform/ui/list-page.tsx'
import { StateTag, type Tone } from '../../../platform/ui/marks.tsx'
import { useMe } from '../../../platform/ui/me.tsx'
import { type BatchItem, listBatches } from '../api.ts'

const tones: Record<BatchItem['state'], Tone> = { open: 'active', stopped: 'soon', mounted: 'done', returned: 'closed', removed: 'closed' }
export const BatchState = ({ state }: { state: BatchItem['state'] }): ReactNode => (
  <StateTag tone={tones[state]}>{i18n.t(`dossiers:states.${state}`)}</StateTag>
)
export const stepWords = (b: BatchItem): string =>
  b.step ? [language() === 'en' ? b.step.nameEn : b.step.nameZh, b.step.who].filter(Boolean).join(' · ') : '—'
/** No due while the clock stands, none for what was taken out of the service. */
export const BatchDue = ({ batch }: { batch: BatchItem }): ReactNode =>
  batch.state === 'stopped' || batch.state === 'removed' ? '—' : <DueTag due={batch.dueAt} {...(batch.mountedAt ? { done: true } : {})} />

/** Batches of one case (in its tab) or of the court. */
export const Batches = ({ caseId }: { caseId?: number }): ReactNode => {
  const { t } = useTranslation('dossiers')
  const go = useGo()
  const me = useMe()
  return (
    <ListPage
      name="dossiers.batches"
      title={t('list')}
      endpoint={listBatches}
      rowKey={(r) => r.id}
      open={(r) => `/dossiers/batches/${r.id}`}
      empty={t('empty')}
      {...(caseId ? { embedded: true, fixed: { caseId } } : {})}
      filters={
        caseId
          ? []
          : [
              { key: 'q', kind: 'text', label: t('q') },
              {
                key: 'state',
                kind: 'choice',
                label: t('state'),
                options: (['open', 'stopped', 'mounted'] as const).map((s) => ({ value: s, label: t(`states.${s}`) })),
              },
            ]
      }
      columns={[
        { key: 'number', title: t('number'), render: (r) => r.number },
        ...(caseId ? [] : [{ key: 'case', title: t('case'), render: (r: BatchItem) => r.caseNumber ?? r.caseTitle }]),
        { key: 'node', title: t('node'), render: (r) => t(`nodes.${r.node}`) },
        { key: 'state', title: t('state'), render: (r) => <BatchState state={r.state} /> },
        { key: 'due', title: t('due'), render: (r) => <BatchDue batch={r} /> },
        { key: 'step', title: t('step'), render: (r) => stepWords(r) },
        { key: 'sent', title: t('sent'), align: 'end', render: (r) => r.sentPages },
        { key: 'pages', title: t('pages'), align: 'end', render: (r) => r.pages },
        { key: 'at', title: t('at'), hidden: true, render: (r) => <Moment at={r.handedOverAt} /> },
      ]}
      acts={[
        {
          key: 'new',
          label: t('new'),
          primary: true,
          can: me.permissions.has('dossiers.handOver'),
          run: () => go(caseId ? `/dossiers/batches/new?caseId=${caseId}` : '/dossiers/batches/new'),
        },
      ]}
    />
  )
}
const BatchesList = (): ReactNode => <Batches />
export default BatchesList
