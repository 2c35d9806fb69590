import { Alert } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { dateText, monthText, timeText } from '../../../platform/ui/dates.tsx'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import { Go, useGo } from '../../../platform/ui/go.tsx'
import { ListPage } from '../../../platform/ui/list-page.tsx'
import { StateTag, type Tone } from '../../../platform/ui/marks.tsx'
import { useMay } from '../../../platform/ui/me.tsx'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { useTell } from '../../../platform/ui/tell.tsx'
import { listMinimums, listMonths, setMinimum, wageStandings } from '../api.ts'
import type { MonthState } from '../rules.ts'
import { fenOf, moneyText } from './money.ts'

export const tones: Record<MonthState, Tone> = { draft: 'plain', submitted: 'active', returned: 'soon', received: 'done' }

/** Reminders that count, and whether they give the right to end the contract. */
const Standings = (): ReactNode => {
  const { t } = useTranslation('wages')
  const { data } = useCall(wageStandings, {})
  return (
    <>
      {data?.items.map((s) => (
        <Alert
          key={s.engagementId}
          type={s.right ? 'error' : 'warning'}
          showIcon
          className="bw-gap"
          title={t(s.right ? 'rightShown' : 'noRight', { contractor: s.contractor, engagement: s.engagement, n: s.counted })}
          description={s.right && s.rightSince ? t('rightLead', { at: timeText(s.rightSince) }) : t('noRightLead')}
        />
      ))}
    </>
  )
}
const Minimums = ({ open, close }: { open: boolean; close: () => void }): ReactNode => {
  const { t } = useTranslation('wages')
  const tell = useTell()
  const { data } = useCall(listMinimums, {})
  const set = useAct(setMinimum)
  return (
    <FormDrawer
      title={t('minimum')}
      open={open}
      close={close}
      lead={`${t('minimumLead')} ${data?.items.map((m) => t('minimumLine', { from: dateText(m.fromDate), amount: moneyText(m.fen) })).join('；') ?? ''}`}
      fields={[
        { name: 'fromDate', kind: 'date', label: t('fromDate'), required: true },
        { name: 'yuan', kind: 'number', label: t('monthly'), required: true, min: 1, max: 100000 },
      ]}
      codes={{ 'minimum-known': 'fromDate' }}
      submit={async (v) => {
        await set.mutateAsync({ body: { fromDate: String(v.fromDate), fen: fenOf(v.yuan) ?? 0 } })
        tell.done(t('saved'))
      }}
    />
  )
}
const MonthsList = (): ReactNode => {
  const { t } = useTranslation('wages')
  const go = useGo()
  const may = useMay()
  const [sheet, setSheet] = useState(false)
  return (
    <>
      <ListPage
        name="wages"
        title={t('title')}
        endpoint={listMonths}
        rowKey={(r) => `${r.engagementId} ${r.month}`}
        open={(r) => `/wages/${r.engagementId}/${r.month}`}
        late={(r) => r.late && !r.excused}
        above={<Standings />}
        filters={[
          { key: 'waiting', kind: 'choice', label: t('waitingOnly'), options: [{ value: 'yes', label: t('yes') }] },
          { key: 'late', kind: 'choice', label: t('lateOnly'), options: [{ value: 'yes', label: t('yes') }] },
        ]}
        columns={[
          { key: 'month', title: t('month'), render: (r) => monthText(r.month) },
          { key: 'contractor', title: t('contractor'), render: (r) => r.contractor },
          { key: 'state', title: t('stateOf'), render: (r) => <StateTag tone={tones[r.state]}>{t(`state.${r.state}`)}</StateTag> },
          { key: 'due', title: t('dueOn'), render: (r) => dateText(r.dueOn) },
          { key: 'paid', title: t('paidOn'), render: (r) => (r.paidOn ? dateText(r.paidOn) : '—') },
          {
            key: 'late',
            title: t('punctual'),
            render: (r) => (r.late ? <StateTag tone={r.excused ? 'closed' : 'late'}>{t(r.excused ? 'excused' : 'late')}</StateTag> : '—'),
          },
          { key: 'reminders', title: t('reminders'), render: (r) => (r.reminders.length ? t('nth', { n: r.reminders.join('、') }) : '—') },
          { key: 'lists', title: t('lists'), render: (r) => t('ofThree', { n: r.lists }) },
        ]}
        acts={[
          { key: 'statements', label: t('statements'), run: () => go('/expense-statements') },
          { key: 'minimum', label: t('minimum'), can: may('wages.decide'), run: () => setSheet(true) },
        ]}
        empty={t('none')}
      />
      {sheet ? <Minimums open close={() => setSheet(false)} /> : null}
      <p className="bw-quiet">
        <Go to="/duties">{t('dutiesLink')}</Go>
      </p>
    </>
  )
}
export default MonthsList
