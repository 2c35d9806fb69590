import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { passwordMinimum } from './password-checks.ts'
import { passwordChecks } from './password-checks.ts'
import { PlainField } from './plain-field.tsx'

interface NewPasswordProps {
  login: string
  name: string
  /** Known when a password is being changed. */
  current?: string
  /** The new password once all shown rules are met and both entries agree, else null. */
  onChange: (password: string | null) => void
}

/** Two fields and the rules, ticked while typing; what only the server can know (common passwords) it says afterwards. */
export const NewPassword = ({ login, name, current, onChange }: NewPasswordProps): ReactNode => {
  const { t } = useTranslation('entry')
  const [next, setNext] = useState('')
  const [again, setAgain] = useState('')
  const checks = passwordChecks(next, { login, name, ...(current === undefined ? {} : { current }) })
  const tell = (a: string, b: string): void => {
    const met = passwordChecks(a, { login, name, ...(current === undefined ? {} : { current }) }).every((c) => c.met)
    onChange(met && a === b ? a : null)
  }
  return (
    <>
      <input type="text" name="username" autoComplete="username" value={login} readOnly hidden />
      <PlainField
        label={t('change.next')}
        type="password"
        autoComplete="new-password"
        value={next}
        required
        onChange={(e) => {
          setNext(e.target.value)
          tell(e.target.value, again)
        }}
      />
      <ul className="bw-rules" aria-live="polite">
        {checks.map((c) => (
          <li key={c.rule} data-met={c.met ? 'yes' : 'no'}>
            <span aria-hidden="true">{c.met ? '✓' : '○'}</span> {t(`rule.${c.rule}`, { min: passwordMinimum })}
          </li>
        ))}
      </ul>
      <PlainField
        label={t('change.again')}
        type="password"
        autoComplete="new-password"
        value={again}
        required
        error={again && next !== again && again.length >= next.length ? t('change.differs') : null}
        onChange={(e) => {
          setAgain(e.target.value)
          tell(next, e.target.value)
        }}
      />
    </>
  )
}
