/** dependency-cruiser rules. `seeded`: a file in fixtures/ breaks it on purpose. */
export const rules = [
  { name: 'no-circular', severity: 'error', from: { path: '^(app|platform|modules|tools)/' }, to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } }, seeded: false },
  {
    name: 'modules-meet-in-public', severity: 'error', comment: 'a module reaches another only through public.ts, api.ts, rules, fixtures, web/public.tsx', seeded: true,
    from: { path: '(^|/fixtures/)modules/([^/]+)/', pathNot: '\\.test\\.ts$' },
    to: { path: '(^|/fixtures/)modules/([^/]+)/', pathNot: ['(^|/fixtures/)modules/$2/', '(^|/fixtures/)modules/[^/]+/(public\\.ts|api\\.ts|rules\\.ts|rules/|fixtures\\.ts|web/public\\.tsx?|web/locale[^/]*\\.ts)'] },
  },
  { name: 'web-not-server', severity: 'error', seeded: true, from: { path: '(^|/fixtures/)modules/[^/]+/web/|^platform/ui/' }, to: { path: '/(server|commands|queries|public)\\.ts$|/commands/|^platform/(db|audit|jobs|files|documents|auth)/' } },
  { name: 'server-not-web', severity: 'error', seeded: true, from: { path: '(^|/fixtures/)modules/[^/]+/(?!web/)', pathNot: '\\.test\\.tsx?$|/web/' }, to: { path: '/web/|^platform/ui/' } },
  {
    name: 'pure-stays-pure', severity: 'error', comment: 'api.ts and rules import only zod, endpoint, the text type, calendar and each other', seeded: true,
    from: { path: '(^|/fixtures/)modules/[^/]+/(api\\.ts$|rules\\.ts$|rules/)', pathNot: '\\.test\\.ts$' },
    to: { path: '^(app|platform|modules)/|/fixtures/modules/|^node_modules/(pg|kysely|fastify)/', pathNot: ['^platform/http/(endpoint|text)\\.ts$', '^platform/calendar/', '(^|/fixtures/)modules/[^/]+/(api\\.ts|rules\\.ts|rules/|data/)'] },
  },
  { name: 'platform-knows-no-module', severity: 'error', seeded: true, from: { path: '(^|/fixtures/)platform/', pathNot: '\\.test\\.ts$' }, to: { path: '(^|/fixtures/)modules/|^app/' } },
] as const
