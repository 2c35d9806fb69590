import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ActBar } from '../../../platform/ui/acts.tsx'
import { Moment } from '../../../platform/ui/dates.tsx'
import { StateTag } from '../../../platform/ui/marks.tsx'
import { DataTable } from '../../../platform/ui/table.tsx'

interface Row {
  id: string
  createdAt: string
  seenAt: string
  expiresAt: string
  ip: string | null
  agent: string | null
  current: boolean
}

/** 'Edg/131 Windows' out of the long line a browser sends. */
const shortAgent = (agent: string | null): string => {
  if (!agent) return '—'
  const browser = /(Edg|OPR|Firefox|Chrome|Safari)\/(\d+)/.exec(agent)
  const system = /Windows|Macintosh|Android|iPhone|iPad|Linux|HarmonyOS/.exec(agent)
  return [browser ? `${browser[1]} ${browser[2]}` : agent.slice(0, 24), system?.[0]].filter(Boolean).join(' · ')
}

/** Live sessions: from where, since when; `end` offers to end one. */
export const SessionTable = ({ rows, end }: { rows: readonly Row[] | undefined; end?: (id: string) => Promise<unknown> }): ReactNode => {
  const { t } = useTranslation('accounts')
  if (rows?.length === 0) return <p className="bw-quiet">{t('liveNone')}</p>
  return (
    <DataTable
      label={t('live')}
      rows={rows}
      rowKey={(s) => s.id}
      skeletonRows={2}
      columns={[
        {
          key: 'agent',
          title: t('agent'),
          render: (s) => (
            <span title={s.agent ?? ''}>
              {shortAgent(s.agent)} {s.current ? <StateTag tone="active">{t('current')}</StateTag> : null}
            </span>
          ),
        },
        { key: 'ip', title: t('ip'), render: (s) => s.ip ?? '—' },
        { key: 'since', title: t('since'), render: (s) => <Moment at={s.createdAt} /> },
        { key: 'seen', title: t('seen'), render: (s) => <Moment at={s.seenAt} /> },
        { key: 'until', title: t('until'), render: (s) => <Moment at={s.expiresAt} /> },
        ...(end
          ? [
              {
                key: 'acts',
                title: '',
                render: (s: Row) =>
                  s.current ? null : <ActBar size="small" acts={[{ key: 'end', label: t('end'), run: () => end(s.id) }]} />,
              },
            ]
          : []),
      ]}
    />
  )
}
