#include "feed_store.hpp"

#include <limits>

#include "base/log.hpp"
#include "storage/events.hpp"

namespace robson {
namespace {

net::Task<void> reserve_numbers(storage::Database& database, feed::Log& log, TenantId tenant, std::int64_t ceiling) {
  auto put = [tenant, ceiling](storage::Session& session) {
    storage::reserve_seqs(session, storage::Tenant(tenant), ceiling);
  };
  const auto done = co_await database.write(std::move(put));
  if (!done)
    log::warning("no numbers reserved for the feed", {{"client_id", tenant.value}, {"why", done.error().text}});
  log.reserved(tenant, done ? ceiling : 0);
}

net::Task<void> prune_all(storage::Database& database, std::vector<TenantId> tenants) {
  const storage::Pruning pruning;
  for (const TenantId tenant : tenants) {
    for (bool more = true; more;) {
      auto cut = [tenant, pruning](storage::Session& session) {
        return storage::prune_events(session, storage::Tenant(tenant), pruning);
      };
      const auto gone = co_await database.write(std::move(cut));
      if (!gone) log::warning("the event log was not pruned", {{"why", gone.error().text}});
      more = gone && *gone >= pruning.most;
    }
  }
}

}  // namespace

FeedStart feed_start(storage::Session& session, const std::vector<TenantId>& tenants, Timestamp now) {
  FeedStart start{.epoch = storage::feed_epoch(session, storage::Installation{}, now)};
  for (const TenantId tenant : tenants) {
    const storage::LogStart held = storage::log_start(session, storage::Tenant(tenant));
    FeedStart::Stream stream{.tenant = tenant, .from = {.next_seq = held.next_seq}};
    for (const auto& [name, seq] : held.last) {
      const auto channel = json::value_of<feed::Channel>(name);  // an older or newer program may have had others
      if (channel) stream.from.last.at(static_cast<std::size_t>(*channel)) = seq;
    }
    start.streams.push_back(stream);
  }
  return start;
}

void FeedStore::reserve(feed::Log& log, TenantId tenant, std::int64_t ceiling) {
  net::spawn(context_, "reserve numbers", reserve_numbers(database_, log, tenant, ceiling));
}

net::Task<Result<routes::LogCompletion::Earlier, std::string>> FeedStore::newest(TenantId tenant) {
  constexpr int most = static_cast<int>(feed::messages_held);
  auto read = [tenant](storage::Session& session) {
    return storage::newest_events(session, storage::Tenant(tenant), std::numeric_limits<std::int64_t>::max(), most);
  };
  auto entries = co_await database_.read(std::move(read));
  if (!entries) co_return Unexpected(std::move(entries).error().text);
  const bool all = entries->size() < feed::messages_held;  // more than that are never pruned
  routes::LogCompletion::Earlier earlier{std::move(*entries), all};
  co_return earlier;
}

void FeedStore::prune(std::vector<TenantId> tenants) {
  net::spawn(context_, "prune the event log", prune_all(database_, std::move(tenants)));
}

}  // namespace robson
