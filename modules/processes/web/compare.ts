import { diff } from 'bpmn-js-differ'
import { BpmnModdle } from 'bpmn-moddle'
import bw from '../bpmn/bw.json' with { type: 'json' }

type Moddle = Record<string, unknown> & { id: string; $type: string; name?: string; nameEn?: string }
export interface Difference {
  kind: 'added' | 'removed' | 'changed'
  id: string
  /** 'UserTask', 'SequenceFlow'. */
  type: string
  nameZh: string
  nameEn: string
  /** Of a flow: where it comes from and leads to. */
  ends: readonly [string, string] | null
  attributes: { key: string; before: string; after: string }[]
}
export interface Comparison {
  differences: Difference[]
  /** Elements that were only moved on the sheet. */
  moved: number
  /** Name of an element of either version, in the page's language; of what has none, its kind of thing is not known: null. */
  nameOf: (id: string) => string | null
}

const plain = [
  'name',
  'nameEn',
  'clause',
  'service',
  'nature',
  'performer',
  'role',
  'stage',
  'categories',
  'fields',
  'actions',
  'due',
  'form',
  'feeds',
  'outcome',
  'announce',
  'isExecutable',
  'cancelActivity',
] as const
const references = ['default', 'sourceRef', 'targetRef', 'attachedToRef'] as const
/** Keys a difference may name, for the words of the page. */
export const attributeKeys: readonly string[] = [...plain, ...references, 'condition', 'documentation']

const text = (v: unknown): string => (v === undefined || v === null ? '' : String(v))
const valuesOf = (e: Moddle | undefined): Record<string, string> => ({
  ...Object.fromEntries(plain.map((k) => [k, text(e?.[k])])),
  ...Object.fromEntries(references.map((k) => [k, text((e?.[k] as Moddle | undefined)?.id)])),
  condition: text((e?.conditionExpression as { body?: string } | undefined)?.body),
  documentation: ((e?.documentation as { text?: string }[] | undefined) ?? []).map((d) => text(d.text)).join('\n'),
})

const byId = (root: unknown): Map<string, Moddle> => {
  const all = new Map<string, Moddle>()
  const walk = (e: Moddle): void => {
    if (e.id) all.set(e.id, e)
    for (const key of ['rootElements', 'flowElements', 'artifacts']) for (const inner of (e[key] as Moddle[] | undefined) ?? []) walk(inner)
  }
  walk(root as Moddle)
  return all
}

/** What two versions of a process differ in, element by element. Throws when one cannot be read. */
export const compare = async (before: string, after: string, lng: 'zh' | 'en' = 'zh'): Promise<Comparison> => {
  const read = async (xml: string): Promise<unknown> => (await new BpmnModdle({ bw }).fromXML(xml)).rootElement
  const [old, now] = [await read(before), await read(after)]
  const found = diff(old, now)
  const [olds, nows] = [byId(old), byId(now)]
  const name = (id: string): Moddle | undefined => nows.get(id) ?? olds.get(id)
  const of = (kind: Difference['kind'], id: string): Difference[] => {
    const e = name(id)
    if (!e || e.$type === 'bpmn:Definitions') return []
    const [was, is] = [valuesOf(olds.get(id)), valuesOf(nows.get(id))]
    return [
      {
        kind,
        id,
        type: e.$type.replace('bpmn:', ''),
        nameZh: text(e.name),
        nameEn: text(e.nameEn) || text(e.name),
        ends:
          e.$type === 'bpmn:SequenceFlow'
            ? [text((e.sourceRef as Moddle | undefined)?.id), text((e.targetRef as Moddle | undefined)?.id)]
            : null,
        attributes:
          kind === 'changed' || (kind === 'added' && e.$type === 'bpmn:UserTask')
            ? Object.keys(is).flatMap((key) =>
                was[key] === is[key] || (kind === 'added' && key === 'name') ? [] : [{ key, before: was[key] ?? '', after: is[key] ?? '' }],
              )
            : [],
      },
    ]
  }
  return {
    differences: [
      ...Object.keys(found._added).flatMap((id) => of('added', id)),
      ...Object.keys(found._removed).flatMap((id) => of('removed', id)),
      // A gateway whose ways in or out changed is told by its flows.
      ...Object.keys(found._changed)
        .flatMap((id) => of('changed', id))
        .filter((d) => d.attributes.length > 0),
    ],
    moved: Object.keys(found._layoutChanged).length,
    nameOf: (id) => {
      const e = name(id)
      return (lng === 'en' ? text(e?.nameEn) || text(e?.name) : text(e?.name)) || null
    },
  }
}
