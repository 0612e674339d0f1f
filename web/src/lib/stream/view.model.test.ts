// A server in small, a line that loses messages and breaks, and the view: whatever happens, what the view holds after it
// has caught up is what the server holds, and every event was applied once and in its order.
import { describe, expect, it } from 'vitest'
import * as feed from '@/testing/feedMessages'
import { operationOne } from '@/testing/fixtures'
import { readMessage, type Channel, type FeedMessage } from './protocol'
import { View, type Outcome } from './view'

const runs = Number(process.env.ROBSON_VIEW_RUNS ?? 400)
const steps = 120
const heldEvents = 30
const channels: Channel[] = ['positions', 'orders', 'pause_state']

/** mulberry32 */
function generator(seed: number): () => number {
  let a = seed
  return () => {
    a = (a + 0x6d2b79f5) | 0
    let t = Math.imul(a ^ (a >>> 15), 1 | a)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32
  }
}

type Message = ReturnType<typeof feed.ordered> | ReturnType<typeof feed.state>

class Server {
  epoch = feed.epoch
  seq = 0
  positions = new Map<number, { quantity: string; pnl: string | null }>()
  orders = new Map<string, string>()
  paused = false
  log: Message[] = []
  values = new Map<string, Message>()
  /** seq of every ordered message since the beginning, a channel. */
  all: Record<string, number[]> = { positions: [], orders: [], pause_state: [] }
  private last: Record<string, number> = { positions: 0, orders: 0, pause_state: 0 }

  step(random: () => number): Message {
    const id = 1 + Math.floor(random() * 4)
    const pick = random()
    if (pick < 0.25) return this.tell('positions', 'position_changed', `${id}`, { ...operationOne, id, quantity: this.put(id, `${Math.floor(random() * 1000)}`) })
    if (pick < 0.5 && this.positions.has(id)) {
      const pnl = `${Math.floor(random() * 1000)}.00`
      this.positions.get(id)!.pnl = pnl
      return this.tell('positions', 'position_update', `${id} value`, { position_id: id, current_price: '1', unrealized_pnl: pnl, price_age_ms: 0, stale: false })
    }
    if (pick < 0.65) {
      this.positions.delete(id)
      this.values.delete(`${id}`)
      this.values.delete(`${id} value`)
      return this.log_('positions', 'position_closed', { position_id: id, symbol: 'BTCUSDC', reason: 'STOP' })
    }
    if (pick < 0.9) {
      const live = random() < 0.6
      const [name, filled] = [`o${id}`, `${Math.floor(random() * 1000)}`]
      if (live) this.orders.set(name, filled)
      else this.orders.delete(name)
      return this.log_('orders', 'order_update', { client_order_id: name, filled, status: live ? 'PENDING' : 'CANCELLED' })
    }
    this.paused = random() < 0.5
    return this.log_('pause_state', 'pause_state_change', { paused: this.paused })
  }

  /** The log is lost: numbers begin anew. */
  wipe(): void {
    this.epoch += 1
    this.seq = 0
    this.log = []
    this.values.clear()
    this.last = { positions: 0, orders: 0, pause_state: 0 }
    this.all = { positions: [], orders: [], pause_state: [] }
  }

  answer(asked: readonly Channel[], resume: { epoch?: number; last_seq: number } | null, random: () => number): object[] {
    const oldest = this.log[0]?.seq ?? this.seq + 1
    const dropped = Object.values(this.all).reduce((sum, each) => sum + each.length, 0) > this.log.length
    const held = resume && (resume.epoch ?? this.epoch) === this.epoch && resume.last_seq <= this.seq && resume.last_seq > 0 && (!dropped || resume.last_seq >= oldest - 1)
    if (!held) return this.snapshot(asked, resume !== null, random)
    const events = [...this.log, ...this.values.values()]
      .filter((message) => message.seq > resume.last_seq && asked.includes(message.channel))
      .sort((a, b) => a.seq - b.seq)
    const cut = Math.floor(random() * (events.length + 1))
    const whole = { epoch: this.epoch }
    if (cut === events.length) return [feed.catchUp(resume.last_seq, this.seq, events, whole)]
    return [feed.catchUp(resume.last_seq, this.seq, events.slice(0, cut), { ...whole, more: true }), feed.catchUp(resume.last_seq, this.seq, events.slice(cut), whole)]
  }

  private snapshot(asked: readonly Channel[], resync: boolean, random: () => number): object[] {
    const rows = [...this.positions].map(([id, { quantity, pnl }]) => [id, { ...operationOne, id, quantity, unrealized_pnl: pnl }] as const)
    const data = {
      positions: Object.fromEntries(rows),
      orders: Object.fromEntries([...this.orders].map(([name, filled]) => [name, { client_order_id: name, filled, status: 'PENDING' }])),
      pause_state: { paused: this.paused },
    }
    const parts = asked.map((channel) => [channel, data[channel as keyof typeof data]] as const)
    const cut = Math.floor(random() * (parts.length + 1))
    const make = (some: typeof parts, more: boolean) => feed.snapshot(this.seq, Object.fromEntries(some), { more, resync, epoch: this.epoch })
    return cut === parts.length ? [make(parts, false)] : [make(parts.slice(0, cut), true), make(parts.slice(cut), false)]
  }

  private put(id: number, quantity: string): string {
    this.positions.set(id, { quantity, pnl: null })
    this.values.delete(`${id} value`)
    return quantity
  }

  private tell(channel: Channel, type: string, key: string, data: object): Message {
    const message = feed.state(channel, type, this.next(), { ...data, ...(type === 'position_changed' && { unrealized_pnl: null }) }, this.epoch)
    this.values.set(key, message)
    return message
  }

  private log_(channel: Channel, type: string, data: object): Message {
    const message = feed.ordered(channel, type, this.next(), this.last[channel]!, data, this.epoch)
    this.last[channel] = message.seq
    this.all[channel]!.push(message.seq)
    this.log = [...this.log, message].slice(-heldEvents)
    return message
  }

  private next(): number {
    this.seq += 1 + (this.seq % 3 === 0 ? 1 : 0) // Numbers are not dense: other channels and state use them too.
    return this.seq
  }
}

function play(seed: number): void {
  const random = generator(seed)
  const server = new Server()
  const view = new View()
  let applied: Record<string, number[]> = {}
  let begin: Record<string, number> = {}
  let connected = false

  const restart = () => {
    applied = { positions: [], orders: [], pause_state: [] }
    begin = {}
  }
  restart()

  const note = (outcome: Outcome, asked: Message | null) => {
    for (const event of outcome.events) if (event.prevSeq !== null) applied[event.channel]!.push(event.seq)
    for (const channel of [...outcome.begun, ...outcome.resynced]) {
      begin[channel] = server.seq
      applied[channel] = []
    }
    if (outcome.foreign) {
      view.forgetAll()
      connected = false
    } else if (outcome.hole) {
      const { channel, after } = outcome.hole
      // First what is missing; an answer that does not help ends the line.
      if (asked === null) {
        view.forgetAll()
        connected = false
      } else hear(server.answer([channel], { epoch: server.epoch, last_seq: after }, random), false)
    }
  }
  const take = (raw: object, asked: Message | null) => {
    const message = readMessage(raw) as FeedMessage
    if (message.kind === 'event') note(view.event(message, 0), asked)
    else if (message.kind === 'snapshot') note(view.snapshot(message, 0), asked)
    else if (message.kind === 'catch_up') note(view.catchUp(message, 0), asked)
    else if (message.kind === 'heartbeat') note(view.heartbeat(message.epoch, message.seq), asked)
  }
  /** @param breaks whether the line may break between two pages */
  const hear = (messages: object[], breaks: boolean) => {
    for (const message of messages) {
      if (breaks && random() < 0.15) {
        connected = false
        return
      }
      take(message, null)
    }
  }
  const connect = (breaks = true) => {
    view.lineBroke()
    connected = true
    const resume = view.resume()
    const known = resume ? channels.filter((channel) => view.knows(channel)) : []
    const fresh = channels.filter((channel) => !known.includes(channel))
    if (known.length > 0) hear(server.answer(known, resume, random), breaks)
    if (connected && fresh.length > 0) hear(server.answer(fresh, null, random), breaks)
  }

  for (let i = 0; i < steps; i += 1) {
    const pick = random()
    if (pick < 0.02) {
      server.wipe()
      connected = false
    } else if (pick < 0.08) connected = false
    else if (pick < 0.16) connect()
    else if (pick < 0.2 && connected) take(feed.heartbeat(server.seq, server.epoch), null)
    else {
      const message = server.step(random)
      // Ordered messages may be lost on the way; of state the next one repairs it.
      const lost = 'prev_seq' in message && random() < 0.05
      if (connected && !lost) {
        take(message, message)
        if (random() < 0.05) take(message, message)
      }
    }
  }
  // A last word in each channel, so that a loss in it can be seen; then a line that holds.
  connected = false
  for (let tries = 0; tries < 4 && !connected; tries += 1) connect(false)
  for (const channel of channels) {
    const message =
      channel === 'positions'
        ? server['log_'](channel, 'position_closed', { position_id: 99 })
        : channel === 'orders'
          ? server['log_'](channel, 'order_update', { client_order_id: 'x', filled: '', status: 'FILLED' })
          : server['log_'](channel, 'pause_state_change', { paused: server.paused })
    take(message, message)
  }
  if (!connected) connect(false)

  const where = `seed ${seed}`
  const rows = [...view.state.positions!].map(([id, row]) => [id, row.position.quantity, row.value?.unrealized_pnl ?? row.position.unrealized_pnl])
  expect(rows.sort(), where).toEqual([...server.positions].map(([id, each]) => [id, each.quantity, each.pnl]).sort())
  expect([...view.state.orders!].map(([name, each]) => [name, each.filled]).sort(), where).toEqual([...server.orders].sort())
  expect(view.state.pause_state, where).toEqual({ paused: server.paused })
  for (const channel of channels) {
    const expected = server.all[channel]!.filter((seq) => seq > begin[channel]!)
    expect(applied[channel], `${where}, events of ${channel}`).toEqual(expected)
  }
}

describe('the view against a model', () => {
  it(`is the server’s state after any row of events, losses, cuts and lost logs (${runs} runs)`, () => {
    const first = Number(process.env.ROBSON_VIEW_SEED ?? 1)
    for (let seed = first; seed < first + runs; seed += 1) play(seed)
  })
})
