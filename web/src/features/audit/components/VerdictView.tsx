import { Copyable } from '@/components/Copyable'
import type { AuditVerdict } from '@/lib/api/types'
import { utc } from '@/lib/format'
import type { KeptHead } from '../words'

interface VerdictViewProps {
  verdict: AuditVerdict
  /** The head that it was compared with; null when none was. */
  kept: KeptHead | null
}

export function VerdictView({ verdict: { ok, entries, head, fault }, kept }: VerdictViewProps) {
  return (
    <div role="group" aria-label="Verdict" className={`flex flex-col gap-2 rounded border px-3 py-2 text-sm ${ok ? 'border-success' : 'border-danger'}`}>
      {ok ? (
        <p role="status" className="font-medium text-success-ink">
          ✓ All <span className="num">{entries}</span> {entries === 1 ? 'entry is' : 'entries are'} as written{kept && <>, and the head that you kept is entry <span className="num">{kept.seq}</span> of them</>}.
        </p>
      ) : (
        <Fault seq={fault?.seq ?? null} what={fault?.what ?? null} entries={entries} />
      )}
      <details>
        <summary className="min-h-8 content-center text-muted pointer-coarse:min-h-11">
          Head: entry <span className="num">{head.seq}</span>, signed {utc(head.at)}
        </summary>
        <div className="flex flex-col gap-2 pt-1">
          <p className="text-muted">Keep number and hash where this server cannot reach: with them a log that was cut at its end shows.</p>
          <Copyable what="the head" text={`${head.seq} ${head.hash}`} />
          <p className="text-muted">Signature (Ed25519) over number, hash and time</p>
          <Copyable what="the signature" text={head.signature} />
          <p className="text-muted">Public key</p>
          <Copyable what="the public key" text={head.public_key} />
        </div>
      </details>
    </div>
  )
}

function Fault({ seq, what, entries }: { seq: number | null; what: string | null; entries: number }) {
  return (
    <>
      <p role="alert" className="font-medium text-danger-ink">
        ✗ The log is not as it was written{seq !== null && <>: it breaks at entry <span className="num">{seq}</span></>}.
      </p>
      {what && <p>{what}</p>}
      <p>
        Somebody or something changed, removed or added an entry after it was written, past Robson: on the disk, by a restored backup, or by a fault of the disk.
        {seq !== null && seq > 1 && <> Entries 1 to {seq - 1} still hold; from {seq} on, nothing of the {entries} can be relied on.</>}
      </p>
      <p className="text-muted">Export the chain now, before anything else is written; compare it with a copy or a head that you kept; then find out who could write to the server&apos;s data directory. Positions and orders are not affected.</p>
    </>
  )
}
