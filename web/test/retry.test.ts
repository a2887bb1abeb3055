/** Back-off between 2 and 300 seconds, and which answers need a person. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isRefusal, waitAfter } from '../src/retry.ts'

test('waits double from 2 s to 300 s', () => {
  assert.deepEqual(
    [1, 2, 3, 8, 9, 40].map((tries) => waitAfter(tries, 0)),
    [2, 4, 8, 256, 300, 300],
  )
})

test('jitter takes away at most half and never goes below 2 s', () => {
  assert.equal(waitAfter(40, 1), 150)
  assert.equal(waitAfter(1, 1), 2)
})

test('no answer, 5xx and 401, 408, 429 wait; every other 4xx needs a person', () => {
  const waits = [0, 202, 401, 408, 429, 500, 502, 503, 507].filter(isRefusal)
  assert.deepEqual(waits, [])
  assert.deepEqual(
    [400, 403, 404, 409, 410, 413, 415, 422].filter((status) => !isRefusal(status)),
    [],
  )
})
