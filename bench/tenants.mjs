// A hundred clients at once: one signed-in user of each asks every GET endpoint of the API's document in turn, without
// pause. Times are taken by the readers, so that their own queueing on the other core is in them.
import { Agent, request } from 'node:http'
import { document } from '../tests/acceptance/support/contract.mjs'
import { run } from '../tests/acceptance/support/programs.mjs'
import { begin, demoDirectory, metricsOf, password, pin, positionsOf, quantile, seconds, server, serverCore, simulator, tell, temporaryDirectory, tokenOf, withFreshPrices } from './support.mjs'

const tenants = 100
const symbols = ['BTCUSDC', 'ETHUSDC']
const queries = { '/api/historical-data/': '?symbol=BTCUSDC&days=7', '/api/market/klines/{symbol}/': '?interval=15m&limit=100' }
// No plan has been made, so there is none to ask for by its id.
const left = new Set(['/ws/prices/', '/api/plans/{id}/'])
const patterns = Object.keys(document.paths).filter((pattern) => document.paths[pattern].get && !left.has(pattern))
// Only client 1 has an account at the venue; the others' answer is a truthful 503.
const needsAccount = new Set(['/api/portfolio/patrimony/', '/api/account/balance/'])

async function addTenants(data) {
  for (let number = 2; number <= tenants; ++number) {
    const flags = ['--data-dir', data, '--log-level', 'error']
    const client = await run('robsond', [...flags, 'client', 'add', `Client ${number}`])
    const user = await run('robsond', [...flags, 'user', 'add', `user${number}`, '--client', client.out.trim(), '--role', 'admin', '--password-stdin'], { input: password })
    if (client.code !== 0 || user.code !== 0) throw new Error(`client ${number} was not added: ${client.err}${user.err}`)
  }
}

async function firstOf(url, token, list) {
  const answer = await fetch(`${url}/api/${list}/`, { headers: { Authorization: `Bearer ${token}` } })
  return (await answer.json())[list][0].id
}

/** One signed-in user with one connection. */
async function signedIn(url, number) {
  const token = await tokenOf(url, number === 1 ? 'admin' : `user${number}`)
  const [position] = await positionsOf(url, token)
  const ids = { strategies: await firstOf(url, token, 'strategies'), orders: await firstOf(url, token, 'orders') }
  const symbol = symbols[number % symbols.length]
  const paths = patterns.map((pattern) => ({
    pattern,
    path: pattern.replace('{id}', ids[pattern.split('/')[2]] ?? position.id).replace('{symbol}', symbol) + (queries[pattern] ?? ''),
  }))
  const turn = number % paths.length // not all at the same endpoint
  return { token, agent: new Agent({ keepAlive: true, maxSockets: 1 }), paths: [...paths.slice(turn), ...paths.slice(0, turn)] }
}

function ask(url, path, { token, agent }) {
  return new Promise((resolve, reject) => {
    const began = performance.now()
    const asked = request(url + path, { agent, headers: { Authorization: `Bearer ${token}` } }, (answer) => {
      answer.on('data', () => {})
      answer.on('end', () => resolve({ status: answer.statusCode, took: performance.now() - began }))
      answer.on('error', reject)
    })
    asked.on('error', reject)
    asked.end()
  })
}

await begin({ pinned: true })
const directory = await temporaryDirectory()
const venue = await simulator()
const data = directory.path
await demoDirectory(data, venue.address)
await addTenants(data)
await demoDirectory(data, venue.address) // an operation for each
const robsond = await server({ venue: venue.address, directory: data })
pin(robsond.child.pid, serverCore)
const users = []
for (let number = 1; number <= tenants; ++number) users.push(await signedIn(robsond.url, number))
await withFreshPrices(robsond.url, users[0].token, 1)

const times = new Map(patterns.map((pattern) => [pattern, []]))
const wrong = new Map()
const before = await metricsOf(robsond.url)
const end = performance.now() + seconds * 1000
await Promise.all(
  users.map(async (user) => {
    for (let turn = 0; performance.now() < end; ++turn) {
      const { pattern, path } = user.paths[turn % user.paths.length]
      const { status, took } = await ask(robsond.url, path, user)
      times.get(pattern).push(took)
      const expected = status === 200 || (status === 503 && needsAccount.has(pattern) && user !== users[0])
      if (!expected) wrong.set(`${pattern} ${status}`, (wrong.get(`${pattern} ${status}`) ?? 0) + 1)
    }
  }),
)
const after = await metricsOf(robsond.url)
if (wrong.size > 0) throw new Error(`answers that should not be: ${JSON.stringify([...wrong])}`)

const command = 'tenants'
const all = [...times.values()].flat()
tell({ name: `${tenants} tenants at once: requests`, command, value: all.length / seconds, unit: 'requests/s', note: 'as many as the one-core reader asks' })
for (const [pattern, took] of times) {
  tell({ name: `${tenants} tenants at once: GET ${pattern} p95`, command, value: quantile(took, 0.95), unit: 'ms', goal: { below: 500 } })
}
const answers = (from) => after.get(`robson_price_answers_total{from="${from}"}`) - before.get(`robson_price_answers_total{from="${from}"}`)
const [stream, cache, asked] = ['stream', 'cache', 'venue'].map(answers)
tell({ name: 'price answers without asking the venue', command, value: (100 * (stream + cache)) / (stream + cache + asked), unit: '%', goal: { least: 95 }, note: `${stream + cache + asked} answers` })

users.forEach((user) => user.agent.destroy())
await robsond.stop()
await venue.stop()
await directory.remove()
