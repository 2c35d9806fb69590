import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Reply } from '../../../platform/ui/call.ts'
import { dateText } from '../../../platform/ui/dates.tsx'
import { useGo } from '../../../platform/ui/go.tsx'
import { ListPage } from '../../../platform/ui/list-page.tsx'
import { StateTag, type Tone } from '../../../platform/ui/marks.tsx'
import { useMe } from '../../../platform/ui/me.tsx'
import { listTemplates } from '../api.ts'
import { agreementKinds } from '../rules.ts'

type Row = Pick<Reply<typeof listTemplates>['items'][number], 'state' | 'counts'>
/** One word for where a version stands: in its making, or in time. */
export const templateMark = (r: Row): { tone: Tone; key: string } =>
  r.state === 'approved'
    ? { tone: ({ now: 'done', coming: 'active', past: 'closed', not: 'closed' } as const)[r.counts], key: `counts.${r.counts}` }
    : { tone: ({ draft: 'plain', proposed: 'soon', refused: 'late' } as const)[r.state], key: `templateState.${r.state}` }

const TemplatesList = (): ReactNode => {
  const { t } = useTranslation('agreements')
  const go = useGo()
  const me = useMe()
  return (
    <ListPage
      name="agreement.templates"
      title={t('templates')}
      endpoint={listTemplates}
      rowKey={(r) => r.id}
      open={(r) => `/agreement-templates/${r.id}`}
      above={<p className="bw-lead">{t('templatesLead')}</p>}
      filters={[
        { key: 'kind', kind: 'choice', label: t('kind'), options: agreementKinds.map((k) => ({ value: k, label: t(`kinds.${k}`) })) },
      ]}
      columns={[
        { key: 'label', title: t('version'), render: (r) => r.label },
        { key: 'kind', title: t('kind'), render: (r) => t(`kinds.${r.kind}`) },
        {
          key: 'state',
          title: t('state'),
          render: (r) => {
            const m = templateMark(r)
            return <StateTag tone={m.tone}>{t(m.key)}</StateTag>
          },
        },
        {
          key: 'effective',
          title: t('effectiveOn'),
          render: (r) => (r.effectiveOn ? dateText(r.effectiveOn) : r.own ? '—' : t('fromStart')),
        },
        { key: 'drafted', title: t('draftedBy'), render: (r) => (r.own ? r.draftedBy : t('product')) },
        { key: 'approved', title: t('approvedBy'), render: (r) => r.approvedBy ?? '—' },
      ]}
      acts={[
        {
          key: 'draft',
          label: t('draft'),
          primary: true,
          can: me.permissions.has('agreements.draft'),
          run: () => go('/agreement-templates/new'),
        },
      ]}
      empty={t('noTemplates')}
    />
  )
}
export default TemplatesList
