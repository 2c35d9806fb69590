/** Who may be named as the role of a task, and on which side of the wall of clause 4.1 that role stands. */
export const roleSides: Readonly<Record<string, 'contractor' | 'court'>> = {
  operator: 'contractor',
  teamLead: 'contractor',
  projectManager: 'contractor',
  filingOfficer: 'court',
  judge: 'court',
  clerk: 'court',
  enforcementOfficer: 'court',
  archivist: 'court',
  supervisor: 'court',
  division: 'court',
}
