import { Button } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Panel } from '../../../platform/ui/board-page.tsx'
import { Go } from '../../../platform/ui/go.tsx'
import { listText } from '../../../platform/ui/i18n.ts'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { useTell } from '../../../platform/ui/tell.tsx'
import type { Role } from '../../organisations/rules/roles.ts'
import { roleText, serviceText } from '../../organisations/web/public.tsx'
import { type FirstStep, putFirstStepsAway, readFirstSteps } from '../api-first-steps.ts'

const ofServices: readonly FirstStep[] = ['posts', 'processes']
const ofRoles: readonly FirstStep[] = ['people', 'accounts', 'admission']

/** What remains until the first case can be worked on. Nothing here is ticked: a step is done when its records are there; then the list goes. */
export const FirstSteps = (): ReactNode => {
  const { t } = useTranslation('worklist')
  const tell = useTell()
  const { data } = useCall(readFirstSteps, {})
  const put = useAct(putFirstStepsAway)
  if (!data || data.done || data.putAway) return null
  const wanting = (key: FirstStep, missing: readonly string[]): string =>
    missing.length === 0
      ? ''
      : t('first.missing', {
          what: ofServices.includes(key)
            ? listText(missing.map(serviceText))
            : ofRoles.includes(key)
              ? listText(missing.map((r) => roleText(r as Role)))
              : listText([...missing]),
        })
  const away = async (): Promise<void> => {
    await put.mutateAsync({ body: { putAway: true } })
    tell.done(t('first.away'), {
      undo: async () => {
        await put.mutateAsync({ body: { putAway: false } })
      },
    })
  }
  const left = data.items.filter((s) => !s.done)
  return (
    <Panel
      title={t('first.title')}
      extra={
        <Button size="small" type="text" onClick={() => void away()}>
          {t('first.putAway')}
        </Button>
      }
      wide
    >
      <p className="bw-lead">{t('first.lead', { n: left.length, of: data.items.length })}</p>
      <ol className="bw-steps">
        {data.items.map((s) => (
          <li key={s.key} data-done={s.done ? 'yes' : 'no'}>
            <span>
              {s.done ? (
                <span className="bw-quiet">
                  ✓ {t(`first.step.${s.key}`)} · {t('first.isDone')}
                </span>
              ) : (
                <>
                  {s.to ? <Go to={s.to}>{t(`first.step.${s.key}`)}</Go> : t(`first.step.${s.key}`)}
                  {s.missing.length ? <span> · {wanting(s.key, s.missing)}</span> : null}
                  <br />
                  <span className="bw-quiet">
                    {t(`first.how.${s.key}`)}
                    {s.to || s.by.length === 0 ? '' : t('first.by', { who: listText(s.by.map((r) => roleText(r as Role))) })}
                  </span>
                </>
              )}
            </span>
          </li>
        ))}
      </ol>
    </Panel>
  )
}
