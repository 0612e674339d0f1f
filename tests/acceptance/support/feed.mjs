// A reader of the live feed, for tests: every message that it gets is held to api/feed.yaml and to the rules of the
// numbers (seq grows, chains of prev_seq are unbroken, nothing twice), and merged into the view that a client would have.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { decode } from '@msgpack/msgpack'
import Ajv2020 from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import WebSocket from 'ws'
import { parse } from 'yaml'
import { ask, document as openapi } from './contract.mjs'
import { root, until } from './programs.mjs'

export const document = parse(readFileSync(path.join(root, 'api/feed.yaml'), 'utf8'))

const home = 'https://robson.example/api/'
const ajv = new Ajv2020({ strict: false, allErrors: true })
addFormats(ajv)
ajv.addFormat('int64', true)
ajv.addFormat('password', true)
ajv.addSchema({ $id: `${home}openapi.yaml`, ...openapi })
ajv.addSchema({ $id: `${home}feed.yaml`, ...document, id: undefined })

const last = (ref) => ref.split('/').at(-1)
const absolute = (ref) => new URL(ref, `${home}feed.yaml`).href

/** Of a channel of the document: what is said in that direction, validators by type (or action). */
function voices(channel, action) {
  const operation = Object.values(document.operations)
    .find((one) => one.action === action && last(one.channel.$ref) === channel)
  const own = document.channels[channel].messages
  const names = operation?.messages?.map((one) => last(one.$ref)) ?? Object.keys(own)
  return Object.fromEntries(names.map((name) => {
    const message = document.components.messages[last(own[name].$ref)]
    return [name === 'ask_catch_up' ? 'catch_up' : name, ajv.compile({ $ref: absolute(message.payload.$ref) })]
  }))
}
const told = Object.fromEntries(Object.keys(document.channels).map((channel) => [channel, voices(channel, 'send')]))

/** Fails unless the document foresees the message on that channel of the document (feed, sse, prices, dashboard). */
export function assertForeseenMessage(channel, message) {
  const validate = told[channel][message.type]
  assert.ok(validate, `${channel} has no message ${message.type}: ${JSON.stringify(message).slice(0, 300)}`)
  if (message.type === 'catch_up') for (const event of message.events ?? []) assertForeseenMessage(channel, event)
  assert.ok(validate(message), `${JSON.stringify(validate.errors, null, 1)}\n${JSON.stringify(message)}`)
}

/** Types of messages that this process has heard, by channel of the document. */
export const heard = Object.fromEntries(Object.keys(told).map((channel) => [channel, new Set()]))
/** Those that the document foresees and nobody heard. */
export const unheard = (channel) => Object.keys(told[channel]).filter((type) => !heard[channel].has(type))

const ended = new Set(['FILLED', 'CANCELLED', 'REJECTED', 'EXPIRED'])
const keep = (where, key, value, stays) => {
  if (stays) where[key] = value
  else delete where[key]
}
const changes = {
  position_changed: (view, data) => (view.positions[data.id] = data),
  position_update: (view, data) => {
    const { position_id, ...rest } = data
    if (data.kind === 'hedge') view.positions[position_id] = data
    else if (view.positions[position_id]) Object.assign(view.positions[position_id], rest)
  },
  position_closed: (view, { position_id }) => delete view.positions[position_id],
  pause_state_change: (view, { bot, ...data }) => {
    const { bots } = view.pause_state
    if (bot) view.pause_state.bots = { ...bots, [bot]: data }
    else view.pause_state = bots ? { ...data, bots } : data
  },
  bot_update: (view, data) => (view.bots[data.name] = data),
  stats_update: (view, data) => (view.stats = data),
  order_update: (view, data) => keep(view.orders, data.client_order_id, data, !ended.has(data.status)),
  operation_update: (view, { operation }) =>
    keep(view.operations, operation.id, operation, ['PLANNED', 'ACTIVE'].includes(operation.status)),
  external_orders_update: (view, { orders }) => {
    for (const [id, order] of Object.entries(view.orders)) if (order.origin === 'external') delete view.orders[id]
    for (const order of orders) view.orders[order.client_order_id] = order
  },
  alarms_update: (view, data) => (view.alerts = data),
  signal_update: (view, data) => keep(view.approvals, data.id, data, data.status === 'NEW'),
  equity_update: (view, data) => (view.equity = data),
}

/** What a reader knows: the view by channel, where it stands, and the rules that its messages kept. */
export class Knowledge {
  view = {}
  epoch = null
  seq = 0
  events = []
  prices = {}
  #chains = new Map()
  #opened = new Set()

  /** On another connection: pages that were cut off are worth nothing. */
  begin() {
    this.#opened.clear()
  }

  take(message) {
    if (message.type === 'snapshot') return this.#snapshot(message)
    if (message.type === 'catch_up') return this.#catchUp(message)
    if (message.type === 'price_update') return void (this.prices[message.data.symbol] = message.data)
    if (message.type === 'heartbeat') {
      assert.equal(message.epoch, this.epoch ?? message.epoch, 'the epoch of a heartbeat')
      assert.ok(message.seq >= this.seq, `heartbeat ${message.seq} after ${this.seq}`)
      return
    }
    if (message.seq !== undefined) this.#numbered(message)
  }

  #snapshot(message) {
    assert.ok(message.seq >= this.seq || message.resync, `a snapshot of ${message.seq} after ${this.seq}`)
    for (const [channel, data] of Object.entries(message.data)) {
      // The first page that names a channel replaces what was known of it; later pages add to it.
      if (!this.#opened.has(channel)) this.view[channel] = {}
      this.#opened.add(channel)
      Object.assign(this.view[channel], data)
      this.#chains.set(channel, { atMost: message.seq })
    }
    this.epoch = message.epoch
    // Until the last page has come, the reader stands where it stood.
    if (message.more) return
    this.#opened.clear()
    this.seq = message.seq
  }

  #catchUp(message) {
    assert.equal(message.epoch, this.epoch ?? message.epoch)
    for (const event of message.events) {
      assert.ok(event.seq > message.from_seq && event.seq <= message.to_seq, 'an event outside of its page')
      this.#numbered(event)
    }
    this.epoch = message.epoch
    if (!message.more) this.seq = Math.max(this.seq, message.to_seq)
  }

  #numbered(message) {
    assert.equal(message.epoch, this.epoch ?? message.epoch, 'the epoch of a message')
    assert.ok(message.seq > this.seq, `${message.type} ${message.seq} after ${this.seq}`)
    this.seq = message.seq
    this.epoch = message.epoch
    if (message.prev_seq !== undefined) {
      const chain = this.#chains.get(message.channel)
      if (chain?.seq !== undefined) assert.equal(message.prev_seq, chain.seq, `a lost message of ${message.channel}`)
      else if (chain) assert.ok(message.prev_seq <= chain.atMost, `a lost message of ${message.channel}`)
      this.#chains.set(message.channel, { seq: message.seq })
      this.events.push(message)
    }
    this.view[message.channel] ??= {}
    changes[message.type]?.(this.view, structuredClone(message.data))
  }
}

/** Messages as they came, what they mean, and what was wrong with them. */
class Heard {
  messages = []
  faults = []
  constructor(channel, knowledge) {
    this.channel = channel
    this.knowledge = knowledge
    knowledge.begin()
  }
  hear(message) {
    this.messages.push(message)
    for (const { type } of [message, ...(message.events ?? [])]) heard[this.channel].add(type)
    try {
      assertForeseenMessage(this.channel, message)
      this.knowledge.take(message)
    } catch (fault) {
      this.faults.push(fault)
    }
  }
  of = (type) => this.messages.filter((message) => message.type === type)
  /** Waits; a message that breaks the contract fails the test at once. */
  until = (check, patience) => until(() => {
    this.assertSound()
    return check()
  }, patience, 5)
  /** Ordered and state messages that are newer, those inside of catch_up too. */
  numbered = () => this.messages.flatMap((one) => (one.type === 'catch_up' ? one.events : one.seq && one.channel ? [one] : []))
  assertSound() {
    if (this.faults.length > 0) throw this.faults[0]
  }
}

const addresses = { feed: '/ws/v1/feed', prices: '/ws/prices/', dashboard: '/api/v1/dashboard/ws' }

/**
 * An open socket. `token` goes into the header; `channel` is a key of the document; `knowledge` of an earlier reader
 * goes on where it stopped.
 */
export function openFeed(url, { token, channel = 'feed', query = '', headers = {}, protocols = [], knowledge = new Knowledge(), ...options } = {}) {
  const address = url.replace(/^http/, 'ws') + addresses[channel] + query
  const socket = new WebSocket(address, protocols, {
    headers: { ...(token ? { Authorization: `Bearer ${token}` } : {}), ...headers }, ...options,
  })
  const feed = new Heard(channel, knowledge)
  socket.on('message', (payload, binary) => feed.hear(binary ? decode(payload) : JSON.parse(payload)))
  socket.on('message', (payload, binary) => {
    feed.binary ||= binary
    feed.text ||= !binary
  })
  const opened = new Promise((resolve, reject) => {
    socket.on('open', resolve)
    socket.on('unexpected-response', (_, response) => {
      let body = ''
      response.on('data', (chunk) => (body += chunk))
      response.on('end', () => reject(Object.assign(new Error(`status ${response.statusCode}`), { status: response.statusCode, body })))
    })
    socket.on('error', reject)
  })
  opened.catch(() => {})
  const closed = new Promise((resolve) => socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() })))
  const send = (message) => socket.send(typeof message === 'string' || Buffer.isBuffer(message) ? message : JSON.stringify(message))
  return Object.assign(feed, {
    socket, opened, closed, send,
    /** Subscribes and waits for the last page of the answer, which it gives. */
    async subscribe(channels, more = {}) {
      await opened
      const before = feed.messages.length
      send({ action: 'subscribe', channels, ...more })
      const answer = () => feed.messages.slice(before).find((one) => ['snapshot', 'catch_up'].includes(one.type) && !one.more)
      return feed.until(answer)
    },
    /** Subscribes from where the knowledge stands. */
    resume: (channels, more = {}) => feed.subscribe(channels, { last_seq: knowledge.seq, epoch: knowledge.epoch, ...more }),
    async close() {
      socket.close()
      await closed
      feed.assertSound()
    },
    /** Gone without a word, as a cut network. */
    cut: () => socket.terminate(),
  })
}

/** A reader of Server-Sent Events; `ids` are those of the events. */
export async function openSse(url, { token, query = '', headers = {}, knowledge = new Knowledge() } = {}) {
  const abort = new AbortController()
  const answer = await fetch(`${url}/api/v1/feed/sse${query}`, {
    headers: { ...(token ? { Authorization: `Bearer ${token}` } : {}), ...headers }, signal: abort.signal,
  })
  const feed = Object.assign(new Heard('sse', knowledge), { ids: [], status: answer.status, headers: answer.headers, retry: null })
  if (answer.status !== 200) return Object.assign(feed, { body: await answer.text() })
  const closed = (async () => {
    let rest = ''
    const decoder = new TextDecoder('utf-8', { fatal: true })
    for await (const chunk of answer.body) {
      rest += decoder.decode(chunk, { stream: true })
      const blocks = rest.split('\n\n')
      rest = blocks.pop()
      for (const block of blocks) {
        const data = []
        for (const line of block.split('\n')) {
          const [, field, value] = line.match(/^([^:]*):? ?(.*)$/)
          if (field === 'data') data.push(value)
          else if (field === 'id') feed.ids.push(value)
          else if (field === 'retry') feed.retry = Number(value)
          else if (field !== '') feed.faults.push(new Error(`an event has a line ${line}`))
        }
        if (data.length > 0) feed.hear(JSON.parse(data.join('\n')))
      }
    }
    return 'ended'
  })().catch((error) => error)
  return Object.assign(feed, {
    closed,
    async close() {
      abort.abort()
      await closed
      feed.assertSound()
    },
  })
}

export const ticketOf = async (url, token) => {
  const answer = await ask(url, '/api/v1/auth/ticket', { method: 'POST', token })
  assert.equal(answer.status, 201)
  return answer.body.ticket
}
