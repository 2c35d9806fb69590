import { Input } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { dateText } from '../../../platform/ui/dates.tsx'
import type { OwnInput } from '../../../platform/ui/fields.tsx'
import { readCarrierTime } from '../rules/carrier.ts'

const read = (text: string): { day: string | null; said: string }[] =>
  text
    .split(/[,，、;；\s]+/)
    .filter(Boolean)
    .map((said) => ({ said, day: readCarrierTime(said)?.slice(0, 10) ?? null }))

/** Several days in one line, as people note them (2026-09-23、2026/9/25); says at once how it reads them. */
export const DaysInput = ({ id, value, onChange, disabled }: OwnInput): ReactNode => {
  const { t } = useTranslation('service')
  const given = (value as string[] | undefined) ?? []
  const [text, setText] = useState(given.join('、'))
  const found = read(text)
  const strange = found.filter((f) => !f.day).map((f) => f.said)
  return (
    <>
      <Input
        {...(id ? { id } : {})}
        value={text}
        disabled={disabled ?? false}
        autoComplete="off"
        className="bw-figures"
        onChange={(e) => {
          setText(e.target.value)
          // What cannot be read goes along, so that sending it is refused here and is not silently dropped.
          onChange?.(read(e.target.value).map((f) => f.day ?? f.said))
        }}
      />
      {found.length > 0 ? (
        <span role="status" className="bw-quiet" style={strange.length > 0 ? { color: 'var(--late)' } : {}}>
          {strange.length > 0 ? t('daysStrange', { what: strange.join('、') }) : found.map((f) => dateText(f.day)).join('、')}
        </span>
      ) : null}
    </>
  )
}
