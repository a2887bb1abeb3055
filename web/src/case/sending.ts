/**
 * A step on its way: its files first, then the entry. Nothing is lost when a file will not go: the form stays as it is.
 */
import { sentence } from '../http.ts'
import { forgetPhotos } from '../store.ts'
import { upload } from '../uploading.ts'
import type { StepDraft } from './draft.ts'

export function filesOf(draft: StepDraft): string[] {
  const scans = Object.values(draft.papers).flatMap((one) => (one.scan ? [one.scan] : []))
  const photos = draft.photos.flatMap((one) => (one.copy ? [one.copy, one.sha256] : [one.sha256]))
  return [...new Set([...photos, ...scans])]
}

/** What to tell the person when a file did not arrive; empty when all are there. */
export async function sendFiles(draft: StepDraft): Promise<string> {
  for (const sha256 of filesOf(draft)) {
    const reply = await upload(sha256, true)
    if (reply.status !== 200 && reply.status !== 201) return sentence(reply)
  }
  return ''
}

export const forgetFiles = (draft: StepDraft) => forgetPhotos(filesOf(draft))
