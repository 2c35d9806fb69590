import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { call } from '../../../platform/ui/call.ts'
import { copyText } from '../../../platform/ui/clipboard.ts'
import { timeText } from '../../../platform/ui/dates.tsx'
import type { Field } from '../../../platform/ui/fields.tsx'
import { SchemaForm } from '../../../platform/ui/form.tsx'
import { language } from '../../../platform/ui/i18n.ts'
import { courtLevels } from '../../organisations/rules/structure.ts'
import { roleTitles } from '../../organisations/rules/roles.ts'
import { setUp, setUpDemo } from '../api.ts'
import { Making } from './making.tsx'

type Made = z.output<(typeof setUp)['response']>
const people = ['systemAdmin', 'securityAdmin', 'securityAuditor', 'trialManagement'] as const

/** The very first page: my court, or a demo court; or a demo court that was left half made. */
const Setup = ({ broken = false }: { broken?: boolean }): ReactNode => {
  const { t } = useTranslation('entry')
  const [way, setWay] = useState<'mine' | 'demo' | null>(broken ? 'demo' : null)
  const [running, setRunning] = useState(false)
  const [made, setMade] = useState<Made | null>(null)
  const code: Field = { name: 'code', kind: 'text', label: t('setup.code'), hint: t('setup.codeHint'), required: true, figures: true }

  if (made) return <Links made={made} />
  if (running) return <Making />
  if (way === null)
    return (
      <div className="bw-entrycard">
        <h2>{t('setup.title')}</h2>
        <p>{t('setup.lead')}</p>
        <div className="bw-choices">
          {(['mine', 'demo'] as const).map((w) => (
            <button key={w} type="button" className="bw-choice" onClick={() => setWay(w)}>
              <strong>{t(`setup.${w}`)}</strong>
              <span>{t(`setup.${w}Lead`)}</span>
            </button>
          ))}
        </div>
      </div>
    )
  if (way === 'demo')
    return (
      <div className="bw-entrycard">
        <h2>{t(broken ? 'setup.brokenTitle' : 'setup.demo')}</h2>
        <p className="bw-lead">{t(broken ? 'setup.brokenLead' : 'setup.demoLead')}</p>
        <SchemaForm
          fields={[code]}
          codes={{ 'setup-code-wrong': 'code' }}
          submitLabel={t(broken ? 'setup.brokenAgain' : 'setup.demoStart')}
          {...(broken ? {} : { cancel: () => setWay(null) })}
          submit={async (v) => {
            await call(setUpDemo, { body: v as { code: string } })
            setRunning(true)
          }}
        />
      </div>
    )

  const pair = (who: (typeof people)[number], required: boolean): Field[] => [
    { name: `${who}.name`, kind: 'text', label: `${t(`setup.${who}`)} · ${t('setup.name')}`, required, max: 100 },
    {
      name: `${who}.login`,
      kind: 'text',
      label: `${t(`setup.${who}`)} · ${t('setup.login')}`,
      required,
      max: 64,
      placeholder: t('setup.loginHint'),
    },
  ]
  const fields: Field[] = [
    { ...code, wide: true },
    { name: 'h1', kind: 'heading', label: t('setup.court') },
    { name: 'courtName', kind: 'text', label: t('setup.courtName'), required: true, max: 100 },
    { name: 'courtCode', kind: 'text', label: t('setup.courtCode'), hint: t('setup.courtCodeHint'), required: true, max: 20 },
    {
      name: 'level',
      kind: 'radio',
      label: t('setup.courtLevel'),
      required: true,
      wide: true,
      options: courtLevels.map((l) => ({ value: l, label: t(`setup.${l}`) })),
    },
    { name: 'h2', kind: 'heading', label: t('setup.three') },
    ...people.slice(0, 3).flatMap((p) => pair(p, true)),
    { name: 'h3', kind: 'heading', label: t('setup.first') },
    ...pair('trialManagement', false),
  ]
  return (
    <div className="bw-entrycard">
      <h2>{t('setup.mine')}</h2>
      <p className="bw-lead">{t('setup.threeLead')}</p>
      <SchemaForm
        columns={2}
        draft="setup"
        fields={fields}
        initial={{ level: 'basic' }}
        codes={{ 'setup-code-wrong': 'code', 'court-code-malformed': 'courtCode' }}
        submitLabel={t('setup.create')}
        cancel={() => setWay(null)}
        submit={async (v) => {
          const one = (who: string): { name: string; login: string } => ({
            name: v[`${who}.name`] as string,
            login: v[`${who}.login`] as string,
          })
          setMade(
            await call(setUp, {
              body: {
                code: v.code as string,
                court: { name: v.courtName as string, code: v.courtCode as string, level: v.level as (typeof courtLevels)[number] },
                systemAdmin: one('systemAdmin'),
                securityAdmin: one('securityAdmin'),
                securityAuditor: one('securityAuditor'),
                ...(v['trialManagement.name'] ? { trialManagement: one('trialManagement') } : {}),
              },
            }),
          )
        }}
      />
    </div>
  )
}
export default Setup

/** The one-time links of the first people: shown once. */
const Links = ({ made }: { made: Made }): ReactNode => {
  const { t } = useTranslation('entry')
  const [copied, setCopied] = useState<string | null>(null)
  return (
    <div className="bw-entrycard">
      <h2>{t('setup.done')}</h2>
      <p className="bw-lead">{t('setup.doneLead')}</p>
      {made.links.map((l) => {
        const address = new URL(l.path, location.origin).href
        return (
          <div key={l.login} className="bw-linkrow">
            <div>
              <strong>{roleTitles[l.role][language()]}</strong> {l.name} <span className="bw-quiet">{l.login}</span>
            </div>
            <code className="bw-secret">{address}</code>
            <div className="bw-acts">
              <Button size="small" onClick={() => void copyText(address).then((done) => done && setCopied(l.login))}>
                {copied === l.login ? t('setup.copied') : t('setup.copy')}
              </Button>
              <span className="bw-quiet">{t('link.until', { time: timeText(l.expiresAt) })}</span>
            </div>
          </div>
        )
      })}
      <div className="bw-acts">
        <Button onClick={() => window.print()}>{t('setup.print')}</Button>
        <Button type="primary" onClick={() => location.assign('/')}>
          {t('setup.toLogin')}
        </Button>
      </div>
    </div>
  )
}
