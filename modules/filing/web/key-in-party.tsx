import { Button } from 'antd'
import type { HTMLAttributes, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { problemWords } from '../../../platform/ui/i18n.ts'
import { readResidentId } from '../../organisations/rules/identity.ts'
import { rolesOf } from '../rules.ts'
import { type Entry, fieldsFor, type PartyEntry } from './entry.ts'

export interface CellContext {
  /** Fault to show at a path, once the field was left. */
  shown: (path: string) => string | undefined
  /** The team lead's marks by path. */
  marks: Record<string, string>
  left: (path: string, field: string, value: string) => void
}
interface CellProps extends CellContext {
  path: string
  field: string
  label: string
  value: string
  onChange: (value: string) => void
  options?: { value: string; label: string }[]
  type?: 'text' | 'date'
  list?: string
  inputMode?: HTMLAttributes<HTMLInputElement>['inputMode']
  wide?: boolean
  note?: string | null
}
/** One field: plain input and select, because Enter moves on and a browser's own select is the fastest by keyboard. */
export const Cell = (p: CellProps): ReactNode => {
  const fault = p.shown(p.path)
  const mark = p.marks[p.path]
  const shared = {
    'data-path': p.path,
    value: p.value,
    'aria-invalid': fault ? true : undefined,
    onBlur: (e: { target: { value: string } }) => p.left(p.path, p.field, e.target.value),
  }
  return (
    <label className={`fl-cell ${p.wide ? 'fl-wide' : ''}`} data-marked={mark ? true : undefined}>
      <span>{p.label}</span>
      {p.options ? (
        <select {...shared} onChange={(e) => p.onChange(e.target.value)}>
          {p.options.map((o) => (
            <option key={o.value} value={o.value}>
              {o.label}
            </option>
          ))}
        </select>
      ) : (
        <input
          {...shared}
          type={p.type ?? 'text'}
          list={p.list}
          inputMode={p.inputMode}
          autoComplete="off"
          spellCheck={false}
          maxLength={300}
          onChange={(e) => p.onChange(e.target.value)}
        />
      )}
      {fault ? <em role="alert">{problemWords(fault).text}</em> : p.note ? <span>{p.note}</span> : null}
      {mark ? <em data-mark>✎ {mark}</em> : null}
    </label>
  )
}

const others = ['thirdParty', 'agent']
/** A party, its role and kind first; the fields follow from them. */
export const PartyPart = ({
  party: p,
  index,
  entry,
  onChange,
  onRemove,
  ...cell
}: CellContext & {
  party: PartyEntry
  index: number
  entry: Entry
  onChange: (patch: Partial<PartyEntry>) => void
  onRemove: () => void
}): ReactNode => {
  const { t } = useTranslation('filing')
  const at = (field: string): string => `parties.${index}.${field}`
  const sides = rolesOf(entry.typeCode)
  const roles = [...new Set([sides.claimant, sides.opponent, ...others, p.role])]
  const resident = p.paperKind === 'idCard' && p.paper ? readResidentId(p.paper) : null
  const born = resident?.ok && resident.resident ? `${t(`sex.${resident.resident.sex}`)} · ${resident.resident.birth}` : null
  const labelOf = (field: string): string =>
    p.kind === 'organisation' && field === 'residence'
      ? t('field.address')
      : p.kind === 'organisation' && field === 'paper'
        ? t('field.uscc')
        : t(`field.${field}`)
  return (
    <fieldset className="fl-part" data-party={index}>
      <legend>
        {index + 1}. {t(`cases:role.${p.role}`)} {p.name}
        {entry.parties.length > 1 ? (
          <Button type="text" size="small" onClick={onRemove} title="Ctrl+Delete" tabIndex={-1}>
            {t('keyIn.remove')}
          </Button>
        ) : null}
        {index < 8 ? <kbd>Alt+{index + 2}</kbd> : null}
      </legend>
      <div className="fl-grid">
        <Cell
          {...cell}
          path={at('role')}
          field="role"
          label={t('field.role')}
          value={p.role}
          onChange={(role) => onChange({ role, ...(role === 'agent' && p.agentOf === '' ? { agentOf: '0', authority: 'general' } : {}) })}
          options={roles.map((r) => ({ value: r, label: t(`cases:role.${r}`) }))}
        />
        {p.role === 'agent' ? null : (
          <Cell
            {...cell}
            path={at('kind')}
            field="kind"
            label={t('field.kind')}
            value={p.kind}
            onChange={(kind) => onChange({ kind, paperKind: kind === 'organisation' ? 'uscc' : 'idCard' })}
            options={['natural', 'organisation'].map((k) => ({ value: k, label: t(`kind.${k}`) }))}
          />
        )}
        {fieldsFor(p).map((f) => (
          <Cell
            key={f.name}
            {...cell}
            path={at(f.name)}
            field={f.name}
            label={labelOf(f.name)}
            value={p[f.name]}
            onChange={(v) => onChange({ [f.name]: v })}
            wide={f.name === 'residence' || f.name === 'serviceAddress'}
            note={f.name === 'paper' ? born : null}
            {...(f.input === 'date' ? { type: 'date' as const } : {})}
            {...(f.name === 'phone' ? { inputMode: 'tel' as const } : {})}
            {...(f.input === 'choice'
              ? {
                  options:
                    f.name === 'agentOf'
                      ? [
                          { value: '', label: t('choose') },
                          ...entry.parties.flatMap((o, n) =>
                            o.role === 'agent' ? [] : [{ value: String(n), label: `${n + 1}. ${o.name || t(`cases:role.${o.role}`)}` }],
                          ),
                        ]
                      : f.options.map((o) => ({ value: o, label: o === '' ? t('choose') : t(`option.${f.name}.${o}`) })),
                }
              : {})}
          />
        ))}
      </div>
    </fieldset>
  )
}
