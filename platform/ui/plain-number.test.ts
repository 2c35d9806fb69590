import { expect, test } from 'vitest'
import { plainNumber } from './plain-number.ts'

test('a number is read as it is typed on a Chinese keyboard', () => {
  expect(plainNumber('１２３，４５６．７８')).toBe('123456.78')
  expect(plainNumber('￥ 2,490。50元')).toBe('2490.50')
  expect(plainNumber('－12')).toBe('-12')
  expect(plainNumber('十二')).toBe('十二')
  expect(plainNumber(undefined)).toBe('')
})
