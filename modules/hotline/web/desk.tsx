import { Alert, Button, Input, Space } from 'antd'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Panel } from '../../../platform/ui/board-page.tsx'
import { Go } from '../../../platform/ui/go.tsx'
import { live } from '../../../platform/ui/live.ts'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { Refusal } from '../../../platform/ui/refusal.tsx'
import { useTitle } from '../../../platform/ui/screen.ts'
import { answerCall, readDesk } from '../api.ts'
import { Finder } from './finder.tsx'
import { InHand } from './in-hand.tsx'
import './hotline.css'

/** 坐席台: one page for a call from pick-up to hang-up, all by keyboard; a fifth kind of page for the reason in the module's README. */
const Desk = (): ReactNode => {
  const { t } = useTranslation('hotline')
  useTitle(t('desk.title'))
  const { data, error, refetch } = useCall(readDesk, {}, live)
  return (
    <section>
      <header className="bw-head">
        <h1>{t('desk.title')}</h1>
        <Space size="large" wrap>
          <Go to="/hotline/callbacks">{t('desk.toCallBack', { n: data?.toCallBack ?? 0 })}</Go>
          <Go to="/hotline/tickets?view=answered">{t('desk.tickets', { n: data?.ticketsToCallBack ?? 0 })}</Go>
        </Space>
      </header>
      {error ? <Refusal problem={error} retry={() => void refetch()} /> : null}
      <div className="hl-desk">
        <div>{data ? data.call ? <InHand call={data.call} /> : <Waiting /> : null}</div>
        <Finder inCall={Boolean(data?.call)} />
      </div>
    </section>
  )
}

/** The telephone rings: the number as it stands there, Enter. */
const Waiting = (): ReactNode => {
  const { t } = useTranslation('hotline')
  const [number, setNumber] = useState('')
  const take = useAct(answerCall)
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    field.current?.focus()
    const onKey = (e: KeyboardEvent): void => {
      if (e.altKey && e.code === 'KeyN') {
        e.preventDefault()
        field.current?.focus()
      }
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [])
  return (
    <Panel title={t('desk.free')}>
      <p className="bw-lead">{t('desk.how')}</p>
      <form
        className="hl-line"
        onSubmit={(e) => {
          e.preventDefault()
          take.mutate({ body: { number: number.trim() === '' ? null : number } })
        }}
      >
        <label htmlFor="hl-number">{t('desk.number')}</label>
        <Input
          id="hl-number"
          ref={(r) => void (field.current = r?.input ?? null)}
          value={number}
          onChange={(e) => setNumber(e.target.value)}
          placeholder={t('desk.numberHint')}
          inputMode="tel"
          autoComplete="off"
          maxLength={40}
        />
        <Button type="primary" htmlType="submit" loading={take.isPending}>
          {t('desk.answer')}
        </Button>
      </form>
      {take.error ? <Refusal problem={take.error} /> : null}
      <Alert type="info" showIcon title={t('desk.keys')} className="bw-gap" />
    </Panel>
  )
}
export default Desk
