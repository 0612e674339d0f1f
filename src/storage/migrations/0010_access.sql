-- Who did what, users' second factors, and keys of programs.

-- A chain of rows for each client, and one of the installation itself (client_id 0, which is why there is no foreign
-- key): seq has no gaps, each row carries the hash of the one before. What the hash covers stands in
-- accounts/audit_chain.hpp. Rows are only ever added, at the end; {clustered} keeps each in one place, so that what is
-- read by key is what is hashed.
create table audit (
  client_id bigint not null,
  seq bigint not null check (seq > 0),
  at bigint not null,
  user_name text not null,
  role text,
  action text not null,
  target text not null,
  outcome text not null check (outcome in ('requested', 'done', 'refused', 'failed')),
  status bigint,
  detail text not null,
  address text not null,
  correlation_id text not null,
  prev_hash text not null check (length(prev_hash) = 64),
  hash text not null check (length(hash) = 64),
  primary key (client_id, seq)
) {clustered};
-- The newest row of each chain once more, so that a row that vanished from its end is missed.
create table audit_heads (
  client_id bigint not null primary key,
  seq bigint not null,
  hash text not null
);
create trigger audit_is_never_changed before update on audit begin select raise(abort, 'the audit is never changed'); end;
create trigger audit_is_never_cut before delete on audit begin select raise(abort, 'the audit is never cut'); end;
create trigger audit_grows_at_its_end before insert on audit when new.seq <> 1 + coalesce((select max(seq) from audit where client_id = new.client_id), 0) begin select raise(abort, 'the audit grows at its end only'); end;

-- The second factor: sealed by the master key; totp_pending is one that was shown and not confirmed yet. totp_step is
-- the time step of the last code that was taken: a code is good once.
alter table users add column last_login bigint;
alter table users add column totp text;
alter table users add column totp_pending text;
alter table users add column totp_step bigint not null default 0;

create table recovery_codes (
  client_id bigint not null,
  user_id bigint not null,
  hash text not null,
  primary key (client_id, user_id, hash),
  foreign key (client_id, user_id) references users (client_id, id)
);

-- scopes: a comma between them. last_used_at is to the minute.
create table api_keys (
  id {identity},
  client_id bigint not null,
  user_id bigint not null,
  name text not null,
  prefix text not null,
  hash text not null unique,
  scopes text not null,
  created_at bigint not null,
  expires_at bigint,
  last_used_at bigint,
  revoked_at bigint,
  foreign key (client_id, user_id) references users (client_id, id)
);
create index api_keys_by_client on api_keys (client_id, id);
