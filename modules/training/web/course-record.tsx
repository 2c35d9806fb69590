import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { addressOf } from '../../../platform/ui/call.ts'
import { ActBar } from '../../../platform/ui/acts.tsx'
import { dateText, Moment } from '../../../platform/ui/dates.tsx'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import { useGo, usePathParams } from '../../../platform/ui/go.tsx'
import { ListPage } from '../../../platform/ui/list-page.tsx'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useMay } from '../../../platform/ui/me.tsx'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { RecordPage } from '../../../platform/ui/record-page.tsx'
import { DataTable } from '../../../platform/ui/table.tsx'
import { useTell } from '../../../platform/ui/tell.tsx'
import { Upload } from '../../../platform/ui/upload.tsx'
import { addMaterial, changeCourse, listSessions, readCourse, readMaterial, removeMaterial } from '../api.ts'
import { courseFields } from './course-fields.tsx'
import { QuestionBank } from './question-bank.tsx'
import { SessionTag, timesText } from './words.tsx'

const CourseRecord = (): ReactNode => {
  const { t } = useTranslation('training')
  const id = Number(usePathParams().id)
  const go = useGo()
  const tell = useTell()
  const may = useMay()
  const [editing, setEditing] = useState(false)
  const { data, error, refetch } = useCall(readCourse, { params: { id } })
  const change = useAct(changeCourse)
  const remove = useAct(removeMaterial)
  const keeps = data?.can.change.ok ?? false
  const turn = async (state: 'open' | 'closed'): Promise<void> => {
    await change.mutateAsync({ params: { id }, body: { state }, revision: data!.revision })
    tell.done(t('saved'))
  }
  return (
    <>
      <RecordPage
        kind={may('training.see') ? { label: t('courses'), to: '/training/courses' } : { label: t('mine'), to: '/training/mine' }}
        title={data?.title}
        error={error}
        retry={() => void refetch()}
        state={data ? <StateTag tone={data.state === 'open' ? 'active' : 'closed'}>{t(`courseState.${data.state}`)}</StateTag> : null}
        acts={[
          {
            key: 'session',
            label: t('newSession'),
            primary: true,
            can: keeps && data?.state === 'open',
            run: () => go(`/training/courses/${id}/session`),
          },
          { key: 'change', label: t('change'), can: keeps, run: () => setEditing(true) },
          { key: 'close', label: t('close'), can: keeps && data?.state === 'open', run: () => turn('closed') },
          { key: 'reopen', label: t('reopen'), can: keeps && data?.state === 'closed', run: () => turn('open') },
        ]}
        facts={
          data
            ? [
                { key: 'topic', label: t('topicOf'), value: t(`topic.${data.topic}`) },
                { key: 'phase', label: t('phaseOf'), value: t(`phase.${data.phase}`) },
                { key: 'halfDays', label: t('halfDays'), value: t('nHalf', { n: data.halfDays }) },
                { key: 'organiser', label: t('organiserOf'), value: data.contractorName ?? t('organiser.court') },
                {
                  key: 'test',
                  label: t('test'),
                  value: data.hasTest
                    ? `${t('questionCount')} ${data.questionCount} · ${t('passMark')} ${data.passMark} · ${t('tries')} ${data.tries} · ${t('minutes')} ${data.minutes}`
                    : t('noTest'),
                },
                { key: 'description', label: t('description'), value: data.description, wide: true },
              ]
            : []
        }
        tabs={
          data
            ? [
                ...(may('training.see')
                  ? [
                      {
                        key: 'sessions',
                        label: t('toSessions'),
                        content: (
                          <ListPage
                            embedded
                            name="training-course-sessions"
                            title={t('sessions')}
                            endpoint={listSessions}
                            fixed={{ courseId: id }}
                            rowKey={(r) => r.id}
                            open={(r) => `/training/sessions/${r.id}`}
                            columns={[
                              { key: 'date', title: t('date'), render: (r) => dateText(r.onDate) },
                              { key: 'times', title: t('held'), render: (r) => timesText(t, r) },
                              { key: 'state', title: t('stateOf'), render: (r) => <SessionTag state={r.state} t={t} /> },
                              { key: 'place', title: t('place'), render: (r) => r.place },
                              { key: 'teacher', title: t('teacher'), render: (r) => r.teacher },
                              { key: 'taken', title: t('capacity'), align: 'end', render: (r) => t('taken', r) },
                            ]}
                            empty={t('sessionsNone')}
                          />
                        ),
                      },
                    ]
                  : []),
                {
                  key: 'materials',
                  label: t('materials'),
                  content: (
                    <>
                      {keeps ? <Upload endpoint={addMaterial} params={{ id }} onDone={() => void refetch()} /> : null}
                      {data.materials.length === 0 ? (
                        <p className="bw-quiet">{t('noMaterials')}</p>
                      ) : (
                        <DataTable
                          label={t('materials')}
                          rows={data.materials}
                          rowKey={(m) => m.id}
                          columns={[
                            {
                              key: 'name',
                              title: t('materials'),
                              render: (m) => (
                                <a href={addressOf(readMaterial, { params: { id: m.id } })} target="_blank" rel="noreferrer">
                                  {m.name}
                                </a>
                              ),
                            },
                            { key: 'at', title: t('date'), render: (m) => <Moment at={m.addedAt} /> },
                            {
                              key: 'acts',
                              title: '',
                              render: (m) => (
                                <ActBar
                                  size="small"
                                  acts={[
                                    {
                                      key: 'remove',
                                      label: t('remove'),
                                      can: keeps,
                                      run: async () => {
                                        await remove.mutateAsync({ params: { id: m.id } })
                                        tell.done(t('removed'))
                                      },
                                    },
                                  ]}
                                />
                              ),
                            },
                          ]}
                        />
                      )}
                    </>
                  ),
                },
                ...(keeps && data.hasTest
                  ? [{ key: 'questions', label: `${t('bank')} ${data.bank}`, content: <QuestionBank course={data} /> }]
                  : []),
              ]
            : []
        }
      />
      {data ? (
        <FormDrawer
          title={t('change')}
          lead={t('courseLead')}
          open={editing}
          close={() => setEditing(false)}
          fields={courseFields(t, !data.can.frame.ok)}
          initial={data}
          submit={async (v) => {
            await change.mutateAsync({
              params: { id },
              body: v as z.input<NonNullable<typeof changeCourse.body>>,
              revision: data.revision,
            })
            tell.done(t('saved'))
          }}
        />
      ) : null}
    </>
  )
}
export default CourseRecord
