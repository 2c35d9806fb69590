import { Drawer } from 'antd'
import type { ReactNode } from 'react'
import { SchemaForm, type SchemaFormProps } from './form.tsx'
import { useNarrow } from './screen.ts'

/** A short form beside the page it belongs to; closes when it was sent. */
export const FormDrawer = ({
  title,
  open,
  close,
  lead,
  submit,
  ...form
}: SchemaFormProps & { title: string; open: boolean; close: () => void; lead?: ReactNode }): ReactNode => {
  const narrow = useNarrow()
  return (
    <Drawer title={title} open={open} onClose={close} size={narrow ? '100%' : 460} destroyOnHidden>
      {lead ? <p className="bw-lead">{lead}</p> : null}
      <SchemaForm
        {...form}
        cancel={close}
        submit={async (values) => {
          await submit(values)
          close()
        }}
      />
    </Drawer>
  )
}
