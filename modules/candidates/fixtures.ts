import type { Visitor } from '../../test/support/app.ts'
import { residentCheckDigit } from '../organisations/rules/identity.ts'

/** A well-formed ID number, a different one for each `n` below 1,000. */
export const idNoFor = (n: number): string => {
  const first = `32010219900307${String(n).padStart(3, '0')}`
  return first + residentCheckDigit(first)
}
/** Particulars with which nothing is missing on 2026-09-21, but the documents. */
export const wholeCandidate = (n: number, o: object = {}) => ({
  name: `拟派${n}`,
  idNo: idNoFor(n),
  education: 'bachelor',
  school: '江南大学',
  major: '法学',
  diplomaNo: `1000012020050${n}`,
  xuexin: 'match',
  xuexinOn: '2026-09-01',
  lawBackground: true,
  courtYears: 2,
  contractSignedOn: '2026-09-01',
  contractFrom: '2026-09-01',
  contractUntil: '2029-08-31',
  startOn: '2026-09-01',
  recordsNo: `宁公证〔2026〕${n}号`,
  recordsAuthority: '南京市公安局',
  recordsOn: '2026-09-10',
  conviction: false,
  background: '经向原单位核实，表现良好。',
  relationsDeclared: 'none',
  ...o,
})
const paper = (n: number, kind: string): Uint8Array =>
  Buffer.from(`%PDF-1.4\n% ${kind} ${n}\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n`)
/** Enters a candidate with its three documents over the API; answers id and revision. */
export const enterWhole = async (hr: Visitor, n: number, o: object = {}): Promise<{ id: number; revision: number }> => {
  const { status, body } = await hr.post('/candidates', wholeCandidate(n, o))
  if (status !== 200) throw new Error(JSON.stringify(body))
  for (const kind of ['diploma', 'contract', 'records']) {
    const r = await hr.upload(`/candidates/${body.id}/files`, { name: `${kind}.pdf`, bytes: paper(n, kind) }, { kind })
    if (r.status !== 200) throw new Error(JSON.stringify(r.body))
  }
  return body
}
