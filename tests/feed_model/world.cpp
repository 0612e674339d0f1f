#include "feed_model/world.hpp"

#include <fmt/format.h>

namespace robson::feed::model {
namespace {

constexpr std::int64_t log_epoch = 1'763'650'000'000;
constexpr std::size_t most_commits_out = 4;

std::int64_t number_below(Chance& chance, int limit) {
  return 1 + chance.below(limit);
}

}  // namespace

World::World(std::uint64_t seed) : chance(seed) {
  clock.set(Timestamp::from_seconds(1'763'650'000));
  boot();
}

// What a start does: the numbering goes on above every ceiling and every stored entry.
void World::boot() {
  hub_.reset();
  log_ = std::make_unique<Log>(
      log_epoch, [this](const std::vector<engine::Event>&, Timestamp) { return std::exchange(next_entries_, {}); },
      [this](TenantId tenant, std::int64_t ceiling) { reservations_.emplace_back(tenant, ceiling); }, clock);
  for (const TenantId tenant : tenants) {
    StartOfStream start;
    std::int64_t highest = ceilings_[tenant];
    for (const auto& stored : stored_[tenant]) {
      highest = std::max(highest, stored.seq);
      start.last[static_cast<std::size_t>(*json::value_of<Channel>(stored.channel))] = stored.seq;
    }
    start.next_seq = highest + 1;
    ceilings_[tenant] = highest + number_below(chance, chance.percent(20) ? 20 : 5000);
    log_->start(tenant, start, ceilings_[tenant]);
    log_->prepend(tenant, stored_[tenant], true);
  }
  hub_ = std::make_unique<Hub>(*log_, *this, clock);
}

void World::restart() {
  // Of the commits that are out the first ones may have reached the disk, without anybody having been told.
  while (!broken_ && !out_.empty() && chance.percent(50)) land(false);
  out_.clear();
  for (const auto& [tenant, ceiling] : std::exchange(reservations_, {})) {
    if (chance.percent(50)) ceilings_[tenant] = std::max(ceilings_[tenant], ceiling);
  }
  broken_ = false;
  live_ = durable_;
  for (const auto& [tenant, desk] : live_) {
    auto& prices = prices_[tenant];
    std::erase_if(prices, [&desk = desk](const auto& one) { return !desk.rows.contains(one.first); });
    for (const auto& [id, version] : desk.rows) prices.try_emplace(id, chance.below(1000));
  }
  ++restarts;
  if (on_restart) on_restart();
  boot();
}

void World::step() {
  const TenantId tenant = tenants[static_cast<std::size_t>(chance.below(2))];
  const int kind = chance.below(100);
  if (kind < 30) return command(tenant);
  if (kind < 55) {
    for (auto& [id, price] : prices_[tenant]) {
      if (!chance.percent(60)) continue;
      price = chance.below(1'000'000);
      hub_->touch(tenant, {StateKind::position_value, id});
    }
    return hub_->touch(tenant, {StateKind::stats, 0});
  }
  if (kind < 75) return out_.empty() ? pass(std::chrono::milliseconds(10)) : land(true);
  if (kind < 76 && !reservations_.empty()) {
    const auto [of, ceiling] = reservations_.back();
    reservations_.pop_back();
    ceilings_[of] = ceiling;
    return log_->reserved(of, ceiling);
  }
  if (kind < 77 && chance.percent(10)) return fail();
  pass(std::chrono::milliseconds(number_below(chance, 60)));
}

runtime::LogEntry World::entry(TenantId tenant, Channel channel, std::string type, std::string data,
                               bool urgent) const {
  return {.tenant = tenant,
          .channel = std::string(name_of(channel)),
          .type = std::move(type),
          .data = std::move(data),
          .at = clock.now(),
          .urgent = urgent};
}

void World::command(TenantId tenant) {
  if (broken_ || out_.size() >= most_commits_out) return;
  Desk& desk = live_[tenant];
  std::vector<runtime::LogEntry> entries;
  const int kind = chance.below(10);
  if (kind < 5) {
    const int many = 1 + chance.below(3);
    for (int i = 0; i < many; ++i) {
      const std::string id = fmt::format("o{}", chance.below(12));
      // Some are long, so that outboxes fill and answers need pages.
      const std::string note(static_cast<std::size_t>(chance.percent(30) ? chance.below(9000) : 5), 'x');
      desk.orders[id] =
          fmt::format(R"({{"client_order_id":"{}","status":{},"note":"{}"}})", id, chance.below(1000), note);
      entries.push_back(entry(tenant, Channel::orders, "order_update", desk.orders[id], chance.percent(30)));
    }
  } else if (kind < 7 && desk.rows.size() < 6) {
    desk.rows[++last_id_] = 1;
    prices_[tenant][last_id_] = chance.below(1000);
    entries.push_back(entry(tenant, Channel::operations, "operation_update", "{}", true));
  } else if (kind < 8 && !desk.rows.empty()) {
    ++desk.rows.begin()->second;
    entries.push_back(entry(tenant, Channel::operations, "operation_update", "{}", false));
  } else if (kind < 9 && !desk.rows.empty()) {
    const std::int64_t id = desk.rows.begin()->first;
    desk.rows.erase(id);
    prices_[tenant].erase(id);
    entries.push_back(
        entry(tenant, Channel::positions, "position_closed", fmt::format(R"({{"position_id":{}}})", id), true));
  } else {
    ++desk.pauses;
    entries.push_back(entry(tenant, Channel::pause_state, "pause_state_change",
                            fmt::format(R"({{"pauses":{}}})", desk.pauses), true));
  }
  commit(tenant, std::move(entries));
}

void World::commit(TenantId tenant, std::vector<runtime::LogEntry> entries) {
  next_entries_ = std::move(entries);
  auto numbered = log_->enter({}, clock.now());
  out_.push_back({tenant, live_[tenant], std::move(numbered)});
}

// The oldest commit that is out is on the disk; the engine's notices come after it.
void World::land(bool publish) {
  if (broken_) return fail();
  Commit done = std::move(out_.front());
  out_.pop_front();
  durable_[done.tenant] = done.after;
  auto& stored = stored_[done.tenant];
  stored.insert(stored.end(), done.entries.begin(), done.entries.end());
  if (!publish) return;
  log_->committed(done.entries);
  for (const auto& [id, version] : done.after.rows) hub_->touch(done.tenant, {StateKind::position_row, id});
  hub_->touch(done.tenant, {StateKind::stats, 0});
}

// The disk is full: this commit and all later ones are lost, and no command is taken until the restart.
void World::fail() {
  broken_ = true;
  while (!out_.empty()) {
    log_->lost(out_.front().entries);
    out_.pop_front();
  }
}

void World::pass(Duration span) {
  clock.set(clock.now() + span);
  if (clock.now() - flushed_ >= std::chrono::milliseconds(100)) {
    flushed_ = clock.now();
    hub_->flush();
  }
  if (clock.now() - swept_ < std::chrono::seconds(1)) return;
  swept_ = clock.now();
  hub_->sweep(clock.now());
}

void World::settle() {
  if (broken_) restart();
  while (!out_.empty()) land(true);
  for (const auto& [tenant, ceiling] : std::exchange(reservations_, {})) log_->reserved(tenant, ceiling);
  for (int i = 0; i < 3; ++i) pass(std::chrono::milliseconds(110));
}

std::vector<Member> World::snapshot(TenantId tenant, Channel channel, Timestamp) const {
  std::vector<Member> members;
  const auto found = live_.find(tenant);
  const Desk desk = found == live_.end() ? Desk{} : found->second;
  if (channel == Channel::orders) {
    for (const auto& [id, json] : desk.orders) members.push_back({id, json});
  }
  if (channel == Channel::positions) {
    for (const auto& [id, version] : desk.rows) {
      members.push_back({fmt::format("{}", id), fmt::format(R"({{"id":{},"version":{},"value":{}}})", id, version,
                                                            prices_.at(tenant).at(id))});
    }
  }
  if (channel == Channel::pause_state) members.push_back({"", fmt::format(R"({{"pauses":{}}})", desk.pauses)});
  if (channel == Channel::stats) members.push_back({"", *data(tenant, {StateKind::stats, 0}, {})});
  return members;
}

std::optional<std::string> World::data(TenantId tenant, StateKey key, Timestamp) const {
  const auto found = live_.find(tenant);
  const Desk desk = found == live_.end() ? Desk{} : found->second;
  if (key.kind == StateKind::stats) {
    std::int64_t sum = 0;
    for (const auto& [id, version] : desk.rows) sum += prices_.at(tenant).at(id);
    return fmt::format(R"({{"positions":{},"sum":{}}})", desk.rows.size(), sum);
  }
  const auto row = desk.rows.find(key.id);
  if (row == desk.rows.end()) return {};
  if (key.kind == StateKind::position_row) {
    return fmt::format(R"({{"id":{},"version":{},"value":{}}})", key.id, row->second, prices_.at(tenant).at(key.id));
  }
  return fmt::format(R"({{"position_id":{},"value":{}}})", key.id, prices_.at(tenant).at(key.id));
}

std::vector<StateKey> World::keys(TenantId tenant) const {
  std::vector<StateKey> all{{StateKind::stats, 0}};
  const auto found = live_.find(tenant);
  if (found == live_.end()) return all;
  for (const auto& [id, version] : found->second.rows) {
    all.push_back({StateKind::position_row, id});
    all.push_back({StateKind::position_value, id});
  }
  return all;
}

}  // namespace robson::feed::model
