import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { dateText, Moment, timeText } from '../../../platform/ui/dates.tsx'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import { Go, useGo, usePathParams } from '../../../platform/ui/go.tsx'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { Facts, RecordPage } from '../../../platform/ui/record-page.tsx'
import { DataTable } from '../../../platform/ui/table.tsx'
import { useTell } from '../../../platform/ui/tell.tsx'
import { PersonPicker } from '../../organisations/web/public.tsx'
import * as api from '../api.ts'
import { changeReasons } from '../rules.ts'
import { AllocationState } from './allocations-list.tsx'

type Allocation = z.output<typeof api.readAllocation.response>
const Candidates = ({ a }: { a: Allocation }): ReactNode => {
  const { t } = useTranslation('scheduling')
  return (
    <>
      {a.balance ? <p className="bw-lead">{t(`balanceHow.${a.balance}`)}</p> : null}
      <DataTable
        label={t('candidates')}
        rows={a.candidates}
        rowKey={(r) => r.judgeId}
        columns={[
          {
            key: 'judge',
            title: t('judge'),
            render: (r) => (
              <>
                {r.judge} {r.judgeId === a.judgeId ? <StateTag tone="done">{t('hit')}</StateTag> : null}
              </>
            ),
          },
          { key: 'share', title: t('share'), align: 'end', render: (r) => `${r.percent}%` },
          { key: 'load', title: t('load'), align: 'end', render: (r) => r.load },
          { key: 'weight', title: t('weight'), align: 'end', render: (r) => (r.excluded ? '—' : r.weight) },
          {
            key: 'chance',
            title: t('chance'),
            align: 'end',
            render: (r) => (r.excluded || !a.total ? '—' : `${((100 * r.weight) / a.total).toFixed(1)}%`),
          },
          { key: 'out', title: t('excludedOf'), render: (r) => (r.excluded ? t(`excluded.${r.excluded}`) : '—') },
        ]}
      />
    </>
  )
}
const Proof = ({ a }: { a: Allocation }): ReactNode => {
  const { t } = useTranslation('scheduling')
  const code = (text: string): ReactNode => <code style={{ overflowWrap: 'anywhere' }}>{text}</code>
  return (
    <>
      <p className="bw-lead">{t('proofLead')}</p>
      <Facts
        facts={[
          { key: 'commitment', label: t('commitment'), value: code(a.seed?.commitment ?? ''), wide: true },
          { key: 'seed', label: t('seed'), value: a.seed?.revealed ? code(a.seed.revealed) : t('seedLater'), wide: true },
          { key: 'message', label: t('message'), value: code(a.message ?? ''), wide: true },
          { key: 'messageHint', label: '', value: <span className="bw-quiet">{t('messageHint')}</span>, wide: true },
          ...(a.seed?.revealed
            ? [
                {
                  key: 'check',
                  label: t('check'),
                  value: code(`printf '%s' '${a.message}' | openssl dgst -sha256 -mac HMAC -macopt hexkey:${a.seed.revealed}`),
                  wide: true,
                },
                { key: 'checkHint', label: '', value: <span className="bw-quiet">{t('checkHint')}</span>, wide: true },
              ]
            : []),
        ]}
      />
    </>
  )
}
const AllocationRecord = (): ReactNode => {
  const { t } = useTranslation('scheduling')
  const id = Number(usePathParams().id)
  const go = useGo()
  const tell = useTell()
  const [open, setOpen] = useState(false)
  const { data, error, refetch } = useCall(api.readAllocation, { params: { id } })
  const change = useAct(api.changeAllocation)
  return (
    <>
      <RecordPage
        kind={{ label: t('register'), to: '/allocations' }}
        title={data ? `${data.number ?? t('notCase')} ${data.judge}` : undefined}
        error={error}
        retry={() => void refetch()}
        state={data ? <AllocationState ended={data.endedAt !== null} /> : null}
        acts={data?.can.change.ok ? [{ key: 'change', label: t('change'), can: true, run: () => setOpen(true) }] : []}
        facts={
          data
            ? [
                {
                  key: 'case',
                  label: t('number'),
                  value: data.number ? <Go to={`/cases/${data.caseId}`}>{data.number}</Go> : t('notCase'),
                },
                { key: 'title', label: t('title'), value: data.title ?? '—' },
                { key: 'judge', label: t('judge'), value: data.judge },
                { key: 'kind', label: t('kindOf'), value: t(`kind.${data.kind}`) },
                { key: 'made', label: t('madeAt'), value: timeText(data.madeAt) },
                { key: 'by', label: t('madeBy'), value: data.madeBy },
                ...(data.total === null || data.ticket === null
                  ? []
                  : [{ key: 'ticket', label: t('ticket'), value: t('ticketOf', { n: data.ticket + 1, total: data.total }) }]),
                ...(data.ruleVersion === null
                  ? []
                  : [
                      {
                        key: 'rule',
                        label: t('rule'),
                        value: data.ruleVersion === 0 ? t('ruleOwn') : t('ruleOf', { version: data.ruleVersion }),
                      },
                    ]),
                ...(data.because ? [{ key: 'because', label: t('because'), value: t(`becauseOf.${data.because}`) }] : []),
                ...(data.reason ? [{ key: 'reason', label: t('reason'), value: data.reason, wide: true }] : []),
                ...(data.endedAt ? [{ key: 'ended', label: t('endedAt'), value: timeText(data.endedAt) }] : []),
              ]
            : []
        }
        tabs={
          data
            ? [
                ...(data.kind === 'drawn'
                  ? [
                      { key: 'candidates', label: t('candidates'), content: <Candidates a={data} /> },
                      { key: 'proof', label: t('proof'), content: <Proof a={data} /> },
                    ]
                  : []),
                {
                  key: 'others',
                  label: `${t('others')} ${data.others.length}`,
                  content: data.others.length ? (
                    <DataTable
                      label={t('others')}
                      rows={data.others}
                      rowKey={(r) => r.id}
                      columns={[
                        { key: 'judge', title: t('judge'), render: (r) => <Go to={`/allocations/${r.id}`}>{r.judge}</Go> },
                        { key: 'kind', title: t('kindOf'), render: (r) => t(`kind.${r.kind}`) },
                        { key: 'at', title: t('madeAt'), render: (r) => <Moment at={r.madeAt} /> },
                        { key: 'ended', title: t('endedAt'), render: (r) => (r.endedAt ? dateText(r.endedAt.slice(0, 10)) : '—') },
                      ]}
                    />
                  ) : (
                    <p className="bw-quiet">{t('othersNone')}</p>
                  ),
                },
              ]
            : []
        }
      />
      <FormDrawer
        title={t('change')}
        open={open}
        close={() => setOpen(false)}
        lead={t('changeLead')}
        fields={[
          {
            name: 'how',
            kind: 'radio',
            label: t('how'),
            required: true,
            options: (['draw', 'designate'] as const).map((k) => ({ value: k, label: t(`howOf.${k}`) })),
          },
          {
            name: 'judgeId',
            kind: 'own',
            label: t('judge'),
            required: true,
            when: (v) => v.how === 'designate',
            input: (o) => <PersonPicker {...o} side="court" role="judge" />,
          },
          {
            name: 'because',
            kind: 'choice',
            label: t('because'),
            required: true,
            options: changeReasons.map((k) => ({ value: k, label: t(`becauseOf.${k}`) })),
          },
          { name: 'reason', kind: 'longtext', label: t('reason'), required: true, max: 500 },
        ]}
        initial={{ how: 'draw' }}
        codes={{ 'not-a-judge': 'judgeId', 'judge-barred': 'judgeId', 'not-to-oneself': 'judgeId', 'same-judge': 'judgeId' }}
        submit={async (v) => {
          const made = await change.mutateAsync({
            params: { id },
            revision: data!.revision,
            body: v as z.input<NonNullable<typeof api.changeAllocation.body>>,
          })
          tell.done(t('changed', { judge: made.judge }))
          go(`/allocations/${made.id}`)
        }}
      />
    </>
  )
}
export default AllocationRecord
