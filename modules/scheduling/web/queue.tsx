import { Drawer } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { dateText } from '../../../platform/ui/dates.tsx'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import { Go, useGo } from '../../../platform/ui/go.tsx'
import { ListPage } from '../../../platform/ui/list-page.tsx'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { useNarrow } from '../../../platform/ui/screen.ts'
import { DataTable } from '../../../platform/ui/table.tsx'
import { useMay } from '../../../platform/ui/me.tsx'
import { useTell } from '../../../platform/ui/tell.tsx'
import { listDivisions } from '../../organisations/api.ts'
import { PersonPicker } from '../../organisations/web/public.tsx'
import * as api from '../api.ts'
import { designateReasons } from '../rules.ts'

type Results = z.output<typeof api.drawCases.response>['results']
const Queue = (): ReactNode => {
  const { t } = useTranslation('scheduling')
  const go = useGo()
  const may = useMay()
  const tell = useTell()
  const narrow = useNarrow()
  const [results, setResults] = useState<Results | null>(null)
  const [one, setOne] = useState<{ id: number; number: string } | null>(null)
  const divisions = useCall(listDivisions, { query: { limit: 200 } }).data?.items ?? []
  const draw = useAct(api.drawCases)
  const designate = useAct(api.designate)
  return (
    <>
      <ListPage
        name="allocation-queue"
        title={t('queue')}
        endpoint={api.listWaiting}
        rowKey={(r) => r.id}
        open={(r) => `/cases/${r.id}`}
        limit={100}
        live
        filters={[
          {
            key: 'divisionId',
            kind: 'choice',
            label: t('division'),
            options: divisions.map((d) => ({ value: String(d.id), label: d.name })),
          },
          {
            key: 'procedure',
            kind: 'choice',
            label: t('procedure'),
            options: api.procedures.map((p) => ({ value: p, label: t(`cases:procedure.${p}`) })),
          },
        ]}
        columns={[
          { key: 'number', title: t('number'), render: (r) => r.number },
          { key: 'title', title: t('title'), render: (r) => r.title },
          { key: 'cause', title: t('cause'), render: (r) => r.cause ?? '—' },
          { key: 'procedure', title: t('procedure'), render: (r) => t(`cases:procedure.${r.procedure}`) },
          { key: 'division', title: t('division'), render: (r) => r.division ?? '—' },
          { key: 'filed', title: t('filedOn'), render: (r) => dateText(r.filedOn) },
        ]}
        acts={[
          { key: 'bench', label: t('bench'), can: may('scheduling.see'), run: () => go('/allocation-judges') },
          { key: 'register', label: t('register'), can: may('scheduling.see'), run: () => go('/allocations') },
        ]}
        bulk={(rows, done) => [
          {
            key: 'draw',
            label: t('draw'),
            primary: true,
            can: may('scheduling.draw'),
            run: async () => {
              const { results: found } = await draw.mutateAsync({ body: { caseIds: rows.map((r) => r.id) } })
              const left = found.filter((r) => r.code !== null).length
              tell.done(t(left ? 'drawnSome' : 'drawn', { n: found.length - left, left }))
              setResults(found)
              done()
            },
          },
          {
            key: 'designate',
            label: t('designate'),
            can: may('scheduling.designate') && rows.length === 1,
            run: () => setOne(rows[0] ?? null),
          },
        ]}
        empty={t('queueEmpty')}
      />
      <Drawer title={t('results')} open={results !== null} onClose={() => setResults(null)} size={narrow ? '100%' : 620}>
        <DataTable
          label={t('results')}
          rows={results ?? []}
          rowKey={(r) => r.caseId}
          columns={[
            {
              key: 'number',
              title: t('number'),
              render: (r) => (r.allocationId ? <Go to={`/allocations/${r.allocationId}`}>{r.number}</Go> : (r.number ?? t('notCase'))),
            },
            { key: 'judge', title: t('judge'), render: (r) => r.judge ?? t('notDrawn') },
            { key: 'why', title: t('resultWhy'), render: (r) => (r.code ? t(`code.${r.code}`) : t('kind.drawn')) },
          ]}
        />
      </Drawer>
      <FormDrawer
        title={`${t('designate')} ${one?.number ?? ''}`}
        open={one !== null}
        close={() => setOne(null)}
        lead={t('designateLead')}
        fields={[
          {
            name: 'judgeId',
            kind: 'own',
            label: t('judge'),
            required: true,
            input: (o) => <PersonPicker {...o} side="court" role="judge" />,
          },
          {
            name: 'because',
            kind: 'choice',
            label: t('because'),
            required: true,
            options: designateReasons.map((k) => ({ value: k, label: t(`becauseOf.${k}`) })),
          },
          { name: 'reason', kind: 'longtext', label: t('reason'), required: true, max: 500 },
        ]}
        codes={{ 'not-a-judge': 'judgeId', 'judge-barred': 'judgeId', 'not-to-oneself': 'judgeId' }}
        submit={async (v) => {
          const made = await designate.mutateAsync({ body: { ...v, caseId: one!.id } as z.input<NonNullable<typeof api.designate.body>> })
          tell.done(t('designated', { judge: made.judge }))
        }}
      />
    </>
  )
}
export default Queue
