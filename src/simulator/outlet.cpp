#include "simulator/outlet.hpp"

namespace robson::simulator {
namespace {

constexpr Duration longest_life = std::chrono::hours(24);

}  // namespace

std::int64_t Outlets::drop(FaultScope scope, std::optional<std::int64_t> count) {
  std::vector<std::shared_ptr<net::Socket>> cut;  // dropping one changes the set
  for (const Outlet* outlet : open_) {
    const bool covered = scope == FaultScope::all || scope == outlet->scope_;
    if (covered && (!count || static_cast<std::int64_t>(cut.size()) < *count)) cut.push_back(outlet->socket_);
  }
  for (const auto& socket : cut) socket->abort();
  return static_cast<std::int64_t>(cut.size());
}

void Outlets::close_aged() {
  const Timestamp now = clock_.now();
  std::vector<std::shared_ptr<net::Socket>> aged;
  for (const Outlet* outlet : open_) {
    if (now - outlet->opened_ > longest_life) aged.push_back(outlet->socket_);
  }
  for (const auto& socket : aged) socket->close(1001, "24 hours are over");
}

void Outlet::open(std::shared_ptr<net::Socket> socket) {
  socket_ = std::move(socket);
  opened_ = all_.clock_.now();
  all_.open_.insert(this);
}

void Outlet::close() {
  all_.open_.erase(this);
  held_.reset();
}

void Outlet::end(std::uint16_t code, std::string_view reason) {
  if (socket_) socket_->close(code, reason);
}

void Outlet::send(const net::FramePtr& frame) {
  if (!socket_) return;
  if (all_.faults_.any()) {
    send_through_faults(frame, true);
  } else {
    if (held_) socket_->send(std::exchange(held_, {}));
    socket_->send(frame);
  }
}

void Outlet::answer(std::string_view text) {
  if (!socket_) return;
  const auto frame = net::text_frame(text);
  if (all_.faults_.any()) {
    send_through_faults(frame, false);
  } else {
    send(frame);
  }
}

void Outlet::send_through_faults(const net::FramePtr& frame, bool is_event) {
  const Timestamp now = all_.clock_.now();
  if (all_.faults_.take(FaultKind::freeze, scope_, now)) return;
  if (all_.faults_.take(FaultKind::cut, scope_, now)) {
    const auto socket = socket_;
    return socket->abort();
  }
  if (is_event && all_.faults_.take(FaultKind::lose_event, scope_, now)) return;
  if (is_event && !held_ && all_.faults_.take(FaultKind::reorder, scope_, now)) {
    held_ = frame;
    return;
  }
  const bool twice = is_event && all_.faults_.take(FaultKind::duplicate, scope_, now);
  pass(frame);
  if (twice) pass(frame);
  if (held_ && socket_) socket_->send(std::exchange(held_, {}));
}

void Outlet::pass(const net::FramePtr& frame) {
  if (!socket_) return;
  if (const auto delay = all_.faults_.take(FaultKind::delay, scope_, all_.clock_.now())) {
    all_.later_(delay->delay, [socket = socket_, frame] { socket->send(frame); });
  } else {
    socket_->send(frame);
  }
}

}  // namespace robson::simulator
