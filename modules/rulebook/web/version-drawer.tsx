import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import { useMe } from '../../../platform/ui/me.tsx'
import { useCall } from '../../../platform/ui/query.ts'
import { sendFile } from '../../../platform/ui/upload.tsx'
import { listEngagements } from '../../organisations/api.ts'
import { EngagementPicker } from '../../organisations/web/public.tsx'
import { addVersion } from '../api.ts'

/** A rule's first version, or its next one. */
export const VersionDrawer = ({
  ruleId,
  close,
  made,
}: {
  ruleId: number | null
  close: () => void
  made: (id: number) => void
}): ReactNode => {
  const { t } = useTranslation('rulebook')
  const me = useMe()
  // Asked only of a contractor that has several engagements here.
  const engaged = useCall(
    listEngagements,
    { query: { state: 'active', limit: 200 } },
    { enabled: me.side === 'contractor' && ruleId === null },
  )
  const several = (engaged.data?.items.length ?? 0) > 1
  return (
    <FormDrawer
      title={t(ruleId ? 'addVersion' : 'add')}
      open
      close={close}
      lead={t(me.side === 'contractor' ? 'addLead.contractor' : 'addLead.court')}
      fields={[
        ...(ruleId ? [] : [{ name: 'title', kind: 'text' as const, label: t('ruleTitle'), required: true, max: 200 }]),
        ...(several
          ? [
              {
                name: 'engagementId',
                kind: 'own' as const,
                label: t('engagement'),
                required: true,
                input: (o: object) => <EngagementPicker {...o} />,
              },
            ]
          : []),
        { name: 'summary', kind: 'longtext', label: t('summary'), required: true, max: 2000 },
        { name: 'effectiveOn', kind: 'date', label: t('effectiveOn'), required: true },
        { name: 'file', kind: 'file', label: t('file'), required: true, accept: '.pdf,.docx,.txt' },
      ]}
      submit={async (v) => {
        const fields = {
          summary: String(v.summary),
          effectiveOn: String(v.effectiveOn),
          ...(ruleId ? { ruleId: String(ruleId) } : { title: String(v.title) }),
          ...(v.engagementId ? { engagementId: String(v.engagementId) } : {}),
        }
        made((await sendFile(addVersion, v.file as File, { fields })).id)
      }}
    />
  )
}
