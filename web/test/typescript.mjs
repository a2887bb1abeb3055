// Lets `node --test` read our TypeScript: types are stripped by the transformer that builds the app.
import { register } from 'node:module'

register('./strip.mjs', import.meta.url)
