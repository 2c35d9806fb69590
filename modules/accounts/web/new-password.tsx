import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type PasswordFault, passwordFault } from '../rules.ts'
import { PlainField } from './plain-field.tsx'

interface NewPasswordProps {
  login: string
  name: string
  /** Known when a password is being changed. */
  current?: string
  /** The new password once all shown rules are met and both entries agree, else null. */
  onChange: (password: string | null) => void
}

const rules = ['length', 'repeated', 'personal', 'common'] as const
const faultOf: Record<PasswordFault, (typeof rules)[number]> = {
  'password-short': 'length',
  'password-long': 'length',
  'password-simple': 'length',
  'password-repeated': 'repeated',
  'password-personal': 'personal',
  'password-common': 'common',
}

/** Two fields and the rules, ticked while typing; the same rules.ts decides here and on the server. */
export const NewPassword = ({ login, name, current, onChange }: NewPasswordProps): ReactNode => {
  const { t } = useTranslation('entry')
  const [next, setNext] = useState('')
  const [again, setAgain] = useState('')
  const fault = passwordFault(next, { login, name })
  // Rules are judged in this order: those after the first that fails are not known yet.
  const upTo = next === '' ? 0 : fault ? rules.indexOf(faultOf[fault]) : rules.length
  const same = current !== undefined && next !== '' && next === current
  const tell = (a: string, b: string): void => onChange(passwordFault(a, { login, name }) === null && a !== current && a === b ? a : null)
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
        {rules.map((rule, i) => (
          <li key={rule} data-met={i < upTo ? 'yes' : 'no'}>
            <span aria-hidden="true">{i < upTo ? '✓' : '○'}</span> {t(`rule.${rule}`)}
          </li>
        ))}
        {current === undefined ? null : (
          <li data-met={next !== '' && !same ? 'yes' : 'no'}>
            <span aria-hidden="true">{next !== '' && !same ? '✓' : '○'}</span> {t('rule.same')}
          </li>
        )}
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
