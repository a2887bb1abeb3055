/** Reading a checklist: what stands, what an input means, what is sent. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { answerOf, answersToSend, misread, standing } from '../src/checklist.ts'
import type { Kind, Question } from '../src/wire.ts'

function question(key: string, answer: Question['answer'], shown_if: string | null = null): Question {
  return {
    key,
    group: 'g',
    group_name: '组',
    text: key,
    answer,
    unit: null,
    choices: [],
    required: true,
    shown_if,
    photo: null,
  }
}

const KIND: Kind = {
  kind: 'sample',
  version: 1,
  name: '样表',
  result_question: 'result',
  not_inspected: ['no_entry'],
  questions: [
    question('melting_present', 'yes_no'),
    question('furnace_type', 'multi', 'melting_present = yes'),
    question('furnace_kw', 'decimal', 'furnace_type has arc'),
    question('jump', 'computed'),
    question('remark', 'text'),
  ],
}
const keys = (given: Record<string, string | string[]>) => standing(KIND, given).map((one) => one.key)

test('the first question stands alone beside the unconditional ones', () =>
  assert.deepEqual(keys({}), ['melting_present', 'remark']))

test('an answer opens the next question', () =>
  assert.deepEqual(keys({ melting_present: 'yes' }), ['melting_present', 'furnace_type', 'remark']))

test('an answer hidden since opens nothing and is not sent', () => {
  const given = { melting_present: 'no', furnace_type: ['arc'], furnace_kw: '500', remark: ' 好 ' }
  assert.deepEqual(keys(given), ['melting_present', 'remark'])
  assert.deepEqual(answersToSend(standing(KIND, given), given), {
    answers: { melting_present: 'no' },
    texts: { remark: '好' },
  })
})

test('numbers as a Chinese keyboard gives them', () => {
  assert.equal(answerOf(question('q', 'decimal'), '６１２，０００．５'), '612000.5')
  assert.equal(answerOf(question('q', 'integer'), '12'), 12)
  assert.equal(answerOf(question('q', 'integer'), '1.5'), undefined)
  assert.equal(misread(question('q', 'decimal'), '约5吨'), true)
  assert.equal(misread(question('q', 'decimal'), ''), false)
})
