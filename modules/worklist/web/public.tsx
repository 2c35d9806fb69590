/** Where the record of an item stands: its page belongs to the module that runs the item. */
interface Subject {
  to: (id: number) => string
  label: string
  permission: string
}
const subjects = new Map<string, Subject>()
/** A step of a court's own has no form that shows the batch or the order: its page leads there. Called by the module that starts such items. */
export const addSubject = (type: string, subject: Subject): void => void subjects.set(type, subject)
export const subjectOf = (type: string, may: (permission: string) => boolean): Subject | undefined => {
  const subject = subjects.get(type)
  return subject && may(subject.permission) ? subject : undefined
}
