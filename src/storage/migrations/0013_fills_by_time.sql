-- What was realised on a day is the sum over its fills.
create index fills_by_time on fills (client_id, booked_at, id);
