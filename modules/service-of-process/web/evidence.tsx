import { Select } from 'antd'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Upload } from '../../../platform/ui/upload.tsx'
import { addEvidence } from '../api-work.ts'
import { evidenceKinds } from '../rules/shape.ts'

/** Photo, receipt or screenshot; a phone offers its camera for it. */
export const Evidence = ({ taskId, first, hint }: { taskId: number; first: string; hint?: string | undefined }): ReactNode => {
  const { t } = useTranslation('service')
  const client = useQueryClient()
  const [kind, setKind] = useState(first)
  return (
    <div style={{ marginBlock: 12 }}>
      <h2 className="bw-h2">{t('evidence')}</h2>
      {hint ? <p className="bw-lead">{hint}</p> : null}
      <Select
        aria-label={t('evidenceKind')}
        value={kind}
        onChange={setKind}
        style={{ width: '100%', maxWidth: 260, marginBlockEnd: 8 }}
        options={evidenceKinds.map((value) => ({ value, label: t(`evidenceKinds.${value}`) }))}
      />
      <Upload
        key={kind}
        endpoint={addEvidence}
        params={{ id: taskId }}
        fields={{ kind }}
        accept="image/*,application/pdf,video/*"
        label={t('uploadEvidence')}
        onDone={() => void client.invalidateQueries()}
      />
    </div>
  )
}
