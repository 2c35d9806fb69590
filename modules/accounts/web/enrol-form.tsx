import { type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../../platform/ui/call.ts'
import { Refusal } from '../../../platform/ui/refusal.tsx'
import { beginEnrolment, confirmEnrolment } from '../api.ts'
import { CodeForm } from './code-form.tsx'
import type { Session } from './entry.tsx'

/** Shows the QR code and the key, then asks for a first code. */
export const EnrolForm = ({ done }: { done: (s: Session) => void }): ReactNode => {
  const { t } = useTranslation('entry')
  const [begun, setBegun] = useState<{ secret: string; qr: string } | null>(null)
  const [problem, setProblem] = useState<unknown>(null)
  useEffect(() => {
    let gone = false
    call(beginEnrolment, { body: {} }).then(
      (r) => !gone && setBegun(r),
      (e) => !gone && setProblem(e),
    )
    return () => {
      gone = true
    }
  }, [])
  if (problem) return <Refusal problem={problem} />
  if (!begun) return <div aria-busy="true" style={{ height: 220 }} />
  return (
    <>
      <p className="bw-qr">
        <img src={begun.qr} width={200} height={200} alt={t('enrol.qr')} />
      </p>
      <p className="bw-quiet">
        {t('enrol.typed')} <code className="bw-secret">{begun.secret.replace(/(.{4})(?=.)/g, '$1 ')}</code>
      </p>
      <CodeForm send={async (code) => done(await call(confirmEnrolment, { body: { code } }))} label={t('enrol.confirm')} />
    </>
  )
}
