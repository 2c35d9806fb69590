import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { FormPage } from '../../../platform/ui/form-page.tsx'
import { useGo, usePathParams } from '../../../platform/ui/go.tsx'
import { useAct, useCall } from '../../../platform/ui/query.ts'
import { useTell } from '../../../platform/ui/tell.tsx'
import { createSession, readCourse } from '../api.ts'
import { sessionBody, sessionCodes, sessionFields, sessionStart } from './session-fields.tsx'

const SessionNew = (): ReactNode => {
  const { t } = useTranslation('training')
  const id = Number(usePathParams().id)
  const go = useGo()
  const tell = useTell()
  const { data } = useCall(readCourse, { params: { id } })
  const create = useAct(createSession)
  return (
    <FormPage
      title={t('newSession')}
      kind={{ label: data?.title ?? t('course'), to: `/training/courses/${id}` }}
      columns={2}
      fields={sessionFields(t)}
      initial={sessionStart}
      codes={sessionCodes}
      submit={async (v) => {
        const made = await create.mutateAsync({ params: { id }, body: sessionBody(v) })
        tell.done(t('planned'))
        go(`/training/sessions/${made.id}`)
      }}
    />
  )
}
export default SessionNew
