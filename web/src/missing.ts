/**
 * What is still open in a visit, as a list a person can tap through. Nothing here stops a visit from being sent.
 *
 * Required questions come from `GET /kinds`; the frame around them (place, position, nature, people) is the visit
 * entry's own. Whether it is enough in law is said by the server's notices on the receipt.
 */
import { isAnswered, misread, standing } from './checklist.ts'
import { placeOf, type VisitDraft } from './drafts.ts'
import type { Kind, Present, Question } from './wire.ts'

export interface Gap {
  /** The element to show when tapped. */
  at: string
  icon: string
  text: string
}

export function missing(draft: VisitDraft, kind: Kind): Gap[] {
  return [...gapsOfPlace(draft), ...gapsOfQuestions(draft, kind), ...gapsOfNature(draft), ...gapsOfPeople(draft)]
}

export const anchor = (question: Question) => `q-${question.key}`

function gapsOfPlace(draft: VisitDraft): Gap[] {
  return listed(
    !draft.unit && { at: 'place', icon: 'pin', text: '选乡镇' },
    !placeOf(draft) && { at: 'place', icon: 'pin', text: '选地点' },
    !draft.position && { at: 'place', icon: 'locate', text: '定位' },
  )
}

function gapsOfQuestions(draft: VisitDraft, kind: Kind): Gap[] {
  return standing(kind, draft.given).flatMap((question) => {
    const typo = misread(question, draft.given[question.key])
    if (!typo && (!question.required || isAnswered(question, draft.given, draft.photos))) return []
    const photo = question.answer === 'photo'
    return [
      {
        at: anchor(question),
        icon: photo ? 'camera' : 'patrol',
        text: typo ? `${question.text}：填的不是数字` : question.text,
      },
    ]
  })
}

function gapsOfNature(draft: VisitDraft): Gap[] {
  if (!draft.nature) return [{ at: 'nature', icon: 'doc', text: '选这次是属地巡查还是入企检查' }]
  if (draft.nature === 'outside') return []
  const { organ, approval, notice_no, action_code, told_firm } = draft.inspection
  const officers = draft.present.filter((one) => one.side === 'bureau' && one.name && one.certificate)
  return listed(
    !organ && { at: 'nature', icon: 'doc', text: '检查机关' },
    !approval && { at: 'nature', icon: 'doc', text: '批准文号' },
    !notice_no && { at: 'nature', icon: 'doc', text: '检查通知书号' },
    !action_code && { at: 'nature', icon: 'doc', text: '行政行为码' },
    !told_firm && { at: 'nature', icon: 'doc', text: '结果告知企业' },
    officers.length < 2 && { at: 'people', icon: 'user', text: '两名检查人员和证号' },
    !draft.present.some((one) => one.side === 'firm') && { at: 'people', icon: 'user', text: '企业在场的人' },
  )
}

function gapsOfPeople(draft: VisitDraft): Gap[] {
  const names = (side: string) => draft.present.some((one) => one.side === side && one.name.trim())
  return [
    ...listed(
      !names('bureau') && { at: 'people', icon: 'user', text: '县局到场的人' },
      !names('township') && { at: 'people', icon: 'user', text: '乡镇到场的人' },
    ),
    ...draft.present.flatMap((one) => gapOfSignature(one)),
  ]
}

function gapOfSignature(one: Present): Gap[] {
  if (!one.name.trim() || one.signature) return []
  if (one.refused === null) return [{ at: 'people', icon: 'pen', text: `${one.name}签名` }]
  return listed(!(one.refused && one.witness) && { at: 'people', icon: 'pen', text: `${one.name}拒签的原因和见证人` })
}

function listed(...gaps: (Gap | false)[]): Gap[] {
  return gaps.filter((gap): gap is Gap => gap !== false)
}
