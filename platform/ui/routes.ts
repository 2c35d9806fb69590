import type { ComponentType, LazyExoticComponent } from 'react'
import type { Locale } from './i18n.ts'

/** One screen of a module. `path` in TanStack form: '/cases/$id'. Titles are i18n keys: 'cases:list.title'. */
export interface WebRoute {
  path: `/${string}`
  // biome-ignore lint/suspicious/noExplicitAny: screens take no props
  component: LazyExoticComponent<ComponentType<any>>
  title: string
  /** Permission key; without it the screen is hidden and its address answers "not allowed". A list means any of them. */
  permission?: string | readonly string[]
  menu?: MenuEntry
}

export const menuGroups = ['today', 'work', 'control', 'secrecy', 'people', 'site', 'registers', 'admin'] as const
export type MenuGroup = (typeof menuGroups)[number]

/** Entry of the left menu; shown when the route's permission is held. */
export interface MenuEntry {
  group: MenuGroup
  /** Within the group, small first. */
  order: number
  /** Name of an icon in platform/ui/icons.tsx. */
  icon?: string
  /** Short title, when the page's own is too long for a menu. */
  title?: string
}

export interface SearchHit {
  /** i18n key of what it is: 'cases:one'. */
  kind: string
  title: string
  note?: string
  /** Address of the screen, '/cases/7'. */
  to: string
}

/** What modules/<name>/web/routes.tsx exports; the export's name in app/web-modules.ts is the i18n namespace. */
export interface WebModule {
  routes: readonly WebRoute[]
  locale?: Locale
  /** Adds hits to the global search box. */
  search?: (text: string, signal: AbortSignal) => Promise<SearchHit[]>
  /** Things for the top bar (a bell). */
  top?: readonly ComponentType[]
}

/** Who looks at the page; `permissions` hides what would be refused, the server decides. */
export interface Me {
  accountId: number
  personId: number | null
  name: string
  side: 'court' | 'contractor' | 'system'
  roles: readonly string[]
  permissions: ReadonlySet<string>
  courtId: number | null
  courtName: string
  contractorName: string | null
  demo: boolean
}

export const mayOpen = (me: Me, need: WebRoute['permission']): boolean =>
  need === undefined || (typeof need === 'string' ? me.permissions.has(need) : need.some((p) => me.permissions.has(p)))
