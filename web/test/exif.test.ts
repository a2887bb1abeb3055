/** What a camera's file claims, from bytes put together after the standard. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { claimed } from '../src/exif.ts'

/** A TIFF block with one sub-directory each for time and place; little or big endian. */
function exif(little: boolean, taken: string, lat: number[], latRef: string): ArrayBuffer {
  const view = new DataView(new ArrayBuffer(400))
  const bytes = new Uint8Array(view.buffer)
  bytes.set([0xff, 0xd8, 0xff, 0xe1, 0, 0, ...new TextEncoder().encode('Exif\0\0')])
  const at = 12
  const u16 = (offset: number, value: number) => view.setUint16(at + offset, value, little)
  const u32 = (offset: number, value: number) => view.setUint32(at + offset, value, little)
  const entry = (offset: number, tag: number, type: number, count: number, value: number) => {
    u16(offset, tag)
    u16(offset + 2, type)
    u32(offset + 4, count)
    u32(offset + 8, value)
  }
  const text = (offset: number, said: string) => bytes.set(new TextEncoder().encode(`${said}\0`), at + offset)
  bytes.set(new TextEncoder().encode(little ? 'II' : 'MM'), at)
  u16(2, 42)
  u32(4, 8)
  u16(8, 2)
  entry(10, 0x8769, 4, 1, 40)
  entry(22, 0x8825, 4, 1, 60)
  u16(40, 1)
  entry(42, 0x9003, 2, 20, 200)
  text(200, taken)
  u16(60, 4)
  entry(62, 1, 2, 2, 0)
  text(70, latRef)
  entry(74, 2, 5, 3, 240)
  entry(86, 3, 2, 2, 0)
  text(94, 'E')
  entry(98, 4, 5, 3, 270)
  lat.forEach((value, i) => (u32(240 + 8 * i, value * 100), u32(244 + 8 * i, 100)))
  ;[115, 56, 38.4].forEach((value, i) => (u32(270 + 8 * i, Math.round(value * 100)), u32(274 + 8 * i, 100)))
  return view.buffer
}

for (const little of [true, false])
  test(`time and place are read, ${little ? 'little' : 'big'} endian`, () => {
    const claims = claimed(exif(little, '2026:11:20 09:41:00', [28, 32, 42], 'N'))!
    assert.equal(claims.taken_at, '2026:11:20 09:41:00')
    assert.equal(claims.lat!.toFixed(6), '28.545000')
    assert.equal(claims.lon!.toFixed(6), '115.944000')
  })

test('south of the equator is negative', () => {
  assert.ok(claimed(exif(true, '2026:11:20 09:41:00', [28, 0, 0], 'S'))!.lat! < 0)
})

test('a file without the block, cut short, or with offsets that lead nowhere claims nothing and throws nothing', () => {
  const whole = exif(true, '2026:11:20 09:41:00', [28, 32, 42], 'N')
  assert.equal(claimed(new ArrayBuffer(0)), undefined)
  assert.equal(claimed(new Uint8Array([0xff, 0xd8, 0xff, 0xd9]).buffer), undefined)
  for (let length = 0; length < whole.byteLength; length += 7) claimed(whole.slice(0, length))
  const wild = new Uint8Array(whole.slice(0)).fill(0xff, 20)
  assert.equal(claimed(wild.buffer), undefined)
})
