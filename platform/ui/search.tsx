import { AutoComplete, Input } from 'antd'
import type { InputRef } from 'antd'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useGo } from './go.tsx'
import type { SearchHit } from './routes.ts'
import { outsideFields } from './screen.ts'

type Search = (text: string, signal: AbortSignal) => Promise<SearchHit[]>

/** The search box of the top bar: asks every module that can search, groups the hits, "/" brings the cursor here. */
export const GlobalSearch = ({ searches }: { searches: readonly Search[] }): ReactNode => {
  const { t } = useTranslation()
  const go = useGo()
  const field = useRef<InputRef>(null)
  const [text, setText] = useState('')
  const [found, setFound] = useState<{ text: string; hits: SearchHit[] } | null>(null)

  useEffect(() => {
    const onKey = (e: KeyboardEvent): void => {
      if (e.key === '/' && !e.defaultPrevented && outsideFields(e)) {
        e.preventDefault()
        field.current?.focus()
      }
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [])

  useEffect(() => {
    const wanted = text.trim()
    if (wanted.length < 2) return setFound(null)
    const stop = new AbortController()
    const timer = setTimeout(async () => {
      const answers = await Promise.allSettled(searches.map((s) => s(wanted, stop.signal)))
      if (!stop.signal.aborted) setFound({ text: wanted, hits: answers.flatMap((a) => (a.status === 'fulfilled' ? a.value : [])) })
    }, 220)
    return () => {
      clearTimeout(timer)
      stop.abort()
    }
  }, [text, searches])

  const kinds = [...new Set(found?.hits.map((h) => h.kind))]
  return (
    <AutoComplete
      className="bw-search"
      value={text}
      onChange={(v: string) => setText(v ?? '')}
      onSelect={(to: string) => {
        setText('')
        setFound(null)
        field.current?.blur()
        go(to)
      }}
      defaultActiveFirstOption
      popupMatchSelectWidth={360}
      notFoundContent={found && found.hits.length === 0 ? t('ui:top.searchNone', { text: found.text }) : null}
      options={kinds.map((kind) => ({
        label: t(kind),
        options: (found?.hits ?? [])
          .filter((h) => h.kind === kind)
          .map((h) => ({
            value: h.to,
            label: (
              <span>
                {h.title} {h.note ? <span className="bw-quiet">{h.note}</span> : null}
              </span>
            ),
          })),
      }))}
    >
      <Input
        ref={field}
        size="small"
        placeholder={t('ui:top.search')}
        title={t('ui:top.searchHint')}
        aria-label={t('ui:top.search')}
        allowClear
      />
    </AutoComplete>
  )
}
