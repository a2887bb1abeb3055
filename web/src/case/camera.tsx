/**
 * 对着原照片拍: the camera with the first picture laid over it, so that the after-photo shows the same point.
 *
 * Owns: that screen. Without a camera the page may use (an old WebView, a desk), the phone's own camera opens instead.
 * The picture is kept and hashed like any other (photos.ts).
 */
import { useEffect, useRef, useState } from 'preact/hooks'
import { Sheet } from '../parts.tsx'

interface CameraProps {
  /** Address of the picture to stand where it was taken. */
  over: string
  taken: (file: File) => void
  close: () => void
}

const QUALITY = 0.92

export function OverlayCamera({ over, taken, close }: CameraProps) {
  const video = useRef<HTMLVideoElement>(null)
  const [ready, setReady] = useState<boolean | null>(null)
  const [strength, setStrength] = useState(50)
  useEffect(() => {
    let stream: MediaStream | null = null
    let closed = false
    const end = () => stream?.getTracks().forEach((track) => track.stop())
    const wanted = { video: { facingMode: 'environment', width: { ideal: 4096 } } }
    const asked = navigator.mediaDevices?.getUserMedia(wanted) ?? Promise.reject(new Error('no camera'))
    asked.then(
      (found) => {
        stream = found
        // Whoever closed the sheet before the camera came must not be filmed.
        if (closed) return end()
        video.current!.srcObject = found
        void video.current!.play()
        setReady(true)
      },
      () => !closed && setReady(false),
    )
    return () => {
      closed = true
      end()
    }
  }, [])
  return (
    <Sheet title="对着原照片拍" close={close}>
      <p class="quiet">移动手机，让画面和原照片重合，再按“拍”。</p>
      <div class="overlay">
        <video ref={video} playsInline muted />
        <img src={over} alt="整改前的照片" style={{ opacity: strength / 100 }} />
      </div>
      <div class="row">
        <label for="strength">原照片深浅</label>
        <input
          id="strength"
          type="range"
          min="0"
          max="100"
          value={strength}
          onInput={(event) => setStrength(Number(event.currentTarget.value))}
        />
      </div>
      {ready && (
        <button class="btn main wide" type="button" onClick={() => void shoot(video.current!).then(taken)}>
          拍
        </button>
      )}
      {ready === false && (
        <>
          <p>这里用不了相机画面。请看好原照片的角度，再用手机相机拍。</p>
          <label class="btn main wide shoot">
            打开相机
            <input
              class="vh"
              type="file"
              accept="image/*"
              capture="environment"
              onChange={({ currentTarget: { files } }) => files?.[0] && taken(files[0])}
            />
          </label>
        </>
      )}
    </Sheet>
  )
}

/** What the camera sees, at its own size. */
async function shoot(video: HTMLVideoElement): Promise<File> {
  const canvas = document.createElement('canvas')
  canvas.width = video.videoWidth
  canvas.height = video.videoHeight
  canvas.getContext('2d')!.drawImage(video, 0, 0)
  const blob = await new Promise<Blob>((done) => canvas.toBlob((made) => done(made!), 'image/jpeg', QUALITY))
  return new File([blob], 'photo.jpg', { type: 'image/jpeg', lastModified: Date.now() })
}
