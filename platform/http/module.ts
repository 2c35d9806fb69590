import type { Ctx, AppServices } from './context.ts'
import type { Endpoint, FileReply, Input, Output, Permissions } from './endpoint.ts'
import type { Fail } from './problems.ts'

export interface Binding {
  endpoint: Endpoint
  // biome-ignore lint/suspicious/noExplicitAny: the typed pair is made by bind()
  handle: (ctx: Ctx, input: any) => Promise<any>
  /** 'upload' endpoints that are resumable: asked before bytes are taken whether this person is at this work. */
  // biome-ignore lint/suspicious/noExplicitAny: as above
  begin?: (ctx: Ctx, about: { params: any; fields: Record<string, string> }) => Promise<{ caseId: number | null }>
}

/**
 * Binds an endpoint (data) to its use case; both are typed from the endpoint's schemas. A Fail that is thrown undoes everything; one that is
 * returned is answered in the same way, but what was written stays (a failed login must be counted).
 */
export const bind = <E extends Endpoint>(
  e: E,
  handle: (ctx: Ctx, input: Input<E>) => Promise<E['bytes'] extends 'file' ? FileReply : Output<E> | Fail>,
  begin?: (ctx: Ctx, about: { params: Input<E>['params']; fields: Record<string, string> }) => Promise<{ caseId: number | null }>,
): Binding => ({ endpoint: e, handle, ...(begin ? { begin } : {}) })

export interface Job {
  name: string
  /** cron in Asia/Shanghai, when the job recurs. */
  cron?: string
  run: (app: AppServices, data: Record<string, unknown>) => Promise<void>
}

/** A capability as the server sees it; listed in app/modules.ts. */
export interface ModuleServer {
  name: string
  dependsOn: readonly string[]
  permissions: Permissions
  bindings: readonly Binding[]
  jobs?: readonly Job[]
  /** Raw Fastify routes, only where a protocol needs them (resumable upload); `enter` authenticates like any endpoint. */
  rawRoutes?: (server: import('fastify').FastifyInstance, app: AppServices, enter: import('./server.ts').Enter) => void
  /** Asked before each endpoint that is `bulk`; what it throws refuses the call. */
  beforeBulk?: (ctx: Ctx) => Promise<void>
  /** Runs once after migration at every start (idempotent seeding of reference data), as the system actor. */
  onStart?: (ctx: Ctx) => Promise<void>
}
