// A WebSocket API connection (/ws-api/v3): {"id":1,"method":"order.place","params":{...}} is answered by
// {"id":1,"status":200,"result":{...},"rateLimits":[...]}. The same handlers as REST serve it. User data streams that
// were subscribed to here come as {"subscriptionId":0,"event":{...}}.
#include <fmt/core.h>

#include "json/write.hpp"
#include "simulator/json_text.hpp"
#include "simulator/venue.hpp"

namespace robson::simulator {
namespace {

constexpr std::size_t most_subscriptions = 1'000;  // in the life of a connection, as at the venue

class ApiListener final : public net::Listener {
 public:
  explicit ApiListener(Venue& venue) : venue_(venue), outlet_(venue.outlets, FaultScope::user) {}
  ~ApiListener() override { venue_.users.unsubscribe(outlet_); }

  void opened(const std::shared_ptr<net::Socket>& socket) override {
    outlet_.open(socket);
    connected_ = venue_.clock.now();
  }
  void closed(std::uint16_t) override {
    venue_.users.unsubscribe(outlet_);
    outlet_.close();
  }

  void message(std::string_view payload, bool) override {
    const auto request = json::parse(payload);
    if (!request || request->kind != json::Kind::object) {
      return say("null", reply_of({400, -1135, "Invalid JSON Request", {}}));
    }
    std::string id = "null";
    if (const json::Value* found = request->find("id")) {
      if (found->kind == json::Kind::number) id = found->text;
      if (found->kind == json::Kind::text) id = json::text_of(found->text);
    }
    const json::Value* method = request->find("method");
    if (method == nullptr || method->kind != json::Kind::text) return say(id, reply_of(missing_parameter("method")));
    const json::Value* params = request->find("params");
    auto parameters = Parameters::of_json(params != nullptr ? *params : json::Value{});
    if (!parameters) return say(id, reply_of(parameters.error()));
    const Timestamp now = venue_.clock.now();
    const FaultTarget target{.path = method->text, .changes = is_change(method->text)};
    if (venue_.faults.any() && venue_.faults.take(FaultKind::lose_request, FaultScope::user, now, target)) return;
    const bool lost =
        venue_.faults.any() && venue_.faults.take(FaultKind::lose_answer, FaultScope::user, now, target).has_value();
    const auto answered = answered_by_fault(venue_, FaultScope::user, {.path = method->text});
    const Reply reply = answered ? *answered : serve(method->text, *parameters);
    if (!lost) say(id, reply);
  }

 private:
  static bool is_change(std::string_view method) {
    return method.find("place") != std::string_view::npos || method.find("cancel") != std::string_view::npos;
  }

  void say(const std::string& id, const Reply& reply) {
    std::string out;
    Object object(out);
    object.raw("id", id).number("status", reply.status).raw(reply.is_error ? "error" : "result", reply.body);
    std::string& limits = object.member("rateLimits");
    limits += '[';
    Object(limits)
        .text("rateLimitType", "REQUEST_WEIGHT")
        .text("interval", "MINUTE")
        .number("intervalNum", 1)
        .number("limit", venue_.weights.limits().weight_minute)
        .number("count", venue_.weights.used(outlet_.remote(), venue_.clock.now()))
        .close();
    limits += ']';
    object.close();
    outlet_.answer(out);
  }

  Reply serve(const std::string& method, Parameters& parameters) {
    if (method.substr(0, 8) == "session.") return session(method);
    if (method.substr(0, 15) == "userDataStream.") return user_stream(method, parameters);
    for (const Endpoint& each : all_endpoints()) {
      if (each.name.empty() || each.name != method) continue;
      return perform(venue_, each, parameters, credentials(parameters));
    }
    return reply_of({400, -1000, "Unknown method '" + method.substr(0, 60) + "'.", {}});
  }

  Credentials credentials(const Parameters& parameters) const {
    const std::string* key = parameters.find("apiKey");
    return {key == nullptr ? "" : *key, signed_payloads(parameters), outlet_.remote()};
  }

  // Logging on takes an Ed25519 key, which no account here has; each call is signed by itself.
  Reply session(const std::string& method) {
    if (method == "session.logon") return reply_of({400, -4056, "HMAC_SHA256 API key is not supported.", {}});
    if (method != "session.status" && method != "session.logout") {
      return reply_of({400, -1000, "Unknown method '" + method.substr(0, 60) + "'.", {}});
    }
    Reply reply;
    Object(reply.body)
        .null("apiKey")
        .null("authorizedSince")
        .time("connectedSince", connected_)
        .flag("returnRateLimits", true)
        .time("serverTime", venue_.now())
        .flag("userDataStream", next_subscription_ > 0)
        .close();
    return reply;
  }

  Reply user_stream(const std::string& method, Parameters& parameters) {
    if (auto refused = venue_.weights.spend(outlet_.remote(), 2, venue_.clock.now())) {
      Reply reply = reply_of(refused->error);
      reply.retry_after_seconds = refused->retry_after_seconds;
      return reply;
    }
    if (method == "userDataStream.subscribe.signature") return subscribe(parameters);
    if (method == "userDataStream.subscribe") {
      // With key and signature it is the call above under its other name; without, it needs a logon.
      if (parameters.has("signature")) return subscribe(parameters);
      return reply_of({401, -2015, "Invalid API-key, IP, or permissions for action.", {}});
    }
    if (method == "userDataStream.unsubscribe") {
      const auto subscription = parameters.integer("subscriptionId");
      if (parameters.fault()) return reply_of(*parameters.fault());
      venue_.users.unsubscribe(outlet_, subscription);
      return {200, "{}", 0, false, {}};
    }
    return listen_key(method, parameters);
  }

  Reply subscribe(Parameters& parameters) {
    const Credentials with = credentials(parameters);
    const auto account = venue_.keys.check(with.key, parameters, with.payloads, venue_.now());
    if (!account) return reply_of(account.error());
    if (static_cast<std::size_t>(next_subscription_) >= most_subscriptions) {
      return reply_of({400, -2035, "User Data Stream subscription already active.", {}});
    }
    venue_.users.subscribe(*account, outlet_, next_subscription_);
    Reply reply;
    Object(reply.body).number("subscriptionId", next_subscription_++).close();
    return reply;
  }

  Reply listen_key(const std::string& method, Parameters& parameters) {
    const auto account = venue_.keys.account_of(parameters.needed_text("apiKey"));
    if (!account) return reply_of(account.error());
    const Timestamp now = venue_.clock.now();
    if (method == "userDataStream.start") {
      Reply reply;
      Object(reply.body).text("listenKey", venue_.listen_keys.open(*account, now)).close();
      return reply;
    }
    const bool renew = method == "userDataStream.ping";
    if (!renew && method != "userDataStream.stop") {
      return reply_of({400, -1000, "Unknown method '" + method.substr(0, 60) + "'.", {}});
    }
    const std::string key = parameters.needed_text("listenKey");
    if (parameters.fault()) return reply_of(*parameters.fault());
    const bool known = renew ? venue_.listen_keys.renew(key, *account, now) : venue_.listen_keys.remove(key, *account);
    if (!known) return reply_of({400, -1125, "This listenKey does not exist.", {}});
    return {200, "{}", 0, false, {}};
  }

  Venue& venue_;
  Outlet outlet_;
  Timestamp connected_{};
  std::int64_t next_subscription_ = 0;
};

}  // namespace

std::unique_ptr<net::Listener> api_listener(Venue& venue) {
  return std::make_unique<ApiListener>(venue);
}

}  // namespace robson::simulator
