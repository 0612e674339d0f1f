#include "feed/message.hpp"

#include "base/log.hpp"
#include "json/msgpack.hpp"
#include "json/write.hpp"

namespace robson::feed {
namespace {

// Pages of snapshots are the largest texts; they are far below this.
constexpr json::Limits own_text{.bytes = 16U << 20U, .depth = 32, .values = 1'000'000};

void add_member(std::string& out, std::string_view name, std::string_view json) {
  if (out.size() > 1) out += ',';
  out += '"';
  out += name;
  out += "\":";
  out += json;
}
template <class T>
void add(std::string& out, std::string_view name, const T& value) {
  add_member(out, name, json::text_of(value));
}

// What every message begins with; still open.
std::string begin(std::string_view type, Timestamp at) {
  std::string out = "{";
  add(out, "type", type);
  add(out, "timestamp", at);
  return out;
}
void add_place(std::string& out, std::string_view channel, std::int64_t epoch, std::int64_t seq) {
  add(out, "channel", channel);
  add(out, "epoch", epoch);
  add(out, "seq", seq);
}

// Our own JSON is always good for it. Should it ever not be, the reader must hear that something is missing, and
// trading goes on.
std::string packed(std::string_view json) {
  auto bytes = json::write_msgpack(json, own_text);
  if (bytes) return std::move(*bytes);
  log::error("a message cannot be packed", {{"why", bytes.error().text()}});
  constexpr std::string_view sorry =
      R"({"type":"error","code":"INTERNAL_ERROR","message":"A message could not be encoded as msgpack."})";
  auto instead = json::write_msgpack(sorry);
  return std::move(*instead);
}

}  // namespace

net::FramePtr sse_frame(std::string_view data, std::string_view id) {
  std::string event;
  event.reserve(data.size() + id.size() + 16);
  if (!id.empty()) event.append("id: ").append(id).append("\n");
  event.append("data: ").append(data).append("\n\n");
  return net::raw_frame(std::move(event));
}

net::FramePtr frame_of(std::string_view json, Encoding encoding) {
  switch (encoding) {
    case Encoding::json: return net::text_frame(json);
    case Encoding::msgpack: return net::binary_frame(packed(json));
    case Encoding::sse: return sse_frame(json);
  }
  return net::text_frame(json);
}

Message::Message(std::string_view json, Channel channel, std::int64_t epoch, std::int64_t seq, bool ordered)
    : json_(net::text_frame(json)), epoch_(epoch), seq_(seq), channel_(channel), ordered_(ordered) {}

const net::FramePtr& Message::frame(Encoding encoding) const {
  switch (encoding) {
    case Encoding::json: break;
    case Encoding::msgpack:
      if (!msgpack_) msgpack_ = frame_of(json(), encoding);
      return msgpack_;
    case Encoding::sse:
      if (!sse_) sse_ = sse_frame(json(), std::to_string(epoch_) + '-' + std::to_string(seq_));
      return sse_;
  }
  return json_;
}

std::string ordered_text(const runtime::LogEntry& entry, std::int64_t epoch) {
  std::string out = begin(entry.type, entry.at);
  add_place(out, entry.channel, epoch, entry.seq);
  add(out, "prev_seq", entry.prev_seq);
  add_member(out, "data", entry.data);
  return out += '}';
}

std::string state_text(std::string_view type, Channel channel, std::int64_t epoch, std::int64_t seq, Timestamp now,
                       std::string_view data) {
  std::string out = begin(type, now);
  add_place(out, name_of(channel), epoch, seq);
  add_member(out, "data", data);
  return out += '}';
}

std::string heartbeat_text(std::int64_t epoch, std::int64_t seq, Timestamp now) {
  std::string out = "{";
  add(out, "type", std::string_view("heartbeat"));
  add(out, "epoch", epoch);
  add(out, "seq", seq);
  add(out, "timestamp", now);
  return out += '}';
}

std::string error_text(std::string_view code, std::string_view message, std::string_view field, Timestamp now) {
  std::string out = "{";
  add(out, "type", std::string_view("error"));
  add(out, "code", code);
  add(out, "message", message);
  if (!field.empty()) add(out, "field", field);
  add(out, "timestamp", now);
  return out += '}';
}

}  // namespace robson::feed
