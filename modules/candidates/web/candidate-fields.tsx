import { Button, Input } from 'antd'
import type { TFunction } from 'i18next'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { todayText } from '../../../platform/ui/dates.tsx'
import type { Field, OwnInput } from '../../../platform/ui/fields.tsx'
import { educationLevels } from '../rules/candidate.ts'

interface Line {
  name: string
  relation: string
  place: string
}
/** Relatives and interests, one line each. */
const Relations = ({ value, onChange }: OwnInput): ReactNode => {
  const { t } = useTranslation('candidates')
  const lines = (value as Line[] | undefined) ?? []
  const put = (i: number, key: keyof Line, text: string): void => onChange?.(lines.map((l, k) => (k === i ? { ...l, [key]: text } : l)))
  return (
    <div>
      {lines.map((l, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other name
        <div key={i} className="bw-acts" style={{ marginBottom: 8 }}>
          {(['name', 'relation', 'place'] as const).map((key) => (
            <Input
              key={key}
              style={{ width: 150 }}
              value={l[key]}
              maxLength={key === 'relation' ? 40 : 100}
              placeholder={t(`relative.${key}`)}
              aria-label={t(`relative.${key}`)}
              onChange={(e) => put(i, key, e.target.value)}
            />
          ))}
          <Button type="text" onClick={() => onChange?.(lines.filter((_l, k) => k !== i))}>
            {t('relative.remove')}
          </Button>
        </div>
      ))}
      <Button onClick={() => onChange?.([...lines, { name: '', relation: '', place: '' }])}>{t('relative.add')}</Button>
    </div>
  )
}

/** `fresh`: a new one, whose ID number has to be entered; later it is only replaced. */
export const candidateFields = (t: TFunction, fresh: boolean): Field[] => {
  const today = todayText()
  const w = (key: string): string => t(`candidates:${key}`)
  return [
    { name: 'name', kind: 'text', label: w('name'), required: true, max: 100 },
    { name: 'idNo', kind: 'text', label: w('idNo'), required: fresh, max: 30, figures: true, hint: w(fresh ? 'idHint' : 'idKept') },
    { name: 'phone', kind: 'text', label: w('phone'), max: 20, figures: true },
    { name: 'h1', kind: 'heading', label: w('eduHeading') },
    {
      name: 'education',
      kind: 'choice',
      label: w('education'),
      hint: w('educationHint'),
      options: educationLevels.map((e) => ({ value: e, label: w(`level.${e}`) })),
    },
    { name: 'school', kind: 'text', label: w('school'), max: 100, keepNull: true },
    { name: 'major', kind: 'text', label: w('major'), max: 100, keepNull: true },
    { name: 'diplomaNo', kind: 'text', label: w('diplomaNo'), max: 60, keepNull: true },
    {
      name: 'xuexin',
      kind: 'radio',
      label: w('xuexin'),
      options: [
        { value: 'match', label: w('match') },
        { value: 'mismatch', label: w('mismatch') },
      ],
    },
    { name: 'xuexinOn', kind: 'date', label: w('xuexinOn'), max: today, keepNull: true },
    { name: 'xuexinNo', kind: 'text', label: w('xuexinNo'), max: 60, keepNull: true },
    { name: 'h2', kind: 'heading', label: w('preferHeading') },
    { name: 'lawBackground', kind: 'switch', label: w('lawBackground') },
    { name: 'courtYears', kind: 'number', label: w('courtYears'), min: 0, max: 60 },
    { name: 'courtExperience', kind: 'longtext', label: w('courtExperience'), max: 1000, wide: true, keepNull: true },
    { name: 'h3', kind: 'heading', label: w('contractHeading') },
    { name: 'startOn', kind: 'date', label: w('startOn'), keepNull: true },
    { name: 'contractSignedOn', kind: 'date', label: w('contractSignedOn'), max: today, hint: w('contractHint'), keepNull: true },
    { name: 'contractFrom', kind: 'date', label: w('contractFrom'), keepNull: true },
    { name: 'contractUntil', kind: 'date', label: w('contractUntil'), hint: w('openEnded'), keepNull: true },
    { name: 'h4', kind: 'heading', label: w('recordsHeading') },
    { name: 'recordsNo', kind: 'text', label: w('recordsNo'), max: 60, keepNull: true },
    { name: 'recordsAuthority', kind: 'text', label: w('recordsAuthority'), max: 100, keepNull: true },
    { name: 'recordsOn', kind: 'date', label: w('recordsOn'), max: today, hint: w('recordsHint'), keepNull: true },
    {
      name: 'conviction',
      kind: 'radio',
      label: w('conviction'),
      options: [
        { value: 'no', label: w('convictionNo') },
        { value: 'yes', label: w('convictionYes') },
      ],
    },
    { name: 'background', kind: 'longtext', label: w('background'), max: 1000, wide: true, keepNull: true },
    { name: 'h5', kind: 'heading', label: w('relationsHeading') },
    {
      name: 'relationsDeclared',
      kind: 'radio',
      label: w('relations'),
      wide: true,
      options: [
        { value: 'none', label: w('relationsNone') },
        { value: 'list', label: w('relationsList') },
      ],
    },
    {
      name: 'relations',
      kind: 'own',
      label: w('relatives'),
      wide: true,
      when: (v) => v.relationsDeclared === 'list',
      input: (o) => <Relations {...o} />,
    },
  ]
}
/** What the form holds as the API takes it. */
export const bodyOf = (v: Record<string, unknown>): Record<string, unknown> => {
  const { conviction, relations, idNo, h1: _1, h2: _2, h3: _3, h4: _4, h5: _5, ...rest } = v
  return {
    ...rest,
    ...(idNo ? { idNo } : {}),
    ...(conviction === undefined ? {} : { conviction: conviction === 'yes' }),
    relations: v.relationsDeclared === 'list' ? ((relations as Line[] | undefined) ?? []) : [],
  }
}
