-- The event log as the readers of the feed get it: each row is one ordered message of its tenant. The rows of earlier
-- programs named ids only and nothing has ever read them, so they are dropped.
--
-- seq counts a tenant's ordered and passing messages together, so that it grows with gaps here; prev_seq is the row
-- before of the same channel (0: none), from which a reader sees that it missed one. run is the run of the engine that
-- wrote the row.
drop table events;
create table events (
  client_id bigint not null references clients (id),
  seq bigint not null,
  prev_seq bigint not null check (prev_seq >= 0),
  channel text not null,
  type text not null,
  data text not null,
  urgent bigint not null check (urgent in (0, 1)),
  run bigint not null,
  at bigint not null,
  primary key (client_id, seq),
  constraint seq_grows check (seq > prev_seq)
);
create index events_by_channel on events (client_id, channel, seq);
create index events_by_time on events (client_id, at, seq);

-- The highest seq that a tenant may have been given; passing messages are stored nowhere else.
create table feed_seqs (
  client_id bigint not null primary key references clients (id),
  ceiling bigint not null check (ceiling > 0)
);
