import { Alert, Button } from 'antd'
import { lazy, type ReactNode, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { BoardPage, Lines, Panel } from '../../../platform/ui/board-page.tsx'
import { dateText, timeText } from '../../../platform/ui/dates.tsx'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import { useGo } from '../../../platform/ui/go.tsx'
import { live } from '../../../platform/ui/live.ts'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useMay } from '../../../platform/ui/me.tsx'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { DataTable } from '../../../platform/ui/table.tsx'
import { useTell } from '../../../platform/ui/tell.tsx'
import { readWallboard, takeAlarm } from '../api.ts'
import { lasting } from './shown.tsx'

const Chart = lazy(() => import('../../../platform/ui/chart.tsx').then((m) => ({ default: m.Chart })))

/** 热线大屏: today to the minute; every figure leads to its calls or tickets. */
const Wallboard = (): ReactNode => {
  const { t } = useTranslation('hotline')
  const go = useGo()
  const may = useMay()
  const tell = useTell()
  const [taking, setTaking] = useState<number | null>(null)
  const { data: b, error, refetch } = useCall(readWallboard, {}, live)
  const take = useAct(takeAlarm)
  const today = b ? `queuedFrom=${b.today}&queuedUntil=${b.today}` : ''
  const open = b?.alarms.filter((a) => a.takenAt === null) ?? []
  return (
    <>
      <BoardPage
        title={t('board.title')}
        note={b ? `${dateText(b.today)} ${t(b.inHours ? 'board.open' : 'board.closed')}` : ''}
        error={error}
        retry={() => void refetch()}
        acts={[
          { key: 'desk', label: t('desk.title'), primary: true, can: may('hotline.desk'), run: () => go('/hotline/desk') },
          { key: 'import', label: t('import.title'), can: may('hotline.import'), run: () => go('/hotline/import') },
          { key: 'settings', label: t('settings.title'), can: may('hotline.settings'), run: () => go('/hotline/settings') },
        ]}
        figures={[
          {
            key: 'rate',
            label: t('board.rate'),
            value: b?.rate,
            unit: '%',
            note: b ? t('board.rateOf', { answered: b.answered, of: b.answered + b.abandoned }) : '',
            to: `/hotline/calls?result=counted&${today}`,
          },
          {
            key: 'level',
            label: t('board.level', { s: b?.levelSeconds ?? 15 }),
            value: b?.level,
            unit: '%',
            note: b ? t('board.wait', { s: b.averageWait ?? '—' }) : '',
            to: `/hotline/calls?result=inLevel&${today}`,
          },
          {
            key: 'answered',
            label: t('result.answered'),
            value: b?.answered,
            note: b ? t('board.excluded', { n: b.excluded }) : '',
            to: `/hotline/calls?result=answered&${today}`,
          },
          { key: 'abandoned', label: t('result.abandoned'), value: b?.abandoned, to: `/hotline/calls?result=abandoned&${today}` },
          { key: 'inHand', label: t('board.inHand'), value: b?.inHand, to: '/hotline/calls?result=inHand' },
          { key: 'toCallBack', label: t('callbacks.title'), value: b?.toCallBack, to: '/hotline/callbacks' },
          { key: 'openTickets', label: t('board.openTickets'), value: b?.openTickets, to: '/hotline/tickets?view=open' },
          {
            key: 'late',
            label: t('board.lateTickets'),
            value: b?.lateTickets,
            tone: b?.lateTickets ? 'late' : 'plain',
            to: '/hotline/tickets?view=late',
          },
        ]}
      >
        {open.length ? (
          <Panel title={t('alarm.open')} wide>
            {open.map((a) => (
              <Alert
                key={a.id}
                type="error"
                showIcon
                className="bw-gap"
                title={`${t(`danger.${a.danger}`)} · ${a.by} · ${timeText(a.at)}`}
                description={a.note}
                action={may('hotline.alarms') ? <Button onClick={() => setTaking(a.id)}>{t('alarm.take')}</Button> : undefined}
              />
            ))}
          </Panel>
        ) : null}
        <Panel title={t('board.hours')}>
          {b?.hours.length ? (
            <Suspense fallback={<span className="bw-bone" style={{ display: 'block', height: 200 }} />}>
              <Chart
                title={t('board.hours')}
                kind="bar"
                labels={b.hours.map((h) => `${h.hour}:00`)}
                series={[
                  { name: t('result.answered'), values: b.hours.map((h) => h.answered) },
                  { name: t('result.abandoned'), values: b.hours.map((h) => h.abandoned) },
                ]}
              />
            </Suspense>
          ) : (
            <p className="bw-quiet">{t('board.noCalls')}</p>
          )}
        </Panel>
        <Panel title={t('board.agents')}>
          {b?.agents.length ? (
            <DataTable
              label={t('board.agents')}
              rows={b.agents}
              rowKey={(a) => a.name}
              columns={[
                { key: 'name', title: t('agent'), render: (a) => a.name },
                { key: 'answered', title: t('result.answered'), align: 'end', render: (a) => a.answered },
                { key: 'talk', title: t('talk'), align: 'end', render: (a) => lasting(a.talkSeconds) },
                {
                  key: 'busy',
                  title: t('board.now'),
                  render: (a) => <StateTag tone={a.busy ? 'active' : 'plain'}>{t(a.busy ? 'result.inHand' : 'board.free')}</StateTag>,
                },
              ]}
            />
          ) : (
            <p className="bw-quiet">{t('board.noCalls')}</p>
          )}
        </Panel>
        {b && b.alarms.length > open.length ? (
          <Panel title={t('alarm.taken')}>
            <Lines
              rows={b.alarms
                .filter((a) => a.takenAt !== null)
                .map((a) => ({ key: a.id, what: `${t(`danger.${a.danger}`)} ${a.note}`, stands: timeText(a.takenAt) }))}
            />
          </Panel>
        ) : null}
      </BoardPage>
      <FormDrawer
        title={t('alarm.take')}
        open={taking !== null}
        close={() => setTaking(null)}
        fields={[{ name: 'note', kind: 'longtext', label: t('alarm.takeNote'), required: true, max: 500 }]}
        submit={async (v) => {
          await take.mutateAsync({ params: { id: taking! }, body: v as { note: string } })
          tell.done(t('alarm.done'))
        }}
      />
    </>
  )
}
export default Wallboard
