#include "client/feed_view.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "client/feed_members.hpp"
#include "json/read.hpp"
#include "json/tree.hpp"
#include "json/write.hpp"

namespace robson::client {
namespace {

using json::Kind;
using json::Value;

constexpr std::size_t channels_max = 32;
constexpr std::size_t waiting_max = 10'000;

json::Limits message_limits() {
  json::Limits limits;
  limits.bytes = 16U << 20U;
  limits.depth = 32;
  limits.values = 1'000'000;
  return limits;
}

const Value& nothing() {
  static const Value none{};
  return none;
}

const Value& member_of(const Value& object, std::string_view name) {
  const Value* found = object.find(name);
  return found == nullptr ? nothing() : *found;
}

std::string text_of(const Value& object, std::string_view name) {
  const Value& found = member_of(object, name);
  return found.kind == Kind::text ? found.text : std::string{};
}

bool truth_of(const Value& object, std::string_view name) {
  const Value& found = member_of(object, name);
  return found.kind == Kind::boolean && found.truth;
}

// A whole number, 0 or above.
std::optional<std::int64_t> number_of(const Value& object, std::string_view name) {
  const Value& found = member_of(object, name);
  std::int64_t number = 0;
  const char* end = found.text.data() + found.text.size();
  if (found.kind != Kind::number) return std::nullopt;
  const auto parsed = std::from_chars(found.text.data(), end, number);
  if (parsed.ec != std::errc{} || parsed.ptr != end || number < 0) return std::nullopt;
  return number;
}

struct Subscribe {
  std::string action = "subscribe";
  std::vector<std::string> channels{};
};
BOOST_DESCRIBE_STRUCT(Subscribe, (), (action, channels))

}  // namespace

const Value& Told::data() const {
  return member_of(message, "data");
}

std::string Told::text() const {
  return json::tree_text(message);
}

void FeedView::resume_at(std::int64_t epoch, std::int64_t seq) {
  *this = FeedView{};
  epoch_ = epoch;
  last_seq_ = seq;
  resumed_ = seq;
}

Taken FeedView::take(std::string_view text) {
  auto tree = json::parse(text, message_limits());
  if (!tree) return fault(tree.error().text());
  return take(std::move(*tree));
}

Taken FeedView::take(Value message_tree) {
  if (message_tree.kind != Kind::object) return fault("expected an object, got " + json::describe(message_tree));
  const auto timestamp = parse_time(text_of(message_tree, "timestamp"));
  Taken taken = take_kind(std::move(message_tree));
  taken.timestamp = timestamp;
  return taken;
}

Taken FeedView::take_kind(Value message_tree) {
  const std::string type = text_of(message_tree, "type");
  if (type.empty()) return fault("a message without a type");
  if (type == "snapshot") return snapshot(message_tree);
  if (type == "catch_up") return catch_up(message_tree);
  if (type == "heartbeat") return heartbeat(message_tree);
  if (type == "unsubscribed") return unsubscribed(message_tree);
  if (type == "authenticated") return {.kind = TakenKind::authenticated};
  if (type == "token_refresh_required") return {.kind = TakenKind::refresh_wanted};
  if (type == "error") {
    Taken taken{.kind = TakenKind::error};
    taken.why = text_of(message_tree, "message");
    taken.code = text_of(message_tree, "code");
    return taken;
  }
  if (message_tree.find("channel") == nullptr) return {.kind = TakenKind::other};
  return message(std::move(message_tree));
}

Taken FeedView::snapshot(const Value& page) {
  const auto epoch = number_of(page, "epoch");
  const auto seq = number_of(page, "seq");
  const Value& data = member_of(page, "data");
  if (!epoch || !seq || data.kind != Kind::object) return fault("a snapshot without epoch, seq or data");
  if (!pages_ || pages_->epoch != *epoch || pages_->seq != *seq) pages_ = Pages{.epoch = *epoch, .seq = *seq};
  for (const Value& object : data.children) {
    if (object.kind != Kind::object) return fault("a channel that is no object: " + json::describe(object));
    const bool is_new = pages_->channels.count(object.key) == 0;
    if (is_new && pages_->channels.size() >= channels_max) return fault("too many channels");
    Channel& channel = pages_->channels[object.key];
    channel.base = *seq;
    if (is_whole(object.key)) {
      if (!object.children.empty()) channel.members[""] = object;
      continue;
    }
    if (channel.members.size() + object.children.size() > feed_members_max) return fault("too many members");
    for (const Value& member : object.children) channel.members[member.key] = member;
  }
  Taken taken{.kind = TakenKind::snapshot};
  taken.resync = truth_of(page, "resync");
  taken.complete = !truth_of(page, "more");
  if (taken.complete) finish(taken);
  return taken;
}

// The pages are all there: they replace what was known of their channels, and everything when the log is another one
// or an older one (the server's data was put back).
void FeedView::finish(Taken& taken) {
  Pages pages = std::move(*pages_);
  pages_.reset();
  if (epoch_ != pages.epoch || pages.seq < last_seq_) {
    channels_.clear();
    last_seq_ = 0;
  }
  epoch_ = pages.epoch;
  resumed_.reset();
  hole_ = false;
  start_over_ = false;
  last_seq_ = pages.seq;
  for (auto& [name, channel] : pages.channels) {
    taken.replaced.push_back(name);
    channels_[name] = std::move(channel);
  }
  for (Value& waited : pages.waiting) {
    Taken later = message(std::move(waited));
    for (Told& told : later.told) taken.told.push_back(std::move(told));
    if (later.kind == TakenKind::fault) taken.why = later.why;
    if (later.resync_needed) hole(taken, later.why);
  }
}

Taken FeedView::catch_up(const Value& page) {
  const auto epoch = number_of(page, "epoch");
  const auto to = number_of(page, "to_seq");
  const Value& events = member_of(page, "events");
  if (!epoch || !to || events.kind != Kind::array) return fault("a catch_up without epoch, to_seq or events");
  Taken taken{.kind = TakenKind::catch_up};
  if (epoch_ && epoch_ != epoch) {
    start_over_ = true;
    hole(taken, "a catch_up of another log");
    return taken;
  }
  epoch_ = epoch;
  pages_.reset();
  hole_ = false;
  for (const Value& event : events.children) {
    Taken one = message(event);
    for (Told& told : one.told) taken.told.push_back(std::move(told));
    if (!one.resync_needed && one.kind != TakenKind::fault) continue;
    start_over_ = true;
    hole(taken, one.why);
    return taken;
  }
  taken.complete = !truth_of(page, "more");
  if (taken.complete) last_seq_ = std::max(last_seq_, *to);
  return taken;
}

Taken FeedView::heartbeat(const Value& beat) {
  Taken taken{.kind = TakenKind::heartbeat};
  const auto epoch = number_of(beat, "epoch");
  if (!epoch || !number_of(beat, "seq")) return fault("a heartbeat without epoch or seq");
  if (epoch_ && epoch_ != epoch) {
    start_over_ = true;
    hole(taken, "the log is another one");
  }
  return taken;
}

Taken FeedView::unsubscribed(const Value& told) {
  for (const Value& name : member_of(told, "channels").children) channels_.erase(name.text);
  const auto prices = channels_.find("prices");
  for (const Value& symbol : member_of(told, "symbols").children) {
    if (prices != channels_.end()) prices->second.members.erase(symbol.text);
  }
  return {.kind = TakenKind::unsubscribed};
}

Taken FeedView::message(Value told) {
  const std::string type = text_of(told, "type");
  const std::string name = text_of(told, "channel");
  if (type.empty() || name.empty()) return fault("a message without type or channel");
  Taken taken{.kind = TakenKind::told};
  if (name == "prices") {
    take_price(std::move(told), type, taken);
  } else {
    take_numbered(std::move(told), type, taken);
  }
  if (taken.kind == TakenKind::fault) ++faults_;
  return taken;
}

void FeedView::take_price(Value told, const std::string& type, Taken& taken) {
  Channel* channel = channel_of("prices");
  auto key = channel == nullptr ? std::nullopt : merge(channel->members, type, member_of(told, "data"));
  if (!key) {
    taken.kind = TakenKind::fault;
    taken.why = type + " without what it needs";
    return;
  }
  taken.told.push_back({.type = type, .channel = "prices", .key = std::move(*key), .message = std::move(told)});
}

void FeedView::take_numbered(Value told, const std::string& type, Taken& taken) {
  const std::string name = text_of(told, "channel");
  const auto epoch = number_of(told, "epoch");
  const auto seq = number_of(told, "seq");
  const bool is_ordered = told.find("prev_seq") != nullptr;
  const auto prev = number_of(told, "prev_seq");
  if (!epoch || !seq || *seq == 0 || (is_ordered && !prev)) {
    taken.kind = TakenKind::fault;
    taken.why = type + " without its numbers";
    return;
  }
  if (pages_ && *seq > pages_->seq) {
    if (pages_->waiting.size() < waiting_max) return pages_->waiting.push_back(std::move(told));
    pages_.reset();
    return hole(taken, "a snapshot that does not end");
  }
  if (hole_) return;  // told again by the answer that is waited for
  if (epoch_ && epoch_ != epoch) {
    start_over_ = true;
    return hole(taken, "the log is another one");
  }
  if (*seq <= last_seq_) return;
  Channel* channel = channel_of(name);
  if (channel == nullptr) return hole(taken, "too many channels");
  const bool fits = !prev || (channel->last ? *prev == *channel->last : !channel->base || *prev <= *channel->base);
  if (!fits) {
    return hole(taken, fmt::format("{} {} follows {}, which never came", name, *seq, *prev));
  }
  auto key = merge(channel->members, type, member_of(told, "data"));
  if (!key) {
    ++faults_;
    start_over_ = true;
    return hole(taken, type + " without what it needs");
  }
  epoch_ = epoch;
  last_seq_ = *seq;
  if (is_ordered) channel->last = *seq;
  taken.told.push_back({.type = type,
                        .channel = name,
                        .key = std::move(*key),
                        .seq = *seq,
                        .ordered = is_ordered,
                        .message = std::move(told)});
}

void FeedView::hole(Taken& taken, std::string why) {
  if (!std::exchange(hole_, true)) ++holes_;
  taken.resync_needed = true;
  taken.why = std::move(why);
}

Taken FeedView::fault(std::string why) {
  ++faults_;
  Taken taken{.kind = TakenKind::fault};
  taken.why = std::move(why);
  return taken;
}

FeedView::Channel* FeedView::channel_of(const std::string& name) {
  const auto found = channels_.find(name);
  if (found != channels_.end()) return &found->second;
  if (channels_.size() >= channels_max) return nullptr;
  Channel& made = channels_[name];
  made.base = resumed_;
  return &made;
}

const json::Value* FeedView::find(std::string_view channel, std::string_view key) const {
  const Members& all = members(channel);
  const auto found = all.find(key);
  return found == all.end() ? nullptr : &found->second;
}

std::optional<std::string> FeedView::member(std::string_view channel, std::string_view key) const {
  const Value* found = find(channel, key);
  return found == nullptr ? std::nullopt : std::optional(json::tree_text(*found));
}

const FeedView::Members& FeedView::members(std::string_view channel) const {
  static const Members none{};
  const auto found = channels_.find(channel);
  return found == channels_.end() ? none : found->second.members;
}

bool FeedView::knows(std::string_view channel) const {
  return channels_.find(channel) != channels_.end();
}

Result<std::vector<wire::Position>, json::Fault> FeedView::positions() const {
  std::vector<wire::Position> read;
  for (const auto& [key, member] : members("positions")) {
    if (text_of(member, "kind") == json::name_of(wire::PositionKind::hedge)) continue;
    auto position = json::read<wire::Position>(member, json::Unknown::ignored);
    if (!position) return Unexpected(position.error());
    read.push_back(std::move(*position));
  }
  std::ranges::sort(read, {}, &wire::Position::id);
  return read;
}

std::int64_t FeedView::resume_seq(const std::vector<std::string>& channels) const {
  if (start_over_ || !epoch_) return 0;
  if (resumed_) return last_seq_;
  const bool all_known =
      std::ranges::all_of(channels, [this](const std::string& name) { return name == "prices" || knows(name); });
  return all_known ? last_seq_ : 0;
}

std::string FeedView::subscribe_text(const std::vector<std::string>& channels,
                                     const std::vector<std::string>& symbols) const {
  std::string text = json::text_of(Subscribe{.channels = channels});
  text.pop_back();
  const std::int64_t seq = resume_seq(channels);
  if (seq > 0) text += fmt::format(R"(,"last_seq":{},"epoch":{})", seq, *epoch_);
  if (!symbols.empty()) text += R"(,"symbols":)" + json::text_of(symbols);
  return text + '}';
}

}  // namespace robson::client
