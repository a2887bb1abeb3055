/** The condition grammar of GET /kinds, case by case; the server's own evaluator answers the same. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { holds } from '../src/conditions.ts'

const CASES: [string, Record<string, string | number | string[]>, boolean][] = [
  ['melting_present = yes', { melting_present: 'yes' }, true],
  ['melting_present = yes', { melting_present: 'no' }, false],
  ['melting_present = yes', {}, false],
  ['running_state != no_entry', { running_state: 'running' }, true],
  ['running_state != no_entry', { running_state: 'no_entry' }, false],
  ['running_state != no_entry', {}, false],
  ['melting_present in yes|no', { melting_present: 'no' }, true],
  ['melting_present in yes|no', { melting_present: 'unable' }, false],
  ['product_kind has rebar|ingot', { product_kind: ['castings', 'ingot'] }, true],
  ['product_kind has rebar|ingot', { product_kind: ['castings'] }, false],
  ['stages < 3', { stages: 2 }, true],
  ['stages < 3', { stages: 3 }, false],
  ['stages >= 3', { stages: '3.0' }, true],
  ['share > 9.5', { share: '10' }, true],
  ['a = yes and b = yes', { a: 'yes' }, false],
  ['a = yes and b = yes', { a: 'yes', b: 'yes' }, true],
  ['a = yes and b = yes or c = yes', { c: 'yes' }, true],
  ['c = yes or a = yes and b = yes', { a: 'yes' }, false],
]

for (const [condition, answers, expected] of CASES) {
  test(`${condition} on ${JSON.stringify(answers)} is ${expected}`, () =>
    assert.equal(holds(condition, answers), expected))
}

test('a condition that cannot be read shows its question', () => assert.equal(holds('(a = yes)', {}), true))
