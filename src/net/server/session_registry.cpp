#include "net/server/session_registry.hpp"

#include <boost/asio/post.hpp>

#include "net/server/session.hpp"

namespace robson::net {

SessionRegistry::SessionRegistry(Context& context, const ServerLimits& limits, Handlers handlers)
    : context_(context), limits_(limits), handlers_(std::move(handlers)) {}
SessionRegistry::~SessionRegistry() = default;

void SessionRegistry::join(std::shared_ptr<Session> session) {
  session->place_ = open_.size();
  open_.push_back(std::move(session));
}

void SessionRegistry::mark_dirty(Session& session) {
  if (session.dirty_) return;
  session.dirty_ = true;
  session.dirty_place_ = dirty_.size();
  dirty_.push_back(&session);
  if (flush_posted_) return;
  flush_posted_ = true;
  boost::asio::post(context_, [self = shared_from_this()] {
    self->flush_posted_ = false;
    self->flush();
  });
}

void SessionRegistry::flush() {
  turn_.swap(dirty_);
  // A session that leaves meanwhile stays in memory until its burial, which is a later turn.
  for (Session* session : turn_) {
    if (session == nullptr) continue;
    session->dirty_ = false;
    session->flush();
  }
  turn_.clear();
}

void SessionRegistry::leave(Session& session) {
  if (session.dirty_ && session.dirty_place_ < dirty_.size() && dirty_[session.dirty_place_] == &session) {
    dirty_[session.dirty_place_] = nullptr;
  }
  const std::size_t place = session.place_;
  std::shared_ptr<Session> self = std::move(open_[place]);
  if (place + 1 != open_.size()) {
    open_[place] = std::move(open_.back());
    open_[place]->place_ = place;
  }
  open_.pop_back();
  bury(std::move(self));
}

void SessionRegistry::bury(std::shared_ptr<Session> session) {
  dead_.push_back(std::move(session));
  if (burial_posted_) return;
  burial_posted_ = true;
  boost::asio::post(context_, [self = shared_from_this()] {
    self->burial_posted_ = false;
    self->bury_now();
  });
}

void SessionRegistry::bury_now() {
  while (!dead_.empty()) {
    std::vector<std::shared_ptr<Session>> dead;
    dead.swap(dead_);
    for (const auto& session : dead) session->tell_closed();
  }
}

void SessionRegistry::sweep(SteadyTime now) {
  for (const auto& session : snapshot()) session->sweep(now);
}

void SessionRegistry::go_away() {
  stopping_ = true;
  for (const auto& session : snapshot()) session->go_away();
}

void SessionRegistry::drop_all() {
  for (const auto& session : snapshot()) session->drop();
}

ServerCounts SessionRegistry::counts() const {
  ServerCounts counts = tally;
  counts.connections = open_.size();
  for (const auto& session : open_) counts.outbox_bytes += session->pending_bytes();
  return counts;
}

}  // namespace robson::net
