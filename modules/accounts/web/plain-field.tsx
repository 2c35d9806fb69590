import { type InputHTMLAttributes, type ReactNode, useId } from 'react'

/** A plain labelled field: the login page loads before the form machinery. */
export const PlainField = ({
  label,
  hint,
  error,
  ...input
}: { label: string; hint?: ReactNode; error?: string | null } & InputHTMLAttributes<HTMLInputElement>): ReactNode => {
  const id = useId()
  return (
    <div className="bw-field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className="bw-input"
        aria-invalid={error ? true : undefined}
        aria-describedby={error ? `${id}e` : hint ? `${id}h` : undefined}
        {...input}
      />
      {hint ? <em id={`${id}h`}>{hint}</em> : null}
      {error ? (
        <strong id={`${id}e`} role="alert">
          {error}
        </strong>
      ) : null}
    </div>
  )
}
