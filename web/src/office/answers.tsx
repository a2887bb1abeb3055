/** What was answered, group by group, groups with a failed item first; only what was asked and answered stands here. */
import { groupsOf } from '../checklist.ts'
import { Tag } from '../parts.tsx'
import type { Kind, Question } from '../wire.ts'
import type { VisitBody } from './wire.ts'

interface AnswersProps {
  kind: Kind
  body: VisitBody
  said: Record<string, unknown>
}

interface Line {
  question: Question
  text: string
  failed: boolean
}

const YES_NO: Record<string, string> = { yes: '是', no: '否', na: '不涉及' }

/** An answer in the checklist's own words. */
export function answerText(question: Question, given: unknown): string {
  const values = Array.isArray(given) ? given : [given]
  const words = values.map((value) => {
    const choice = question.choices.find((one) => one.value === value)
    return choice?.text ?? YES_NO[String(value)] ?? String(value)
  })
  return words.join('、') + (question.unit ? ` ${question.unit}` : '')
}

function linesOf({ kind, body, said }: AnswersProps): Line[] {
  const failed = new Set((said.failed as string[] | undefined) ?? [])
  const given: Record<string, unknown> = { ...(said.computed as object | undefined), ...body.answers, ...body.texts }
  return kind.questions
    .filter((question) => given[question.key] !== undefined && given[question.key] !== null)
    .map((question) => ({
      question,
      text: answerText(question, given[question.key]),
      failed: failed.has(question.key),
    }))
}

export function Answers(props: AnswersProps) {
  const lines = linesOf(props)
  const groups = groupsOf(lines.map((line) => line.question)).map((group) => ({
    ...group,
    lines: lines.filter((line) => group.questions.includes(line.question)),
  }))
  const failing = (group: (typeof groups)[number]) => group.lines.filter((line) => line.failed).length
  groups.sort((a, b) => Number(failing(b) > 0) - Number(failing(a) > 0))
  return (
    <div class="groups">
      {groups.map((group) => (
        <section key={group.group} class="card" aria-labelledby={`g-${group.group}`}>
          <header class="split">
            <h2 id={`g-${group.group}`}>{group.name}</h2>
            {failing(group) > 0 && <Tag tone="bad">{failing(group)} 项有问题</Tag>}
          </header>
          <dl class="pad said">
            {[...group.lines]
              .sort((a, b) => Number(b.failed) - Number(a.failed))
              .map(({ question, text, failed }) => (
                <div key={question.key}>
                  <dt>{question.text}</dt>
                  <dd class={failed ? 'bad' : ''}>
                    {failed && <span class="vh">有问题：</span>}
                    {text}
                  </dd>
                </div>
              ))}
          </dl>
        </section>
      ))}
    </div>
  )
}
