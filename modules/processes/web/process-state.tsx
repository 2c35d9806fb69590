import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Reply } from '../../../platform/ui/call.ts'
import { StateTag, type Tone } from '../../../platform/ui/marks.tsx'
import type { listProcesses } from '../api.ts'

type State = Reply<typeof listProcesses>['items'][number]['state']
const tones: Record<State, Tone> = { draft: 'plain', proposed: 'soon', published: 'done', retired: 'closed', refused: 'late' }

export const ProcessState = ({ state }: { state: State }): ReactNode => {
  const { t } = useTranslation('processes')
  return <StateTag tone={tones[state]}>{t(`state.${state}`)}</StateTag>
}
