import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { addressOf } from '../../../platform/ui/call.ts'
import { Moment } from '../../../platform/ui/dates.tsx'
import { ListPage } from '../../../platform/ui/list-page.tsx'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useMay } from '../../../platform/ui/me.tsx'
import { checkpoint, exportEvents, listEvents, proof } from '../api.ts'

const LedgerList = (): ReactNode => {
  const { t } = useTranslation('ledger')
  const may = useMay()
  return (
    <ListPage
      name="ledger"
      title={t('title')}
      endpoint={listEvents}
      rowKey={(r) => r.id}
      filters={[{ key: 'verb', kind: 'text', label: t('verb') }]}
      columns={[
        { key: 'at', title: t('at'), render: (r) => <Moment at={r.at} /> },
        { key: 'who', title: t('who'), render: (r) => r.personName ?? <span className="bw-quiet">{t('system')}</span> },
        { key: 'what', title: t('what'), render: (r) => (r.verb === 'access.refused' ? <StateTag tone="late">{t('refused')} · {r.code}</StateTag> : <code>{r.verb}</code>) },
        { key: 'object', title: t('object'), render: (r) => <span className="bw-figures">{r.objectType} {r.objectId}</span> },
        { key: 'proof', title: t('proof'), render: (r) => <a href={addressOf(proof, { params: { id: r.id } })} download>{t('proof')}</a> },
      ]}
      acts={[
        { key: 'checkpoint', label: t('checkpoint'), run: () => location.assign(addressOf(checkpoint, {})) },
        { key: 'export', label: t('export'), can: may('ledger.export'), run: () => location.assign(addressOf(exportEvents, {})) },
      ]}
      empty={t('empty')}
    />
  )
}
export default LedgerList
