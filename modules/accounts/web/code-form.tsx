import { Button } from 'antd'
import { type FormEvent, type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Refusal } from '../../../platform/ui/refusal.tsx'
import { PlainField } from './plain-field.tsx'

/** Six digits of an authenticator; sends itself when the sixth is typed. */
export const CodeForm = ({ send, label }: { send: (code: string) => Promise<void>; label: string }): ReactNode => {
  const { t } = useTranslation('entry')
  const [code, setCode] = useState('')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<unknown>(null)
  const go = async (digits: string): Promise<void> => {
    setBusy(true)
    setProblem(null)
    try {
      await send(digits)
    } catch (error) {
      setProblem(error)
      setCode('')
    } finally {
      setBusy(false)
    }
  }
  return (
    <form
      onSubmit={(e: FormEvent) => {
        e.preventDefault()
        if (code.length === 6) void go(code)
      }}
    >
      {problem ? (
        <div className="bw-gap">
          <Refusal problem={problem} />
        </div>
      ) : null}
      {/* biome-ignore lint/a11y/noAutofocus: the page has one purpose */}
      <PlainField
        label={t('code')}
        hint={t('codeHint')}
        className="bw-input bw-code"
        inputMode="numeric"
        autoComplete="one-time-code"
        maxLength={7}
        value={code}
        disabled={busy}
        autoFocus
        onChange={(e) => {
          const digits = e.target.value.replace(/\D/g, '').slice(0, 6)
          setCode(digits)
          if (digits.length === 6 && code.length < 6) void go(digits)
        }}
      />
      <Button type="primary" htmlType="submit" block loading={busy} disabled={code.length !== 6}>
        {label}
      </Button>
    </form>
  )
}
