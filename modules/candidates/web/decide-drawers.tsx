import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { todayText } from '../../../platform/ui/dates.tsx'
import { FormDrawer } from '../../../platform/ui/drawer.tsx'
import { useAct } from '../../../platform/ui/query.ts'
import { useTell } from '../../../platform/ui/tell.tsx'
import { acceptCandidate, rejectCandidate, renewReview, reviewCandidate } from '../api.ts'

export type Drawer = 'review' | 'renew' | 'accept' | 'reject'

/** What the court does with a candidate: review, register by another hand, refuse, review again each year. */
export const DecideDrawers = (p: {
  id: number
  revision: number
  nextNo: string | null
  open: Drawer | null
  close: () => void
}): ReactNode => {
  const { t } = useTranslation('candidates')
  const tell = useTell()
  const review = useAct(reviewCandidate)
  const renew = useAct(renewReview)
  const accept = useAct(acceptCandidate)
  const reject = useAct(rejectCandidate)
  const at = { params: { id: p.id }, revision: p.revision }
  const renewing = p.open === 'renew'
  return (
    <>
      <FormDrawer
        title={t(renewing ? 'renew' : 'review')}
        lead={t(renewing ? 'renewLead' : 'reviewLead')}
        open={p.open === 'review' || renewing}
        close={p.close}
        fields={[
          {
            name: 'passed',
            kind: 'radio',
            label: t('result'),
            required: true,
            options: [
              { value: 'yes', label: t('passed') },
              { value: 'no', label: t('failed') },
            ],
          },
          { name: 'opinion', kind: 'longtext', label: t('opinion'), required: true, max: 1000 },
          { name: 'reviewedOn', kind: 'date', label: t('reviewedOn'), required: true, max: todayText() },
          { name: 'validUntil', kind: 'date', label: t('validUntil'), hint: t('validHint'), when: (v) => v.passed === 'yes' },
          {
            name: 'skillsHalfDays',
            kind: 'number',
            label: t('skillsHalfDays'),
            min: 0,
            max: 60,
            hint: t('skillsHint'),
            when: (v) => v.passed === 'yes',
          },
          {
            name: 'skillsContent',
            kind: 'longtext',
            label: t('skillsContent'),
            max: 500,
            when: (v) => v.passed === 'yes' && Number(v.skillsHalfDays ?? 0) > 0,
          },
        ]}
        initial={{ reviewedOn: todayText() }}
        codes={{
          'review-in-future': 'reviewedOn',
          'review-before-proposal': 'reviewedOn',
          'review-too-long': 'validUntil',
          'valid-until-reversed': 'validUntil',
        }}
        submit={async (v) => {
          const { passed, ...rest } = v
          const body = { ...rest, passed: passed === 'yes' } as Parameters<typeof review.mutateAsync>[0]['body']
          await (renewing ? renew : review).mutateAsync({ ...at, body })
          tell.done(t('reviewDone'))
        }}
      />
      <FormDrawer
        title={t('accept')}
        lead={t('acceptLead')}
        open={p.open === 'accept'}
        close={p.close}
        fields={[{ name: 'registrationNo', kind: 'text', label: t('registrationNo'), required: true, max: 60 }]}
        initial={{ registrationNo: p.nextNo ?? '' }}
        codes={{ 'registration-taken': 'registrationNo' }}
        submitLabel={t('accept')}
        submit={async (v) => {
          await accept.mutateAsync({ ...at, body: { registrationNo: String(v.registrationNo) } })
          tell.done(t('acceptDone'))
        }}
      />
      <FormDrawer
        title={t('reject')}
        lead={t('rejectLead')}
        open={p.open === 'reject'}
        close={p.close}
        fields={[{ name: 'reason', kind: 'longtext', label: t('reason'), required: true, max: 500 }]}
        submitLabel={t('reject')}
        submit={async (v) => {
          await reject.mutateAsync({ ...at, body: { reason: String(v.reason) } })
          tell.done(t('rejectDone'))
        }}
      />
    </>
  )
}
