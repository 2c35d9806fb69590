import type { Ctx } from '../../platform/http/context.ts'
import type { GlassEvent } from '../confidentiality/public.ts'
import { notify } from './notices.ts'

/** Break-glass is loud: asked, it waits before those who may open it; opened or ended, supervision, security and the case's judge are told. */
export const tellOfGlass = async (ctx: Ctx, e: GlassEvent): Promise<void> => {
  const [kind, data, link] = [`glass-${e.kind}`, { by: e.personName }, '/access/break-glass']
  const roles = {
    asked: ['courtLeader', 'trialManagement', 'commissioner'],
    refused: [],
    opened: ['commissioner', 'securityAdmin'],
    ended: ['commissioner', 'securityAdmin'],
  }
  for (const role of roles[e.kind]) await notify(ctx, { role }, kind, data, link)
  const persons = e.kind === 'asked' ? [] : [...new Set([e.personId, ...e.concerned])]
  if (persons.length) await notify(ctx, { personIds: persons }, kind, data, link)
}
