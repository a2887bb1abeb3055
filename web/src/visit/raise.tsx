/** After a failed item: the problem can be written down at once, prefilled, and is sent after its visit. */
import { useEffect, useState } from 'preact/hooks'
import { begin, draftsOf } from '../draft-keeping.ts'
import type { VisitDraft } from '../drafts.ts'
import { findingFrom } from '../finding/draft.ts'
import { useValue } from '../observable.ts'
import { changes, outboxOf } from '../outbox.ts'
import { Icon, Tag } from '../parts.tsx'
import { findingAt, go, receiptAt } from '../routes.ts'
import type { Question } from '../wire.ts'

export function Raise({ visit, question }: { visit: VisitDraft; question: Question }) {
  const raised = useRaised(visit, question.key)
  const write = () => go(raised?.at ?? findingAt(begin(findingFrom(visit, question)).id))
  return (
    <div class="raise">
      <Tag tone="warn">这一项不合格</Tag>
      <button class="btn text" type="button" onClick={write}>
        <Icon name="flag" />
        {raised?.words ?? '登记成问题'}
      </button>
    </div>
  )
}

/** The finding already written from this question, wherever on the phone it is. */
function useRaised(visit: VisitDraft, item: string): { at: string; words: string } | undefined {
  const [raised, setRaised] = useState<{ at: string; words: string }>()
  const change = useValue(changes)
  useEffect(() => {
    void Promise.all([draftsOf(visit.account), outboxOf(visit.account)]).then(([drafts, waiting]) => {
      const draft = drafts.find((one) => one.type === 'finding' && one.visit === visit.id && one.item === item)
      const sent = waiting.find(({ entry }) => entry.type === 'finding' && entry.visit === visit.id && entry.item === item)
      if (sent) setRaised({ at: receiptAt(sent.id), words: '问题已登记' })
      else setRaised(draft && { at: findingAt(draft.id), words: '接着填这个问题' })
    })
  }, [change, visit.id, item])
  return raised
}
