import { Alert, Skeleton } from 'antd'
import { type ReactNode, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Moment } from '../../../platform/ui/dates.tsx'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import { Go, useGo, usePathParams } from '../../../platform/ui/go.tsx'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useMay, useMe } from '../../../platform/ui/me.tsx'
import { UnderStep, useAct, useCall } from '../../../platform/ui/query.ts'
import { RecordPage } from '../../../platform/ui/record-page.tsx'
import { i18n } from '../../../platform/ui/i18n.ts'
import { slotPiece } from '../../../platform/ui/slots.ts'
import { useTell } from '../../../platform/ui/tell.tsx'
import { Timeline } from '../../../platform/ui/timeline.tsx'
import { declareRecusal } from '../../confidentiality/api.ts'
import { cancel, claim, delegate, giveBack, readTask, release, resume, start, suspend } from '../api.ts'
import { suspendReasons } from '../rules.ts'
import { OwnStep } from './own-step.tsx'
import { subjectOf } from './public.tsx'
import { AssignDrawer, usePeople } from './assign-drawer.tsx'
import { CaseName, stateTone, TaskDue, useStepName, useWords, whyShut } from './shown.tsx'

type Open = 'return' | 'delegate' | 'suspend' | 'cancel' | 'assign' | 'recuse' | null

/** Refusals that are about the reader himself, not about whose task it is. */
const shutOut = (can: boolean | string | undefined): boolean =>
  typeof can === 'string' && (can.startsWith('denied-') || ['not-admitted', 'on-leave', 'engagement-not-active'].includes(can))

const TaskRecord = (): ReactNode => {
  const { t } = useTranslation('worklist')
  const id = Number(usePathParams().id)
  const me = useMe()
  const go = useGo()
  const tell = useTell()
  const name = useStepName()
  const pick = useWords()
  const may = useMay()
  const [open, setOpen] = useState<Open>(null)
  const { data, error, refetch } = useCall(readTask, { params: { id } })
  const acts = { claim: useAct(claim), start: useAct(start), release: useAct(release), resume: useAct(resume) }
  const back = useAct(giveBack)
  const pass = useAct(delegate)
  const stop = useAct(suspend)
  const end = useAct(cancel)
  const recusal = useAct(declareRecusal)
  const people = usePeople(open === 'delegate' ? id : null)
  const revision = data?.revision ?? 0
  const mine = data?.assigneeId !== null && data?.assigneeId === me.personId
  const Form = data ? slotPiece('task-form', data.form) : undefined
  const About = data?.own ? slotPiece('task-subject', data.subjectType) : undefined
  const subject = data ? subjectOf(data.subjectType, may) : undefined
  const closed = data ? ['done', 'returned', 'cancelled'].includes(data.state) : false
  const can = (act: string): boolean | string | undefined => data?.can[act]
  const simple = (act: keyof typeof acts, primary = false) => ({
    key: act,
    label: t(`act.${act}`),
    primary,
    can: can(act) === true,
    run: async () => {
      await acts[act].mutateAsync({ params: { id }, revision })
      tell.done(t(`done.${act}`))
    },
  })
  const claimable = can('claim')
  const barred = typeof claimable === 'string' && claimable.startsWith('denied-') && data?.state === 'ready' ? claimable : null
  /** Whose it is; "claim it" is said only to who may, and who is denied the case is told so. */
  const waits = (task: NonNullable<typeof data>): string =>
    task.assigneeName
      ? t('formOther', { name: task.assigneeName })
      : can('claim') === true
        ? t('formWait')
        : shutOut(can('claim'))
          ? t('formDenied', { why: whyShut(String(can('claim'))) })
          : t('formOpen')
  const earlier = [
    ...new Map(
      (data?.history ?? []).filter((h) => h.state === 'done' && h.elementId !== data?.elementId).map((h) => [h.elementId, h]),
    ).values(),
  ]
  return (
    <>
      <RecordPage
        kind={{ label: t('tasks'), to: '/tasks' }}
        title={data ? name(data) : undefined}
        error={error}
        retry={() => void refetch()}
        state={
          data ? (
            barred ? (
              <StateTag tone="closed">{t(`barred.${barred}`)}</StateTag>
            ) : (
              <StateTag tone={stateTone[data.state]}>{t(`state.${data.state}`)}</StateTag>
            )
          ) : null
        }
        mark={data && !closed ? <TaskDue task={data} /> : null}
        acts={[
          simple('claim', true),
          simple('resume', true),
          { key: 'assign', label: t('act.assign'), can: can('assign') === true, run: () => setOpen('assign') },
          { key: 'return', label: t('act.return'), can: can('return') === true && earlier.length > 0, run: () => setOpen('return') },
          { key: 'delegate', label: t('act.delegate'), can: can('delegate') === true, run: () => setOpen('delegate') },
          { key: 'suspend', label: t('act.suspend'), can: can('suspend') === true, run: () => setOpen('suspend') },
          simple('release'),
          { key: 'recuse', label: t('act.recuse'), can: can('recuse') === true, run: () => setOpen('recuse') },
          { key: 'cancel', label: t('act.cancel'), danger: true, can: can('cancel') === true, run: () => setOpen('cancel') },
        ]}
        facts={
          data
            ? [
                {
                  key: 'case',
                  label: t('caseOf'),
                  value:
                    data.caseTitle || data.caseNumber ? (
                      <Go to={`/cases/${data.caseId}`}>
                        <CaseName task={data} />
                      </Go>
                    ) : barred ? (
                      <span className="bw-quiet">{t('hiddenForGood')}</span>
                    ) : (
                      <CaseName task={data} />
                    ),
                  wide: true,
                },
                { key: 'item', label: t('item'), value: t(`key.${data.key}`, { defaultValue: name(data) }) },
                { key: 'who', label: t('who'), value: data.assigneeName ?? t('nobody') },
                { key: 'opened', label: t('opened'), value: <Moment at={data.openedAt} /> },
                ...(data.own && subject
                  ? [{ key: 'subject', label: t('subject'), value: <Go to={subject.to(data.subjectId)}>{i18n.t(subject.label)}</Go> }]
                  : []),
                ...(data.reason ? [{ key: 'reason', label: t('field.reason'), value: data.reason, wide: true }] : []),
              ]
            : undefined
        }
        side={
          data ? (
            <Timeline
              title={t('history')}
              entries={data.history.map((h) => ({
                key: h.taskId,
                at: h.completedAt ?? h.openedAt,
                what: h.answer ? t('answered', { step: name(h), answer: pick(h.answer) }) : name(h),
                who: h.byName ?? undefined,
                note: h.reason ?? undefined,
                tone: h.state === 'done' ? 'done' : h.state === 'returned' ? 'soon' : h.state === 'cancelled' ? 'closed' : 'active',
              }))}
            />
          ) : null
        }
      >
        {data ? (
          closed ? (
            <Alert type="info" showIcon title={t('formClosed')} />
          ) : data.state === 'suspended' ? (
            <Alert type="warning" showIcon title={t('paused')} />
          ) : !mine ? (
            <Alert type="info" showIcon title={waits(data)} />
          ) : Form ? (
            <UnderStep value={true}>
              <Suspense fallback={<Skeleton active paragraph={{ rows: 8 }} />}>
                <Form task={data} />
              </Suspense>
            </UnderStep>
          ) : data.own ? (
            <UnderStep value={true}>
              <OwnStep task={{ ...data, own: data.own }} />
              <Suspense fallback={null}>{About ? <About task={data} /> : null}</Suspense>
            </UnderStep>
          ) : (
            <Alert type="warning" showIcon title={t('noForm')} />
          )
        ) : null}
      </RecordPage>
      <FormDrawer
        title={t('act.return')}
        open={open === 'return'}
        close={() => setOpen(null)}
        fields={[
          {
            name: 'to',
            kind: 'choice',
            label: t('field.to'),
            required: true,
            options: earlier.map((h) => ({ value: h.elementId, label: name(h) })),
          },
          { name: 'reason', kind: 'longtext', label: t('field.reason'), required: true },
        ]}
        submit={async (v) => {
          await back.mutateAsync({ params: { id }, body: { to: String(v.to), reason: String(v.reason) }, revision })
          tell.done(t('done.return'))
          go('/tasks')
        }}
      />
      <FormDrawer
        title={t('act.delegate')}
        open={open === 'delegate'}
        close={() => setOpen(null)}
        fields={[
          {
            name: 'personId',
            kind: 'choice',
            label: t('field.person'),
            required: true,
            numeric: true,
            options: people.filter((p) => p.value !== String(me.personId)),
          },
          { name: 'reason', kind: 'longtext', label: t('field.reason'), required: true },
        ]}
        submit={async (v) => {
          await pass.mutateAsync({ params: { id }, body: { personId: Number(v.personId), reason: String(v.reason) }, revision })
          tell.done(t('done.delegate'))
          go('/tasks')
        }}
      />
      <FormDrawer
        title={t('act.suspend')}
        open={open === 'suspend'}
        close={() => setOpen(null)}
        fields={[
          {
            name: 'reason',
            kind: 'choice',
            label: t('field.why'),
            required: true,
            options: suspendReasons.map((r) => ({ value: r, label: t(`reason.${r}`) })),
          },
          { name: 'note', kind: 'longtext', label: t('field.note') },
        ]}
        submit={async (v) => {
          await stop.mutateAsync({ params: { id }, body: { reason: String(v.reason), note: v.note ? String(v.note) : '' }, revision })
          tell.done(t('done.suspend'))
        }}
      />
      <FormDrawer
        title={t('act.cancel')}
        open={open === 'cancel'}
        close={() => setOpen(null)}
        fields={[{ name: 'reason', kind: 'longtext', label: t('field.reason'), required: true }]}
        submit={async (v) => {
          await end.mutateAsync({ params: { id }, body: { reason: String(v.reason) }, revision })
          tell.done(t('done.cancel'))
        }}
      />
      <FormDrawer
        title={t('act.recuse')}
        lead={t('recuseLead')}
        open={open === 'recuse'}
        close={() => setOpen(null)}
        submitLabel={t('recuseSure')}
        fields={[{ name: 'reason', kind: 'longtext', label: t('recuseReason'), required: true, max: 500 }]}
        submit={async (v) => {
          await recusal.mutateAsync({ params: { id: data?.caseId ?? 0 }, body: { reason: String(v.reason) } })
          tell.done(t('done.recuse'))
          go('/tasks')
        }}
      />
      <AssignDrawer tasks={open === 'assign' ? [{ id }] : null} close={() => setOpen(null)} />
    </>
  )
}
export default TaskRecord
