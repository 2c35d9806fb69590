import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import { useAct } from '../../../platform/ui/query.ts'
import { useTell } from '../../../platform/ui/tell.tsx'
import { CasePicker } from '../../cases/web/public.tsx'
import { ContractorPicker, PersonPicker } from '../../organisations/web/public.tsx'
import { freezeAccess } from '../api.ts'

interface FreezeProps {
  open: boolean
  close: () => void
  /** Known already: the drawer asks for the reason only. */
  personId?: number
  caseId?: number
}

/** Stops access at once: of a person, of a contractor, or to a case (6.6.1, 7.3.2.6). */
export const FreezeDrawer = ({ open, close, personId, caseId }: FreezeProps): ReactNode => {
  const { t } = useTranslation('access')
  const tell = useTell()
  const freeze = useAct(freezeAccess)
  const known = personId !== undefined || caseId !== undefined
  const is = (what: string) => (v: Record<string, unknown>) => v.what === what
  return (
    <FormDrawer
      title={t('freeze')}
      lead={t('freezeLead')}
      open={open}
      close={close}
      submitLabel={t('freeze')}
      initial={{ what: 'person' }}
      codes={{ 'nothing-to-freeze': 'what' }}
      fields={[
        ...(known
          ? []
          : [
              {
                name: 'what',
                kind: 'radio' as const,
                label: t('freezeWhat'),
                required: true,
                options: ['person', 'contractor', 'case'].map((w) => ({ value: w, label: t(w) })),
              },
              {
                name: 'personId',
                kind: 'own' as const,
                label: t('person'),
                required: true,
                when: is('person'),
                input: (o: object) => <PersonPicker {...o} />,
              },
              {
                name: 'contractorId',
                kind: 'own' as const,
                label: t('contractor'),
                required: true,
                when: is('contractor'),
                input: (o: object) => <ContractorPicker {...o} />,
              },
              {
                name: 'caseId',
                kind: 'own' as const,
                label: t('case'),
                required: true,
                when: is('case'),
                input: (o: object) => <CasePicker {...o} />,
              },
            ]),
        { name: 'reason', kind: 'longtext', label: t('reason'), required: true, max: 500 },
      ]}
      submit={async ({ what: _, ...v }) => {
        const done = await freeze.mutateAsync({
          body: { ...(personId ? { personId } : {}), ...(caseId ? { caseId } : {}), ...v, reason: String(v.reason) },
        })
        tell.done(t('frozen', { n: done.tasks }))
      }}
    />
  )
}
