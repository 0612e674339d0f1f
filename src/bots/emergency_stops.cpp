#include "bots/emergency_stops.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/log.hpp"
#include "json/write.hpp"
#include "wire/bots.hpp"

namespace robson::bots {
namespace {

constexpr Duration first_pause = std::chrono::seconds(1);
constexpr Duration longest_pause = std::chrono::seconds(10);

struct Order {
  std::string reason{};
  hedge::StopMode mode{};
  std::string by{};
  std::string request_id{};
};
BOOST_DESCRIBE_STRUCT(Order, (), (reason, mode, by, request_id))
struct Accepted {
  bool success = false;
  std::vector<std::string> closing{};
};
BOOST_DESCRIBE_STRUCT(Accepted, (), (success, closing))

// The same for every attempt, another for every stop of whatever installation.
std::string request_id(const engine::EmergencyStop& stop) {
  return fmt::format("stop-{}-{}-{}", stop.tenant.value, stop.id, stop.requested_at.us);
}

engine::BotStop* member(engine::EmergencyStop& stop, const std::string& bot) {
  const auto found = std::ranges::find(stop.bots, bot, &engine::BotStop::bot);
  return found == stop.bots.end() ? nullptr : &*found;
}

std::optional<int> positions_left(Bot& bot) {
  const bot_api::Knowledge& known = bot.knowledge();
  if (!known.positions) return {};
  return static_cast<int>(std::ranges::count_if(known.positions->document,
                                                [](const auto& each) { return !wire::has_ended(each.second.status); }));
}

}  // namespace

EmergencyStops::EmergencyStops(Parts parts, std::vector<engine::EmergencyStop> open, std::int64_t last_id)
    : parts_(std::move(parts)), last_id_(last_id) {
  for (engine::EmergencyStop& stop : open) stops_.emplace(stop.id, std::move(stop));
}

void EmergencyStops::start() {
  for (const auto& [id, stop] : stops_) {
    if (stop.kill_switch == false) net::spawn(parts_.context, "kill switch of a stop", switch_off(id));
    for (const engine::BotStop& bot : stop.bots) {
      if (!bot.confirmed_at) net::spawn(parts_.context, "emergency stop", press(id, bot.bot));
    }
  }
}

net::Task<EmergencyStops::Begun> EmergencyStops::begin(Wish wish, Duration patience) {
  engine::EmergencyStop stop{.id = ++last_id_,
                             .tenant = wish.tenant,
                             .mode = wish.mode,
                             .reason = std::move(wish.reason),
                             .requested_at = now(),
                             .requested_by = std::move(wish.by)};
  for (std::string& bot : wish.bots) stop.bots.push_back({.bot = std::move(bot)});
  if (wish.kill_switch) stop.kill_switch = false;
  const std::int64_t id = stop.id;
  log::critical("emergency stop", {{"client_id", stop.tenant.value}, {"stop", id}, {"by", stop.requested_by}});
  stops_.emplace(id, stop);
  Begun begun{std::move(stop)};
  begun.is_durable = co_await save(id, true);
  for (const engine::BotStop& bot : begun.stop.bots) {
    net::spawn(parts_.context, "emergency stop", press(id, bot.bot));
  }
  if (wish.kill_switch) co_await switch_off(id);
  const Timestamp until = now() + patience;
  // False: it is acknowledged and over already.
  const auto look = [&] {
    const auto found = stops_.find(id);
    if (found != stops_.end()) begun.stop = found->second;
    return found != stops_.end();
  };
  const auto have_answered = [&begun] {
    return std::ranges::all_of(begun.stop.bots, [](const auto& bot) { return bot.attempts > 0; });
  };
  while (look() && now() < until && !have_answered()) co_await net::sleep_for(std::chrono::milliseconds(10));
  co_return begun;
}

net::Task<void> EmergencyStops::switch_off(std::int64_t id) {
  const engine::EmergencyStop& stop = stops_.at(id);
  engine::Command command = engine::SetKillSwitch{stop.tenant, true, stop.reason, stop.requested_by};
  const engine::Reply reply = co_await parts_.runtime.submit(std::move(command));
  const auto* refused = std::get_if<engine::Rejection>(&reply);
  if (refused != nullptr) log::critical("kill switch failed", {{"stop", id}, {"why", refused->text}});
  stops_.at(id).kill_switch = refused == nullptr;
  (void)co_await save(id, true);
}

net::Task<void> EmergencyStops::press(std::int64_t id, std::string name) {
  Duration pause = first_pause;
  while (!stopping_) {
    engine::EmergencyStop& stop = stops_.at(id);  // one that is not confirmed is never forgotten
    Bot* bot = parts_.find(stop.tenant, name);
    engine::BotStop* own = member(stop, name);
    if (own == nullptr) co_return;
    if (bot == nullptr) {
      own->detail = "The bot is not attached any more.";
      (void)co_await save(id, false);
      co_return;
    }
    const Order order{stop.reason, stop.mode, stop.requested_by, request_id(stop)};
    Command command{.target = "/internal/control/emergency-stop", .body = json::text_of(order)};
    auto answer = co_await bot->command_now(std::move(command));
    auto accepted = answer ? json::read<Accepted>(*answer, json::Unknown::ignored)
                           : Result<Accepted, json::Fault>(Unexpected(json::Fault{}));
    // What is shown of its pauses is from before it stopped: nobody is to read that beside CONFIRMED.
    if (accepted && accepted->success) (void)co_await bot->read_pauses();
    own = member(stops_.at(id), name);
    ++own->attempts;
    if (accepted && accepted->success) {
      own->confirmed_at = now();
      own->detail.reset();
      if (stops_.at(id).mode == hedge::StopMode::flatten) {
        own->positions_left = static_cast<int>(accepted->closing.size());
      }
      log::warning("emergency stop confirmed", {{"stop", id}, {"bot", name}, {"attempts", own->attempts}});
      net::spawn(parts_.context, "emergency stop saved", save_and_forget(id));
      co_return;
    }
    const std::string why = !answer ? answer.error().text : "its answer makes no sense";
    const bool is_news = own->detail != why;
    own->detail = why;
    (void)co_await save(id, is_news);
    co_await net::sleep_for(pause);
    pause = std::min(pause * 2, longest_pause);
  }
}

net::Task<std::optional<EmergencyStops::Begun>> EmergencyStops::acknowledge(TenantId tenant, std::int64_t id,
                                                                            std::string by) {
  const auto found = stops_.find(id);
  if (found == stops_.end() || found->second.tenant != tenant) co_return std::nullopt;
  if (!found->second.acknowledged_at) {
    found->second.acknowledged_at = now();
    found->second.acknowledged_by = std::move(by);
  }
  Begun begun{found->second};
  begun.is_durable = co_await save(id, true);
  if (begun.is_durable) forget(id);
  co_return begun;
}

// One of a bot that is not attached any more can be acknowledged, no more can be done about it.
bool EmergencyStops::is_over(const engine::EmergencyStop& stop) const {
  return stop.acknowledged_at && stop.kill_switch.value_or(true) &&
         std::ranges::all_of(stop.bots, [&](const engine::BotStop& bot) {
           if (!bot.confirmed_at) return parts_.find(stop.tenant, bot.bot) == nullptr;
           return bot.positions_left.value_or(0) == 0 || parts_.find(stop.tenant, bot.bot) == nullptr;
         });
}

std::vector<engine::EmergencyStop> EmergencyStops::open(TenantId tenant) const {
  constexpr std::size_t most_shown = 100;
  std::vector<engine::EmergencyStop> found;
  for (auto it = stops_.rbegin(); it != stops_.rend() && found.size() < most_shown; ++it) {
    if (it->second.tenant != tenant) continue;
    if (!is_over(it->second) && !(it->second.acknowledged_at && wire::is_confirmed(it->second))) {
      found.push_back(it->second);
    }
  }
  return found;
}

void EmergencyStops::positions_changed(Bot& bot) {
  for (auto& [id, stop] : stops_) {
    if (stop.tenant != bot.tenant() || stop.mode != hedge::StopMode::flatten) continue;
    engine::BotStop* own = member(stop, bot.name());
    if (own == nullptr || !own->confirmed_at || own->positions_left == 0) continue;
    const auto left = positions_left(bot);
    const bool is_newer = bot.knowledge().positions && bot.knowledge().positions->at > *own->confirmed_at;
    if (!left || !is_newer || own->positions_left == left) continue;
    own->positions_left = left;
    net::spawn(parts_.context, "emergency stop saved", save_and_forget(id));
  }
}

net::Task<void> EmergencyStops::save_and_forget(std::int64_t id) {
  const bool durable = co_await save(id, true);
  if (durable) forget(id);
}

void EmergencyStops::forget(std::int64_t id) {
  const auto found = stops_.find(id);  // another may have been here meanwhile
  if (found != stops_.end() && is_over(found->second)) stops_.erase(found);
}

net::Task<bool> EmergencyStops::save(std::int64_t id, bool tell) {
  const auto found = stops_.find(id);
  if (found == stops_.end()) co_return true;
  engine::BotNoted noted{.tenant = found->second.tenant};
  noted.stops.push_back(found->second);
  if (tell) noted.told.push_back(wire::stop_told(found->second));
  const bool durable = co_await parts_.runtime.note(std::move(noted));
  co_return durable;
}

}  // namespace robson::bots
