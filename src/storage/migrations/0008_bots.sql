-- Delta-neutral bots as the bridge knows them. `bot` is the name under which one is attached.

-- The last document of each kind that a bot served, word for word, so that a start without the bot still knows it.
create table bot_documents (
  client_id bigint not null references clients (id),
  bot text not null,
  kind text not null,
  body text not null,
  at bigint not null,
  primary key (client_id, bot, kind)
);

-- What happened inside a bot; id is the bot's.
create table bot_events (
  client_id bigint not null references clients (id),
  bot text not null,
  id bigint not null check (id > 0),
  at bigint not null,
  type text not null,
  severity text not null,
  position_id text,
  asset text,
  text text not null,
  data text not null,
  primary key (client_id, bot, id)
);
create index bot_events_by_position on bot_events (client_id, bot, position_id, id);

-- Every version of a bot's configuration that was seen. changes: a JSON array; null fields of the first version are
-- what nobody saw before.
create table bot_configs (
  client_id bigint not null references clients (id),
  bot text not null,
  version bigint not null check (version >= 0),
  at bigint not null,
  author text not null,
  reason text,
  changes text not null,
  settings text not null,
  risk text not null,
  primary key (client_id, bot, version)
);

create table emergency_stops (
  id bigint not null primary key check (id > 0),
  client_id bigint not null references clients (id),
  mode text not null check (mode in ('halt', 'flatten')),
  reason text not null,
  requested_at bigint not null,
  requested_by text not null,
  kill_switch bigint check (kill_switch in (0, 1)),
  acknowledged_at bigint,
  acknowledged_by text
);
create index emergency_stops_by_client on emergency_stops (client_id, id);
create table emergency_stop_bots (
  stop_id bigint not null references emergency_stops (id),
  place bigint not null,
  bot text not null,
  attempts bigint not null,
  confirmed_at bigint,
  positions_left bigint,
  detail text,
  primary key (stop_id, bot)
);
