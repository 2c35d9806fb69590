/** Whether the target is met; null where there is none or nothing to rate. */
export const targetMet = (i: { target: number | null; direction: string; figure: { value: number | null } | null }): boolean | null => {
  const value = i.figure?.value ?? null
  if (i.target === null || value === null) return null
  return i.direction === 'lower' ? value <= i.target : value >= i.target
}
