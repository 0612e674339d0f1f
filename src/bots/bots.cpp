#include "bots/bots.hpp"

#include "storage/emergency_stops.hpp"

namespace robson::bots {

KeptBots kept_bots(storage::Session& session, const std::vector<Attachment>& attachments,
                   const std::vector<TenantId>& tenants) {
  KeptBots kept{.last_stop = storage::last_stop(session, storage::Installation{})};
  for (const Attachment& attachment : attachments) kept.bots.push_back(kept_of(session, attachment));
  for (const TenantId tenant : tenants) {
    for (engine::EmergencyStop& stop : storage::open_stops(session, storage::Tenant(tenant))) {
      kept.stops.push_back(std::move(stop));
    }
  }
  return kept;
}

Bots::Bots(Bot::Parts parts, std::vector<Attachment> attachments, KeptBots kept) {
  parts.changed = [this](Bot& bot, Change change) {
    if (change == Change::positions) stops_->positions_changed(bot);
    for (const Listener& listener : listeners_) listener(bot, change);
  };
  for (std::size_t i = 0; i < attachments.size(); ++i) {
    bots_.push_back(std::make_unique<Bot>(parts, std::move(attachments[i]), std::move(kept.bots.at(i))));
  }
  stops_ = std::make_unique<EmergencyStops>(
      EmergencyStops::Parts{.context = parts.context,
                            .clock = parts.clock,
                            .runtime = parts.runtime,
                            .find = [this](TenantId tenant, const std::string& name) { return find(tenant, name); }},
      std::move(kept.stops), kept.last_stop);
}

void Bots::start() {
  for (const auto& bot : bots_) bot->start();
  stops_->start();
}

void Bots::stop() {
  stops_->stop();
  for (const auto& bot : bots_) bot->stop();
}

Bot* Bots::find(TenantId tenant, const std::optional<std::string>& name) const {
  for (const auto& bot : bots_) {
    if (bot->tenant() != tenant) continue;
    if (name ? bot->name() == *name : bot->is_default()) return bot.get();
  }
  return nullptr;
}

std::vector<Bot*> Bots::all() const {
  std::vector<Bot*> found;
  for (const auto& bot : bots_) found.push_back(bot.get());
  return found;
}

std::vector<Bot*> Bots::of(TenantId tenant) const {
  std::vector<Bot*> found;
  for (const auto& bot : bots_) {
    if (bot->tenant() == tenant) found.push_back(bot.get());
  }
  return found;
}

}  // namespace robson::bots
