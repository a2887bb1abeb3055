/**
 * A photo on its way: in pieces, so that a cut costs one piece; what the server holds is asked by HEAD, never guessed.
 *
 * Owns: `Content-Range` and where to go on. Does not own when a photo goes (sending.ts).
 */
import { NO_ANSWER, type Reply } from './http.ts'
import { ask } from './session.ts'
import { store } from './store.ts'
import type { Problem } from './wire.ts'

export const PIECE_BYTES = 262_144
const GAP = 409

const HELD: Reply<unknown> = { ...NO_ANSWER, status: 200 }

/** Brings one file to the server; `cut` says that an earlier try may have left something there. 200 or 201 is held. */
export async function upload(sha256: string, cut: boolean): Promise<Reply<unknown>> {
  const photo = await (await store()).get('photos', sha256)
  // Before a first try nothing can be there; after a cut one a HEAD is cheaper than the bytes.
  const before = cut || !photo ? await ask('HEAD', `/photos/${sha256}`) : null
  if (before?.status === 200) return HELD
  if (before?.status === 0 || before?.status === 401) return before
  if (!photo) return { ...NO_ANSWER, status: 410, problem: lost(sha256) }
  return pieces(sha256, photo.original, before?.offset ?? 0)
}

async function pieces(sha256: string, file: Blob, from: number): Promise<Reply<unknown>> {
  let at = from
  for (let gaps = 0; ; ) {
    const reply = await piece(sha256, file, at)
    const next = reply.offset
    if (next === null || reply.status === 200 || reply.status === 201) return reply
    // The server tells where it stands; one that never agrees is left for the next round.
    if (reply.status === GAP && ++gaps > 1) return { ...reply, status: 0 }
    if (reply.status !== GAP && reply.status >= 300) return reply
    at = next
  }
}

function piece(sha256: string, file: Blob, at: number): Promise<Reply<unknown>> {
  const path = `/photos/${sha256}`
  if (file.size <= PIECE_BYTES) return ask('PUT', path, file)
  const end = Math.min(at + PIECE_BYTES, file.size)
  return ask('PUT', path, file.slice(at, end, file.type), {
    'Content-Range': `bytes ${at}-${end - 1}/${file.size}`,
  })
}

function lost(sha256: string): Problem {
  return {
    type: 'photo-lost',
    title: '照片不在手机里了',
    status: 410,
    detail: `手机清理过数据，照片 ${sha256.slice(0, 8)} 找不到了。请点“去改”，删掉或重拍这张。`,
  }
}
