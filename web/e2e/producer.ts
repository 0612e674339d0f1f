// A producer as a strategy has it: made by an admin, it signs what it proposes with node's own crypto.
import { execFile } from 'node:child_process'
import { createHmac, randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Page } from '@playwright/test'
import { expect } from './stack'

export interface Producer {
  id: string
  name: string
  secret: string
}

export interface Proposal {
  external_id: string
  instrument: string
  side: 'BUY' | 'SELL'
  price: string
  volume: string
  confidence: string
  stop_loss?: string
  take_profit?: string
  ttl_minutes?: number
  payload?: object
}

let made = 0

async function post(desk: Page, path: string, data: object) {
  return desk.request.post(path, { data, headers: { Origin: new URL(desk.url()).origin } })
}

/** A strategy whose plans the demo's cash can pay: a twentieth of its equity, which is mostly coins. @returns its id */
export async function smallStrategy(desk: Page): Promise<number> {
  const { templates } = (await (await desk.request.get('/api/strategies/')).json()) as { templates: { name: string }[] }
  const answer = await post(desk, '/api/strategies/', { name: `e2e small ${Date.now()}`, from_template: templates[0]!.name, rules: { max_notional_fraction: '0.05' } })
  expect(answer.status(), await answer.text()).toBe(201)
  return ((await answer.json()) as { id: number }).id
}

/** By REST, as its own page does it. */
export async function makeProducer(desk: Page, { name = `e2e-${Date.now()}-${(made += 1)}`, strategy_id = null as number | null } = {}): Promise<Producer> {
  const answer = await post(desk, '/api/v1/producers', { name, strategy_id })
  expect(answer.status()).toBe(201)
  const { producer, secret } = (await answer.json()) as { producer: { id: string }; secret: string }
  return { id: producer.id, name, secret }
}

/** The signature is over the time, the nonce and the very bytes of the body. */
export function signed({ id, secret }: Producer, body: string): Record<string, string> {
  const time = String(Math.floor(Date.now() / 1000))
  const nonce = randomBytes(12).toString('hex')
  return {
    'Content-Type': 'application/json',
    'X-Producer-Id': id,
    'X-Timestamp': time,
    'X-Nonce': nonce,
    'X-Signature': createHmac('sha256', secret).update(`${time}\n${nonce}\n${body}`).digest('hex'),
  }
}

/** @returns the signal's number */
export async function propose(url: string, producer: Producer, part: Partial<Proposal> = {}): Promise<number> {
  const proposal: Proposal = { external_id: `e2e-${randomBytes(6).toString('hex')}`, instrument: 'BTCUSDC', side: 'BUY', price: '89250.00', volume: '0.001', confidence: '0.82', ttl_minutes: 60, ...part }
  const body = JSON.stringify(proposal)
  const answer = await fetch(`${url}/api/v1/signals`, { method: 'POST', headers: signed(producer, body), body })
  expect(answer.status, await answer.clone().text()).toBe(201)
  return ((await answer.json()) as { id: number }).id
}

/** By the Python example of the user guide, with a price of today and a life that lets it age. @returns the signal's number */
export async function proposeByPython(url: string, producer: Producer, price: string): Promise<number> {
  const guide = await readFile(join(import.meta.dirname, '../../docs/guide/signals.md'), 'utf8')
  const example = /```python\n([\s\S]*?)```/.exec(guide)![1]!
  const text = example.replace("'89250.00'", `'${price}'`).replace("'ttl_minutes': 10", "'ttl_minutes': 60")
  expect(text).toContain(`'price': '${price}'`)
  expect(text).toContain("'ttl_minutes': 60")
  const directory = await mkdtemp(join(tmpdir(), 'robson-producer-'))
  try {
    const secret = join(directory, 'secret')
    await writeFile(secret, producer.secret, { mode: 0o600 })
    await writeFile(join(directory, 'send.py'), text)
    const env = { ...process.env, ROBSON_URL: url, ROBSON_PRODUCER: producer.id, ROBSON_SECRET_FILE: secret }
    const { stdout } = await promisify(execFile)('python3', [join(directory, 'send.py')], { env, timeout: 10_000 })
    return Number(/^(\d+) NEW$/m.exec(stdout)![1])
  } finally {
    await rm(directory, { recursive: true })
  }
}

/** Takes a signal back, as only its producer can. */
export async function withdraw(url: string, producer: Producer, id: number): Promise<void> {
  const body = JSON.stringify({ status: 'CANCELLED' })
  const answer = await fetch(`${url}/api/v1/signals/${id}`, { method: 'PATCH', headers: signed(producer, body), body })
  expect(answer.status, await answer.clone().text()).toBe(200)
}
