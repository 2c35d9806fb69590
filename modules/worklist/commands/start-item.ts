import type { Ctx } from '../../../platform/http/context.ts'
import { insertInstance, newState, publishedDefinition, type Variables } from '../../processes/public.ts'
import { loadInstance } from '../load.ts'
import { applyEvent } from '../step.ts'

export interface NewItem {
  /** Service item = key of the process, e.g. 'filing-entry'. */
  key: string
  caseId: number
  subjectType: string
  subjectId: number
  /** Contractor's engagement that does the outsourced steps; null: the court's own staff only. */
  engagementId: number | null
  variables: Variables
}

/** Starts an item of work on the version of its process in force today; it finishes on that version (7.2.1). */
export const startItem = async (ctx: Ctx, item: NewItem): Promise<{ instanceId: number; opened: number[] }> => {
  const { id: definitionId } = await publishedDefinition(ctx, item.key)
  const instanceId = await insertInstance(ctx, { ...item, definitionId })
  const loaded = await loadInstance(ctx, { instanceId })
  loaded.state = newState()
  const { opened } = await applyEvent(ctx, loaded, { type: 'start', variables: item.variables })
  await ctx.audit({
    verb: 'item.start',
    objectType: item.subjectType,
    objectId: item.subjectId,
    caseId: item.caseId,
    data: { key: item.key, instanceId },
  })
  return { instanceId, opened }
}
