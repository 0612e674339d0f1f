// Messages of the feed as the server writes them.
import type { Channel } from '@/lib/stream/protocol'

export const epoch = 1767323000000
const timestamp = '2026-01-02T03:04:06.000Z'

export function ordered(channel: Channel, type: string, seq: number, prevSeq: number, data: unknown, at = epoch) {
  return { type, channel, epoch: at, seq, prev_seq: prevSeq, timestamp, data }
}

export function state(channel: Channel, type: string, seq: number, data: unknown, at = epoch) {
  return { type, channel, epoch: at, seq, timestamp, data }
}

export function snapshot(seq: number, data: Partial<Record<Channel, unknown>>, part: { more?: boolean; resync?: boolean; epoch?: number } = {}) {
  return { type: 'snapshot', epoch, seq, timestamp, resync: false, more: false, data, ...part }
}

export function catchUp(from: number, to: number, events: unknown[], part: { more?: boolean; epoch?: number } = {}) {
  return { type: 'catch_up', epoch, from_seq: from, to_seq: to, timestamp, more: false, events, ...part }
}

export function heartbeat(seq: number, at = epoch) {
  return { type: 'heartbeat', epoch: at, seq, timestamp }
}

/** What a subscriber to the frame's channels is answered with while there is nothing. */
export const nothingYet: Partial<Record<Channel, unknown>> = { positions: {}, stats: {}, pause_state: {}, alerts: { alarms: [] }, orders: {}, operations: {}, bots: {}, approvals: {} }
