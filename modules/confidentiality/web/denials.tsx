import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ActButton } from '../../../platform/ui/acts.tsx'
import { Moment } from '../../../platform/ui/dates.tsx'
import { Go, useGo } from '../../../platform/ui/go.tsx'
import { ListPage } from '../../../platform/ui/list-page.tsx'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useMay } from '../../../platform/ui/me.tsx'
import { useAct } from '../../../platform/ui/query.ts'
import { useTell } from '../../../platform/ui/tell.tsx'
import { liftDenial, listDenials } from '../api.ts'
import { FreezeDrawer } from './freeze.tsx'

const Denials = (): ReactNode => {
  const { t } = useTranslation('access')
  const may = useMay()
  const go = useGo()
  const tell = useTell()
  const [open, setOpen] = useState(false)
  const lift = useAct(liftDenial)
  return (
    <>
      <ListPage
        name="denials"
        title={t('title')}
        endpoint={listDenials}
        page={(r) => ({ items: r.items, next: r.next === null ? null : String(r.next) })}
        rowKey={(d) => d.id}
        above={<p className="bw-lead">{t(may('confidentiality.freeze') ? 'lead' : 'leadRead')}</p>}
        columns={[
          {
            key: 'who',
            title: t('whom'),
            render: (d) => (
              <>
                {d.personId ? <Go to={`/access/persons/${d.personId}`}>{d.personName ?? `#${d.personId}`}</Go> : null}
                {d.contractorName ? <span> {d.contractorName}</span> : null}
                {d.personId && d.caseId ? ' · ' : null}
                {d.caseId ? <Go to={`/access/cases/${d.caseId}`}>{d.caseNumber ?? t('unnumbered')}</Go> : null}
              </>
            ),
          },
          { key: 'kind', title: t('kind'), render: (d) => t(`denial.${d.kind}`) },
          {
            key: 'reason',
            title: t('reason'),
            render: (d) => (d.relation ? t('relationMatched', { kind: t(`relationKind.${d.relation}`) }) : d.reason),
          },
          { key: 'from', title: t('from'), render: (d) => <Moment at={d.fromAt} /> },
          {
            key: 'hands',
            title: t('hands'),
            render: (d) => (
              <>
                {d.madeByName ? t('madeBy', { name: d.madeByName }) : t('matched')}
                {d.endedByName ? (
                  <>
                    <br />
                    {t('endedBy', { name: d.endedByName })}
                  </>
                ) : null}
              </>
            ),
          },
          {
            key: 'state',
            title: t('state'),
            render: (d) =>
              d.endedAt ? (
                <StateTag tone="closed">
                  {t('lifted')} <Moment at={d.endedAt} />
                </StateTag>
              ) : (
                <StateTag tone="late">{t('denied')}</StateTag>
              ),
          },
          {
            key: 'lift',
            title: '',
            render: (d) =>
              d.endedAt ? null : (
                <ActButton
                  size="small"
                  act={{
                    key: 'lift',
                    label: t('lift'),
                    can: d.canLift,
                    confirm: t('liftSure'),
                    run: async () => {
                      await lift.mutateAsync({ params: { id: d.id } })
                      tell.done(t('liftDone'))
                    },
                  }}
                />
              ),
          },
        ]}
        acts={[
          { key: 'freeze', label: t('freeze'), primary: true, danger: true, can: may('confidentiality.freeze'), run: () => setOpen(true) },
          { key: 'refusals', label: t('refusals.title'), run: () => go('/access/refusals') },
        ]}
        empty={t(may('confidentiality.freeze') ? 'empty.denials' : 'empty.denialsRead')}
      />
      <FreezeDrawer open={open} close={() => setOpen(false)} />
    </>
  )
}
export default Denials
