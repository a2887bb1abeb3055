/** Names out of the kinds of inspection, also while the list of kinds is not here yet. */
import type { Kind } from '../wire.ts'

export const kindName = (kinds: Kind[] | undefined, kind: string) =>
  kinds?.find((one) => one.kind === kind)?.name ?? '巡察'

/** A category of problems is the group of items that names it. */
export function categoryName(kinds: Kind[] | undefined, category: string): string {
  const questions = (kinds ?? []).flatMap((kind) => kind.questions)
  return questions.find((one) => one.group === category)?.group_name ?? '其他'
}
