/** Time and ids: the month of Asia/Shanghai, the phone's offset, UUID version 7. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { instant, monthBefore, shanghaiMonth } from '../src/clock.ts'
import { uuid7 } from '../src/uuid7.ts'

test('the month changes at midnight in Shanghai, wherever the phone thinks it is', () => {
  assert.equal(shanghaiMonth(new Date('2026-10-31T15:59:59Z')), '2026-10')
  assert.equal(shanghaiMonth(new Date('2026-10-31T16:00:00Z')), '2026-11')
})

test('the month before January is December', () => assert.equal(monthBefore('2026-01'), '2025-12'))

test('an instant names the same moment and carries an offset', () => {
  const at = new Date('2026-11-22T01:30:00Z')
  assert.match(instant(at), /^2026-11-2\dT\d\d:\d0:00[+-]\d\d:\d\d$/)
  assert.equal(Date.parse(instant(at)), at.getTime())
})

test('a UUID carries version 7, the RFC variant and its millisecond', () => {
  const id = uuid7(Date.UTC(2022, 1, 22, 19, 22, 22))
  assert.match(id, /^017f22e2-79b0-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  assert.notEqual(uuid7(), uuid7())
})
