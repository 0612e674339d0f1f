-- What requests were answered (for 24 hours), each tenant's sealed key at a venue, and the paper venue's accounts.
create table kept_answers (
  client_id bigint not null references clients (id),
  route text not null,
  key text not null,
  body_hash text not null,
  status bigint not null check (status between 100 and 599),
  body text not null,
  at bigint not null,
  primary key (client_id, route, key)
);
create index kept_answers_by_time on kept_answers (at);

create table venue_keys (
  client_id bigint not null references clients (id),
  kind text not null check (kind in ('SIM', 'PAPER', 'LIVE')),
  head text not null,
  tail text not null,
  sealed text not null,
  entered_by text not null,
  at bigint not null,
  primary key (client_id, kind)
);

create table paper_accounts (
  client_id bigint not null primary key references clients (id),
  state text not null,
  at bigint not null
);
