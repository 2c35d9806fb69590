import type { TFunction } from 'i18next'
import type { Field } from '../../../platform/ui/fields.tsx'
import { phaseOptions, topicOptions } from './words.tsx'

/** Fields of a course; `fixed`: somebody attended, what counts stands. */
export const courseFields = (t: TFunction, fixed = false): Field[] => [
  { name: 'title', kind: 'text', label: t('training:course'), required: true, max: 200, wide: true },
  { name: 'topic', kind: 'choice', label: t('training:topicOf'), required: true, options: topicOptions(t), disabled: fixed },
  { name: 'phase', kind: 'radio', label: t('training:phaseOf'), required: true, options: phaseOptions(t), disabled: fixed },
  { name: 'halfDays', kind: 'number', label: t('training:halfDays'), required: true, min: 1, max: 20, disabled: fixed },
  { name: 'description', kind: 'longtext', label: t('training:description'), max: 4000, wide: true },
  { name: 'testing', kind: 'heading', label: t('training:testHeading') },
  {
    name: 'questionCount',
    kind: 'number',
    label: t('training:questionCount'),
    hint: t('training:questionHint'),
    min: 0,
    max: 100,
    disabled: fixed,
  },
  {
    name: 'passMark',
    kind: 'number',
    label: t('training:passMark'),
    min: 1,
    max: 100,
    disabled: fixed,
    when: (v) => Number(v.questionCount ?? 0) > 0,
  },
  { name: 'tries', kind: 'number', label: t('training:tries'), min: 1, max: 10, when: (v) => Number(v.questionCount ?? 0) > 0 },
  { name: 'minutes', kind: 'number', label: t('training:minutes'), min: 1, max: 240, when: (v) => Number(v.questionCount ?? 0) > 0 },
]
export const courseStart = { phase: 'preJob', halfDays: 2, questionCount: 0, passMark: 80, tries: 3, minutes: 30 }
