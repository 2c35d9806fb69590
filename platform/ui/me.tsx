import { createContext, useContext } from 'react'
import type { Me } from './routes.ts'

const MeContext = createContext<Me | null>(null)
export const MeProvider = MeContext.Provider

/** The signed-in person; every screen behind the login has one. */
export const useMe = (): Me => {
  const me = useContext(MeContext)
  if (!me) throw new Error('useMe outside the signed-in shell')
  return me
}
/** Hides what would be refused; the server decides. */
export const useMay = (): ((permission: string) => boolean) => {
  const me = useMe()
  return (permission) => me.permissions.has(permission)
}
