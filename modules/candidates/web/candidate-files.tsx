import { Button } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { addressOf } from '../../../platform/ui/call.ts'
import { useAct } from '../../../platform/ui/query.ts'
import { useTell } from '../../../platform/ui/tell.tsx'
import { Upload } from '../../../platform/ui/upload.tsx'
import { addFile, readCandidate, readFile, removeFile } from '../api.ts'
import { fileKinds } from '../rules/candidate.ts'

type Files = z.output<typeof readCandidate.response>['files']
/** Documents by kind; hr adds and takes out while the candidate is a draft. */
export const CandidateFiles = ({ id, files, change }: { id: number; files: Files; change: boolean }): ReactNode => {
  const { t } = useTranslation('candidates')
  const tell = useTell()
  const remove = useAct(removeFile)
  const reread = useAct(readCandidate)
  return (
    <>
      {fileKinds.map((kind) => {
        const own = files.filter((f) => f.kind === kind)
        if (!change && own.length === 0) return null
        return (
          <section key={kind} style={{ marginBottom: 12 }}>
            <h3 style={{ fontSize: 14, margin: '4px 0' }}>{t(`fileKind.${kind}`)}</h3>
            {own.map((f) => (
              <p key={f.id} style={{ margin: '2px 0' }}>
                <a href={addressOf(readFile, { params: { id, fileId: f.id } })} target="_blank" rel="noreferrer">
                  {f.name}
                </a>{' '}
                {change ? (
                  <Button
                    size="small"
                    type="text"
                    onClick={() => void remove.mutateAsync({ params: { id, fileId: f.id } }).then(() => tell.done(t('saved')))}
                    aria-label={t('removeFile', { name: f.name })}
                  >
                    {t('remove')}
                  </Button>
                ) : null}
              </p>
            ))}
            {change ? (
              <Upload
                endpoint={addFile}
                params={{ id }}
                fields={{ kind }}
                accept=".pdf,.jpg,.jpeg,.png"
                label={t('addFile', { kind: t(`fileKind.${kind}`) })}
                onDone={() => void reread.mutateAsync({ params: { id } })}
              />
            ) : null}
          </section>
        )
      })}
      {!change && files.length === 0 ? <p className="bw-quiet">{t('noFiles')}</p> : null}
    </>
  )
}
