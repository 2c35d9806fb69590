import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Panel } from '../../../platform/ui/board-page.tsx'
import { SchemaForm } from '../../../platform/ui/form.tsx'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { useCall } from '../../../platform/ui/query.ts'
import { Refusal } from '../../../platform/ui/refusal.tsx'
import { useTitle } from '../../../platform/ui/screen.ts'
import { checkBadge } from '../api.ts'
import { pieceTone } from './pieces.tsx'

const Result = ({ code }: { code: string }): ReactNode => {
  const { t } = useTranslation('badges')
  const { data, error } = useCall(checkBadge, { query: { code } })
  if (error) return <Refusal problem={error} />
  if (!data) return <span className="bw-bone" style={{ display: 'block', height: 60 }} />
  const f = data.found
  const good = f !== null && f.state === 'held' && f.admitted
  return (
    <Panel title={t('result')}>
      <p>
        <StateTag tone={good ? 'done' : 'late'}>
          {f === null ? t('unknown') : good ? t('good') : f.state === 'held' ? t('notAdmitted') : t(`states.${f.state}`)}
        </StateTag>
      </p>
      {f ? (
        <p>
          <strong>{f.person}</strong> · {f.contractor} · <span className="bw-figures">{f.number}</span>{' '}
          {f.state === 'held' ? null : <StateTag tone={pieceTone[f.state]}>{t(`states.${f.state}`)}</StateTag>}
        </p>
      ) : null}
    </Panel>
  )
}

/** What the QR of a badge opens on the phone of whoever stands at the door. */
const Check = (): ReactNode => {
  const { t } = useTranslation('badges')
  useTitle(t('check'))
  const [code, setCode] = useState(() => new URLSearchParams(location.search).get('code') ?? '')
  return (
    <section>
      <header className="bw-head">
        <h1>{t('check')}</h1>
      </header>
      <p className="bw-lead">{t('checkLead')}</p>
      <div className="bw-sheet bw-pad">
        <SchemaForm
          fields={[{ name: 'code', kind: 'text', label: t('code'), required: true, max: 40, figures: true }]}
          initial={{ code }}
          submitLabel={t('check')}
          submit={async (v) => setCode(String(v.code))}
        />
      </div>
      {code ? <Result key={code} code={code} /> : null}
    </section>
  )
}
export default Check
