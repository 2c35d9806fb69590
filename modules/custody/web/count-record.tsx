import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
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
import { closeInventory, findInInventory, readInventory } from '../api-places.ts'

/** Volume by volume, with the phone in one hand: what is missing stands on top. */
const CountRecord = (): ReactNode => {
  const { t } = useTranslation('custody')
  const id = Number(usePathParams().id)
  const tell = useTell()
  const [closing, setClosing] = useState(false)
  const [round, setRound] = useState(0)
  const { data, error, refetch } = useCall(readInventory, { params: { id } })
  const find = useAct(findInInventory)
  const end = useAct(closeInventory)
  return (
    <>
      <RecordPage
        kind={{ label: t('places'), to: data ? `/custody-places/${data.placeId}` : '/custody-places' }}
        title={data ? `${t('oneCount')} · ${data.place}` : undefined}
        error={error}
        retry={() => void refetch()}
        state={data ? <StateTag tone={data.state === 'open' ? 'active' : 'done'}>{t(`countState.${data.state}`)}</StateTag> : null}
        acts={[{ key: 'close', label: t('endCount'), can: data?.can.close.ok ?? false, run: () => setClosing(true) }]}
        facts={
          data
            ? [
                { key: 'expected', label: t('expected'), value: data.expected },
                { key: 'found', label: t('found'), value: data.found },
                { key: 'missing', label: t('missing'), value: data.missing },
                { key: 'differs', label: t('differing'), value: data.differs },
                { key: 'surplus', label: t('surplus'), value: data.surplus },
                { key: 'by', label: t('counter'), value: data.by },
                { key: 'begun', label: t('begun'), value: timeText(data.madeAt) },
                ...(data.closedAt ? [{ key: 'ended', label: t('ended'), value: timeText(data.closedAt) }] : []),
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
                { name: 'code', kind: 'own', label: t('code'), required: true, input: (o) => <ScanInput {...o} /> },
                { name: 'pages', kind: 'number', label: t('counted'), required: true, min: 0, max: 100000 },
              ]}
              codes={{ 'code-unknown': 'code', 'counted-already': 'code' }}
              submitLabel={t('countThis')}
              submit={async (v) => {
                const r = await find.mutateAsync({ params: { id }, body: { code: String(v.code), pages: Number(v.pages) } })
                tell.done(t(!r.same ? 'countedDiffers' : r.expected ? 'countedOne' : 'countedElsewhere', { code: r.code }))
                setRound(round + 1)
              }}
            />
          </section>
        ) : null}
        {data ? (
          <DataTable
            label={t('oneCount')}
            rows={data.lines}
            rowKey={(l) => l.volumeId}
            open={(l) => `/custody/${l.volumeId}`}
            columns={[
              { key: 'code', title: t('code'), render: (l) => l.code },
              { key: 'case', title: t('caseOf'), render: (l) => l.caseNumber ?? '—' },
              { key: 'kind', title: t('kindOf'), render: (l) => `${t(`kind.${l.kind}`)} ${l.serial}` },
              { key: 'pages', title: t('registered'), align: 'end', render: (l) => l.pages },
              { key: 'counted', title: t('counted'), align: 'end', render: (l) => l.counted ?? '—' },
              {
                key: 'result',
                title: t('result'),
                render: (l) => {
                  const result = l.foundAt === null ? 'missing' : l.counted !== l.pages ? 'differs' : l.expected ? 'found' : 'surplus'
                  return (
                    <StateTag tone={result === 'found' ? 'done' : result === 'surplus' ? 'soon' : 'late'}>
                      {t(`resultOf.${result}`)}
                    </StateTag>
                  )
                },
              },
              { key: 'holder', title: t('holder'), render: (l) => l.holder },
              { key: 'at', title: t('countedWhen'), render: (l) => (l.foundAt ? <Moment at={l.foundAt} /> : '—') },
            ]}
          />
        ) : null}
      </RecordPage>
      {closing && data ? (
        <FormDrawer
          title={t('endCount')}
          open
          close={() => setClosing(false)}
          fields={[
            {
              name: 'remark',
              kind: 'longtext',
              label: t('remark'),
              max: 1000,
              hint: t('remarkHint'),
              required: data.missing + data.surplus + data.differs > 0,
            },
          ]}
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
