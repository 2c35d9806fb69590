import { Link, useLocation, useNavigate, useParams as useRouterParams } from '@tanstack/react-router'
import type { CSSProperties, MouseEventHandler, ReactNode } from 'react'
import { useCallback, useMemo } from 'react'

// The shell decides what is current; the router's own mark would tick every parent address.
const noMark = { 'aria-current': undefined, className: '' }

/** Link inside the page; `to` is an address such as '/cases/7?tab=log'. */
export const Go = ({
  to,
  children,
  className,
  style,
  onClick,
  label,
  current,
}: {
  to: string
  children: ReactNode
  className?: string
  style?: CSSProperties
  onClick?: MouseEventHandler
  label?: string
  current?: boolean
}): ReactNode => {
  const [path = '/', search] = to.split('?')
  return (
    <Link
      to={path as '/'}
      search={(search ? Object.fromEntries(new URLSearchParams(search)) : {}) as never}
      {...(className ? { className } : {})}
      {...(style ? { style } : {})}
      {...(onClick ? { onClick } : {})}
      {...(label ? { 'aria-label': label } : {})}
      activeOptions={{ exact: true, includeSearch: false }}
      activeProps={noMark}
      aria-current={current ? 'page' : undefined}
    >
      {children}
    </Link>
  )
}

/** `const go = useGo(); go('/cases/7')`; `replace` leaves no step in the history. */
export const useGo = (): ((to: string, options?: { replace?: boolean }) => void) => {
  const navigate = useNavigate()
  return useCallback(
    (to, options) => {
      const [path = '/', search] = to.split('?')
      void navigate({
        to: path as '/',
        search: (search ? Object.fromEntries(new URLSearchParams(search)) : {}) as never,
        replace: options?.replace ?? false,
      })
    },
    [navigate],
  )
}

/** Parameters of the address: '/cases/$id' gives { id: '7' }. */
export const usePathParams = (): Record<string, string> => useRouterParams({ strict: false }) as Record<string, string>

/** The address's search part as plain strings, and a setter that merges; an empty or undefined value removes its key. */
export const useSearchText = (): [
  Record<string, string>,
  (patch: Record<string, string | undefined>, options?: { replace?: boolean }) => void,
] => {
  const location = useLocation()
  const navigate = useNavigate()
  const search = location.search as Record<string, string>
  const set = useCallback(
    (patch: Record<string, string | undefined>, options?: { replace?: boolean }) => {
      void navigate({
        to: '.' as '/',
        replace: options?.replace ?? false,
        search: ((old: Record<string, string>) =>
          Object.fromEntries(Object.entries({ ...old, ...patch }).filter(([, v]) => v !== undefined && v !== ''))) as never,
      })
    },
    [navigate],
  )
  return useMemo(() => [search, set], [search, set])
}

/** Addresses keep readable plain text (?state=open&court=3), not JSON. */
export const parseSearch = (text: string): Record<string, string> => Object.fromEntries(new URLSearchParams(text))
export const stringifySearch = (search: Record<string, unknown>): string => {
  const out = new URLSearchParams()
  for (const [k, v] of Object.entries(search)) if (v !== undefined && v !== null && v !== '') out.set(k, String(v))
  const text = out.toString()
  return text ? `?${text}` : ''
}
