// A WebSocket client of raw bytes: it can break any rule.
import { createHash, randomBytes } from 'node:crypto'
import { connect } from 'node:net'

export const opcode = { more: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 }

/** One frame of a client; `style` says what is wrong with it. */
export function frame(code, payload = '', style = {}) {
  const { fin = true, masked = true, reserved = 0 } = style
  const bytes = Buffer.from(payload)
  const head = [(fin ? 0x80 : 0) | (reserved << 4) | code]
  const mark = masked ? 0x80 : 0
  if (bytes.length < 126) head.push(mark | bytes.length)
  else if (bytes.length < 65536) head.push(mark | 126, bytes.length >> 8, bytes.length & 255)
  else head.push(mark | 127, 0, 0, 0, 0, ...[24, 16, 8, 0].map((shift) => (bytes.length >>> shift) & 255))
  if (!masked) return Buffer.concat([Buffer.from(head), bytes])
  const key = randomBytes(4)
  return Buffer.concat([Buffer.from(head), key, bytes.map((byte, i) => byte ^ key[i % 4])])
}

export function closeFrame(code, reason = '') {
  return frame(opcode.close, Buffer.concat([Buffer.from([code >> 8, code & 255]), Buffer.from(reason)]))
}

/** The head of an upgrade; `headers` stand behind those that it needs. */
export function handshake(path, headers = {}, key = randomBytes(16).toString('base64')) {
  const lines = Object.entries({
    Host: 'localhost', Upgrade: 'websocket', Connection: 'Upgrade', 'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': key, ...headers,
  }).map(([name, value]) => `${name}: ${value}\r\n`)
  return `GET ${path} HTTP/1.1\r\n${lines.join('')}\r\n`
}

/** A connection of bytes: {socket, received() of all bytes so far, ended (promise)}. */
export function dial(address, options = {}) {
  const { hostname, port } = new URL(address)
  const socket = connect({ host: hostname, port: Number(port), ...options })
  const chunks = []
  socket.on('data', (chunk) => chunks.push(chunk))
  socket.on('error', () => {})
  const ended = new Promise((resolve) => socket.on('close', resolve))
  return { socket, received: () => Buffer.concat(chunks), ended }
}

/** The frames in bytes of a server: [{fin, code, payload}]. */
export function framesOf(bytes) {
  const frames = []
  for (let at = 0; at + 2 <= bytes.length; ) {
    let size = bytes[at + 1] & 127
    let begin = at + 2
    if (size === 126) (size = bytes.readUInt16BE(begin)), (begin += 2)
    else if (size === 127) (size = Number(bytes.readBigUInt64BE(begin))), (begin += 8)
    if (begin + size > bytes.length) break
    frames.push({
      fin: (bytes[at] & 0x80) !== 0, reserved: (bytes[at] >> 4) & 7, code: bytes[at] & 15,
      masked: (bytes[at + 1] & 0x80) !== 0, payload: bytes.subarray(begin, begin + size),
    })
    at = begin + size
  }
  return frames
}

/** An open WebSocket of raw bytes: {send, frames(), ended, closeCode()}. */
export async function openRaw(address, headers = {}) {
  const { pathname, search } = new URL(address)
  const key = randomBytes(16).toString('base64')
  const line = dial(address)
  line.socket.write(handshake(pathname + search, headers, key))
  const head = await new Promise((resolve, reject) => {
    line.socket.on('data', () => line.received().includes('\r\n\r\n') && resolve(headOf(line.received())))
    line.ended.then(() => reject(new Error('the server hung up during the handshake')))
  })
  const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64')
  if (!head.startsWith('HTTP/1.1 101 ') || !head.includes(`Sec-WebSocket-Accept: ${accept}\r\n`)) {
    throw new Error(`no upgrade: ${head}`)
  }
  const frames = () => framesOf(line.received().subarray(head.length))
  return {
    socket: line.socket, frames, ended: line.ended,
    send: (...parts) => line.socket.write(Buffer.concat(parts.map((part) => Buffer.from(part)))),
    /** undefined: no close frame came; 1005: one without a code. */
    closeCode() {
      const close = frames().find((each) => each.code === opcode.close)
      return close && (close.payload.length >= 2 ? close.payload.readUInt16BE(0) : 1005)
    },
  }
}

const headOf = (bytes) => bytes.subarray(0, bytes.indexOf('\r\n\r\n') + 4).toString('latin1')
