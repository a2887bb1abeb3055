/** What was answered, group by group, groups with a failed item first. Photos and what was not asked stand elsewhere. */
import { Tag } from '../parts.tsx'
import { useKinds } from './registers.ts'
import type { Answered, AnsweredGroup } from './wire-pages.ts'

export function Answers({ kind, groups }: { kind: string; groups: AnsweredGroup[] }) {
  // The conclusion follows from the items and is none itself.
  const conclusion = useKinds()?.find((one) => one.kind === kind)?.result_question
  const failing = (group: AnsweredGroup) =>
    group.questions.filter((one) => one.failed === 'finding' && one.key !== conclusion).length
  const answered = groups
    .map((group) => ({ ...group, questions: group.questions.filter((one) => one.given !== null) }))
    .filter((group) => group.questions.length > 0)
    .sort((a, b) => Number(failing(b) > 0) - Number(failing(a) > 0))
  return (
    <div class="groups">
      {answered.map((group) => (
        <section key={group.group} class="card" aria-labelledby={`g-${group.group}`}>
          <header class="split">
            <h2 id={`g-${group.group}`}>{group.name}</h2>
            {failing(group) > 0 && <Tag tone="bad">{failing(group)} 项不合格</Tag>}
          </header>
          <dl class="pad said">
            {[...group.questions].sort((a, b) => Number(!a.failed) - Number(!b.failed)).map(line)}
          </dl>
        </section>
      ))}
    </div>
  )
}

function line({ key, text, said, failed, asked }: Answered) {
  return (
    <div key={key}>
      <dt>{text}</dt>
      <dd class={failed === 'finding' ? 'bad' : failed ? 'warn' : ''}>
        {failed && <span class="vh">{failed === 'finding' ? '不合格：' : '留意：'}</span>}
        {said}
        {!asked && <span class="quiet">（不该问，不采用）</span>}
      </dd>
    </div>
  )
}
