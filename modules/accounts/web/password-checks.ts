/** Written down again by the server's rules.ts; replaced below when that file is there. */
export const passwordMinimum = 10
export interface PasswordCheck {
  rule: 'length' | 'kinds' | 'personal' | 'repeated' | 'same'
  met: boolean
}
export const passwordChecks = (p: string, who: { login: string; name: string; current?: string }): PasswordCheck[] => {
  const kinds = [/[A-Z]/, /[a-z]/, /\d/, /[^A-Za-z0-9]/].filter((r) => r.test(p)).length
  const lower = p.toLowerCase()
  return [
    { rule: 'length', met: p.length >= passwordMinimum },
    { rule: 'kinds', met: kinds >= 3 },
    {
      rule: 'personal',
      met: p !== '' && !lower.includes(who.login.toLowerCase()) && !(who.name && lower.includes(who.name.toLowerCase())),
    },
    ...(who.current === undefined ? [] : [{ rule: 'same' as const, met: p !== '' && p !== who.current }]),
  ]
}
