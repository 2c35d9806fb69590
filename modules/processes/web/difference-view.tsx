import './diagram.css'
import { Alert, Segmented, Skeleton } from 'antd'
import { lazy, type ReactNode, Suspense, useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { language } from '../../../platform/ui/i18n.ts'
import { type Comparison, compare, type Difference } from './compare.ts'
import { valueText } from './value-words.ts'

const Diagram = lazy(() => import('./diagram.tsx'))

/** Two versions side by side in one place: marked on the diagram, named in the legend, told in words. */
const DifferenceView = ({ before, after }: { before: string; after: string }): ReactNode => {
  const { t } = useTranslation('processes')
  const [found, setFound] = useState<Comparison | null>(null)
  const [failed, setFailed] = useState(false)
  const [side, setSide] = useState<'after' | 'before'>('after')
  useEffect(() => {
    let gone = false
    setFound(null)
    setFailed(false)
    compare(before, after, language())
      .then((c) => !gone && setFound(c))
      .catch(() => !gone && setFailed(true))
    return () => {
      gone = true
    }
  }, [before, after])
  const marks = useMemo(
    () =>
      (found?.differences ?? [])
        .filter((d) => d.kind !== (side === 'after' ? 'removed' : 'added'))
        .map((d) => ({ id: d.id, kind: d.kind })),
    [found, side],
  )
  if (failed) return <Alert type="warning" showIcon title={t('diff.failed')} />
  if (!found) return <Skeleton active />
  const name = (d: Difference): string => (language() === 'zh' ? d.nameZh : d.nameEn) || between(d)
  // A flow without a name is told by its ends.
  const between = (d: Difference): string =>
    d.ends ? t('diff.between', { from: found.nameOf(d.ends[0]) ?? '', to: found.nameOf(d.ends[1]) ?? '' }) : t('diff.unnamed')
  const say = (key: string, value: string): string => valueText(key, value, language(), found.nameOf) || t('diff.empty')
  const count = (kind: Difference['kind']): number => found.differences.filter((d) => d.kind === kind).length
  if (found.differences.length === 0)
    return <Alert type="info" showIcon title={found.moved ? t('diff.movedOnly', { n: found.moved }) : t('diff.none')} />
  return (
    <div>
      <Segmented
        size="small"
        value={side}
        onChange={setSide}
        options={[
          { value: 'after', label: t('diff.after') },
          { value: 'before', label: t('diff.before') },
        ]}
      />
      <ul className="bw-legend" aria-label={t('diff.legend')}>
        {(['added', 'removed', 'changed'] as const).map((kind) => (
          <li key={kind}>
            <i data-kind={kind} aria-hidden="true" />
            {t(`diff.${kind}`)} {count(kind)}{' '}
            <span className="bw-quiet">{kind === 'removed' ? t('diff.onBefore') : kind === 'added' ? t('diff.onAfter') : ''}</span>
          </li>
        ))}
      </ul>
      <Suspense fallback={<Skeleton active />}>
        <Diagram xml={side === 'after' ? after : before} label={t('diff.label')} marks={marks} />
      </Suspense>
      <ul>
        {found.differences.map((d) => (
          <li key={`${d.kind} ${d.id}`}>
            <strong>{t(`diff.${d.kind}`)}</strong> {t(`type.${d.type}`, { defaultValue: d.type })} “{name(d)}”
            {d.attributes.length ? (
              <ul>
                {d.attributes.map((a) => (
                  <li key={a.key}>
                    {t(`attribute.${a.key}`)}
                    {t('diff.colon')}
                    {/* Of a new step there is no before: whoever approves reads here what it is. */}
                    {d.kind === 'added' ? (
                      say(a.key, a.after)
                    ) : (
                      <>
                        <del>{say(a.key, a.before)}</del> → <ins>{say(a.key, a.after)}</ins>
                      </>
                    )}
                  </li>
                ))}
              </ul>
            ) : null}
          </li>
        ))}
      </ul>
      {found.moved ? <p className="bw-quiet">{t('diff.moved', { n: found.moved })}</p> : null}
    </div>
  )
}
export default DifferenceView
