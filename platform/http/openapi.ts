import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import { jsonSchemaTransform } from 'fastify-type-provider-zod'

const problem = {
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'traceId'],
  properties: { type: { type: 'string' }, title: { type: 'string' }, status: { type: 'integer' }, code: { type: 'string' }, detail: { type: 'object', additionalProperties: true }, traceId: { type: 'string' } },
}

/** OpenAPI 3.1 at /api/openapi.json, derived from the endpoints; /api/docs shows it. Every operation names its problems. */
export const documentApi = async (server: FastifyInstance, version: string): Promise<void> => {
  await server.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Bailiwick 法院辅助事务外包管理平台', version, description: 'Everything the web does. Problems are application/problem+json (RFC 9457) with a `code`.', license: { name: 'Proprietary', identifier: 'LicenseRef-Proprietary' } },
      servers: [{ url: '/' }],
      components: { securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'bailiwick' } }, schemas: { Problem: problem as never } },
      security: [{ session: [] }],
    },
    transform: (input) => {
      const out = jsonSchemaTransform(input as never) as { schema: Record<string, unknown>; url: string }
      const s = out.schema
      const codes = (s['x-problems'] as string[] | undefined) ?? []
      const responses = (s.response ?? { 200: { description: 'OK' } }) as Record<string, { description?: string }>
      for (const r of Object.values(responses)) r.description ??= 'OK'
      responses['4XX'] = { description: `Problem: ${codes.join(', ')}`, content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } } as never
      s.response = responses
      s.security = s['x-permission'] === 'public' ? [] : [{ session: [] }]
      return out as never
    },
  })
  await server.register(swaggerUi, { routePrefix: '/api/docs', staticCSP: true })
  server.get('/api/openapi.json', { schema: { hide: true } as never, config: { rateLimit: false } }, async () => server.swagger())
}
