import { isSafeName, type ProcessNode, type TaskMark, type Trigger } from '../rules/definition.ts'
import { parseDue } from '../rules/due.ts'
import type { Element, Report } from './parse.ts'

/** One BPMN element → one node, or null after saying why we cannot run it. */
export const readNode = (element: Element, report: Report): ProcessNode | null => {
  const base = { id: element.id ?? '', name: element.name ?? '', nameEn: element.get('bw:nameEn') ?? '', incoming: [], outgoing: [] }
  if (element.loopCharacteristics) report('unsupported-loop', element)
  if (element.isForCompensation === true) report('unsupported-compensation', element)
  switch (element.$type) {
    case 'bpmn:StartEvent':
      if (eventsOf(element).length > 0) report('unsupported-event', element, eventsOf(element)[0]?.$type)
      return { ...base, kind: 'start' }
    case 'bpmn:EndEvent': {
      const [event, ...more] = eventsOf(element)
      if (more.length > 0 || (event && event.$type !== 'bpmn:TerminateEventDefinition')) report('unsupported-event', element, event?.$type)
      return { ...base, kind: 'end', terminate: event !== undefined }
    }
    case 'bpmn:UserTask':
      return { ...base, kind: 'userTask', mark: readMark(element, report), boundaries: [], documentation: documentationOf(element) }
    case 'bpmn:ServiceTask':
      return readAnnouncement(element, base, report)
    case 'bpmn:ExclusiveGateway':
      return { ...base, kind: 'exclusive', default: element.default?.id ?? null }
    case 'bpmn:ParallelGateway':
      return { ...base, kind: 'parallel' }
    case 'bpmn:EventBasedGateway':
      if (element.instantiate === true || element.eventGatewayType === 'Parallel') report('unsupported-element', element, element.$type)
      return { ...base, kind: 'eventBased' }
    case 'bpmn:IntermediateCatchEvent': {
      const trigger = readTrigger(element, report, 'unsupported-event')
      return trigger && { ...base, ...trigger }
    }
    case 'bpmn:BoundaryEvent': {
      const trigger = readTrigger(element, report, 'unsupported-boundary')
      if (element.attachedToRef?.$type !== 'bpmn:UserTask') {
        report('unsupported-boundary', element, element.attachedToRef?.$type)
        return null
      }
      return (
        trigger && {
          ...base,
          kind: 'boundary',
          attachedTo: element.attachedToRef.id,
          interrupting: element.cancelActivity !== false,
          on: trigger,
        }
      )
    }
    default:
      report('unsupported-element', element, element.$type)
      return null
  }
}

const eventsOf = (element: Element): Element[] => element.eventDefinitions ?? []

const readTrigger = (element: Element, report: Report, refusal: 'unsupported-event' | 'unsupported-boundary'): Trigger | null => {
  const [event, ...more] = eventsOf(element)
  if (more.length === 0 && event?.$type === 'bpmn:TimerEventDefinition' && !event.timeDate && !event.timeCycle) {
    // `bw:due` says what ISO 8601 cannot: working days and the moment to count from.
    const due = String(element.get('bw:due') ?? event.timeDuration?.body ?? '').trim()
    if (!parseDue(due)) report('bad-due', element, due)
    return { kind: 'timer', due }
  }
  if (more.length === 0 && event?.$type === 'bpmn:MessageEventDefinition') {
    const message = String(event.messageRef?.name ?? '')
    if (!isSafeName(message)) report('bad-message-name', element, message)
    return { kind: 'message', message }
  }
  report(refusal, element, event?.$type)
  return null
}

const readAnnouncement = (
  element: Element,
  base: { id: string; name: string; nameEn: string; incoming: string[]; outgoing: string[] },
  report: Report,
): ProcessNode | null => {
  const event: string | undefined = element.get('bw:announce')
  if (event === undefined) {
    report('service-task-without-announce', element)
    return null
  }
  if (!isSafeName(event)) report('bad-announcement', element, event)
  return { ...base, kind: 'announce', event, feeds: words(element.get('bw:feeds')) }
}

const readMark = (element: Element, report: Report): TaskMark => {
  const text = (name: string): string => String(element.get(`bw:${name}`) ?? '').trim()
  return {
    clause: text('clause'),
    service: text('service'),
    nature: text('nature'),
    performer: text('performer'),
    role: text('role'),
    stage: text('stage'),
    categories: words(text('categories')),
    fields: words(text('fields')),
    actions: words(text('actions')),
    due: text('due'),
    form: text('form'),
    feeds: words(text('feeds')),
    outcome: readOutcome(text('outcome'), element, report),
  }
}

/** `decision=accept|supplement|refuse`: the task must answer, and only so. */
const readOutcome = (text: string, element: Element, report: Report): TaskMark['outcome'] => {
  if (text === '') return null
  const [variable = '', list = ''] = text.split('=')
  const values = list.split('|').map((value) => value.trim())
  const sound =
    isSafeName(variable) && values.every((value) => /^[A-Za-z][\w-]{0,63}$/.test(value)) && new Set(values).size === values.length
  if (!sound || text.split('=').length !== 2) {
    report('bad-outcome', element, text)
    return null
  }
  return { variable, values }
}

const words = (text: string | undefined): string[] => [...new Set((text ?? '').split(/\s+/).filter((word) => word !== ''))]

export const documentationOf = (element: Element): string =>
  ((element.documentation ?? []) as Element[]).map((d) => (typeof d.text === 'string' ? d.text : '')).join('\n')
