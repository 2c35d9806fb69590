import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Moment } from '../../../platform/ui/dates.tsx'
import { ListPage } from '../../../platform/ui/list-page.tsx'
import { listCallbacks } from '../api.ts'
import { lasting, NumberText } from './shown.tsx'

/** Who gave up and was not spoken to since; the page of the call shows the number and takes it off. */
const CallbacksList = (): ReactNode => {
  const { t } = useTranslation('hotline')
  return (
    <ListPage
      name="hotline-callbacks"
      title={t('callbacks.title')}
      endpoint={listCallbacks}
      rowKey={(r) => r.id}
      open={(r) => `/hotline/calls/${r.id}`}
      columns={[
        { key: 'number', title: t('number'), render: (r) => <NumberText number={r.number} /> },
        { key: 'at', title: t('queuedAt'), render: (r) => <Moment at={r.queuedAt} /> },
        { key: 'wait', title: t('wait'), align: 'end', render: (r) => lasting(r.waitSeconds) },
        { key: 'times', title: t('callbacks.times'), align: 'end', render: (r) => r.times },
      ]}
      empty={t('callbacks.empty')}
    />
  )
}
export default CallbacksList
