import { Skeleton } from 'antd'
import { type ReactNode, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { dateText } from '../../../platform/ui/dates.tsx'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import { usePathParams } from '../../../platform/ui/go.tsx'
import { i18n } from '../../../platform/ui/i18n.ts'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useMay } from '../../../platform/ui/me.tsx'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { RecordPage } from '../../../platform/ui/record-page.tsx'
import { Timeline } from '../../../platform/ui/timeline.tsx'
import { useTell } from '../../../platform/ui/tell.tsx'
import { type CaseDetail, editCase, readCase } from '../api.ts'
import { caseCodes, useCaseFields } from './case-fields.tsx'
import { Parties } from './parties.tsx'
import { CaseState, caseTabs } from './public.tsx'

const steps = (c: CaseDetail): { key: string; at: string }[] =>
  [
    { key: 'changed', at: c.updatedAt === c.createdAt ? null : c.updatedAt },
    { key: c.source, at: c.createdAt },
    { key: 'closed', at: c.closedOn },
    { key: 'filed', at: c.filedOn },
    { key: 'received', at: c.receivedOn },
  ].flatMap((s) => (s.at ? [{ key: s.key, at: s.at }] : []))

const CaseRecord = (): ReactNode => {
  const { t } = useTranslation('cases')
  const id = Number(usePathParams().id)
  const tell = useTell()
  const may = useMay()
  const [open, setOpen] = useState(false)
  const { data, error, refetch } = useCall(readCase, { params: { id } })
  const edit = useAct(editCase)
  const fields = useCaseFields(true)
  return (
    <>
      <RecordPage
        kind={{ label: t('list.title'), to: '/cases' }}
        title={data ? (data.number ?? data.title ?? t('noNumber')) : undefined}
        error={error}
        retry={() => void refetch()}
        state={data ? <CaseState status={data.status} /> : null}
        mark={data && data.secrecy !== 'normal' ? <StateTag tone="soon">{t(`secrecy.${data.secrecy}`)}</StateTag> : null}
        acts={[{ key: 'edit', label: t('edit'), can: data?.can.edit, run: () => setOpen(true) }]}
        facts={
          data
            ? [
                { key: 'title', label: t('title'), value: data.title ?? <span className="bw-quiet">{t('titleHidden')}</span>, wide: true },
                {
                  key: 'cause',
                  label: t('cause'),
                  value: data.causeName ? (
                    <>
                      {data.causeName} {data.causeKnown ? null : <StateTag tone="soon">{t('causeUnknown')}</StateTag>}
                    </>
                  ) : null,
                },
                { key: 'procedure', label: t('procedureOf'), value: t(`procedure.${data.procedure}`) },
                { key: 'type', label: t('type'), value: data.typeCode },
                { key: 'amount', label: t('amountYuan'), value: data.amount },
                { key: 'received', label: t('receivedOn'), value: dateText(data.receivedOn) },
                { key: 'filed', label: t('filedOn'), value: dateText(data.filedOn) },
                { key: 'closed', label: t('closedOn'), value: dateText(data.closedOn) },
                { key: 'division', label: t('division'), value: data.divisionName },
                { key: 'judge', label: t('judge'), value: data.judgeName },
                { key: 'clerk', label: t('clerk'), value: data.clerkName },
              ]
            : []
        }
        tabs={
          data
            ? [
                { key: 'parties', label: t('parties'), content: <Parties data={data} /> },
                ...caseTabs(may).map(([key, Piece]) => ({
                  key: key.replace(':', '-'),
                  label: i18n.t(key.includes(':') ? key : `cases:tab.${key}`, { defaultValue: key }),
                  content: (
                    <Suspense fallback={<Skeleton active />}>
                      <Piece caseId={id} />
                    </Suspense>
                  ),
                })),
              ]
            : []
        }
        side={data ? <Timeline entries={steps(data).map((s) => ({ ...s, what: t(`step.${s.key}`) }))} /> : null}
      />
      {data ? (
        <FormDrawer
          title={t('edit')}
          open={open}
          close={() => setOpen(false)}
          fields={fields}
          codes={caseCodes}
          initial={{ ...data, cause: data.causeName }}
          submit={async (v) => {
            await edit.mutateAsync({ params: { id }, revision: data.revision, body: v as z.input<typeof editCase.body & z.ZodType> })
            tell.done(t('saved'))
          }}
        />
      ) : null}
    </>
  )
}
export default CaseRecord
