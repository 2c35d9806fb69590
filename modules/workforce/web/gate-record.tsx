import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { listText } from '../../../platform/ui/i18n.ts'
import { Panel } from '../../../platform/ui/board-page.tsx'
import { dateText, Moment, todayText } from '../../../platform/ui/dates.tsx'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import { Go, usePathParams } from '../../../platform/ui/go.tsx'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useMay } from '../../../platform/ui/me.tsx'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { RecordPage } from '../../../platform/ui/record-page.tsx'
import { useTell } from '../../../platform/ui/tell.tsx'
import { roleText } from '../../organisations/web/public.tsx'
import { liftVeto, readGate, recordFact, vetoPerson } from '../api.ts'
import { trainingPhases, trainingTopics } from '../rules.ts'
import { GateFacts } from './gate-facts.tsx'
import { GateChecklist } from './public.tsx'

/** 7.1.1: who has passed is proved by a numbered paper (`factStands`). */
const needsReference = (v: Record<string, unknown>): boolean => v.passed !== 'no' && (v.kind === 'education' || v.kind === 'recordsCheck')

/** Access first, then what follows from it; what modules above add comes last. */
const ORDER = ['grants', 'tasks', 'sessions', 'badges']
const place = (what: string): number => (ORDER.includes(what) ? ORDER.indexOf(what) : ORDER.length)

const GateRecord = (): ReactNode => {
  const { t } = useTranslation('workforce')
  const id = Number(usePathParams().id)
  const tell = useTell()
  const may = useMay()
  const [open, setOpen] = useState<'record' | 'veto' | 'lift' | null>(null)
  const { data, error, refetch } = useCall(readGate, { params: { id } })
  const record = useAct(recordFact)
  const veto = useAct(vetoPerson)
  const lift = useAct(liftVeto)
  const close = (): void => setOpen(null)
  const kinds = Object.entries(data?.can.record ?? {}).filter(([, can]) => can.ok)
  // The act is offered when any kind may be recorded; else the first reason says why not.
  const mayRecord = kinds.length > 0 ? true : (Object.values(data?.can.record ?? {})[0] ?? false)
  return (
    <>
      <RecordPage
        kind={{ label: t('title'), to: '/workforce' }}
        title={data?.name}
        error={error}
        retry={() => void refetch()}
        state={
          data ? (
            data.vetoed ? (
              <StateTag tone="late">{t('vetoed')}</StateTag>
            ) : data.admitted ? (
              <StateTag tone="done">{t('admitted')}</StateTag>
            ) : (
              <StateTag tone="soon">{t('notAdmitted')}</StateTag>
            )
          ) : null
        }
        acts={[
          { key: 'record', label: t('record'), primary: true, can: mayRecord, run: () => setOpen('record') },
          { key: 'lift', label: t('lift'), can: data?.vetoed ? data.can.liftVeto : false, run: () => setOpen('lift') },
          { key: 'veto', label: t('veto'), can: data?.vetoed ? false : data?.can.veto, run: () => setOpen('veto') },
        ]}
        facts={
          data
            ? [
                { key: 'contractor', label: t('contractor'), value: data.contractorName },
                { key: 'roles', label: t('roles'), value: listText(data.roles.map(roleText)) },
                { key: 'team', label: t('team'), value: data.team },
                { key: 'staffNo', label: t('staffNo'), value: data.staffNo },
                { key: 'expires', label: t('expires'), value: data.expiresOn ? dateText(data.expiresOn) : null },
                ...(may('organisations.people.see')
                  ? [{ key: 'person', label: t('person'), value: <Go to={`/people/${id}`}>{data.name}</Go> }]
                  : []),
              ]
            : []
        }
      >
        {data ? (
          <div className="bw-panels bw-gap">
            {data.veto ? (
              <Panel title={t('vetoPanel')} wide>
                <p>
                  {t('vetoWhen', { by: data.veto.by ?? '—' })} <Moment at={data.veto.at} />
                </p>
                <p>{data.veto.reason}</p>
                {data.veto.effects ? (
                  <ul>
                    {Object.entries(data.veto.effects)
                      .sort(([a], [b]) => place(a) - place(b))
                      .map(([what, n]) => (
                        <li key={what}>{t(`vetoDid.${what}`, { n, defaultValue: t('vetoDid.other', { n }) })}</li>
                      ))}
                  </ul>
                ) : null}
              </Panel>
            ) : null}
            <Panel title={t('gate')} wide>
              <p className="bw-quiet">{t('gateLead')}</p>
              <GateChecklist gate={data.gate} />
            </Panel>
            <Panel title={t('facts')} wide>
              <GateFacts facts={data.facts} />
            </Panel>
          </div>
        ) : null}
      </RecordPage>
      {data ? (
        <>
          <FormDrawer
            title={t('record')}
            lead={t('recordLead')}
            open={open === 'record'}
            close={close}
            fields={[
              {
                name: 'kind',
                kind: 'choice',
                label: t('kind'),
                required: true,
                options: kinds.map(([k]) => ({ value: k, label: t(`factKind.${k}`) })),
              },
              { name: 'onDate', kind: 'date', label: t('onDate'), required: true, max: todayText() },
              {
                name: 'passed',
                kind: 'radio',
                label: t('outcome'),
                when: (v) => v.kind === 'vetting' || v.kind === 'recordsCheck' || v.kind === 'education' || v.kind === 'training',
                options: [
                  { value: 'yes', label: t('passed') },
                  { value: 'no', label: t('failed') },
                ],
              },
              {
                name: 'halfDays',
                kind: 'number',
                label: t('halfDays'),
                required: true,
                min: 1,
                max: 60,
                when: (v) => v.kind === 'training',
              },
              {
                name: 'topics',
                kind: 'checks',
                label: t('topics'),
                hint: t('topicsHint'),
                required: true,
                options: trainingTopics.map((k) => ({ value: k, label: t(`topic.${k}`) })),
                when: (v) => v.kind === 'training',
              },
              {
                name: 'phase',
                kind: 'radio',
                label: t('phaseOf'),
                options: trainingPhases.map((k) => ({ value: k, label: t(`phase.${k}`) })),
                when: (v) => v.kind === 'training',
              },
              { name: 'validUntil', kind: 'date', label: t('validUntil'), hint: t('validHint'), when: (v) => v.kind !== 'training' },
              {
                name: 'reference',
                kind: 'text',
                label: t('reference'),
                required: true,
                max: 200,
                when: needsReference,
              },
              { name: 'reference', kind: 'text', label: t('reference'), max: 200, when: (v) => !needsReference(v) },
              { name: 'note', kind: 'longtext', label: t('note'), max: 1000 },
            ]}
            initial={{ onDate: todayText(), passed: 'yes', phase: 'preJob' }}
            codes={{
              'fact-in-future': 'onDate',
              'records-check-old': 'onDate',
              'vetting-too-long': 'validUntil',
              'valid-until-reversed': 'validUntil',
              'half-days-required': 'halfDays',
              'topics-required': 'topics',
              'reference-required': 'reference',
              'outcome-not-here': 'passed',
              'kind-by-court': 'kind',
              'kind-by-contractor': 'kind',
            }}
            submit={async (v) => {
              await record.mutateAsync({
                params: { id },
                body: { ...v, passed: v.passed !== 'no' } as z.input<typeof recordFact.body & z.ZodType>,
              })
              tell.done(t('recorded'))
            }}
          />
          <FormDrawer
            title={t('veto')}
            lead={t('vetoLead')}
            open={open === 'veto'}
            close={close}
            fields={[{ name: 'reason', kind: 'longtext', label: t('reason'), required: true, max: 500 }]}
            submitLabel={t('veto')}
            submit={async (v) => {
              await veto.mutateAsync({ params: { id }, body: v as { reason: string } })
              tell.done(t('vetoDone'))
            }}
          />
          <FormDrawer
            title={t('lift')}
            lead={t('liftLead')}
            open={open === 'lift'}
            close={close}
            fields={[{ name: 'reason', kind: 'longtext', label: t('reason'), required: true, max: 500 }]}
            submitLabel={t('lift')}
            submit={async (v) => {
              await lift.mutateAsync({ params: { id }, body: v as { reason: string } })
              tell.done(t('lifted'))
            }}
          />
        </>
      ) : null}
    </>
  )
}
export default GateRecord
