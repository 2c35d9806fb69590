import { Progress } from 'antd'
import { type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '../../../platform/ui/call.ts'
import { readEntry } from '../api.ts'

/** While the demo court is being built: how far it is; then the login page. */
export const Making = (): ReactNode => {
  const { t } = useTranslation('entry')
  const [at, setAt] = useState<{ day: number; of: number } | null>(null)
  useEffect(() => {
    const ask = async (): Promise<void> => {
      // The server is at work: an answer that fails is simply asked for again.
      const entry = await call(readEntry, {}).catch(() => null)
      if (entry?.state === 'ready') location.assign('/')
      // It did not come to its end: the page says so and offers to begin anew.
      if (entry?.state === 'setup' || entry?.state === 'broken') location.reload()
      if (entry?.making) setAt(entry.making)
    }
    void ask()
    const timer = setInterval(() => void ask(), 1000)
    return () => clearInterval(timer)
  }, [])
  const { day, of } = at ?? { day: 0, of: 1 }
  return (
    <div className="bw-entrycard">
      <h2>{t('setup.demo')}</h2>
      <p role="status">{day > 0 ? t('setup.demoDay', { day, of }) : t('setup.demoBegins')}</p>
      <Progress percent={Math.floor((day / of) * 100)} status="active" showInfo={false} aria-label={t('setup.demoRuns')} />
      <p className="bw-quiet">{t('setup.demoRuns')}</p>
    </div>
  )
}
