// The WebSocket side of a session: frames in, frames out, the closing handshake.
#include "net/protocol/frame_text.hpp"
#include "net/server/guarded.hpp"
#include "net/server/session.hpp"

namespace robson::net {
namespace {

constexpr Duration close_wait = std::chrono::seconds(5);
constexpr std::uint8_t pings_unanswered_max = 2;

const FramePtr& ping_frame() {
  static const FramePtr frame = make_frame(frame_text(Opcode::ping, {}));
  return frame;
}
}  // namespace

bool Session::send(const FramePtr& frame) {
  return phase_ == Phase::open && push_bounded(frame);
}

// An empty outbox takes any one frame, whatever its size; beyond that the limit holds.
bool Session::push_bounded(const FramePtr& frame) {
  const std::size_t pending = pending_bytes();
  if (pending > 0 && pending + frame->bytes.size() > registry_->limits().outbox_bytes) {
    ++registry_->tally.slow_closes;
    // What the peer has not taken by now is stale, and its memory is wanted.
    outbox_.drop_unsent();
    close(close_code::try_again_later, "reader too slow");
    return false;
  }
  outbox_.push(frame);
  if (!writing_) mark_dirty();
  return true;
}

void Session::close(std::uint16_t code, std::string_view reason) {
  if (phase_ != Phase::open) return;
  if (!frames_) {  // an open stream has no last word
    end_socket(code);
    return finish();
  }
  phase_ = Phase::closing;
  outbox_.push(make_frame(frame_text(Opcode::close, close_payload(code, reason))));
  expire_in(close_wait);
  mark_dirty();
}

void Session::want_drained() {
  if (phase_ != Phase::open) return;
  wants_drained_ = true;
  if (!writing_) mark_dirty();
}

void Session::tell_drained() {
  const bool went_well = guarded("socket listener failed", remote_, [&] { listener_->drained(); });
  if (!went_well) close(close_code::internal_error, {});
}

void Session::take_frames(std::string_view bytes) {
  if (!frames_) return;
  const auto state = frames_->take(bytes);
  if (phase_ == Phase::dead) return;
  switch (state) {
    case FrameReader::State::open:
      if (phase_ != Phase::open) return;
      if (!frames_->incomplete()) {
        never_expire();
      } else if (deadline_ == SteadyTime::max()) {
        expire_in(registry_->limits().body_timeout);
      }
      return;
    case FrameReader::State::closed: end_socket(frames_->code()); return finish();
    case FrameReader::State::failed: end_socket(close_code::abnormal); return finish();
  }
}

void Session::on_message(std::string_view payload, bool binary) {
  if (phase_ != Phase::open || !listener_) return;
  never_expire();  // the next one has its own time
  const bool went_well = guarded("socket listener failed", remote_, [&] { listener_->message(payload, binary); });
  if (!went_well) close(close_code::internal_error, {});
}

void Session::on_reply(std::string_view frames) {
  // After our own close frame nothing may follow.
  if (phase_ == Phase::open) push_bounded(make_frame(std::string(frames)));
}

// Decides how the WebSocket ended; its Listener is told in a later turn.
void Session::end_socket(std::uint16_t code) {
  if (!is_socket_ || over_) return;
  over_ = true;
  close_code_ = code;
  if (phase_ != Phase::dead) registry_->bury(shared_from_this());
}

void Session::tell_closed() {
  if (!over_ || !listener_) return;
  const std::unique_ptr<Listener> listener = std::move(listener_);
  guarded("socket listener failed", remote_, [&] { listener->closed(close_code_); });
}

void Session::keep_alive(SteadyTime now) {
  if (!frames_ || now < next_ping_) return;
  if (unanswered_pings_ >= pings_unanswered_max) return drop();
  ++unanswered_pings_;
  next_ping_ = now + registry_->limits().ping_interval;
  push_bounded(ping_frame());
}

}  // namespace robson::net
