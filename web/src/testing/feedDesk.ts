// A feed over lines that are played by hand, with hand-turned frames.
import { Feed } from '@/lib/stream/feed'
import { FakeEventSource } from './fakeEvents'
import { FakeLine } from './fakeSocket'
import { snapshot } from './feedMessages'
import type { Channel } from '@/lib/stream/protocol'

export function feedDesk() {
  const line = new FakeLine()
  const frames: (() => void)[] = []
  const streams: FakeEventSource[] = []
  const server = {
    /** What polling is answered with; a failure when null. */
    messages: null as object[] | null,
    polled: [] as string[],
    session: 'good' as 'good' | 'over' | 'silent',
    checks: 0,
    signedOut: 0,
    tickets: [] as number[],
  }
  const feed = new Feed({
    connect: line.connect,
    openEvents: (query) => {
      const source = new FakeEventSource(query)
      streams.push(source)
      return source
    },
    poll: async (query) => {
      server.polled.push(query)
      if (!server.messages) throw new Error('silent')
      return server.messages
    },
    checkSession: async () => {
      server.checks += 1
      if (server.session === 'silent') throw new Error('silent')
      return server.session === 'good'
    },
    signedOut: () => (server.signedOut += 1),
    ticket: async (expiresAt) => {
      server.tickets.push(expiresAt)
      return 'ticket'
    },
    nextFrame: (run) => frames.push(run),
    painted: (run) => run(),
    random: () => 1,
  })
  const frame = () => frames.splice(0).forEach((run) => run())
  return {
    feed,
    line,
    frames,
    frame,
    streams,
    server,
    /** Opens the newest socket and answers with a snapshot. */
    answer: (data: Partial<Record<Channel, unknown>>, seq = 10) => {
      line.newest.accept()
      line.newest.say(snapshot(seq, data))
      frame()
    },
  }
}
