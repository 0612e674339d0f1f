#pragma once
// All bots that are attached, and the emergency stops over them. Loop thread; outlives its tasks.
#include <memory>
#include <optional>

#include "bots/bot.hpp"
#include "bots/emergency_stops.hpp"

namespace robson::bots {

// What is on the disk of all of them.
struct KeptBots {
  std::vector<Kept> bots{};  // as the attachments
  std::vector<engine::EmergencyStop> stops{};
  std::int64_t last_stop = 0;
};
KeptBots kept_bots(storage::Session& session, const std::vector<Attachment>& attachments,
                   const std::vector<TenantId>& tenants);

class Bots {
 public:
  using Listener = std::function<void(Bot&, Change)>;

  // `parts.changed` is not looked at: use listen().
  Bots(Bot::Parts parts, std::vector<Attachment> attachments, KeptBots kept);

  // The tasks begin; stops that are not confirmed are asked for again.
  void start();
  void stop();

  bool empty() const { return bots_.empty(); }
  // Without a name the tenant's default; nullptr: there is none of that name.
  Bot* find(TenantId tenant, const std::optional<std::string>& name = {}) const;
  std::vector<Bot*> of(TenantId tenant) const;
  std::vector<Bot*> all() const;
  EmergencyStops& stops() { return *stops_; }
  const EmergencyStops& stops() const { return *stops_; }
  void listen(Listener listener) { listeners_.push_back(std::move(listener)); }

 private:
  std::vector<std::unique_ptr<Bot>> bots_;
  std::unique_ptr<EmergencyStops> stops_;
  std::vector<Listener> listeners_;
};

}  // namespace robson::bots
