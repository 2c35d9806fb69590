import type { Ctx } from '../../platform/http/context.ts'
import { stateRelations } from './relations.ts'

/** A made-up person says that his declaration is complete (demo, tests): what he would press himself. */
export const statedRelations = async (ctx: Ctx): Promise<void> => {
  await stateRelations(ctx)
}
