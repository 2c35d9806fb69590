import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Panel } from '../../../platform/ui/board-page.tsx'
import { addressOf } from '../../../platform/ui/call.ts'
import { dateText, DueTag, Moment } from '../../../platform/ui/dates.tsx'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import { Go, usePathParams } from '../../../platform/ui/go.tsx'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { RecordPage } from '../../../platform/ui/record-page.tsx'
import { DataTable } from '../../../platform/ui/table.tsx'
import { useTell } from '../../../platform/ui/tell.tsx'
import { sendFile } from '../../../platform/ui/upload.tsx'
import { decideImpact, proveByFile, proveByRule, readImpact, readProof } from '../api.ts'
import { impactTone } from './impacts-list.tsx'
import { lawName } from './laws-list.tsx'

const ImpactRecord = (): ReactNode => {
  const { t } = useTranslation('laws')
  const id = Number(usePathParams().id)
  const tell = useTell()
  const [open, setOpen] = useState<'file' | 'rule' | 'return' | null>(null)
  const { data, error, refetch } = useCall(readImpact, { params: { id } })
  const decide = useAct(decideImpact)
  const byRule = useAct(proveByRule)
  const close = (): void => setOpen(null)
  const words = { name: 'words', kind: 'longtext', label: t('words'), required: true, max: 1000 } as const
  return (
    <>
      <RecordPage
        kind={{ label: t('impacts'), to: '/law-impacts' }}
        title={data ? t('impactTitle', { law: lawName(data.law), change: t(`changeKinds.${data.change}`) }) : undefined}
        error={error}
        retry={() => void refetch()}
        state={data ? <StateTag tone={impactTone[data.state]}>{t(`impactState.${data.state}`)}</StateTag> : null}
        mark={data && (data.state === 'open' || data.state === 'returned') ? <DueTag due={data.dueAt} /> : null}
        acts={[
          { key: 'file', label: t('prove'), primary: true, can: data?.can.submit.ok ?? false, run: () => setOpen('file') },
          {
            key: 'rule',
            label: t('proveRule'),
            can: (data?.can.submit.ok && data.ruleVersions.length > 0) ?? false,
            run: () => setOpen('rule'),
          },
          {
            key: 'accept',
            label: t('accept'),
            primary: true,
            can: data?.can.decide.ok ?? false,
            run: async () => {
              await decide.mutateAsync({ params: { id }, revision: data?.revision ?? 0, body: { accepted: true } })
              tell.done(t('accepted'))
            },
          },
          { key: 'return', label: t('giveBack'), can: data?.can.decide.ok ?? false, danger: true, run: () => setOpen('return') },
        ]}
        facts={
          data
            ? [
                { key: 'law', label: t('law'), value: <Go to={`/laws/${data.lawId}`}>{lawName(data.law)}</Go> },
                { key: 'version', label: t('version'), value: data.version },
                { key: 'counts', label: t('countsOn'), value: data.countsOn ? dateText(data.countsOn) : t('unknown') },
                { key: 'contractor', label: t('contractor'), value: data.contractor },
                { key: 'engagement', label: t('engagement'), value: data.engagement },
                { key: 'due', label: t('due'), value: <Moment at={data.dueAt} /> },
                ...(data.note ? [{ key: 'note', label: t('note'), value: data.note, wide: true }] : []),
              ]
            : []
        }
      >
        {data ? (
          <Panel title={t('proofs')} wide>
            {data.proofs.length === 0 ? (
              <p className="bw-quiet">{t('noProofs')}</p>
            ) : (
              <DataTable
                label={t('proofs')}
                rows={data.proofs}
                rowKey={(p) => p.id}
                columns={[
                  { key: 'words', title: t('words'), render: (p) => p.words },
                  {
                    key: 'file',
                    title: t('file'),
                    render: (p) =>
                      p.file ? (
                        <a href={addressOf(readProof, { params: { id: p.id } })} download>
                          {p.file.name}
                        </a>
                      ) : (
                        p.ruleVersion
                      ),
                  },
                  {
                    key: 'by',
                    title: t('submittedBy'),
                    render: (p) => (
                      <span>
                        {p.submittedBy} <Moment at={p.submittedAt} />
                      </span>
                    ),
                  },
                  {
                    key: 'decision',
                    title: t('decision'),
                    render: (p) => (
                      <span>
                        <StateTag tone={p.accepted === null ? 'active' : p.accepted ? 'done' : 'late'}>
                          {t(p.accepted === null ? 'waiting' : p.accepted ? 'accepted' : 'returned')}
                        </StateTag>{' '}
                        <span className="bw-quiet">{[p.decidedBy, p.decision].filter(Boolean).join(' · ')}</span>
                      </span>
                    ),
                  },
                ]}
              />
            )}
          </Panel>
        ) : null}
      </RecordPage>
      <FormDrawer
        title={t('prove')}
        lead={t('proveLead')}
        open={open === 'file'}
        close={close}
        fields={[words, { name: 'file', kind: 'file', label: t('file'), required: true, accept: '.pdf,.docx,.txt' }]}
        codes={{ 'text-kind': 'file', 'wrong-media-type': 'file', 'proof-words': 'words' }}
        submit={async (v) => {
          await sendFile(proveByFile, v.file as File, { params: { id }, fields: { words: String(v.words) } })
          tell.done(t('proved'))
          await refetch()
        }}
      />
      <FormDrawer
        title={t('proveRule')}
        open={open === 'rule'}
        close={close}
        fields={[
          {
            name: 'ruleVersionId',
            kind: 'choice',
            label: t('ruleVersion'),
            required: true,
            numeric: true,
            options: (data?.ruleVersions ?? []).map((r) => ({ value: String(r.id), label: r.title })),
          },
          words,
        ]}
        submit={async (v) => {
          await byRule.mutateAsync({ params: { id }, body: v as { ruleVersionId: number; words: string } })
          tell.done(t('proved'))
        }}
      />
      <FormDrawer
        title={t('giveBack')}
        lead={t('returnLead')}
        open={open === 'return'}
        close={close}
        fields={[{ name: 'note', kind: 'longtext', label: t('decision'), required: true, max: 1000 }]}
        submitLabel={t('giveBack')}
        submit={async (v) => {
          await decide.mutateAsync({ params: { id }, revision: data?.revision ?? 0, body: { accepted: false, note: String(v.note) } })
          tell.done(t('returned'))
        }}
      />
    </>
  )
}
export default ImpactRecord
