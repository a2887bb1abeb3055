/**
 * The build: the shell (app.js, app.css) and one file for each screen that is loaded later, all under stable names,
 * byte-identical from the same tree. The output is committed, so that installing the Python package needs no Node.
 */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig, type Plugin } from 'vite'

const OUT = '../api/static/app'

/** Writes sw.js from src/worker.js with the list of what was built and a hash over its content. */
function worker(): Plugin {
  let out = OUT
  return {
    name: 'worker',
    apply: 'build',
    configResolved(config) {
      out = config.build.outDir
    },
    closeBundle() {
      const names = readdirSync(out)
        .filter((name) => name !== 'sw.js')
        .sort()
      const source = readFileSync('src/worker.js', 'utf8')
      const hash = names.reduce(
        (sum, name) => sum.update(name).update(readFileSync(join(out, name))),
        createHash('sha256').update(source),
      )
      const files = names.map((name) => (name === 'index.html' ? '/app/' : `/app/${name}`))
      writeFileSync(
        join(out, 'sw.js'),
        source.replace("'VERSION'", `'${hash.digest('hex').slice(0, 12)}'`).replace("'FILES'", JSON.stringify(files)),
      )
    },
  }
}

export default defineConfig({
  base: '/app/',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  plugins: [worker()],
  server: { proxy: { '/api': 'http://127.0.0.1:8000' } },
  build: {
    outDir: OUT,
    emptyOutDir: true,
    target: ['chrome69', 'safari13'],
    modulePreload: false,
    rolldownOptions: {
      output: {
        entryFileNames: 'app.js',
        chunkFileNames: '[name].js',
        // The shell is one file. Forms share a second; every other screen, and the office, stands for itself.
        codeSplitting: {
          groups: [
            { name: 'app', tags: ['$initial'], priority: 2 },
            { name: 'forms', test: /src.(visit|finding)./, minShareCount: 2, priority: 1 },
          ],
        },
        assetFileNames: ({ names }) => (names[0] === 'index.css' ? 'app.css' : '[name][extname]'),
      },
    },
  },
})
