import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addressOf } from '../../../platform/ui/call.ts'
import { dateText } from '../../../platform/ui/dates.tsx'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import { Go, useGo, usePathParams } from '../../../platform/ui/go.tsx'
import { useMay } from '../../../platform/ui/me.tsx'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { RecordPage } from '../../../platform/ui/record-page.tsx'
import { useTell } from '../../../platform/ui/tell.tsx'
import { EngagementPicker, PersonPicker } from '../../organisations/web/public.tsx'
import { cancelSession, changeSession, confirmSigned, expectPeople, markSigned, readSession, signSheet } from '../api.ts'
import { type Half, halves } from '../rules.ts'
import { SessionPeople } from './session-people.tsx'
import { sessionBody, sessionCodes, sessionFields, sessionValues } from './session-fields.tsx'
import { SessionTag, timesText } from './words.tsx'

/** What one could never do here is not offered; what is only too early or too late says so. */
const mine = (d: { ok: true } | { ok: false; code: string } | undefined) =>
  d && !d.ok && (d.code === 'not-your-session' || d.code === 'not-allowed') ? false : d

const SessionRecord = (): ReactNode => {
  const { t } = useTranslation('training')
  const id = Number(usePathParams().id)
  const go = useGo()
  const tell = useTell()
  const may = useMay()
  const [open, setOpen] = useState<'change' | 'cancel' | 'expect' | 'mark' | null>(null)
  const [chosen, setChosen] = useState<Set<string | number>>(new Set())
  const { data, error, refetch } = useCall(readSession, { params: { id } })
  const change = useAct(changeSession)
  const cancel = useAct(cancelSession)
  const expect = useAct(expectPeople)
  const mark = useAct(markSigned)
  const confirm = useAct(confirmSigned)
  const close = (): void => setOpen(null)
  const waiting = (data?.people ?? []).flatMap((p) => p.attendance.filter((a) => a.can.confirm.ok).map((a) => a.id))
  const held = halves.filter((h) => data?.[h])
  return (
    <>
      <RecordPage
        kind={{ label: t('sessions'), to: '/training' }}
        title={data?.title}
        error={error}
        retry={() => void refetch()}
        state={data ? <SessionTag state={data.state} t={t} /> : null}
        acts={[
          {
            key: 'code',
            label: t('showCode'),
            primary: data?.state === 'running',
            can: mine(data?.can.showCode),
            run: () => go(`/training/sessions/${id}/code`),
          },
          {
            key: 'confirm',
            label: t('confirmAll', { n: waiting.length }),
            primary: waiting.length > 0,
            can: waiting.length > 0,
            run: async () => {
              await confirm.mutateAsync({ params: { id }, body: { attendanceIds: waiting } })
              tell.done(t('confirmed'))
            },
          },
          {
            key: 'expect',
            label: t('expect'),
            primary: data?.state === 'planned',
            can: mine(data?.can.expect),
            run: () => setOpen('expect'),
          },
          { key: 'mark', label: t('mark'), can: mine(data?.can.mark), run: () => setOpen('mark') },
          {
            key: 'sheet',
            label: t('sheet'),
            can: data?.can.sheet.ok ?? false,
            run: () => void window.open(addressOf(signSheet, { params: { id } }), '_blank', 'noopener'),
          },
          { key: 'change', label: t('changeSession'), can: data?.can.change.ok ?? false, run: () => setOpen('change') },
          { key: 'cancel', label: t('cancel'), danger: true, can: data?.can.cancel.ok ?? false, run: () => setOpen('cancel') },
        ]}
        facts={
          data
            ? [
                {
                  key: 'course',
                  label: t('course'),
                  value: may('training.see') ? <Go to={`/training/courses/${data.courseId}`}>{data.title}</Go> : data.title,
                },
                { key: 'date', label: t('date'), value: dateText(data.onDate) },
                { key: 'times', label: t('held'), value: <span className="bw-figures">{timesText(t, data)}</span> },
                { key: 'place', label: t('place'), value: data.place },
                { key: 'teacher', label: t('teacher'), value: data.teacher },
                { key: 'kind', label: t('phaseOf'), value: `${t(`phase.${data.phase}`)} · ${t(`topic.${data.topic}`)}` },
                { key: 'organiser', label: t('organiserOf'), value: data.contractorName ?? t('organiser.court') },
                { key: 'taken', label: t('capacity'), value: t('taken', data) },
                ...(data.cancelReason ? [{ key: 'why', label: t('reason'), value: data.cancelReason, wide: true }] : []),
              ]
            : []
        }
      >
        {data ? <SessionPeople session={data} chosen={chosen} choose={setChosen} /> : null}
      </RecordPage>
      {data ? (
        <>
          <FormDrawer
            title={t('expect')}
            lead={t('expectLead')}
            open={open === 'expect'}
            close={close}
            fields={[
              { name: 'personId', kind: 'own', label: t('person'), input: (o) => <PersonPicker {...o} side="contractor" /> },
              {
                name: 'engagementId',
                kind: 'own',
                label: t('engagement'),
                input: (o) => <EngagementPicker {...o} />,
                when: (v) => !v.personId,
              },
            ]}
            codes={{ 'not-your-people': 'personId', 'nobody-named': 'personId' }}
            submit={async (v) => {
              const done = await expect.mutateAsync({
                params: { id },
                body: { personIds: v.personId ? [v.personId as number] : [], engagementId: (v.engagementId as number | undefined) ?? null },
              })
              tell.done(t('expected', { n: done.added }))
            }}
          />
          <FormDrawer
            title={t('mark')}
            lead={t('markLead')}
            open={open === 'mark'}
            close={close}
            fields={[
              {
                name: 'personIds',
                kind: 'checks',
                label: t('people'),
                required: true,
                numeric: true,
                options: data.people.map((p) => ({ value: String(p.personId), label: p.name })),
              },
              {
                name: 'half',
                kind: 'radio',
                label: t('markHalf'),
                required: true,
                options: held.map((h) => ({ value: h, label: t(`half.${h}`) })),
              },
              { name: 'reason', kind: 'text', label: t('lateReason'), hint: t('lateHint'), max: 500 },
            ]}
            initial={{ half: held[0], personIds: [...chosen].map(Number) }}
            codes={{ 'late-needs-reason': 'reason', 'not-yourself': 'personIds', 'already-attended': 'personIds' }}
            submit={async (v) => {
              await mark.mutateAsync({
                params: { id },
                body: { half: v.half as Half, personIds: v.personIds as number[], ...(v.reason ? { reason: String(v.reason) } : {}) },
              })
              setChosen(new Set())
              tell.done(t('marked'))
            }}
          />
          <FormDrawer
            title={t('changeSession')}
            open={open === 'change'}
            close={close}
            fields={sessionFields(t)}
            initial={sessionValues(data)}
            codes={sessionCodes}
            submit={async (v) => {
              await change.mutateAsync({ params: { id }, body: sessionBody(v), revision: data.revision })
              tell.done(t('saved'))
            }}
          />
          <FormDrawer
            title={t('cancel')}
            open={open === 'cancel'}
            close={close}
            fields={[{ name: 'reason', kind: 'longtext', label: t('reason'), required: true, max: 500 }]}
            submitLabel={t('cancel')}
            submit={async (v) => {
              await cancel.mutateAsync({ params: { id }, body: v as { reason: string }, revision: data.revision })
              tell.done(t('cancelled'))
            }}
          />
        </>
      ) : null}
    </>
  )
}
export default SessionRecord
