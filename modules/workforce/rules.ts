export const factKinds = ['education', 'vetting', 'recordsCheck', 'labourContract', 'nda', 'training', 'registration', 'veto'] as const
export type FactKind = (typeof factKinds)[number]
/** Items of the gate, in the order they are shown; the SQL function workforce.gate answers the same keys. */
export const gateItems = [
  'education',
  'vetting',
  'recordsCheck',
  'labourContract',
  'nda',
  'training',
  'registration',
  'engagement',
  'present',
  'veto',
] as const
export type GateItem = (typeof gateItems)[number]
