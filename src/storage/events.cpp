#include "storage/events.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "storage/session.hpp"
#include "storage/settings.hpp"

namespace robson::storage {
namespace {

#define EVENT_COLUMNS "seq, prev_seq, channel, type, data, urgent, at"

constexpr Sql insert = "insert into events (client_id, " EVENT_COLUMNS
                       ", run) values (:client_id, :seq, :prev_seq, :channel, :type, :data, :urgent, :at, :run)";
constexpr Sql select_last = "select seq from events where client_id = :client_id order by seq desc limit 1";
constexpr Sql next_channel =
    "select channel from events where client_id = :client_id and channel > :channel order by channel limit 1";
constexpr Sql last_of_channel =
    "select seq from events where client_id = :client_id and channel = :channel order by seq desc limit 1";
constexpr Sql select_ceiling = "select ceiling from feed_seqs where client_id = :client_id";
constexpr Sql raise_ceiling =
    "insert into feed_seqs (client_id, ceiling) values (:client_id, :ceiling) on conflict (client_id) do update "
    "set ceiling = excluded.ceiling where feed_seqs.ceiling < excluded.ceiling";
constexpr Sql select_newest =
    "select " EVENT_COLUMNS
    " from events where client_id = :client_id and seq < :before order by seq desc limit :limit";
constexpr Sql page_of_all =
    "select " EVENT_COLUMNS
    " from events where client_id = :client_id and seq > :after and +at >= :since order by seq limit :limit";
constexpr Sql page_of_channel =
    "select " EVENT_COLUMNS
    " from events where client_id = :client_id and channel = :channel and seq > :after and +at >= :since "
    "order by seq limit :limit";
// Where the rows of a time begin. A clock that was set back makes times overlap, which is why some rows are looked at.
constexpr Sql first_since =
    "select coalesce(min(seq), 9223372036854775807) from (select seq from events where client_id = :client_id "
    "and at >= :since order by at, seq limit 1000) as some";
constexpr Sql oldest_kept =
    "select seq from events where client_id = :client_id order by seq desc limit 1 offset :offset";
constexpr Sql delete_oldest =
    "delete from events where client_id = :client_id and seq in (select seq from events as old "
    "where old.client_id = :same_client and old.seq < :oldest_kept and exists (select 1 from events as newer "
    "where newer.client_id = old.client_id and newer.channel = old.channel and newer.seq > old.seq) "
    "order by old.seq limit :most)";

constexpr const char* epoch_setting = "feed_epoch";
constexpr int most_channels = 100;

struct Row {
  LogEntry entry{};
  auto columns() {
    return into(entry.seq, entry.prev_seq, entry.channel, entry.type, entry.data, entry.urgent, entry.at);
  }
};

template <class... In>
void read_into(std::vector<LogEntry>& found, Session& session, Sql sql, Tenant tenant, const In&... in) {
  Row row;
  row.entry.tenant = tenant.id();
  session.each(
      sql, row.columns(), [&] { found.push_back(row.entry); }, tenant.id(), in...);
}

std::int64_t last_seq(Session& session, Tenant tenant) {
  std::int64_t seq = 0;
  session.first(select_last, into(seq), tenant.id());
  return seq;
}

std::string question_of(const EventQuery& query) {
  std::string text = fmt::format("events from {}", query.from_seq);
  if (query.since) text += fmt::format(" since {}", query.since->us);
  for (const std::string& channel : query.channels) text += " " + channel;
  return text;
}

// The seq behind which the page begins.
std::int64_t place_of(Session& session, Tenant tenant, const EventQuery& query) {
  if (query.after) return query.after->id;
  std::int64_t from = query.from_seq;
  if (query.since) {
    std::int64_t first = 0;
    session.first(first_since, into(first), tenant.id(), *query.since);
    from = std::max(from, first);
  }
  return std::max<std::int64_t>(from, 1) - 1;
}

}  // namespace

void append_event(Session& session, Tenant tenant, const LogEntry& entry, std::int64_t run) {
  session.run(insert, tenant.id(), entry.seq, entry.prev_seq, entry.channel, entry.type, entry.data, entry.urgent,
              entry.at, run);
}

std::int64_t feed_epoch(Session& session, Installation all, Timestamp now) {
  if (const auto kept = find_setting(session, all, epoch_setting)) {
    std::int64_t epoch = 0;
    const auto parsed = std::from_chars(kept->data(), kept->data() + kept->size(), epoch);
    if (parsed.ec != std::errc{} || epoch < 1) throw unreadable("a feed epoch that is no number");
    return epoch;
  }
  const std::int64_t epoch = std::max<std::int64_t>(1, now.ms());
  put_setting(session, all, epoch_setting, std::to_string(epoch));
  return epoch;
}

LogStart log_start(Session& session, Tenant tenant) {
  std::int64_t ceiling = 0;
  session.first(select_ceiling, into(ceiling), tenant.id());
  LogStart start{.next_seq = std::max(ceiling, last_seq(session, tenant)) + 1};
  std::string channel;
  for (int i = 0; i < most_channels; ++i) {
    const std::string behind = channel;
    if (!session.first(next_channel, into(channel), tenant.id(), behind)) break;
    session.first(last_of_channel, into(start.last[channel]), tenant.id(), channel);
  }
  return start;
}

void reserve_seqs(Session& session, Tenant tenant, std::int64_t ceiling) {
  session.run(raise_ceiling, tenant.id(), ceiling);
}

std::vector<LogEntry> newest_events(Session& session, Tenant tenant, std::int64_t before, int limit) {
  ensure(limit >= 1 && limit <= 100'000, "1 to 100,000 events are read at a time");
  std::vector<LogEntry> found;
  read_into(found, session, select_newest, tenant, before, limit);
  std::ranges::reverse(found);
  return found;
}

Result<Cursor, CursorFault> read_cursor(const EventQuery& query, std::string_view text) {
  return cursor_of(question_of(query), CursorValue::none, text);
}

// Of some channels a page is merged from as many rows of each: each is a range of its index, where walking along all
// rows would pass any number of the others.
Page<LogEntry> events(Session& session, Tenant tenant, const EventQuery& query) {
  ensure(query.limit >= 1 && query.limit <= longest_page, "a page has 1 to 1000 rows");
  const std::int64_t place = place_of(session, tenant, query);
  const Timestamp since = query.since.value_or(Timestamp{});
  const int limit = query.limit + 1;  // one more, to see whether there is a next page
  Page<LogEntry> page;
  if (query.channels.empty()) read_into(page.rows, session, page_of_all, tenant, place, since, limit);
  for (const std::string& channel : query.channels) {
    read_into(page.rows, session, page_of_channel, tenant, channel, place, since, limit);
  }
  std::ranges::sort(page.rows, {}, &LogEntry::seq);
  if (page.rows.size() > static_cast<std::size_t>(query.limit)) {
    page.rows.resize(static_cast<std::size_t>(query.limit));
    page.next = cursor_text(question_of(query), {.value = {}, .id = page.rows.back().seq});
  }
  return page;
}

long long prune_events(Session& session, Tenant tenant, Pruning pruning) {
  ensure(pruning.keep >= 1 && pruning.most >= 1, "pruning keeps and deletes at least one row");
  std::int64_t oldest = 0;
  if (!session.first(oldest_kept, into(oldest), tenant.id(), pruning.keep - 1)) return 0;
  return session.run(delete_oldest, tenant.id(), tenant.id(), oldest, pruning.most);
}

}  // namespace robson::storage
