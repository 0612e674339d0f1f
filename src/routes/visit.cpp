#include "routes/visit.hpp"

namespace robson::routes {
namespace {

constexpr auto patience_for_token = std::chrono::seconds(10);
constexpr std::uint16_t policy_violation = 1008;
constexpr std::string_view not_signed_in = "authentication required";
constexpr std::string_view invalid_token = "invalid token";

}  // namespace

void Visits::sweep(Timestamp now) {
  const std::vector<Visit*> all(open_.begin(), open_.end());
  for (Visit* visit : all) {
    if (open_.contains(visit)) visit->sweep(now);
  }
}

Visit::Visit(Gate& gate, Visits& visits, const Clock& clock, SocketCaller who)
    : gate_(gate), visits_(visits), clock_(clock), bad_token_(std::holds_alternative<Failure>(who)) {
  if (auto* known = std::get_if<accounts::Caller>(&who)) caller_ = std::move(*known);
}

// A token that is no good is told after the upgrade, by close code 1008, as the documents want it.
void Visit::opened(const std::shared_ptr<net::Socket>& socket) {
  socket_ = socket;
  since_ = now();
  visits_.open_.insert(this);
  if (bad_token_) return refuse(invalid_token);
  if (caller_) welcome();
}

void Visit::closed(std::uint16_t) {
  leave();
  visits_.open_.erase(this);
  socket_.reset();
}

void Visit::sweep(Timestamp now) {
  if (!socket_) return;
  if (!caller_) {
    if (now - since_ > patience_for_token) refuse(not_signed_in);
    return;
  }
  if (caller_->expires_at <= now) return refuse("token expired");
  if (!gate_.accounts().is_valid(*caller_)) return refuse("session ended");
  each_second(now);
}

bool Visit::sign_in(std::string_view token) {
  auto caller = gate_.identify(token);
  if (!caller) {
    refuse(caller.error() == accounts::AuthError::expired ? "token expired" : invalid_token);
    return false;
  }
  const bool is_first = !caller_;
  if (!is_first && (caller->user != caller_->user || caller->tenant != caller_->tenant)) {
    refuse("another user's token");
    return false;
  }
  caller_ = std::move(*caller);
  if (is_first) welcome();
  return is_open();
}

void Visit::refuse(std::string_view why) {
  if (socket_) socket_->close(policy_violation, why);
}

}  // namespace robson::routes
