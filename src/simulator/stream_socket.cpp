// A market data connection: /ws, /ws/<stream>/<stream>, /stream?streams=<stream>/<stream>, and SUBSCRIBE and its kin
// on any of them. /ws/<listenKey> is an older user data stream.
#include <fmt/core.h>

#include <set>

#include "json/write.hpp"
#include "simulator/json_text.hpp"
#include "simulator/venue.hpp"

namespace robson::simulator {
namespace {

constexpr std::size_t most_streams = 1'024;
constexpr std::size_t longest_name = 128;
constexpr int messages_a_second = 5;
constexpr std::uint16_t policy_violation = 1008;

class StreamListener final : public net::Listener {
 public:
  StreamListener(Venue& venue, std::vector<std::string> streams, Streams::Form form)
      : venue_(venue),
        initial_(std::move(streams)),
        form_(form),
        outlet_(venue.outlets, FaultScope::stream),
        user_outlet_(venue.outlets, FaultScope::user) {}
  ~StreamListener() override { leave(); }

  void opened(const std::shared_ptr<net::Socket>& socket) override {
    for (const std::string& stream : initial_) {
      if (const auto account = venue_.listen_keys.account_of(stream, venue_.clock.now())) {
        if (!user_) user_outlet_.open(socket);
        user_ = true;
        venue_.users.subscribe(*account, user_outlet_, {});
      }
    }
    if (user_ && initial_.size() == 1) return;
    outlet_.open(socket);
    for (const std::string& stream : initial_) subscribe(stream);
  }

  void message(std::string_view payload, bool) override {
    if (too_many()) {
      (user_ ? user_outlet_ : outlet_).end(policy_violation, "Too many requests");
      return;
    }
    answer(payload);
  }
  void closed(std::uint16_t) override { leave(); }

 private:
  void leave() {
    for (const std::string& stream : subscribed_) venue_.streams.unsubscribe(stream, outlet_);
    subscribed_.clear();
    venue_.users.unsubscribe(user_outlet_);
    outlet_.close();
    user_outlet_.close();
  }

  bool too_many() {
    const std::int64_t second = venue_.clock.now().seconds();
    if (second != second_) {
      second_ = second;
      messages_ = 0;
    }
    return ++messages_ > messages_a_second;
  }

  bool subscribe(const std::string& stream) {
    if (stream.empty() || stream.size() > longest_name || subscribed_.size() >= most_streams) return false;
    if (!outlet_.is_open()) outlet_.open(user_outlet_);
    if (subscribed_.insert(stream).second) venue_.streams.subscribe(stream, outlet_, form_);
    return true;
  }

  void say(std::string_view text) { (user_ ? user_outlet_ : outlet_).send(text); }
  void refuse(int code, std::string_view why, const std::string& id) {
    std::string out;
    Object object(out);
    Object(object.member("error")).number("code", code).text("msg", why).close();
    if (!id.empty()) object.raw("id", id);
    object.close();
    say(out);
  }
  void result(std::string_view json, const std::string& id) {
    say(fmt::format(R"({{"result":{},"id":{}}})", json, id));
  }

  void answer(std::string_view payload) {
    const auto request = json::parse(payload);
    if (!request || request->kind != json::Kind::object) return refuse(3, "Invalid JSON: expected an object", {});
    const json::Value* id = request->find("id");
    const json::Value* method = request->find("method");
    const bool number = id != nullptr && id->kind == json::Kind::number && id->text[0] != '-';
    const bool text = id != nullptr && id->kind == json::Kind::text && id->text.size() <= 36;
    if (id != nullptr && !number && !text && id->kind != json::Kind::null) {
      return refuse(2, "Invalid request: request ID must be an unsigned integer", {});
    }
    std::string id_text = number ? id->text : "null";
    if (text) id_text = json::text_of(id->text);
    if (method == nullptr || method->kind != json::Kind::text) {
      return refuse(2, "Invalid request: missing field `method`", id_text);
    }
    perform(method->text, request->find("params"), id_text);
  }

  void perform(const std::string& method, const json::Value* params, const std::string& id) {
    if (method == "SUBSCRIBE" || method == "UNSUBSCRIBE") return change(method == "SUBSCRIBE", params, id);
    if (method == "LIST_SUBSCRIPTIONS") {
      std::string out;
      append_array(out, subscribed_, [](std::string& to, const std::string& each) { json::write_text(to, each); });
      return result(out, id);
    }
    if (method == "SET_PROPERTY" || method == "GET_PROPERTY") return property(method == "SET_PROPERTY", params, id);
    refuse(2,
           "Invalid request: unknown variant " + method.substr(0, 40) +
               ", expected one of `SUBSCRIBE`, `UNSUBSCRIBE`, `LIST_SUBSCRIPTIONS`, `SET_PROPERTY`, `GET_PROPERTY`",
           id);
  }

  void change(bool on, const json::Value* params, const std::string& id) {
    const bool list = params != nullptr && params->kind == json::Kind::array;
    if (!list) return refuse(2, "Invalid request: params must be an array of stream names", id);
    for (const json::Value& each : params->children) {
      if (each.kind != json::Kind::text) return refuse(2, "Invalid request: stream name must be a string", id);
      if (on && !subscribe(each.text)) return refuse(2, "Invalid request: invalid stream", id);
      if (!on && subscribed_.erase(each.text) > 0) venue_.streams.unsubscribe(each.text, outlet_);
    }
    result("null", id);
  }

  // The one property is "combined".
  void property(bool set, const json::Value* params, const std::string& id) {
    const bool list = params != nullptr && params->kind == json::Kind::array;
    const std::size_t wanted = set ? 2 : 1;
    if (!list || params->children.size() != wanted) return refuse(2, "Invalid request: wrong number of parameters", id);
    if (params->children[0].text != "combined") return refuse(0, "Unknown property", id);
    if (!set) return result(form_ == Streams::Form::combined ? "true" : "false", id);
    if (params->children[1].kind != json::Kind::boolean) return refuse(1, "Invalid value type: expected Boolean", id);
    form_ = params->children[1].truth ? Streams::Form::combined : Streams::Form::bare;
    for (const std::string& stream : subscribed_) venue_.streams.subscribe(stream, outlet_, form_);
    result("null", id);
  }

  Venue& venue_;
  std::vector<std::string> initial_;
  Streams::Form form_;
  Outlet outlet_;
  Outlet user_outlet_;
  bool user_ = false;
  std::set<std::string> subscribed_;
  std::int64_t second_ = 0;
  int messages_ = 0;
};

std::vector<std::string> names_of(std::string_view text) {
  std::vector<std::string> names;
  while (!text.empty()) {
    const std::size_t slash = text.find('/');
    const auto name = net::percent_decode(text.substr(0, slash), false);
    if (name && !name->empty()) names.push_back(*name);
    if (slash == std::string_view::npos) break;
    text.remove_prefix(slash + 1);
  }
  return names;
}

}  // namespace

std::unique_ptr<net::Listener> stream_listener(Venue& venue, std::vector<std::string> streams, Streams::Form form) {
  return std::make_unique<StreamListener>(venue, std::move(streams), form);
}

std::variant<net::AcceptSocket, net::Response> accept_socket(Venue& venue, const net::Request& request) {
  const Timestamp now = venue.clock.now();
  const std::string& path = request.path;
  const bool api = path == "/ws-api/v3" || path == "/ws-api/v3/";
  const bool combined = path == "/stream" || path == "/stream/";
  const bool bare = path == "/ws" || path.substr(0, 4) == "/ws/";
  if (!api && !combined && !bare) return net::Response{.status = 404};
  std::vector<std::string> streams;
  if (combined) streams = names_of(request.parameter("streams").value_or(""));
  if (bare && path.size() > 4) streams = names_of(std::string_view(path).substr(4));
  const bool user = api || (streams.size() == 1 && venue.listen_keys.account_of(streams[0], now));
  const FaultScope scope = user ? FaultScope::user : FaultScope::stream;
  if (venue.faults.take(FaultKind::refuse, scope, now) || venue.faults.take(FaultKind::drop, scope, now)) {
    return net::Response{.status = 0};
  }
  if (streams.size() > most_streams) return net::Response{.status = 414};
  net::AcceptSocket accepted;
  accepted.listener =
      api ? api_listener(venue)
          : stream_listener(venue, std::move(streams), combined ? Streams::Form::combined : Streams::Form::bare);
  return accepted;
}

}  // namespace robson::simulator
