import { Button, Drawer, Dropdown } from 'antd'
import { MenuOutlined } from '@ant-design/icons'
import { useLocation } from '@tanstack/react-router'
import { type ComponentType, type ReactNode, Suspense, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Go, useGo } from './go.tsx'
import { language, setLanguage } from './i18n.ts'
import { MenuIcon } from './icons.tsx'
import { useLive } from './live.ts'
import { useMe } from './me.tsx'
import { mayOpen, type MenuGroup, menuGroups, type SearchHit, type WebRoute } from './routes.ts'
import { useNarrow } from './screen.ts'
import { slotPieces } from './slots.ts'
import { GlobalSearch } from './search.tsx'

export interface ShellProps {
  routes: readonly WebRoute[]
  searches: readonly ((text: string, signal: AbortSignal) => Promise<SearchHit[]>)[]
  top: readonly ComponentType[]
  /** Own pages in the account menu: { to, label }. */
  mine: readonly { to: string; label: string }[]
  courts: readonly { id: number; name: string }[]
  switchCourt: (id: number) => void
  /** The server keeps the language with the account. */
  keepLanguage: (lng: 'zh' | 'en') => void
  signOut: () => void
  /** Hides the screen until the password is given. */
  lock: () => void
  children: ReactNode
}

/** What surrounds every page behind the login: skip link, top bar, menu, content. */
export const Shell = (p: ShellProps): ReactNode => {
  const { t } = useTranslation('ui')
  const me = useMe()
  const go = useGo()
  const narrow = useNarrow()
  const { pathname } = useLocation()
  useLive()
  const [open, setOpen] = useState(false)
  const content = useRef<HTMLElement>(null)
  const first = useRef(true)
  // A new page: the drawer closes, the reader starts at its top (not on the very first one, where the skip link comes first).
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs per address
  useEffect(() => {
    setOpen(false)
    if (first.current) first.current = false
    else content.current?.focus({ preventScroll: true })
    window.scrollTo(0, 0)
  }, [pathname])

  const other = language() === 'zh' ? 'en' : 'zh'
  const menu = <Menu routes={p.routes} pathname={pathname} />
  return (
    <div className="bw-shell">
      <a
        className="bw-skip"
        href="#content"
        onClick={(e) => {
          e.preventDefault()
          content.current?.focus()
        }}
      >
        {t('skip')}
      </a>
      {me.demo ? (
        <aside className="bw-demo" aria-label={t('demo')}>
          {t('demoBanner')}
        </aside>
      ) : null}
      <header className="bw-top">
        {narrow ? (
          <Button type="text" icon={<MenuOutlined />} aria-label={t('menu.open')} aria-expanded={open} onClick={() => setOpen(true)} />
        ) : null}
        <Go to="/" className="bw-brand" label={t('product')}>
          {narrow ? null : <strong>{t('productShort')}</strong>}
          <span>{[me.courtName, me.contractorName].filter(Boolean).join(' · ')}</span>
        </Go>
        <div className="bw-space" />
        {p.searches.length > 0 ? <GlobalSearch searches={p.searches} /> : null}
        {p.top.map((Top, i) => (
          <Top key={i} />
        ))}
        {narrow ? null : (
          <Button
            type="text"
            lang={other === 'zh' ? 'zh-CN' : 'en'}
            onClick={() => {
              void setLanguage(other)
              p.keepLanguage(other)
            }}
          >
            {t('top.language')}
          </Button>
        )}
        <Dropdown
          trigger={['click']}
          menu={{
            items: [
              ...p.mine.map((m) => ({ key: `to:${m.to}`, label: m.label })),
              ...(p.courts.length > 1 ? p.courts.map((c) => ({ key: `court:${c.id}`, label: c.name, disabled: c.id === me.courtId })) : []),
              ...(narrow ? [{ key: 'language', label: t('top.language') }] : []),
              { type: 'divider' as const },
              { key: 'lock', label: t('top.lock') },
              { key: 'out', label: t('top.out') },
            ],
            onClick: ({ key }) => {
              if (key === 'out') p.signOut()
              else if (key === 'lock') p.lock()
              else if (key === 'language') {
                void setLanguage(other)
                p.keepLanguage(other)
              } else if (key.startsWith('court:')) p.switchCourt(Number(key.slice(6)))
              else go(key.slice(3))
            },
          }}
        >
          <Button type="text" aria-label={`${t('top.account')}: ${me.name}`}>
            {me.name} ▾
          </Button>
        </Dropdown>
      </header>
      {narrow ? (
        <Drawer
          placement="left"
          size={260}
          open={open}
          onClose={() => setOpen(false)}
          title={t('productShort')}
          styles={{ body: { padding: 8 } }}
        >
          {menu}
        </Drawer>
      ) : (
        <div className="bw-menu">{menu}</div>
      )}
      <main id="content" className="bw-content" ref={content} tabIndex={-1}>
        {slotPieces('banner').map(([key, Piece]) => (
          <Suspense key={key}>
            <Piece />
          </Suspense>
        ))}
        {p.children}
      </main>
    </div>
  )
}

const ALL_OPEN = 16
const UNFOLDED = 'bw.menu'
const Menu = ({ routes, pathname }: { routes: readonly WebRoute[]; pathname: string }): ReactNode => {
  const { t } = useTranslation()
  const me = useMe()
  const shown = routes.filter((r) => r.menu && mayOpen(me, r.permission))
  // The longest entry that begins the address is the current one.
  const current = shown
    .filter((r) => pathname === r.path || pathname.startsWith(r.path === '/' ? '//' : `${r.path}/`))
    .sort((a, b) => b.path.length - a.path.length)[0]
  // Few pages stand open; of many only the daily ones, the group one is in, and what the person has unfolded.
  const folds = (group: MenuGroup): boolean => shown.length > ALL_OPEN && group !== 'today' && group !== 'work'
  const [turned, setTurned] = useState<readonly string[]>(() => (localStorage.getItem(UNFOLDED) ?? '').split(' '))
  const open = (group: MenuGroup): boolean =>
    !folds(group) || turned.includes(group) || (current?.menu?.group === group && !turned.includes(`-${group}`))
  const fold = (group: MenuGroup): void => {
    const rest = turned.filter((g) => g !== group && g !== `-${group}`)
    const next = open(group) ? [...rest, `-${group}`] : [...rest, group]
    setTurned(next)
    localStorage.setItem(UNFOLDED, next.join(' '))
  }
  return (
    <nav aria-label={t('ui:menu.label')}>
      {menuGroups.map((group) => {
        const entries = shown.filter((r) => r.menu?.group === group).sort((a, b) => (a.menu?.order ?? 0) - (b.menu?.order ?? 0))
        if (entries.length === 0) return null
        return (
          <section key={group} aria-labelledby={`menu-${group}`}>
            <h2 id={`menu-${group}`} className="bw-navgroup">
              {folds(group) ? (
                <button type="button" aria-expanded={open(group)} onClick={() => fold(group)}>
                  {t(`ui:menu.${group}`)} <span aria-hidden="true">{open(group) ? '▾' : '▸'}</span>
                </button>
              ) : (
                t(`ui:menu.${group}`)
              )}
            </h2>
            {open(group) ? (
              <ul className="bw-navlist">
                {entries.map((r) => (
                  <li key={r.path}>
                    <MenuLink to={r.path} current={r === current} icon={r.menu?.icon} label={t(r.menu?.title ?? r.title)} />
                  </li>
                ))}
              </ul>
            ) : null}
          </section>
        )
      })}
    </nav>
  )
}

const MenuLink = ({ to, current, icon, label }: { to: string; current: boolean; icon: string | undefined; label: string }): ReactNode => (
  <Go to={to} current={current}>
    <MenuIcon name={icon} />
    {label}
  </Go>
)
