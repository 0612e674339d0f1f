#include "feed_model/client.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "json/msgpack.hpp"
#include "json/write.hpp"

namespace robson::feed::model {
namespace {

std::string text(const json::Value& value) {
  switch (value.kind) {
    case json::Kind::null: return "null";
    case json::Kind::boolean: return value.truth ? "true" : "false";
    case json::Kind::number: return value.text;
    case json::Kind::text: return '"' + value.text + '"';
    case json::Kind::array:
    case json::Kind::object: break;
  }
  const bool is_object = value.kind == json::Kind::object;
  std::string out = is_object ? "{" : "[";
  for (const json::Value& child : value.children) {
    if (out.size() > 1) out += ',';
    if (is_object) out += '"' + child.key + "\":";
    out += text(child);
  }
  return out + (is_object ? "}" : "]");
}

std::int64_t number(const json::Value& object, std::string_view name) {
  const json::Value* found = object.find(name);
  return found == nullptr ? 0 : std::stoll(found->text);
}

std::string_view word(const json::Value& object, std::string_view name) {
  const json::Value* found = object.find(name);
  return found == nullptr ? std::string_view{} : std::string_view(found->text);
}

bool is_whole_object(Channel channel) {
  return channel == Channel::stats || channel == Channel::pause_state;
}

}  // namespace

Client::Client(World& world, TenantId tenant, Encoding encoding, Channels channels, int pace)
    : world_(world), tenant_(tenant), encoding_(encoding), channels_(channels), pace_(pace) {}

void Client::connect() {
  wire_ = std::make_unique<support::WireSocket>();
  reader_ = std::make_unique<Reader>(world_.hub(), tenant_, *wire_, encoding_);
  on_connection_ = 0;
  leaving_.clear();
  Channels fresh = channels_;
  fresh.remove(known_);
  Subscription wanted{.channels = known_, .last_seq = last_seq_};
  if (epoch_ != 0) wanted.epoch = epoch_;
  if (!known_.empty()) reader_->subscribe(wanted);
  if (!fresh.empty()) reader_->subscribe({.channels = fresh});
}

void Client::cut() {
  reader_.reset();
  wire_.reset();
}

// The channels are new to it: what it knew of them once is worth nothing.
void Client::subscribe_more(Channels channels) {
  for (const Channel channel : channels_.list()) channels.remove(channel);
  if (channels.empty()) return;
  channels_.add(channels);
  if (reader_) reader_->subscribe({.channels = channels});
}

void Client::unsubscribe(Channels channels) {
  channels_.remove(channels);
  known_.remove(channels);
  for (const Channel channel : channels.list()) view_.erase(channel);
  if (!reader_) return;
  leaving_.push_back(channels);
  reader_->unsubscribe(channels);
  reader_->tell(R"({"type":"unsubscribed"})");
}

void Client::read(bool all) {
  for (int i = 0; reader_ && (all || i < pace_); ++i) {
    const net::FramePtr frame = wire_->take();
    if (!frame) {
      if (wire_->closed != 0) {
        slow += wire_->closed == 1013 ? 1 : 0;
        return cut();
      }
      if (!wire_->wants_drained) return;
      wire_->wants_drained = false;
      reader_->drained();
      continue;
    }
    const std::string_view payload = net::payload_of(*frame);
    const json::Limits limits{.bytes = 1 << 22, .depth = 16, .values = 1'000'000};
    auto message = encoding_ == Encoding::msgpack ? json::read_msgpack(payload, limits) : json::parse(payload, limits);
    if (!message) {
      fault = message.error().text();
      return;
    }
    ++messages;
    take(*message);
  }
}

void Client::broke(const std::string& rule, const json::Value& message) {
  if (fault.empty()) fault = rule + ": " + text(message).substr(0, 400);
}

bool Client::is_leaving(Channel channel) const {
  return std::ranges::any_of(leaving_, [&](Channels some) { return some.has(channel); });
}

void Client::take(const json::Value& message) {
  const std::string_view type = word(message, "type");
  if (type == "unsubscribed") {
    leaving_.erase(leaving_.begin());
    return;
  }
  if (type == "heartbeat") {
    if (number(message, "seq") < on_connection_) broke("a heartbeat repeats the newest seq", message);
    return;
  }
  if (type == "snapshot") return take_snapshot(message);
  if (type == "catch_up") return take_catch_up(message);
  const std::int64_t seq = number(message, "seq");
  if (seq <= on_connection_) broke("seq grows on a connection", message);
  on_connection_ = std::max(on_connection_, seq);
  last_seq_ = std::max(last_seq_, seq);
  const auto channel = json::value_of<Channel>(word(message, "channel"));
  if (!channel) return broke("a message has a channel", message);
  if (!channels_.has(*channel)) {
    // What came before the server heard of it may still be on its way.
    if (!is_leaving(*channel)) broke("only channels that were asked for", message);
    return;
  }
  if (is_leaving(*channel)) return;  // of an old subscription
  if (!known_.has(*channel)) return broke("a channel begins with an answer", message);
  take_event(message);
}

void Client::take_snapshot(const json::Value& message) {
  const std::int64_t seq = number(message, "seq");
  if (seq < on_connection_) broke("a snapshot is not older than what came before", message);
  epoch_ = number(message, "epoch");
  resyncs += message.find("resync")->truth ? 1 : 0;
  for (const json::Value& part : message.find("data")->children) {
    const auto channel = json::value_of<Channel>(part.key);
    if (!channel) return broke("a snapshot names channels", message);
    if (is_leaving(*channel)) continue;
    // The first page of a channel replaces what was known.
    if (since_[*channel] != seq || is_whole_object(*channel)) view_[*channel].clear();
    since_[*channel] = seq;
    last_ordered_[*channel] = 0;
    if (is_whole_object(*channel)) {
      view_[*channel][""] = text(part);
      continue;
    }
    for (const json::Value& member : part.children) view_[*channel][member.key] = text(member);
  }
  on_connection_ = std::max(on_connection_, seq);
  if (message.find("more")->truth) return;
  for (const auto& [channel, at] : since_) {
    if (at == seq && channels_.has(channel) && !is_leaving(channel)) known_.add(channel);
  }
  last_seq_ = message.find("resync")->truth ? seq : std::max(last_seq_, seq);
}

void Client::take_catch_up(const json::Value& message) {
  ++catch_ups;
  for (const json::Value& event : message.find("events")->children) take(event);
  if (message.find("more")->truth) return;
  last_seq_ = std::max(last_seq_, number(message, "to_seq"));
  on_connection_ = std::max(on_connection_, last_seq_);
}

void Client::take_event(const json::Value& message) {
  const Channel channel = *json::value_of<Channel>(word(message, "channel"));
  const std::int64_t seq = number(message, "seq");
  if (seq <= since_[channel]) broke("a snapshot is not followed by what it contains", message);
  const bool ordered = message.find("prev_seq") != nullptr;
  if (ordered) {
    std::int64_t& last = last_ordered_[channel];
    const std::int64_t prev = number(message, "prev_seq");
    const bool follows = last == 0 ? prev <= since_[channel] : prev == last;
    if (!follows) broke(fmt::format("nothing is missing (last {}, snapshot {})", last, since_[channel]), message);
    if (!ordered_seen_.insert(seq).second) broke("nothing comes twice", message);
    last = seq;
  }
  const json::Value& data = *message.find("data");
  Members& members = view_[channel];
  const std::string_view type = word(message, "type");
  if (type == "order_update") members[std::string(word(data, "client_order_id"))] = text(data);
  if (type == "pause_state_change" || type == "stats_update") members[""] = text(data);
  if (type == "position_changed") members[std::string(word(data, "id"))] = text(data);
  if (type == "position_closed") members.erase(std::string(word(data, "position_id")));
  if (type == "position_update") {
    const std::string id(word(data, "position_id"));
    const auto known = members.find(id);
    if (known == members.end()) return;  // its row comes with the same flush
    const auto row = json::parse(known->second);
    known->second =
        fmt::format(R"({{"id":{},"version":{},"value":{}}})", id, word(*row, "version"), word(data, "value"));
  }
}

std::string Client::difference() {
  for (const Channel channel : channels_.list()) {
    if (channel == Channel::prices || channel == Channel::operations) continue;
    Members expected;
    for (const Member& member : world_.snapshot(tenant_, channel, {})) expected[member.key] = member.json;
    if (view_[channel] == expected) continue;
    std::string told = std::string(name_of(channel)) + ": sees";
    for (const auto& [key, json] : view_[channel]) told += " " + json;
    told += ", is";
    for (const auto& [key, json] : expected) told += " " + json;
    return told;
  }
  return {};
}

}  // namespace robson::feed::model
