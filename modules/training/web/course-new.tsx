import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { FormPage } from '../../../platform/ui/form-page.tsx'
import { useGo } from '../../../platform/ui/go.tsx'
import { useAct } from '../../../platform/ui/query.ts'
import { useTell } from '../../../platform/ui/tell.tsx'
import { createCourse } from '../api.ts'
import { courseFields, courseStart } from './course-fields.tsx'

const CourseNew = (): ReactNode => {
  const { t } = useTranslation('training')
  const go = useGo()
  const tell = useTell()
  const create = useAct(createCourse)
  return (
    <FormPage
      title={t('newCourse')}
      kind={{ label: t('courses'), to: '/training/courses' }}
      lead={t('courseLead')}
      draft="training.course"
      schema={createCourse.body as z.ZodType}
      columns={2}
      fields={courseFields(t)}
      initial={courseStart}
      submit={async (v) => {
        const { id } = await create.mutateAsync({ body: v as z.input<NonNullable<typeof createCourse.body>> })
        tell.done(t('created'))
        go(`/training/courses/${id}`)
      }}
    />
  )
}
export default CourseNew
