import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addressOf } from '../../../platform/ui/call.ts'
import { Moment, timeText } from '../../../platform/ui/dates.tsx'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import { SchemaForm } from '../../../platform/ui/form.tsx'
import { usePathParams } from '../../../platform/ui/go.tsx'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { RecordPage } from '../../../platform/ui/record-page.tsx'
import { ScanInput } from '../../../platform/ui/scan.tsx'
import { DataTable } from '../../../platform/ui/table.tsx'
import { useTell } from '../../../platform/ui/tell.tsx'
import { closeCount, countOne, printCount, readCount } from '../api-faults.ts'

/** Counted one by one: a scanner types the code and Enter; what is missing stands on top. */
const CountRecord = (): ReactNode => {
  const { t } = useTranslation('premises')
  const id = Number(usePathParams().id)
  const tell = useTell()
  const [closing, setClosing] = useState(false)
  const [round, setRound] = useState(0)
  const { data, error, refetch } = useCall(readCount, { params: { id } })
  const count = useAct(countOne)
  const end = useAct(closeCount)
  return (
    <>
      <RecordPage
        kind={{ label: t('counts'), to: '/spot-counts' }}
        title={data ? `${data.place} · ${data.zone}` : undefined}
        error={error}
        retry={() => void refetch()}
        state={data ? <StateTag tone={data.state === 'open' ? 'active' : 'done'}>{t(`countState.${data.state}`)}</StateTag> : null}
        acts={[
          { key: 'close', label: t('closeCount'), can: data?.can.close.ok ?? false, run: () => setClosing(true) },
          {
            key: 'print',
            label: t('print'),
            can: data !== undefined,
            run: () => void window.open(addressOf(printCount, { params: { id } }), '_blank', 'noopener'),
          },
        ]}
        facts={
          data
            ? [
                { key: 'expected', label: t('expected'), value: data.expected },
                { key: 'found', label: t('found'), value: data.found },
                { key: 'missing', label: t('missing'), value: data.missing },
                { key: 'surplus', label: t('surplus'), value: data.surplus },
                { key: 'by', label: t('counter'), value: data.by },
                { key: 'at', label: t('time'), value: timeText(data.madeAt) },
                ...(data.remark ? [{ key: 'remark', label: t('remark'), value: data.remark, wide: true }] : []),
              ]
            : []
        }
      >
        {data?.can.find.ok ? (
          <section className="bw-sheet bw-pad">
            <p className="bw-lead">{t('countLead')}</p>
            <SchemaForm
              key={round}
              fields={[
                { name: 'code', kind: 'own', label: t('code'), required: true, hint: t('codeHint'), input: (o) => <ScanInput {...o} /> },
              ]}
              codes={{ 'equipment-code-unknown': 'code', 'equipment-counted-already': 'code' }}
              submitLabel={t('count')}
              submit={async (v) => {
                const r = await count.mutateAsync({ params: { id }, body: { code: String(v.code) } })
                tell.done(t(r.expected ? 'counted' : 'countedElsewhere', { name: r.name }))
                setRound(round + 1)
              }}
            />
          </section>
        ) : null}
        {data ? (
          <DataTable
            label={t('countOne')}
            rows={data.lines}
            rowKey={(l) => l.equipmentId}
            open={(l) => `/equipment/${l.equipmentId}`}
            columns={[
              { key: 'name', title: t('name'), render: (l) => l.name },
              { key: 'serial', title: t('serialNo'), render: (l) => l.serialNo },
              { key: 'code', title: t('code'), render: (l) => l.code },
              {
                key: 'result',
                title: t('resultOf'),
                render: (l) =>
                  l.expected ? (
                    <StateTag tone={l.foundAt ? 'done' : 'late'}>{t(l.foundAt ? 'here' : 'missing')}</StateTag>
                  ) : (
                    <StateTag tone="soon">{`${t('surplus')} · ${t('home', { zone: l.home || '—' })}`}</StateTag>
                  ),
              },
              { key: 'at', title: t('time'), render: (l) => (l.foundAt ? <Moment at={l.foundAt} /> : '—') },
            ]}
          />
        ) : null}
      </RecordPage>
      {closing && data ? (
        <FormDrawer
          title={t('closeCount')}
          open
          close={() => setClosing(false)}
          fields={[{ name: 'remark', kind: 'longtext', label: t('remark'), max: 1000, hint: t('remarkHint') }]}
          submit={async (v) => {
            await end.mutateAsync({ params: { id }, body: v as { remark?: string }, revision: data.revision })
            tell.done(t('saved'))
          }}
        />
      ) : null}
    </>
  )
}
export default CountRecord
