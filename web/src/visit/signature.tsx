/** Signing with a finger; the drawing becomes a PNG kept like a photo, under its SHA-256. */
import { useEffect, useRef, useState } from 'preact/hooks'
import { Sheet } from '../parts.tsx'
import { keepImage } from '../photos.ts'

const LINE_PX = 3
/** Ink on white whatever the theme: the PNG is printed on paper later. */
const INK = '#1b1f24'
const PAPER = '#ffffff'

interface SignatureProps {
  name: string
  done: (sha256: string) => void
  close: () => void
}

export function SignatureSheet({ name, done, close }: SignatureProps) {
  const pad = useRef<HTMLCanvasElement>(null)
  const [drawn, setDrawn] = useState(false)
  useEffect(() => clear(pad.current!), [])

  const finish = async () => {
    const png = await new Promise<Blob | null>((made) => pad.current!.toBlob(made, 'image/png'))
    if (png) done(await keepImage(png))
    close()
  }
  const again = () => {
    clear(pad.current!)
    setDrawn(false)
  }
  return (
    <Sheet title={`${name}签名`} close={close}>
      <div class="sign">
        <canvas
          ref={pad}
          class="pad-area"
          aria-label="签名板"
          onPointerDown={(event) => stroke(event, () => setDrawn(true))}
        />
      </div>
      <p class="quiet">{drawn ? '签好了就点“用这个签名”。' : '请用手指签在框里。'}</p>
      <div class="btns">
        <button class="btn" type="button" onClick={again}>
          重签
        </button>
        <button class="btn main" type="button" hidden={!drawn} onClick={() => void finish()}>
          用这个签名
        </button>
      </div>
    </Sheet>
  )
}

function clear(canvas: HTMLCanvasElement): void {
  const { width, height } = canvas.getBoundingClientRect()
  const scale = window.devicePixelRatio || 1
  canvas.width = width * scale
  canvas.height = height * scale
  const brush = canvas.getContext('2d')!
  brush.scale(scale, scale)
  brush.fillStyle = PAPER
  brush.fillRect(0, 0, width, height)
  brush.strokeStyle = INK
  brush.lineWidth = LINE_PX
  brush.lineCap = brush.lineJoin = 'round'
}

/** Follows one finger from down to up. */
function stroke(down: PointerEvent, drew: () => void): void {
  const canvas = down.currentTarget as HTMLCanvasElement
  const brush = canvas.getContext('2d')!
  const frame = canvas.getBoundingClientRect()
  const lineTo = (event: PointerEvent) => {
    brush.lineTo(event.clientX - frame.left, event.clientY - frame.top)
    brush.stroke()
  }
  const up = () => {
    canvas.removeEventListener('pointermove', lineTo)
    drew()
  }
  canvas.setPointerCapture(down.pointerId)
  brush.beginPath()
  brush.moveTo(down.clientX - frame.left, down.clientY - frame.top)
  lineTo(down)
  canvas.addEventListener('pointermove', lineTo)
  canvas.addEventListener('pointerup', up, { once: true })
  canvas.addEventListener('pointercancel', up, { once: true })
}
