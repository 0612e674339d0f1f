// What a reader of the live feed is told and what not: by channel, by symbol, by encoding, and by whose it is.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { encode } from '@msgpack/msgpack'
import { Knowledge } from '../support/feed.mjs'
import { everything, openFeedDesk, pause } from '../support/feed_desk.mjs'

let desk
before(async () => { desk = await openFeedDesk() })
after(() => desk?.close())

test('the channels filter what is told and what is replayed', async () => {
  const orders = desk.open()
  await orders.subscribe(['orders'])
  const all = desk.open()
  await all.subscribe(everything)
  const from = orders.knowledge.seq
  orders.cut()
  await desk.leave(await desk.enter())
  await desk.agreesWithApi(all)
  const again = desk.open('admin', { knowledge: orders.knowledge })
  const replay = await again.resume(['orders'])
  assert.equal(replay.type, 'catch_up')
  const wanted = all.knowledge.events.filter((one) => one.channel === 'orders' && one.seq > from)
  assert.ok(wanted.length > 3)
  assert.deepEqual(again.numbered(), wanted)
  await desk.leave(await desk.enter())
  await desk.agreesWithApi(all)
  await again.until(() => again.knowledge.events.length === all.knowledge.events.filter((one) => one.channel === 'orders' && one.seq > from).length)
  assert.deepEqual(new Set(again.numbered().map((one) => one.channel)), new Set(['orders']))
  assert.deepEqual(await desk.logged('admin', from + 1, 'orders'), again.knowledge.events)
  await Promise.all([again.close(), all.close()])
})

test('who subscribed already may ask what it missed', async () => {
  const feed = desk.open()
  await feed.opened
  feed.send({ action: 'catch_up', last_seq: 1 })
  assert.equal((await feed.until(() => feed.of('error')[0])).code, 'NOT_SUBSCRIBED')
  await feed.subscribe(['pause_state'])
  const from = feed.knowledge.seq
  await desk.killSwitch(true)
  await desk.killSwitch(false)
  await feed.until(() => feed.of('pause_state_change').length === 2)
  const told = feed.of('pause_state_change')
  feed.knowledge = new Knowledge() // the replay goes back
  feed.send({ action: 'catch_up', last_seq: from, epoch: told[0].epoch })
  const replay = await feed.until(() => feed.of('catch_up')[0])
  assert.deepEqual(replay.events, told)
  assert.equal(replay.from_seq, from)
  await feed.close()
})

test('what is left is not told any more, and can be had again', async () => {
  const feed = desk.open()
  await feed.subscribe(['pause_state', 'operations', 'prices'], { symbols: ['BTCUSDC'] })
  await feed.until(() => feed.knowledge.prices.BTCUSDC)
  feed.send({ action: 'unsubscribe', channels: ['pause_state', 'prices'] })
  const left = await feed.until(() => feed.of('unsubscribed')[0])
  assert.deepEqual(left.channels.sort(), ['pause_state', 'prices'])
  const before = feed.messages.length
  await desk.killSwitch(true)
  await desk.killSwitch(false)
  const plan = await desk.plan()
  await feed.until(() => feed.of('plan_update').some((one) => one.data.plan_id === plan.id))
  await pause(500)
  assert.deepEqual(new Set(feed.messages.slice(before).map((one) => one.channel ?? one.type)), new Set(['operations']))
  const again = await feed.subscribe(['pause_state'])
  assert.equal(again.type, 'snapshot')
  assert.equal(again.data.pause_state.paused, false)
  await feed.close()
})

test('prices come by symbol, at once and then as they change, without numbers', async () => {
  const feed = desk.open('vera')
  await feed.subscribe(['prices'], { symbols: ['ethusdc'] })
  await feed.until(() => feed.knowledge.prices.ETHUSDC)
  const { data } = await feed.until(() => feed.of('venue_status')[0])
  assert.equal(data.state, 'live')
  await feed.until(() => feed.of('price_update').length > 5)
  assert.deepEqual(Object.keys(feed.knowledge.prices), ['ETHUSDC'])
  for (const { data: price } of feed.of('price_update')) {
    assert.ok(price.sent_us >= price.received_us && Number(price.bid) < Number(price.ask))
  }
  await feed.subscribe(['prices'], { symbols: ['BTCUSDC'] })
  await feed.until(() => feed.knowledge.prices.BTCUSDC)
  feed.send({ action: 'unsubscribe', symbols: ['ETHUSDC'] })
  assert.deepEqual((await feed.until(() => feed.of('unsubscribed')[0])).symbols, ['ETHUSDC'])
  const before = feed.messages.length
  await feed.until(() => feed.messages.slice(before).filter((one) => one.type === 'price_update').length > 5)
  assert.ok(feed.messages.slice(before).every((one) => one.type !== 'price_update' || one.data.symbol === 'BTCUSDC'))
  await feed.close()
  // Without symbols: those of open positions and the configured ones.
  const chosen = desk.open('vera')
  await chosen.subscribe(['prices'])
  await chosen.until(() => chosen.knowledge.prices.BTCUSDC && chosen.knowledge.prices.ETHUSDC)
  await chosen.close()
})

test('a price and a position that stand still are told again with their age', async () => {
  await desk.still(true)
  try {
    const feed = desk.open()
    await feed.subscribe(['positions', 'prices'], { symbols: ['BTCUSDC'] })
    await pause(1000) // what moved before
    const before = { price_update: feed.of('price_update').length, position_update: feed.of('position_update').length }
    for (const type of Object.keys(before)) await feed.until(() => feed.of(type).length >= before[type] + 3, 20_000)
    await feed.close()
  } finally {
    await desk.still(false)
  }
})

test('nobody receives, or can infer, what happens to another client', async () => {
  const theirs = desk.open('bob')
  await theirs.subscribe(everything)
  const log = await desk.logged('bob', 0)
  assert.ok(log.every((one) => one.type === 'strategy_update'), 'all that he ever did')
  const quiet = async (during) => {
    const before = theirs.messages.length
    const { seq } = theirs.knowledge
    const began = Date.now()
    await during()
    await pause(Math.max(0, 11_000 - (Date.now() - began)))
    theirs.assertSound()
    return { heard: theirs.messages.slice(before), moved: theirs.knowledge.seq - seq }
  }
  const alone = await quiet(() => pause(0))
  const besides = await quiet(async () => {
    for (let i = 0; i < 3; ++i) await desk.leave(await desk.enter())
    for (let i = 0; i < 10; ++i) await desk.killSwitch(i % 2 === 0)
  })
  const kinds = ({ heard }) => [...new Set(heard.map((one) => one.type))].sort()
  assert.deepEqual(besides.heard.filter((one) => one.prev_seq !== undefined), [])
  assert.deepEqual(kinds(besides), kinds(alone))
  assert.ok(Math.abs(besides.heard.length - alone.heard.length) <= 2, `${alone.heard.length} messages alone, ${besides.heard.length} beside ours`)
  assert.ok(Math.abs(besides.moved - alone.moved) <= 2, `seq moved by ${alone.moved} alone, by ${besides.moved} beside ours`)
  assert.deepEqual(await desk.logged('bob', 0), log)
  // A seq of ours means nothing there.
  const ours = desk.open()
  await ours.subscribe(everything)
  const foreign = desk.open('bob')
  const answer = await foreign.subscribe(everything, { last_seq: ours.knowledge.seq, epoch: ours.knowledge.epoch })
  assert.equal(answer.resync, true)
  await Promise.all([theirs.close(), ours.close(), foreign.close()])
})

for (const [how, options] of [['the query', { query: '?encoding=msgpack' }], ['the sub-protocol', { protocols: ['robson.v1.msgpack'] }]]) {
  test(`msgpack by ${how} says the same in fewer bytes`, async () => {
    const packed = desk.open('vera', options)
    const plain = desk.open('vera', { protocols: ['robson.v1'] })
    await Promise.all([packed.opened, plain.opened])
    assert.equal(plain.socket.protocol, 'robson.v1')
    if (options.protocols) assert.equal(packed.socket.protocol, 'robson.v1.msgpack')
    const said = packed.send
    packed.send = (message) => said(Buffer.from(encode(message)))
    const bytes = { packed: 0, plain: 0 }
    packed.socket.on('message', (payload) => (bytes.packed += payload.length))
    plain.socket.on('message', (payload) => (bytes.plain += payload.length))
    packed.socket.send(Buffer.from(encode({ action: 'subscribe', channels: everything })))
    await Promise.all([packed.until(() => packed.of('snapshot').some((one) => !one.more)), plain.subscribe(everything)])
    const id = await desk.enter()
    await desk.leave(id)
    const gone = (feed) => feed.until(() => feed.of('position_closed').some((one) => one.data.position_id === id))
    await Promise.all([gone(packed), gone(plain)])
    await desk.agreesWithApi(packed, 'vera')
    assert.ok(packed.binary && !packed.text)
    const [a, b] = [packed, plain].map((feed) => feed.knowledge.events)
    const from = Math.max(a[0].seq, b[0].seq)
    const until = Math.min(a.at(-1).seq, b.at(-1).seq)
    const both = (events) => events.filter((one) => one.seq >= from && one.seq <= until)
    assert.deepEqual(both(a), both(b))
    console.log(`# msgpack ${bytes.packed} bytes, JSON ${bytes.plain} bytes: ${(100 - (100 * bytes.packed) / bytes.plain).toFixed(0)} % fewer`)
    assert.ok(bytes.packed < bytes.plain)
    await Promise.all([packed.close(), plain.close()])
  })
}
