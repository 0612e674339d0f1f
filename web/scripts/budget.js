// Fails when what a browser must load before the first page grows beyond its budget (gzip, as robsond serves it).
import { readFile } from 'node:fs/promises'
import { gzipSync } from 'node:zlib'

const budgets = { js: 220_000, css: 20_000 }
const dist = new URL('../dist/', import.meta.url)
const page = await readFile(new URL('index.html', dist), 'utf8')
const initial = [...page.matchAll(/(?:src|href)="\/([^"]+\.(js|css))"/g)]

const totals = { js: 0, css: 0 }
for (const [, file, kind] of initial) totals[kind] += gzipSync(await readFile(new URL(file, dist))).length
for (const [kind, limit] of Object.entries(budgets)) {
  console.log(`${kind}: ${totals[kind]} of ${limit} bytes gzip`)
  if (totals[kind] > limit) process.exitCode = 1
}
if (process.exitCode) console.error('The first page is over its budget.')
