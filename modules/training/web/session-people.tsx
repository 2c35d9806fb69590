import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ActBar } from '../../../platform/ui/acts.tsx'
import { Panel } from '../../../platform/ui/board-page.tsx'
import type { Reply } from '../../../platform/ui/call.ts'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import { Go } from '../../../platform/ui/go.tsx'
import { PersonName, StateTag } from '../../../platform/ui/marks.tsx'
import { useMay } from '../../../platform/ui/me.tsx'
import { useAct } from '../../../platform/ui/query.ts'
import { DataTable } from '../../../platform/ui/table.tsx'
import { useTell } from '../../../platform/ui/tell.tsx'
import { confirmSigned, readSession, removeExpected, voidAttendance } from '../api.ts'
import { halves } from '../rules.ts'
import { clockOf } from './words.tsx'

type Session = Reply<typeof readSession>
type Person = Session['people'][number]
type Attendance = Person['attendance'][number]

/** Who is expected and who came, half by half; taken-back attendance stays to be seen. */
export const SessionPeople = ({
  session,
  chosen,
  choose,
}: {
  session: Session
  chosen: Set<string | number>
  choose: (keys: Set<string | number>) => void
}): ReactNode => {
  const { t } = useTranslation('training')
  const tell = useTell()
  const may = useMay()
  const [picked, setPicked] = useState<Attendance | null>(null)
  const confirm = useAct(confirmSigned)
  const remove = useAct(removeExpected)
  const take = useAct(voidAttendance)
  const cell = (p: Person, half: (typeof halves)[number]): ReactNode => {
    const rows = p.attendance.filter((a) => a.half === half)
    if (rows.length === 0) return '—'
    return rows.map((a) => (
      <div key={a.id}>
        {a.voidedBy || a.voidReason ? (
          <span className="bw-quiet">{t('takenBack', { reason: a.voidReason })}</span>
        ) : (
          <>
            <StateTag tone={a.way === 'code' || a.confirmedBy ? 'done' : 'soon'}>
              {a.way === 'code' ? t('byCode', { time: clockOf(a.at) }) : a.confirmedBy ? t('bySheet') : t('waiting')}
            </StateTag>{' '}
            <span className="bw-quiet">
              {[
                a.markedBy ? t('marker', { by: a.markedBy }) : null,
                a.confirmedBy ? t('confirmer', { by: a.confirmedBy }) : null,
                a.lateReason,
              ]
                .filter(Boolean)
                .join(' · ')}
            </span>
            <ActBar
              size="small"
              acts={[
                {
                  key: 'confirm',
                  label: t('confirm'),
                  can: a.can.confirm.ok,
                  run: async () => {
                    await confirm.mutateAsync({ params: { id: session.id }, body: { attendanceIds: [a.id] } })
                    tell.done(t('confirmed'))
                  },
                },
                { key: 'void', label: t('void'), can: a.can.void.ok, run: () => setPicked(a) },
              ]}
            />
          </>
        )}
      </div>
    ))
  }
  return (
    <div className="bw-panels bw-gap">
      <Panel title={t('people')} wide>
        {session.people.length === 0 ? (
          <p className="bw-quiet">{t('peopleNone')}</p>
        ) : (
          <DataTable
            label={t('people')}
            rows={session.people}
            rowKey={(p) => p.personId}
            {...(session.can.mark.ok ? { selected: chosen, onSelect: choose } : {})}
            columns={[
              {
                key: 'name',
                title: t('name'),
                render: (p) => {
                  const name = <PersonName name={p.name} note={p.staffNo} />
                  return may('training.see') ? <Go to={`/training/people/${p.personId}`}>{name}</Go> : name
                },
              },
              ...halves.filter((h) => session[h]).map((h) => ({ key: h, title: t(`half.${h}`), render: (p: Person) => cell(p, h) })),
              { key: 'contractor', title: t('contractor'), render: (p) => p.contractorName },
              {
                key: 'acts',
                title: '',
                render: (p) => (
                  <ActBar
                    size="small"
                    acts={[
                      {
                        key: 'remove',
                        label: t('takeOff'),
                        can: p.can.remove.ok,
                        run: async () => {
                          await remove.mutateAsync({ params: { id: session.id }, body: { personId: p.personId } })
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
      </Panel>
      <FormDrawer
        title={t('void')}
        lead={t('voidLead')}
        open={picked !== null}
        close={() => setPicked(null)}
        fields={[{ name: 'reason', kind: 'longtext', label: t('reason'), required: true, max: 500 }]}
        submitLabel={t('void')}
        submit={async (v) => {
          if (!picked) return
          await take.mutateAsync({ params: { id: picked.id }, body: v as { reason: string } })
          tell.done(t('voided'))
        }}
      />
    </div>
  )
}
