// One reader: as long as it keeps up it is handed each message as it comes; else it walks behind, from its cursor.
#include "feed/answer.hpp"
#include "feed/audience.hpp"
#include "feed/hub.hpp"

namespace robson::feed {
namespace {

constexpr auto heartbeat_after = std::chrono::seconds(5);
constexpr auto patience_for_commits = std::chrono::seconds(1);  // then a wish is answered although one is out
constexpr std::size_t most_behind = 2'000;                      // ordered messages
constexpr std::size_t most_wishes = 16;
constexpr std::uint16_t policy_violation = 1008;
constexpr std::uint16_t try_again_later = 1013;

}  // namespace

Reader::Reader(Hub& hub, TenantId tenant, net::Socket& socket, Encoding encoding)
    : hub_(hub), audience_(hub.audience_of(tenant)), socket_(socket), encoding_(encoding) {
  last_told_ = hub_.clock_.now();
  cursor_ = hub_.log_.head(tenant);
  hub_.join(*this);
}

Reader::~Reader() {
  hub_.leave(*this);
}

void Reader::subscribe(const Subscription& wanted) {
  if (wishes_.size() >= most_wishes) return socket_.close(policy_violation, "too many subscriptions at once");
  if (wishes_.empty()) wished_at_ = hub_.clock_.now();
  wishes_.push_back(wanted);
  asked_.add(wanted.channels);
  go_on();
}

void Reader::unsubscribe(Channels channels) {
  channels_.remove(channels);
  asked_.remove(channels);
  for (Subscription& wish : wishes_) wish.channels.remove(channels);
  if (answer_) answer_->leave_out(channels);
}

void Reader::tell(std::string_view json) {
  send(frame_of(json, encoding_));
}

void Reader::drained() {
  if (!keeps_up()) go_on();
}

void Reader::deliver(const MessagePtr& message, Timestamp now) {
  if (behind_ || answer_ || message->seq() <= cursor_) return;
  if (!has_room()) return fall_behind();
  if (channels_.has(message->channel()) && !send(message->frame(encoding_), now)) return;
  cursor_ = message->seq();
}

void Reader::fall_behind() {
  behind_ = true;
  socket_.want_drained();
}

// Sends what it is behind with, then the answers it waits for, as far as there is room.
void Reader::go_on() {
  for (;;) {
    if (answer_) {
      if (!answer_on()) return;
      continue;
    }
    if (!wishes_.empty()) hub_.write_out(audience_, wishes_.front().channels);
    if (!walk_on()) return;
    if (wishes_.empty()) return;
    const bool settled =
        hub_.log_.is_settled(audience_.tenant) || hub_.clock_.now() - wished_at_ > patience_for_commits;
    if (!settled) return;  // the hub's next flush asks again
    answer_ = std::make_unique<Answer>(hub_.answer_to(audience_, wishes_.front()));
  }
}

// A browser that reads Server-Sent Events resumes from the last id it saw: the last page says where the answer ends.
net::FramePtr Reader::page_frame(std::string_view page) const {
  if (encoding_ != Encoding::sse || !answer_->is_over()) return frame_of(page, encoding_);
  return sse_frame(page, std::to_string(answer_->epoch) + '-' + std::to_string(answer_->to_seq));
}

// True when the whole answer is out.
bool Reader::answer_on() {
  if (!has_room()) {
    socket_.want_drained();
    return false;
  }
  if (auto page = answer_->next_page()) return send(page_frame(*page));
  // What was unsubscribed from meanwhile is not taken up.
  channels_.add(wishes_.front().channels);
  cursor_ = std::max(cursor_, answer_->to_seq);
  behind_ = true;  // what came meanwhile follows
  answer_.reset();
  wishes_.erase(wishes_.begin());
  wished_at_ = hub_.clock_.now();
  return true;
}

// True when nothing is left after the cursor.
bool Reader::walk_on() {
  while (behind_) {
    if (!hub_.log_.holds_after(audience_.tenant, cursor_)) {
      ++hub_.counts_.slow_closes;
      socket_.close(try_again_later, "reader too slow");
      return false;
    }
    const MessagePtr message = hub_.next(audience_, cursor_, channels_);
    if (!message) {
      cursor_ = std::max(cursor_, hub_.log_.head(audience_.tenant));
      behind_ = false;
      break;
    }
    if (!has_room()) {
      socket_.want_drained();
      return false;
    }
    if (!send(message->frame(encoding_))) return false;
    cursor_ = message->seq();
  }
  return true;
}

void Reader::beat(Timestamp now) {
  if (behind_ && !answer_ && hub_.log_.count_after(audience_.tenant, cursor_) > most_behind) {
    ++hub_.counts_.slow_closes;
    return socket_.close(try_again_later, "reader too slow");
  }
  const Timestamp told = prices_ != nullptr ? std::max(last_told_, prices_->last_told()) : last_told_;
  if (now - told < heartbeat_after || !has_room()) return;
  tell(heartbeat_text(hub_.log_.epoch(), cursor_, now));
}

bool Reader::send(const net::FramePtr& frame, Timestamp now) {
  if (!socket_.send(frame)) return false;
  last_told_ = now;
  ++hub_.counts_.sent;
  return true;
}

}  // namespace robson::feed
