import { Button, Input } from 'antd'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Panel } from '../../../platform/ui/board-page.tsx'
import { Go } from '../../../platform/ui/go.tsx'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { Refusal } from '../../../platform/ui/refusal.tsx'
import { useTell } from '../../../platform/ui/tell.tsx'
import { addGap, listArticles, readArticle } from '../api-knowledge.ts'

/** 知识库 beside the call: words typed, the approved answer read out; none found becomes a suggestion. */
export const Finder = ({ inCall }: { inCall: boolean }): ReactNode => {
  const { t } = useTranslation('hotline')
  const tell = useTell()
  const [typed, setTyped] = useState('')
  const [q, setQ] = useState('')
  const [open, setOpen] = useState<number | null>(null)
  const field = useRef<HTMLInputElement>(null)
  const { data, error } = useCall(listArticles, { query: { q, limit: 8 } }, { enabled: q !== '' })
  const { data: article } = useCall(readArticle, { params: { id: open ?? 0 } }, { enabled: open !== null })
  const gap = useAct(addGap)
  useEffect(() => {
    const onKey = (e: KeyboardEvent): void => {
      if (e.altKey && e.code === 'KeyK') {
        e.preventDefault()
        field.current?.focus()
      }
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [])
  const shown = article?.versions.find((v) => v.inForce)
  return (
    <Panel title={t('knowledge.title')} extra={<Go to="/hotline/articles">{t('knowledge.all')}</Go>}>
      <form
        className="hl-line"
        onSubmit={(e) => {
          e.preventDefault()
          setOpen(null)
          setQ(typed.trim())
        }}
      >
        <label htmlFor="hl-find">{t('knowledge.find')}</label>
        <Input
          id="hl-find"
          ref={(r) => void (field.current = r?.input ?? null)}
          value={typed}
          onChange={(e) => setTyped(e.target.value)}
          autoComplete="off"
          maxLength={100}
        />
        <Button htmlType="submit">{t('knowledge.search')}</Button>
      </form>
      {error ? <Refusal problem={error} /> : null}
      {q && data ? (
        <>
          <ul className="hl-found">
            {data.items.map((a) => (
              <li key={a.id}>
                <Button
                  type="link"
                  className="hl-article"
                  aria-expanded={open === a.id}
                  onClick={() => setOpen(open === a.id ? null : a.id)}
                >
                  {a.title}
                </Button>
                {open === a.id && shown ? (
                  <div className="hl-answer">
                    <p>{shown.body}</p>
                    {shown.basis ? <p className="bw-quiet">{t('knowledge.basisIs', { basis: shown.basis })}</p> : null}
                  </div>
                ) : null}
              </li>
            ))}
          </ul>
          {data.items.length === 0 ? <p>{t('knowledge.none')}</p> : null}
          <Button
            size="small"
            loading={gap.isPending}
            onClick={async () => {
              await gap.mutateAsync({ body: { question: q } })
              setQ('')
              setTyped('')
              tell.done(t('gap.told'))
            }}
          >
            {t('gap.tell')}
          </Button>
        </>
      ) : (
        <p className="bw-quiet">{t(inCall ? 'knowledge.hintCall' : 'knowledge.hint')}</p>
      )}
    </Panel>
  )
}
