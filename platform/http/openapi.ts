import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import { jsonSchemaTransform } from 'fastify-type-provider-zod'

const problem = {
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'traceId'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string' },
    detail: { type: 'object', additionalProperties: true },
    traceId: { type: 'string' },
  },
}

const bytes = { type: 'string', format: 'binary' }

/** Headers a caller must or may send; without them a client made from this document would be refused. */
const headersOf = (changes: boolean, ifMatch: boolean): Record<string, unknown> | undefined =>
  changes
    ? {
        type: 'object',
        required: ['x-bailiwick', ...(ifMatch ? ['if-match'] : [])],
        properties: {
          'x-bailiwick': { type: 'string', enum: ['1'], description: 'Every change carries it; a page of another site cannot.' },
          'idempotency-key': {
            type: 'string',
            minLength: 8,
            maxLength: 200,
            description: 'The same key with the same content is done once.',
          },
          ...(ifMatch
            ? {
                'if-match': {
                  type: 'string',
                  description: 'The revision that was read, in quotes; 409 stale-revision when it has moved on.',
                },
              }
            : {}),
        },
      }
    : undefined

/** OpenAPI 3.1 at /api/openapi.json, derived from the endpoints; /api/docs shows it. Every operation names its problems. */
export const documentApi = async (server: FastifyInstance, version: string): Promise<void> => {
  await server.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Bailiwick 法院辅助事务外包管理平台',
        version,
        description: 'Everything the web does. Problems are application/problem+json (RFC 9457) with a `code`.',
        license: { name: 'Proprietary', identifier: 'LicenseRef-Proprietary' },
      },
      servers: [{ url: '/' }],
      components: {
        securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'bailiwick' } },
        schemas: { Problem: problem as never },
      },
      security: [{ session: [] }],
    },
    transform: (input) => {
      const out = jsonSchemaTransform(input as never) as { schema: Record<string, unknown>; url: string }
      const s = out.schema
      const codes = (s['x-problems'] as string[] | undefined) ?? []
      const responses = (s.response ?? { 200: { description: 'OK' } }) as Record<string, { description?: string }>
      for (const r of Object.values(responses)) r.description ??= 'OK'
      responses['4XX'] = {
        description: `Problem: ${codes.join(', ')}`,
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      } as never
      s.response = responses
      if (s['x-bytes'] === 'file')
        responses['200'] = { description: 'The file', content: { 'application/octet-stream': { schema: bytes } } } as never
      if (s['x-bytes'] === 'upload') s.body = { type: 'object', required: ['file'], properties: { file: bytes } }
      const headers = headersOf((input as { route?: { method?: string } }).route?.method !== 'GET', s['x-if-match'] === true)
      if (headers) s.headers = headers
      s.security = s['x-permission'] === 'public' ? [] : [{ session: [] }]
      return out as never
    },
  })
  await server.register(swaggerUi, {
    routePrefix: '/api/docs',
    // Its own policy would send every call to https (a court without TLS would see an empty page) and fetch a badge from the internet.
    staticCSP:
      "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'",
    uiConfig: { validatorUrl: null, docExpansion: 'list', defaultModelsExpandDepth: -1 },
    theme: { title: 'Bailiwick API' },
  })
  server.get('/api/openapi.json', { schema: { hide: true } as never, config: { rateLimit: false } }, async () => server.swagger())
}
