import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { Panel } from '../../../platform/ui/board-page.tsx'
import { dateText, todayText } from '../../../platform/ui/dates.tsx'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import { useGo, usePathParams } from '../../../platform/ui/go.tsx'
import { language, listText } from '../../../platform/ui/i18n.ts'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { RecordPage } from '../../../platform/ui/record-page.tsx'
import { DataTable } from '../../../platform/ui/table.tsx'
import { useTell } from '../../../platform/ui/tell.tsx'
import { Lines } from '../../laws/web/public.tsx'
import { approveTemplate, proposeTemplate, readTemplate, refuseTemplate } from '../api.ts'
import { AgreementText } from './agreement-text.tsx'
import { templateMark } from './templates-list.tsx'

const TemplateRecord = (): ReactNode => {
  const { t } = useTranslation('agreements')
  const id = Number(usePathParams().id)
  const tell = useTell()
  const go = useGo()
  const [open, setOpen] = useState<'propose' | 'refuse' | null>(null)
  const { data, error, refetch } = useCall(readTemplate, { params: { id } })
  const propose = useAct(proposeTemplate)
  const approve = useAct(approveTemplate)
  const refuse = useAct(refuseTemplate)
  const revision = data?.revision ?? 0
  const mark = data ? templateMark(data) : null
  const differs = data?.lines.some((l) => l.side !== 'both') ?? false
  // Acts of another state are not shown; those of this one that are refused say why.
  const canOf = (act: 'approve' | 'refuse') => (data?.state === 'proposed' ? data.can[act] : false)
  return (
    <>
      <RecordPage
        kind={{ label: t('templates'), to: '/agreement-templates' }}
        title={data ? `${data.title} · ${data.label}` : undefined}
        error={error}
        retry={() => void refetch()}
        state={mark ? <StateTag tone={mark.tone}>{t(mark.key)}</StateTag> : null}
        acts={[
          { key: 'propose', label: t('propose'), primary: true, can: data?.can.propose.ok ?? false, run: () => setOpen('propose') },
          {
            key: 'edit',
            label: t('edit'),
            can: data?.can.edit.ok ?? false,
            run: () => go(`/agreement-templates/new?kind=${data?.kind}&id=${id}`),
          },
          {
            key: 'approve',
            label: t('approve'),
            primary: true,
            can: canOf('approve'),
            confirm: t('approveAsk', { date: dateText(data?.effectiveOn) }),
            run: async () => {
              const done = await approve.mutateAsync({ params: { id }, revision })
              tell.done(t('approvedDone', { n: done.asked }))
            },
          },
          { key: 'refuse', label: t('refuse'), can: canOf('refuse'), danger: true, run: () => setOpen('refuse') },
        ]}
        facts={
          data
            ? [
                { key: 'kind', label: t('kind'), value: t(`kinds.${data.kind}`) },
                {
                  key: 'effective',
                  label: t('effectiveOn'),
                  value: data.effectiveOn ? dateText(data.effectiveOn) : data.own ? null : t('fromStart'),
                },
                { key: 'grace', label: t('graceDays'), value: t('days', { n: data.graceDays }) },
                { key: 'drafted', label: t('draftedBy'), value: data.own ? data.draftedBy : t('product') },
                { key: 'proposed', label: t('proposedBy'), value: data.proposedBy },
                { key: 'approved', label: t('approvedBy'), value: data.approvedBy },
                { key: 'signatures', label: t('signatures'), value: data.signatures },
                { key: 'source', label: t('source'), value: data.source, wide: true },
                ...(data.reason ? [{ key: 'reason', label: t('reason'), value: data.reason, wide: true }] : []),
              ]
            : []
        }
        tabs={
          data
            ? [
                {
                  key: 'specimen',
                  label: t('specimen'),
                  content: (
                    <div className="bw-sheet bw-pad">
                      {data.marks.length ? <p className="bw-quiet">{t('marks', { what: listText(data.marks) })}</p> : null}
                      <AgreementText body={data.specimen} title={data.title} />
                    </div>
                  ),
                },
                {
                  key: 'raw',
                  label: t('raw'),
                  content: (
                    <div className="bw-sheet bw-pad">
                      <AgreementText body={data.body} />
                    </div>
                  ),
                },
                ...(differs
                  ? [
                      {
                        key: 'lines',
                        label: t('differences'),
                        content: (
                          <div className="bw-sheet bw-pad">
                            <Lines lines={data.lines} />
                          </div>
                        ),
                      },
                    ]
                  : []),
                {
                  key: 'notes',
                  label: t('notes'),
                  content: (
                    <Panel title={t('notes')} wide>
                      <DataTable
                        label={t('notes')}
                        rows={data.notes}
                        rowKey={(n) => n.place}
                        columns={[
                          { key: 'place', title: t('place'), render: (n) => n.place },
                          { key: 'clause', title: t('clause'), render: (n) => n.clause },
                          { key: 'what', title: t('noteText'), render: (n) => n[language()] },
                        ]}
                      />
                    </Panel>
                  ),
                },
              ]
            : []
        }
      />
      <FormDrawer
        title={t('propose')}
        lead={t('proposeLead')}
        open={open === 'propose'}
        close={() => setOpen(null)}
        fields={[
          { name: 'effectiveOn', kind: 'date', label: t('effectiveOn'), required: true, min: todayText() },
          { name: 'graceDays', kind: 'number', label: t('graceDays'), min: 0, max: 90, hint: t('graceHint') },
        ]}
        initial={{ effectiveOn: todayText(), graceDays: 0 }}
        codes={{ 'effective-in-past': 'effectiveOn' }}
        submitLabel={t('propose')}
        submit={async (v) => {
          await propose.mutateAsync({ params: { id }, revision, body: v as z.input<typeof proposeTemplate.body & z.ZodType> })
          tell.done(t('proposedDone'))
        }}
      />
      <FormDrawer
        title={t('refuse')}
        open={open === 'refuse'}
        close={() => setOpen(null)}
        fields={[{ name: 'reason', kind: 'longtext', label: t('reason'), required: true, max: 500 }]}
        submitLabel={t('refuse')}
        submit={async (v) => {
          await refuse.mutateAsync({ params: { id }, revision, body: { reason: String(v.reason) } })
          tell.done(t('templateRefused'))
        }}
      />
    </>
  )
}
export default TemplateRecord
