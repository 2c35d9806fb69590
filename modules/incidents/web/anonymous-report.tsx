import { Button, Input, Select } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { addWords } from '../../../platform/ui/i18n.ts'
import { call, type Reply } from '../../../platform/ui/call.ts'
import { timeText } from '../../../platform/ui/dates.tsx'
import { useCall } from '../../../platform/ui/query.ts'
import { Refusal } from '../../../platform/ui/refusal.tsx'
import { useTitle } from '../../../platform/ui/screen.ts'
import { addToReport, lookUpReport, reportAnonymously, reportDoor } from '../api.ts'
import { type IncidentKind, incidentKinds } from '../rules.ts'
import { locale } from './locale.ts'

addWords('incidents', locale)

/** Without a login: report, keep the receipt, look up and add (7.3.2.6). Nothing is kept in this browser either. */
const AnonymousReport = (): ReactNode => {
  const { t } = useTranslation('incidents')
  useTitle(t('public.title'))
  const door = useCall(reportDoor, {})
  const [courtId, setCourt] = useState<number | null>(null)
  const [kind, setKind] = useState<IncidentKind>('leak')
  const [told, setTold] = useState('')
  const [receipt, setReceipt] = useState<string | null>(null)
  const [code, setCode] = useState('')
  const [state, setState] = useState<Reply<typeof lookUpReport> | null>(null)
  const [more, setMore] = useState('')
  const [sent, setSent] = useState(false)
  const [refused, setRefused] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const courts = door.data?.courts ?? []
  const court = courtId ?? courts[0]?.id ?? null
  const act = async (fn: () => Promise<void>): Promise<void> => {
    setRefused(null)
    setBusy(true)
    try {
      await fn()
    } catch (e) {
      setRefused(e)
    } finally {
      setBusy(false)
    }
  }
  const look = () => act(async () => setState(await call(lookUpReport, { body: { code } })))
  return (
    <div className="bw-entry">
      <header className="bw-entryhead">
        <h1>{t('public.title')}</h1>
        <p>{t('public.lead')}</p>
      </header>
      <main className="bw-entrymain">
        <div className="bw-entrycard">
          {door.error ? <Refusal problem={door.error} /> : null}
          {refused ? <Refusal problem={refused} /> : null}
          {receipt ? (
            <div role="status">
              <h2>{t('public.receipt')}</h2>
              <p className="bw-figures" style={{ fontSize: 22, letterSpacing: 1 }}>
                {receipt}
              </p>
              <p>{t('public.receiptLead')}</p>
              <Button onClick={() => setReceipt(null)}>{t('public.again')}</Button>
            </div>
          ) : (
            <form
              onSubmit={(e) => {
                e.preventDefault()
                if (court !== null)
                  void act(async () => {
                    setReceipt((await call(reportAnonymously, { body: { courtId: court, kind, told } })).code)
                    setTold('')
                  })
              }}
            >
              {courts.length > 1 ? (
                <p>
                  <label htmlFor="in-court">{t('public.court')}</label>
                  <Select
                    id="in-court"
                    value={court}
                    onChange={setCourt}
                    options={courts.map((c) => ({ value: c.id, label: c.name }))}
                    style={{ width: '100%' }}
                  />
                </p>
              ) : null}
              <p>
                <label htmlFor="in-kind">{t('kindOf')}</label>
                <Select
                  id="in-kind"
                  value={kind}
                  onChange={setKind}
                  options={incidentKinds.map((k) => ({ value: k, label: t(`kind.${k}`) }))}
                  style={{ width: '100%' }}
                />
              </p>
              <p>
                <label htmlFor="in-told">{t('told')}</label>
                <Input.TextArea
                  id="in-told"
                  rows={5}
                  maxLength={5000}
                  value={told}
                  onChange={(e) => setTold(e.target.value)}
                  autoComplete="off"
                />
                <span className="bw-quiet">{t('toldHint')}</span>
              </p>
              <Button type="primary" htmlType="submit" block loading={busy} disabled={told.trim().length < 5 || court === null}>
                {t('public.send')}
              </Button>
            </form>
          )}
          <hr />
          <form
            onSubmit={(e) => {
              e.preventDefault()
              void look()
            }}
          >
            <p>
              <label htmlFor="in-code">{t('public.look')}</label>
              <Input
                id="in-code"
                value={code}
                onChange={(e) => setCode(e.target.value)}
                autoComplete="off"
                spellCheck={false}
                maxLength={40}
              />
            </p>
            <Button htmlType="submit" loading={busy} disabled={code.trim().length < 16}>
              {t('public.lookUp')}
            </Button>
          </form>
          {state ? (
            <div role="status">
              <p>
                {state.number} · {t(`state.${state.state}`)}
              </p>
              <ul>
                {state.entries.map((e) => (
                  <li key={e.at + e.kind}>
                    {timeText(e.at)} {t(`entry.${e.kind}`)} {e.text}
                  </li>
                ))}
              </ul>
              {state.state !== 'closed' ? (
                <form
                  onSubmit={(e) => {
                    e.preventDefault()
                    void act(async () => {
                      await call(addToReport, { body: { code, told: more } })
                      setMore('')
                      setSent(true)
                      setState(await call(lookUpReport, { body: { code } }))
                    })
                  }}
                >
                  <p>
                    <label htmlFor="in-more">{t('public.more')}</label>
                    <Input.TextArea id="in-more" rows={3} maxLength={5000} value={more} onChange={(e) => setMore(e.target.value)} />
                  </p>
                  <Button htmlType="submit" loading={busy} disabled={more.trim().length < 5}>
                    {t('public.sendMore')}
                  </Button>
                  {sent ? <p>{t('public.added')}</p> : null}
                </form>
              ) : null}
            </div>
          ) : null}
        </div>
      </main>
      <footer className="bw-entryfoot">
        <a href="/">{t('public.back')}</a>
      </footer>
    </div>
  )
}
export default AnonymousReport
