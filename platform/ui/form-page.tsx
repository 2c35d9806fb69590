import { Skeleton } from 'antd'
import type { ReactNode } from 'react'
import { SchemaForm, type SchemaFormProps } from './form.tsx'
import { Go } from './go.tsx'
import { Refusal } from './refusal.tsx'
import { useTitle } from './screen.ts'

export interface FormPageProps extends SchemaFormProps {
  title: string
  /** Where it belongs; links back. */
  kind?: { label: string; to: string }
  /** One or two sentences: what this does and by which clause. */
  lead?: ReactNode
  /** What is being edited is still on its way. */
  loading?: boolean
  error?: unknown
  retry?: () => void
  side?: ReactNode
}

/** A page of the form kind. */
export const FormPage = ({ title, kind, lead, loading, error, retry, side, ...form }: FormPageProps): ReactNode => {
  useTitle(title)
  return (
    <section>
      {kind ? (
        <p className="bw-kind">
          <Go to={kind.to}>← {kind.label}</Go>
        </p>
      ) : null}
      <header className="bw-head">
        <h1>{title}</h1>
      </header>
      <div className={side ? 'bw-withside' : ''}>
        <div className="bw-main">
          <div className="bw-sheet bw-pad bw-formsheet">
            {lead ? <p className="bw-lead">{lead}</p> : null}
            {error ? (
              <Refusal problem={error} {...(retry ? { retry } : {})} />
            ) : loading ? (
              <Skeleton active paragraph={{ rows: 8 }} title={false} />
            ) : (
              <SchemaForm {...form} />
            )}
          </div>
        </div>
        {side ? <aside className="bw-side">{side}</aside> : null}
      </div>
    </section>
  )
}
