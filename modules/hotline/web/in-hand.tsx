import { Alert, Button, Input, Space } from 'antd'
import { type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Panel } from '../../../platform/ui/board-page.tsx'
import type { Reply } from '../../../platform/ui/call.ts'
import { dateText, timeText } from '../../../platform/ui/dates.tsx'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useAct } from '../../../platform/ui/query.ts'
import { Facts } from '../../../platform/ui/record-page.tsx'
import { Refusal } from '../../../platform/ui/refusal.tsx'
import { useTell } from '../../../platform/ui/tell.tsx'
import { raiseAlarm, type readDesk, verifyCaller, verifyPaper } from '../api.ts'
import { dangers, forbidden } from '../rules/kinds.ts'
import { facts, PAPER_END } from '../rules/levels.ts'
import { FinishForm } from './finish-form.tsx'
import { NumberText } from './shown.tsx'

export type DeskCall = NonNullable<Reply<typeof readDesk>['call']>

/** The call in hand: who it is, what his level opens, what is never answered, and the way out. */
export const InHand = ({ call }: { call: DeskCall }): ReactNode => {
  const { t } = useTranslation('hotline')
  const tell = useTell()
  const [alarm, setAlarm] = useState(false)
  const [finishing, setFinishing] = useState(false)
  const [refused, setRefused] = useState<string[]>([])
  const raise = useAct(raiseAlarm)
  useEffect(() => {
    const onKey = (e: KeyboardEvent): void => {
      if (!e.altKey) return
      if (e.code === 'KeyA') setAlarm(true)
      else if (e.code === 'KeyF') setFinishing(true)
      else return
      e.preventDefault()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [])
  return (
    <>
      <Panel
        title={t('desk.inHand')}
        wide
        extra={
          <Space wrap>
            <Button onClick={() => setAlarm(true)}>{t('alarm.raise')}</Button>
            <Button type="primary" onClick={() => setFinishing(true)}>
              {t('finish.title')}
            </Button>
          </Space>
        }
      >
        <Facts
          facts={[
            { key: 'number', label: t('number'), value: <NumberText number={call.number} /> },
            { key: 'since', label: t('desk.since'), value: timeText(call.answeredAt) },
            {
              key: 'level',
              label: t('desk.level'),
              value: <StateTag tone={call.level > 0 ? 'done' : 'plain'}>{t(`level.${call.level}`)}</StateTag>,
            },
          ]}
        />
        {call.alarmed ? <Alert type="error" showIcon title={t('alarm.told')} className="bw-gap" /> : null}
        {call.earlier.length ? (
          <p>
            {t('desk.earlier')}
            {call.earlier.map((e) => ` ${e.number}（${t(`kind.${e.kind}`)}，${t(`ticket.${e.state}`)}）`).join('；')}
          </p>
        ) : null}
      </Panel>
      <Panel title={t('verify.title')}>
        <Verify call={call} />
        {call.facts ? (
          <>
            <Facts
              facts={facts
                .filter((f) => f in call.facts!)
                .map((f) => {
                  const v = call.facts![f]
                  return {
                    key: f,
                    label: t(`fact.${f}`),
                    value:
                      f === 'filedOn' || f === 'closedOn'
                        ? dateText(v)
                        : f === 'status' || f === 'procedure'
                          ? v
                            ? t(`${f}.${v}`)
                            : null
                          : v,
                  }
                })}
            />
            <p className="bw-quiet">{t('verify.closes')}</p>
          </>
        ) : null}
      </Panel>
      <Panel title={t('refuse.title')}>
        <ul className="hl-refuse">
          {forbidden.map((k) => (
            <li key={k}>
              <Button
                size="small"
                aria-pressed={refused.includes(k)}
                type={refused.includes(k) ? 'primary' : 'default'}
                onClick={() => setRefused(refused.includes(k) ? refused.filter((x) => x !== k) : [...refused, k])}
              >
                {t(`refuse.${k}`)}
              </Button>
              {refused.includes(k) ? <p>{t(`refuse.say.${k}`)}</p> : null}
            </li>
          ))}
        </ul>
      </Panel>
      <FormDrawer
        title={t('alarm.raise')}
        open={alarm}
        close={() => setAlarm(false)}
        lead={t('alarm.lead')}
        fields={[
          {
            name: 'danger',
            kind: 'radio',
            label: t('alarm.what'),
            required: true,
            options: dangers.map((d) => ({ value: d, label: t(`danger.${d}`) })),
          },
          { name: 'note', kind: 'longtext', label: t('alarm.note'), required: true, max: 500 },
        ]}
        submit={async (v) => {
          await raise.mutateAsync({ params: { id: call.id }, body: v as never, revision: call.revision })
          tell.done(t('alarm.sent'))
        }}
      />
      <FinishForm call={call} refused={refused} open={finishing} close={() => setFinishing(false)} />
    </>
  )
}

const Verify = ({ call }: { call: DeskCall }): ReactNode => {
  const { t } = useTranslation('hotline')
  const [caseNumber, setCaseNumber] = useState('')
  const [name, setName] = useState('')
  const [digits, setDigits] = useState('')
  const first = useAct(verifyCaller)
  const second = useAct(verifyPaper)
  const about = { params: { id: call.id }, revision: call.revision }
  const wrong = (first.data && !first.data.agreed) || (second.data && !second.data.agreed)
  if (call.level === 2) return <p>{t('verify.all')}</p>
  return (
    <>
      {call.level === 0 ? (
        <form
          className="hl-line"
          onSubmit={(e) => {
            e.preventDefault()
            first.mutate({ ...about, body: { caseNumber, name } })
          }}
        >
          <label htmlFor="hl-case">{t('verify.caseNumber')}</label>
          <Input
            id="hl-case"
            value={caseNumber}
            onChange={(e) => setCaseNumber(e.target.value)}
            placeholder="（2026）苏1204民初1号"
            autoComplete="off"
            maxLength={60}
          />
          <label htmlFor="hl-name">{t('verify.name')}</label>
          <Input id="hl-name" value={name} onChange={(e) => setName(e.target.value)} autoComplete="off" maxLength={100} />
          <Button htmlType="submit" loading={first.isPending} disabled={!caseNumber.trim() || !name.trim() || call.attemptsLeft === 0}>
            {t('verify.check')}
          </Button>
        </form>
      ) : (
        <form
          className="hl-line"
          onSubmit={(e) => {
            e.preventDefault()
            second.mutate({ ...about, body: { digits } })
          }}
        >
          <label htmlFor="hl-digits">{t('verify.digits', { n: PAPER_END })}</label>
          <Input
            id="hl-digits"
            value={digits}
            onChange={(e) => setDigits(e.target.value)}
            autoComplete="off"
            maxLength={12}
            inputMode="numeric"
          />
          <Button htmlType="submit" loading={second.isPending} disabled={[...digits.trim()].length < PAPER_END || call.attemptsLeft === 0}>
            {t('verify.check')}
          </Button>
        </form>
      )}
      {(first.error ?? second.error) ? (
        <Refusal problem={first.error ?? second.error} />
      ) : wrong ? (
        <Alert type="warning" showIcon title={t('verify.wrong', { n: call.attemptsLeft })} />
      ) : null}
      {call.level === 0 ? <p className="bw-quiet">{t('verify.before')}</p> : null}
    </>
  )
}
