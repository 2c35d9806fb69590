import { Button, Input } from 'antd'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Reply } from '../../../platform/ui/call.ts'
import { Go, useSearchText } from '../../../platform/ui/go.tsx'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useAct } from '../../../platform/ui/query.ts'
import { Refusal } from '../../../platform/ui/refusal.tsx'
import { useTitle } from '../../../platform/ui/screen.ts'
import { checkIn } from '../api.ts'
import { clockOf } from './words.tsx'
import './training.css'

/** Where the scanned code leads; typed by hand it does the same. */
const CheckIn = (): ReactNode => {
  const { t } = useTranslation('training')
  const [search, setSearch] = useSearchText()
  const [code, setCode] = useState('')
  const [done, setDone] = useState<Reply<typeof checkIn> | null>(null)
  const [refused, setRefused] = useState<unknown>(null)
  const act = useAct(checkIn)
  const sent = useRef(false)
  useTitle(t('checkInTitle'))
  const send = async (typed: string, sessionId?: number): Promise<void> => {
    setRefused(null)
    try {
      setDone(await act.mutateAsync({ body: { code: typed, ...(sessionId ? { sessionId } : {}) } }))
    } catch (error) {
      setRefused(error)
    }
  }
  const scanned = search.c
  const session = Number(search.s)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the scanned code is sent once, when the page opens
  useEffect(() => {
    if (!scanned || sent.current) return
    sent.current = true
    void send(scanned, Number.isSafeInteger(session) && session > 0 ? session : undefined)
    // A code that was used does not stay in the address: reloading is no second check-in.
    setSearch({ c: undefined, s: undefined }, { replace: true })
  }, [scanned])
  return (
    <section className="tr-phone">
      <h1>{t('checkInTitle')}</h1>
      {done ? (
        <div className="bw-sheet bw-pad" role="status">
          <p>
            <StateTag tone="done">{t('checkedIn')}</StateTag>
          </p>
          <p>{t('checkedText', { title: done.title, half: t(`half.${done.half}`), time: clockOf(done.at) })}</p>
          <p className="bw-quiet">{done.counted > 0 ? t('countedText', { n: done.counted }) : t('countedTest')}</p>
          <Go to="/training/mine">{t('toMine')}</Go>
        </div>
      ) : (
        <form
          className="bw-sheet bw-pad tr-big"
          onSubmit={(e) => {
            e.preventDefault()
            void send(code)
          }}
        >
          <p className="bw-lead">{t('checkInLead')}</p>
          {refused ? <Refusal problem={refused} /> : null}
          <p>
            <label htmlFor="tr-code">{t('typeCode')}</label>
            <Input
              id="tr-code"
              value={code}
              onChange={(e) => setCode(e.target.value)}
              autoComplete="off"
              autoCapitalize="characters"
              spellCheck={false}
              maxLength={12}
              aria-describedby="tr-code-hint"
            />
            <span id="tr-code-hint" className="bw-quiet">
              {t('typeHint')}
            </span>
          </p>
          <Button type="primary" htmlType="submit" block loading={act.isPending} disabled={code.trim().length < 4}>
            {t('checkInNow')}
          </Button>
        </form>
      )}
    </section>
  )
}
export default CheckIn
