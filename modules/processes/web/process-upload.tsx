import { Alert, Button, Input, Select, Skeleton } from 'antd'
import { lazy, type ReactNode, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { asProblem, Refusal } from '../../../platform/ui/refusal.tsx'
import { Go, useGo, useSearchText } from '../../../platform/ui/go.tsx'
import { language } from '../../../platform/ui/i18n.ts'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { useTitle } from '../../../platform/ui/screen.ts'
import { useTell } from '../../../platform/ui/tell.tsx'
import { checkProcess, listProcesses, readProcess, uploadProcess } from '../api.ts'
import { type FindingItem, Findings } from './findings.tsx'

const DifferenceView = lazy(() => import('./difference-view.tsx'))

const ProcessUpload = (): ReactNode => {
  const { t } = useTranslation('processes')
  const go = useGo()
  const tell = useTell()
  const [search, setSearch] = useSearchText()
  const [xml, setXml] = useState('')
  const [fileName, setFileName] = useState('')
  const [note, setNote] = useState('')
  const [checked, setChecked] = useState<{ xml: string; findings: FindingItem[] } | null>(null)
  const [problem, setProblem] = useState<unknown>(null)
  const list = useCall(listProcesses, { query: {} })
  const key = search.key
  // The court's own version stands before the standard one.
  const inForce = list.data?.items.filter((p) => p.key === key && p.state === 'published').sort((a, b) => Number(b.own) - Number(a.own))[0]
  const current = useCall(readProcess, { params: { id: inForce?.id ?? 0 } }, { enabled: inForce !== undefined })
  const check = useAct(checkProcess, { keep: true })
  const upload = useAct(uploadProcess)
  useTitle(t('upload'))
  const attempt = async (fn: () => Promise<void>): Promise<void> => {
    setProblem(null)
    try {
      await fn()
    } catch (e) {
      const p = asProblem(e)
      if (Array.isArray(p.detail.findings)) setChecked({ xml, findings: p.detail.findings as FindingItem[] })
      setProblem(e)
    }
  }
  const options = [
    ...new Map((list.data?.items ?? []).map((p) => [p.key, { value: p.key, label: language() === 'zh' ? p.nameZh : p.nameEn }])).values(),
  ]
  const fresh = checked !== null && checked.xml === xml
  return (
    <section aria-label={t('upload')}>
      <p className="bw-kind">
        <Go to="/processes">← {t('title')}</Go>
      </p>
      <header className="bw-head">
        <h1>{t('upload')}</h1>
      </header>
      <div className="bw-sheet bw-pad bw-formsheet">
        <p className="bw-lead">{t('uploadLead')}</p>
        <label className="bw-field">
          <span>{t('process')}</span>
          <Select
            style={{ width: '100%' }}
            value={key ?? null}
            aria-label={t('process')}
            options={options}
            onChange={(v: string) => setSearch({ key: v })}
            placeholder={t('chooseProcess')}
          />
        </label>
        <label className="bw-field">
          <span>{t('file')}</span>
          <input
            type="file"
            accept=".bpmn,.xml"
            className="bw-file"
            // The same file, mended and chosen again, is read again: a browser tells no change where the name is the same.
            onClick={(e) => {
              e.currentTarget.value = ''
            }}
            onChange={(e) => {
              const file = e.target.files?.[0]
              if (!file) return
              setFileName(file.name)
              void file.text().then(setXml)
            }}
          />
          <em>{fileName ? t('fileRead', { name: fileName }) : t('fileHint')}</em>
        </label>
        <label className="bw-field">
          <span>{t('paste')}</span>
          <Input.TextArea
            rows={6}
            value={xml}
            onChange={(e) => setXml(e.target.value)}
            spellCheck={false}
            style={{ fontFamily: 'ui-monospace, Consolas, monospace', fontSize: 12 }}
          />
        </label>
        <label className="bw-field">
          <span>{t('note')}</span>
          <Input value={note} maxLength={500} onChange={(e) => setNote(e.target.value)} />
        </label>
        {problem ? <Refusal problem={problem} /> : null}
        <div className="bw-acts bw-gap">
          <Button
            type={fresh ? 'default' : 'primary'}
            disabled={!xml.trim()}
            loading={check.isPending}
            onClick={() => void attempt(async () => setChecked({ xml, findings: (await check.mutateAsync({ body: { xml } })).findings }))}
          >
            {t('check')}
          </Button>
          <Button
            type={fresh ? 'primary' : 'default'}
            disabled={!xml.trim() || !key}
            loading={upload.isPending}
            onClick={() =>
              void attempt(async () => {
                const made = await upload.mutateAsync({ body: { key: key ?? '', xml, note } })
                tell.done(t('uploaded', { n: made.version }))
                go(`/processes/${made.id}`)
              })
            }
          >
            {t('saveDraft')}
          </Button>
        </div>
      </div>
      {fresh && checked ? <Findings findings={checked.findings} /> : null}
      {fresh && current.data ? (
        <section className="bw-sheet bw-pad" aria-label={t('diff.title')}>
          <h2 className="bw-h2">{t('diff.title')}</h2>
          <Suspense fallback={<Skeleton active />}>
            <DifferenceView before={current.data.xml} after={xml} />
          </Suspense>
        </section>
      ) : fresh && !key ? (
        <Alert type="info" showIcon title={t('chooseToCompare')} />
      ) : null}
    </section>
  )
}
export default ProcessUpload
