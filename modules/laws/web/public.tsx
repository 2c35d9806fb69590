import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Line } from '../rules.ts'
import './laws.css'

/** Two texts line by line; what was taken out and put in by sign and word as well as by colour. */
export const Lines = ({ lines }: { lines: readonly Line[] }): ReactNode => {
  const { t } = useTranslation('laws')
  return (
    <ol className="bw-difflines">
      {lines.map((l, i) => (
        // A line has no name of its own; the list never changes while it is shown.
        // biome-ignore lint/suspicious/noArrayIndexKey: as said
        <li key={i} data-side={l.side}>
          <span className="bw-linesign">{l.side === 'old' ? `− ${t('lineOld')}` : l.side === 'new' ? `+ ${t('lineNew')}` : ''}</span>
          <span>{l.text || '\u00a0'}</span>
        </li>
      ))}
    </ol>
  )
}
