import { useQuery, type UseQueryResult } from '@tanstack/react-query'
import { createContext } from 'react'
import { addressOf, call, type Problem } from '../../../platform/ui/call.ts'
import { keyOf } from '../../../platform/ui/query.ts'
import { listPages, pageImage, type PageItem } from '../api.ts'

/**
 * The step is being ended, and with it the access to its pages: pictures that are not there yet are no longer asked for. Otherwise who finishes
 * quickly would have his own page refused, and be reported for it (6.4.2).
 */
export const Ending = createContext(false)

/** Every page of a batch in order, their images not among them; deleted ones too. */
export const usePages = (batchId: number, changing = false): UseQueryResult<PageItem[], Problem> =>
  useQuery<PageItem[], Problem>({
    queryKey: keyOf(listPages, { params: { id: batchId } }),
    queryFn: async ({ signal }) => {
      const all: PageItem[] = []
      for (let cursor: string | undefined; ; ) {
        const page = await call(listPages, { params: { id: batchId }, query: { limit: 500, ...(cursor ? { cursor } : {}) }, signal })
        all.push(...page.items)
        if (page.next === null) return all
        cursor = page.next
      }
    },
    refetchInterval: changing ? 1500 : false,
  })

/** Pages that count, in order: their place is their number. */
export const counting = (pages: readonly PageItem[]): PageItem[] => pages.filter((p) => p.state === 'kept' || p.state === 'rescan')

/** The pages of a catalogue entry as they are written: 8, 6–7, or a dash when none of them is there for the reader. */
export const rangeText = (e: { from: number | null; to: number | null }): string =>
  e.from === null ? '—' : e.from === e.to ? String(e.from) : `${e.from}–${e.to}`

/** The address of a page's picture; `r` changes with what was arranged, so that no old picture is shown. */
export const imageOf = (page: PageItem, width: number): string =>
  addressOf(pageImage, { params: { id: page.id }, query: { width, version: page.version, r: String(page.rotation) } })
