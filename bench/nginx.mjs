// The ruler for requests: nginx with one worker that answers every request with `bytes` bytes from memory.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { freePort, owned, pause, pin, serverCore } from './support.mjs'

const parameterLimit = 4000 // nginx reads no longer word from its configuration

function configuration(directory, port, bytes) {
  const parts = []
  for (let left = bytes; left > 0; left -= parameterLimit) parts.push('x'.repeat(Math.min(left, parameterLimit)))
  const set = parts.map((part, i) => `set $part${i} "${part}";`).join('\n      ')
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${directory}/${kind};`)
  return `daemon off;
worker_processes 1;
pid ${directory}/nginx.pid;
error_log ${directory}/error.log;
events { worker_connections 1024; }
http {
  access_log off;
  ${temporary.join('\n  ')}
  keepalive_requests 1000000000;
  server {
    listen 127.0.0.1:${port};
    location / {
      default_type application/json;
      ${set}
      return 200 "${parts.map((_, i) => `\${part${i}}`).join('')}";
    }
  }
}
`
}

export async function startNginx(directory, bytes) {
  const port = await freePort()
  const file = path.join(directory, 'nginx.conf')
  await writeFile(file, configuration(directory, port, bytes))
  const program = existsSync('/usr/sbin/nginx') ? '/usr/sbin/nginx' : 'nginx'
  // Pinned before it starts, so that its worker is too.
  const child = owned(spawn(program, ['-c', file, '-p', directory, '-e', path.join(directory, 'error.log')], { stdio: ['ignore', 'ignore', 'inherit'] }))
  pin(child.pid, serverCore)
  const url = `http://127.0.0.1:${port}`
  for (let attempt = 0; ; ++attempt) {
    const answer = await fetch(url).catch(() => null)
    if (answer) {
      const got = (await answer.text()).length
      if (got !== bytes) throw new Error(`nginx answers ${got} bytes instead of ${bytes}`)
      break
    }
    if (child.exitCode !== null || attempt > 200) throw new Error('nginx does not answer')
    await pause(50)
  }
  const worker = Number(readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').trim())
  return { url, worker, stop: () => new Promise((resolve) => (child.once('exit', resolve), child.kill('SIGTERM'))) }
}
