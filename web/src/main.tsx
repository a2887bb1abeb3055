/** Start: icons, the last known account, the outbox rounds, the screen, the worker. */
import { render } from 'preact'
import { App } from './app.tsx'
import icons from './icons.svg?raw'
import { fetchAhead } from './lazy.tsx'
import { startRounds } from './sending.ts'
import { resume } from './session.ts'
import './tokens.css'
import './kit.css'
import './app.css'
import { registerWorker } from './update.ts'

const sprite = document.createElement('div')
sprite.hidden = true
sprite.innerHTML = icons
document.body.append(sprite)

render(<App />, document.getElementById('app')!)
void resume().then(startRounds)
fetchAhead()
registerWorker()
